import Music
import Recognition
import Testing

@Suite("NoteMaterial, BarGrid, MeterFinder and SectionFinder")
struct NoteMaterialTests {
  @Test("Notes are sorted, cut at the origin and kept within MIDI's numbers")
  func material() throws {
    let flute = try #require(Instrument(id: "flute"))
    let notes = [
      Note(onset: 2, duration: 1, pitch: Pitch(number: 60)),
      Note(onset: -2, duration: 3, pitch: Pitch(number: 140), velocity: 300),
      Note(onset: -2, duration: 1, pitch: Pitch(number: 60)),
    ]
    let score = Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [],
      parts: [Part(id: "a", name: "A", role: .lead, instrument: flute, notes: notes)], length: 3)
    let material = NoteMaterial(score)
    #expect(material.pitched.map(\.onset) == [0, 2])
    #expect(material.pitched[0].key == 127)
    #expect(material.pitched[0].velocity == 127)
    #expect(material.end == 3)
    #expect(material.strokes.isEmpty)
  }

  @Test(
    "Bars divide where chords may change",
    arguments: [
      ("4/4", [Beat(0), 2]), ("3/4", [0, 1, 2]), ("6/8", [0, Beat(3, 2)]), ("12/8", [0, 3]),
      ("5/4", [0, 3]), ("7/8", [0, 1, 2]), ("1/4", [0]),
    ])
  func grid(name: String, onsets: [Beat]) throws {
    let meter = try #require(Meter(name))
    let grid = BarGrid(meters: MeterMap(meter), end: (meter.barLength * 2).value)
    #expect(grid.barCount == 2)
    #expect(grid.frames.filter { $0.bar == 0 }.map(\.onset) == onsets)
    let total = grid.frames.reduce(Beat.zero) { $0 + $1.duration }
    #expect(total == meter.barLength * 2)
    #expect(grid.bar(at: -5) == nil)
    #expect(grid.bar(at: meter.barLength.value) == 1)
    #expect(grid.bar(at: 1e9) == nil)
  }

  @Test("Chords that change with the bars give the metre", arguments: ["4/4", "3/4", "5/4", "7/8"])
  func meter(name: String) throws {
    let meter = try #require(Meter(name))
    let score = try BlockChords.score(
      ["C", "Am", "F", "G", "Em", "Dm", "G", "C", "Bb", "F", "Gm", "C"], meter: meter)
    let found = MeterFinder.find(NoteMaterial(score), roles: score.parts.map(\.role))
    #expect(found.meter == meter)
    #expect(found.upbeat == .zero)
  }

  @Test("Hardly a note leaves the metre open")
  func noMeter() throws {
    let found = MeterFinder.find(NoteMaterial(try BlockChords.score([])), roles: [])
    #expect(found.meter == .common)
    #expect(found.confidence == 0)
  }

  @Test(
    "Sections cover all bars without gaps, whatever the length", arguments: [1, 3, 4, 7, 33, 70])
  func sections(bars: Int) throws {
    let symbols = (0..<bars).map { ["C", "F", "G", "Am", "Dm"][($0 / 8 + $0) % 5] }
    let score = try BlockChords.score(symbols)
    let material = NoteMaterial(score)
    let grid = BarGrid(meters: score.meters, end: material.end)
    let frames = HarmonyFrames(material, grid: grid, roles: score.parts.map(\.role))
    let sections = SectionFinder.find(material, grid: grid, frames: frames)
    #expect(sections.first?.startBar == 0)
    #expect(sections.reduce(0) { $0 + $1.bars } == bars)
    for (left, right) in zip(sections, sections.dropFirst()) {
      #expect(left.startBar + left.bars == right.startBar)
    }
    #expect(Set(sections.map(\.id)).count == sections.count)
    #expect(sections.allSatisfy { $0.bars > 0 && (0...1).contains($0.energy) })
  }

  @Test("Contrasting halves are two sections with different letters, and a return has the first's")
  func letters() throws {
    let first = Array(repeating: ["C", "F", "G", "C"], count: 2).flatMap { $0 }
    let second = Array(repeating: ["Ab", "Db", "Eb", "Bbm"], count: 2).flatMap { $0 }
    let score = try BlockChords.score(first + second + first)
    let material = NoteMaterial(score)
    let grid = BarGrid(meters: score.meters, end: material.end)
    let frames = HarmonyFrames(material, grid: grid, roles: score.parts.map(\.role))
    let sections = SectionFinder.find(material, grid: grid, frames: frames)
    #expect(sections.map(\.startBar) == [0, 8, 16])
    #expect(sections.map(\.name) == ["A", "B", "A"])
    #expect(sections.map(\.id) == ["A", "B", "A-2"])
  }
}
