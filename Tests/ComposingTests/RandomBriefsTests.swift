import Composing
import Music
import Production
import StyleFiles
import Testing

/// Three hundred seeded briefs that can be met, each met exactly.
@Suite struct RandomBriefsTests {
  private static let keys = [
    "C major", "F# minor", "Eb major", "D dorian", "G mixolydian", "B minor",
  ]
  private static let cycles = [
    ["Am", "F", "C", "G"], ["i", "iv7", "VII", "III"], ["Dm7 G7", "Cmaj7"], ["I", "IV", "V"],
    ["Ebmaj7", "Cm9", "Fm7", "Bb13", "Gm7"],
  ]

  static func brief(_ seed: UInt64) -> Brief {
    var stream = RandomStream(seed: seed, purpose: "random brief")
    var brief = Brief()
    switch stream.index(6) {
    case 0: brief.bars = 1 + stream.index(80)
    case 1: brief.duration = 5 + Double(stream.index(2000)) / 10
    case 2:
      brief.duration = 5 + Double(stream.index(2000)) / 10
      brief.tempo = 50 + Double(stream.index(1200)) / 10
    case 3:
      brief.tempo = 60 + Double(stream.index(120))
      brief.bars = 4 * (1 + stream.index(16))
    case 4:
      brief.bars = 4 * (4 + stream.index(12))
      brief.duration = Double(brief.bars ?? 8) * (1.8 + stream.unit())
    default: break
    }
    if stream.chance(0.4) { brief.key = stream.element(of: keys).flatMap(Key.init) }
    if stream.chance(0.3) { brief.chords = stream.element(of: cycles) ?? [] }
    if stream.chance(0.25) {
      brief.meter = stream.element(of: ["3/4", "6/8", "5/4", "7/8", "12/8"]).flatMap(Meter.init)
    }
    if stream.chance(0.3) {
      brief.instruments.with = [
        stream.element(of: ["flute", "strings", "electric-piano", "steel-guitar", "lead"]) ?? "lead"
      ]
    }
    if stream.chance(0.3) {
      brief.instruments.without = [stream.element(of: ["drums", "pad", "bass"]) ?? "drums"]
    }
    if stream.chance(0.2) { brief.mood = Mood(valence: stream.unit() * 2 - 1, energy: 0.5) }
    if stream.chance(0.15), brief.bars != nil { brief.loop = true }
    return brief
  }

  @Test("what a brief states holds exactly", arguments: 0..<30)
  func holds(batch: Int) throws {
    let library = try House.styles()
    let styles = [TestStyle.pop] + (try library.all)
    for number in 0..<10 {
      let seed = UInt64(batch * 10 + number)
      let brief = Self.brief(seed)
      let style = styles[Int(seed) % styles.count]
      let plan = try Planner(engineVersion: "1").plan(brief: brief, style: style, seed: seed)
      let score = Composer().compose(plan: plan, style: style)
      check(brief, plan, score, "seed \(seed) in \(style.name)")
    }
  }

  /// The place of each bar in a cycle of chords, none where there is no cycle.
  private func places(inCycleOf count: Int, _ plan: Plan) -> [Int] {
    guard count > 0 else { return [] }
    var places: [Int] = []
    for section in plan.sections {
      if section.bars >= count { places += (0..<section.bars).map { $0 % count } }
      while places.count < section.startBar + section.bars {
        places.append(places.last.map { ($0 + 1) % count } ?? 0)
      }
    }
    return places
  }

  private func check(_ brief: Brief, _ plan: Plan, _ score: Score, _ place: Comment) {
    #expect(ScoreCheck.faults(in: score).isEmpty, place)
    if let bars = brief.bars { #expect(plan.bars == bars && score.bars == bars, place) }
    if let tempo = brief.tempo {
      #expect(plan.tempo.changes.map(\.beatsPerMinute) == [tempo], place)
    }
    let end = score.parts.flatMap { $0.notes.map(\.end) }.max() ?? .zero
    if let seconds = brief.duration {
      #expect(abs(score.seconds - seconds) <= 0.010, place)
      #expect(abs(score.tempo.seconds(at: end) - seconds) <= 0.010, place)
    }
    if !brief.loop { #expect(end == score.length, place) }
    if let key = brief.key { #expect(plan.key(ofBar: 0) == key, place) }
    if let meter = brief.meter { #expect(plan.meters == MeterMap(meter), place) }
    #expect(plan.chords.first?.onset == .zero, place)
    #expect(plan.chords.last?.end == plan.length, place)
    #expect(zip(plan.chords, plan.chords.dropFirst()).allSatisfy { $0.end == $1.onset }, place)
    let given = brief.chords
    for (bar, turn) in places(inCycleOf: given.count, plan).enumerated() {
      let wanted = given[turn].split(separator: " ").compactMap { word -> Chord? in
        let word = String(word)
        return (try? Chord(symbol: word))
          ?? (try? RomanNumeral(word))?.chord(in: plan.key(ofBar: bar))
      }
      let found = plan.chords.filter { plan.meters.bar(at: $0.onset) == bar }.map(\.chord)
      #expect(found == Array(wanted.prefix(found.count)) && !found.isEmpty, place)
    }
    for name in brief.instruments.without {
      #expect(!plan.parts.contains { $0.role.rawValue == name }, place)
    }
    if let name = brief.instruments.with.first {
      let isThere = plan.parts.contains { part in
        part.instrument.id == name || part.role.rawValue == name
          || (name == "strings" && [.ensemble, .strings].contains(part.instrument.family))
      }
      #expect(isThere, place)
    }
  }
}
