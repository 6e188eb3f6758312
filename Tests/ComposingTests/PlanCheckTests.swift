import Composing
import Music
import Production
import Signal
import Testing

/// Plans that a person changed are looked at before anything is composed.
@Suite struct PlanCheckTests {
  private static func example() throws -> Plan {
    try Planner(engineVersion: "1").plan(
      brief: .with { $0.bars = 32 }, style: TestStyle.pop, seed: 1)
  }

  @Test("a plan of the program has no faults", arguments: UInt64(1)...12)
  func sound(seed: UInt64) throws {
    let plan = try Planner(engineVersion: "1").plan(
      brief: RandomBriefsTests.brief(seed), style: TestStyle.pop, seed: seed)
    #expect(PlanCheck.faults(in: plan).isEmpty)
  }

  private static let faults: [(String, @Sendable (inout Plan) -> Void)] = [
    ("sections", { $0.sections = [] }),
    ("sections[1].startBar", { $0.sections[1].startBar += 1 }),
    ("sections[1].startBar", { $0.sections[1].startBar = 0 }),
    ("sections[0].startBar", { $0.sections[0].startBar = 2 }),
    ("sections[1].id", { $0.sections[1].id = $0.sections[0].id }),
    ("sections[0].bars", { $0.sections[0].bars = 0 }),
    ("sections[0].energy", { $0.sections[0].energy = 1.2 }),
    ("sections[0].energy", { $0.sections[0].energy = .nan }),
    ("sections[0].phrase", { $0.sections[0].phrase = 0 }),
    ("sections[0].tension[0]", { $0.sections[0].tension[0] = -0.1 }),
    ("sections[0].voices.bass", { $0.sections[0].voices["bass"] = 0 }),
    ("sections[0].layers.kazoo", { $0.sections[0].layers["kazoo"] = 0.5 }),
    ("sections[0].layers.bass", { $0.sections[0].layers["bass"] = 2 }),
    ("sections[0].rests[0].bars", { $0.sections[0].rests = [.init(part: "bass", bars: 0..<900)] }),
    (
      "sections[0].wishes[0].bars",
      { $0.sections[0].wishes = [.init(part: "bass", bars: 0..<Int.max, plays: false)] }
    ),
    (
      "sections[0].wishes[0].part",
      { $0.sections[0].wishes = [.init(part: "kazoo", bars: 0..<1, plays: true)] }
    ),
    ("sections[0].rests[0].part", { $0.sections[0].rests = [.init(part: "kazoo", bars: 0..<1)] }),
    ("chords[3].onset", { $0.chords[3].onset = $0.chords[3].onset + 1 }),
    ("chords[3].onset", { $0.chords[3].onset = $0.chords[3].onset - 1 }),
    ("chords[2].duration", { $0.chords[2].duration = .zero }),
    ("chords", { $0.chords.removeLast() }),
    ("keys", { $0.keys = [] }),
    ("keys[1].bar", { $0.keys.append(KeyChange(bar: 500, key: $0.keys[0].key)) }),
    ("length", { $0.length = .zero }),
    ("length", { $0.length = $0.length + 1 }),
    ("parts", { $0.parts = [] }),
    ("parts[1].id", { $0.parts[1].id = $0.parts[0].id }),
    ("parts[1].register", { $0.parts[1].register = 110...120 }),
    ("parts[1].complexity", { $0.parts[1].complexity = 7 }),
    ("parts[1].instrument", { $0.parts[1].instrument = .standardKit }),
    ("parts[1].limits", { $0.parts[1].limits = NoteLimits(low: Pitch("C8")) }),
    (
      "parts[1].limits.low",
      { $0.parts[1].limits = NoteLimits(low: Pitch("C3"), high: Pitch("C2")) }
    ),
    ("parts[1].limits.voices", { $0.parts[1].limits = NoteLimits(voices: 0) }),
    (
      "parts[1].limits",
      {
        $0.parts[1].limits = NoteLimits(
          low: Pitch("E2"), high: Pitch("E2"), rootsOnly: true)
      }
    ),
    (
      "parts[1].controls.idea.stepsPerBeat",
      { $0.parts[1].controls.idea = Pattern(name: "idea", stepsPerBeat: 0, voices: ["hits": "x"]) }
    ),
    (
      "parts[1].controls.idea.voices",
      { $0.parts[1].controls.idea = Pattern(name: "idea", voices: [:]) }
    ),
    (
      "parts[1].motifs.verse.tones[0].step",
      {
        $0.parts[1].motifs = [
          "verse": Motif(tones: [.init(onset: .zero, duration: 1, step: .max)], length: 4)
        ]
      }
    ),
    (
      "parts[1].motifs.verse.tones",
      { $0.parts[1].motifs = ["verse": Motif(tones: [], length: 4)] }
    ),
    (
      "parts[1].arpeggiator.range",
      {
        $0.parts[1].arpeggiator = ArpeggiatorSettings()
        $0.parts[1].arpeggiator?.range = -5
      }
    ),
    (
      "parts[1].arpeggiator.times",
      {
        $0.parts[1].arpeggiator = ArpeggiatorSettings()
        $0.parts[1].arpeggiator?.times = .zero
      }
    ),
    ("styles", { $0.styles = [] }),
    ("styles[0].weight", { $0.styles[0].weight = 0 }),
    ("loudness", { $0.loudness = 3 }),
    ("tempo.changes[0].beatsPerMinute", { $0.tempo = TempoMap(beatsPerMinute: 900) }),
    ("length", { $0.length = Beat(1_000_000_007, 99_991) }),
  ]

  @Test("each fault is named with its place", arguments: faults.indices)
  func isNamed(_ index: Int) throws {
    let (path, change) = Self.faults[index]
    var plan = try Self.example()
    change(&plan)
    let found = PlanCheck.faults(in: plan)
    #expect(found.contains { $0.path == path }, "\(path): \(found)")
  }
}
