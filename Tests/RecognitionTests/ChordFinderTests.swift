import Music
import Recognition
import Testing

/// Scores of block chords, one a bar, for recognition.
enum BlockChords {
  static func score(_ symbols: [String], meter: Meter = .common, barsEach: Int = 1) throws -> Score
  {
    var chords: [Note] = []
    var bass: [Note] = []
    for (index, symbol) in symbols.enumerated() {
      let chord = try Chord(symbol: symbol)
      let start = meter.barLength * (index * barsEach)
      let length = meter.barLength * barsEach
      for pitchClass in chord.pitchClasses {
        let number = 60 + pitchClass
        chords.append(Note(onset: start, duration: length, pitch: Pitch(number: number)))
      }
      bass.append(
        Note(
          onset: start, duration: length, pitch: Pitch(number: 36 + chord.lowest.pitchClass)))
    }
    let length = meter.barLength * (symbols.count * barsEach)
    return Score(
      title: "", meters: MeterMap(meter), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [],
      parts: [
        Part(
          id: "piano", name: "Piano", role: .chords,
          instrument: Instrument(id: "grand-piano") ?? .standardKit, notes: chords),
        Part(
          id: "bass", name: "Bass", role: .bass,
          instrument: Instrument(id: "electric-bass") ?? .standardKit, notes: bass),
      ], length: length)
  }

  static func found(_ score: Score, key: Key? = nil) -> (grid: BarGrid, chords: [Chord?]) {
    let material = NoteMaterial(score)
    let grid = BarGrid(meters: score.meters, end: material.end)
    let frames = HarmonyFrames(material, grid: grid, roles: score.parts.map(\.role))
    return (grid, ChordFinder(key: key).chords(of: frames, grid: grid))
  }
}

@Suite("ChordFinder")
struct ChordFinderTests {
  @Test(
    "Each kind of chord is told from the others",
    arguments: [
      "C", "F#m", "Bdim", "Caug", "Gsus4", "Dsus2", "E5", "G7", "Fmaj7", "Am7", "Cm(maj7)",
      "Bm7b5", "C#dim7", "G7sus4", "C6", "Am6", "Cadd9", "D9", "Ebmaj9", "Gm9", "G7b9", "E7#9",
    ])
  func kinds(symbol: String) throws {
    let wanted = try Chord(symbol: symbol)
    let (_, chords) = BlockChords.found(
      try BlockChords.score([symbol, symbol]), key: Key(PitchName(.c), .major))
    let chord = try #require(chords[0])
    #expect(chord.pitchClasses == wanted.pitchClasses, "found \(chord)")
    #expect(chord.root.pitchClass == wanted.root.pitchClass, "found \(chord)")
  }

  @Test("The bass tells chords of the same notes apart")
  func bass() throws {
    let (_, minor) = BlockChords.found(try BlockChords.score(["Am7", "Am7"]))
    #expect(minor[0]?.symbol == "Am7")
    let (_, sixth) = BlockChords.found(try BlockChords.score(["C6", "C6"]))
    #expect(sixth[0]?.symbol == "C6")
  }

  @Test("An inversion names its bass")
  func inversion() throws {
    let (_, chords) = BlockChords.found(
      try BlockChords.score(["C", "G/B", "Am", "C/G"]), key: Key(PitchName(.c), .major))
    let symbols = chords.compactMap { $0?.symbol }
    #expect(symbols.contains("G/B"))
  }

  @Test("A change in the middle of a bar is found, and spans stay within bars")
  func halves() throws {
    let half = try #require(Meter(2, 4))
    var score = try BlockChords.score(["Dm7", "G7", "Cmaj7", "Cmaj7"], meter: half)
    score.meters = MeterMap(.common)
    let (grid, chords) = BlockChords.found(score, key: Key(PitchName(.c), .major))
    let spans = ChordFinder.spans(chords, grid: grid, end: score.length)
    #expect(spans.map(\.chord.symbol) == ["Dm7", "G7", "Cmaj7"])
    #expect(spans.map(\.onset) == [0, 2, 4])
    #expect(spans.map(\.duration) == [2, 2, 4])
  }

  @Test("Silent bars have no chord")
  func silence() throws {
    var score = try BlockChords.score(["C", "F"])
    for part in score.parts.indices {
      for index in score.parts[part].notes.indices where score.parts[part].notes[index].onset >= 4 {
        score.parts[part].notes[index].onset = score.parts[part].notes[index].onset + 8
      }
    }
    let (grid, chords) = BlockChords.found(score)
    let spans = ChordFinder.spans(chords, grid: grid, end: 16)
    #expect(spans.map(\.onset) == [0, 12])
  }

  @Test("Chords are spelled in the key")
  func spelling() throws {
    let score = try BlockChords.score(["Ebm", "Abm", "Bbm", "Ebm"])
    let (_, chords) = BlockChords.found(score, key: Key(PitchName(.e, -1), .minor))
    let roots = chords.compactMap { $0?.root.description }
    #expect(roots.allSatisfy { $0.hasSuffix("b") })
  }
}
