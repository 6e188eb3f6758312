import Music
import Production
import Reviewing
import Signal

/// A song of 40 bars by hand that no rule winces at, and ways to spoil it.
struct SoundSong {
  var parts: [String: [Note]] = [:]
  var roles: [String: Role] = [
    "drums": .drums, "bass": .bass, "chords": .chords, "lead": .lead, "counter": .counter,
  ]
  var instruments: [String: String] = [
    "drums": "standard-kit", "bass": "electric-bass", "chords": "grand-piano", "lead": "violin",
    "counter": "flute",
  ]
  var tempo = 97.0
  var key = Key(PitchName(.d), .major)
  var ending = Style.Ending.held
  var energies = [0.3, 0.5, 0.8, 0.4, 0.9]
  var names = ["intro", "verse", "chorus", "break", "chorus"]
  var isStrictInVoiceLeading = false
  var isPlayed = true
  /// The roots of the written chords above the tonic, bar by bar.
  var loop = [0, 9, 5, 7]
  static let bars = 40

  /// Roots above D by bar: I vi IV V, and the tonic at the end.
  static func root(_ bar: Int) -> Int { bar == bars - 1 ? 0 : [0, 9, 5, 7][bar % 4] }

  init() {
    for bar in 0..<Self.bars { write(bar) }
  }

  private mutating func write(_ bar: Int) {
    let section = bar / 8
    let start = Beat(4 * bar)
    let force = [0, 12, 30, 4, 40][section] + bar % 4
    let root = Self.root(bar)
    if section != 3, section != 0 {
      for step in 0..<8 where section > 1 || step % 2 == 0 || bar % 2 == 0 {
        add("drums", start + Beat(step, 2), Beat(1, 4), 42, 50 + force + step * 3 % 7)
      }
      add("drums", start, Beat(1, 4), 36, 70 + force)
      if bar % 3 > 0 { add("drums", start + Beat(5, 2), Beat(1, 4), 36, 66 + force) }
      add("drums", start + Beat(2), Beat(1, 4), 38, 72 + force)
    }
    if section != 0 {
      add("bass", start, Beat(2), 38 + root, 64 + force)
      if bar % 3 > 0 { add("bass", start + Beat(5, 2), Beat(1), 38 + root, 60 + force) }
    }
    let third = root == 9 ? 3 : 4
    let onset = bar == Self.bars - 1 ? start : start + Beat(bar % 2, 2)
    for (index, tone) in [0, third, 7].enumerated() where section != 3 {
      add(
        "chords", onset, bar == Self.bars - 1 ? Beat(4) : Beat(2), 50 + root + tone,
        54 + force + index)
    }
    if section != 3 { sing(bar, root: root, third: third, force: force) }
    if section == 4, bar % 4 == 3, bar < Self.bars - 1 {
      for step in 0..<2 {
        add("counter", start + Beat(2 + step), Beat(1), 74 + root + 7 - step * 2, 60 + force)
      }
    }
  }

  /// A motif of four notes on notes of the chord, every other bar turned, with a rest after it.
  private mutating func sing(_ bar: Int, root: Int, third: Int, force: Int) {
    let start = Beat(4 * bar)
    if bar == Self.bars - 1 { return add("lead", start, Beat(4), 74, 70 + force) }
    let lift = bar / 8 == 4 ? 12 : bar / 8 == 2 ? 7 : 0
    let base = 62 + (root + lift) % 12 + lift / 12 * 7
    let tones = bar % 2 == 0 ? [0, third, 7, third] : [7, third, 0, third]
    let from = bar % 4 == 2 ? Beat(1, 2) : Beat(bar % 4 == 1 ? 1 : 0)
    for (index, tone) in tones.enumerated() {
      add("lead", start + from + Beat(index, 2), Beat(1, 2), base + tone, 62 + force + index * 2)
    }
  }

  mutating func add(_ part: String, _ onset: Beat, _ duration: Beat, _ number: Int, _ velocity: Int)
  {
    parts[part, default: []].append(
      Note(
        onset: onset, duration: duration, pitch: Pitch(number: number),
        velocity: max(1, min(127, velocity))))
  }

  /// Changes every note of a part for which something holds; nil removes it.
  mutating func change(_ part: String, _ edit: (Note) -> Note?) {
    parts[part] = (parts[part] ?? []).compactMap(edit)
  }

  /// Changes all parts.
  mutating func changeAll(_ edit: (Note) -> Note?) {
    for part in parts.keys { change(part, edit) }
  }

  /// The song with its plan and a performance as written.
  func piece(
    exceptions: [String] = [], brief: Brief? = nil, isRecognized: Bool = false,
    isStrict: Bool = false
  ) throws -> Piece {
    let order = ["drums", "bass", "chords", "lead", "counter"]
    let kinds = [0: "", 9: "m", 5: "", 7: ""]
    let chords = try (0..<Self.bars).map { bar in
      let root = bar == Self.bars - 1 ? 0 : loop[bar % 4]
      let name = key.name(ofPitchClass: key.tonic.pitchClass + root)
      let chord = try Chord(symbol: "\(name)\(kinds[root] ?? "")")
      return ChordSpan(onset: Beat(4 * bar), duration: Beat(4), chord: chord)
    }
    let scored = order.compactMap { id -> Part? in
      guard let role = roles[id], let name = instruments[id],
        let instrument = Instrument(id: name)
      else { return nil }
      return Part(id: id, name: id, role: role, instrument: instrument, notes: parts[id] ?? [])
    }
    let sections = energies.indices.map {
      Section(
        id: "\(names[$0])-\($0)", name: names[$0], startBar: 8 * $0, bars: 8, energy: energies[$0])
    }
    let score = Score(
      title: "Sound", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: tempo),
      keys: [KeyChange(bar: 0, key: key)], sections: sections, chords: chords, parts: scored,
      length: Beat(4 * Self.bars))
    return Piece(
      score: score, plan: isRecognized ? nil : plan(of: score),
      performance: isPlayed ? played(score) : nil, brief: brief, exceptions: exceptions,
      isRecognized: isRecognized, isStrict: isStrict,
      isStrictInVoiceLeading: isStrictInVoiceLeading)
  }

  private func plan(of score: Score) -> Plan {
    Plan(
      title: "Sound", seed: 1, engine: "test", styles: [], keys: score.keys,
      meters: score.meters, tempo: score.tempo,
      sections: score.sections.map {
        Plan.PlannedSection(
          id: $0.id, name: $0.name, startBar: $0.startBar, bars: $0.bars, energy: $0.energy,
          phrase: 4, occurrence: 0, transition: .none, layers: [:])
      }, chords: score.chords,
      parts: score.parts.map {
        Plan.PlannedPart(
          id: $0.id, name: $0.name, role: $0.role, instrument: $0.instrument,
          register: $0.instrument.range, complexity: 0.5)
      }, length: score.length, ending: ending, loop: false, loudness: -14, notices: [])
  }

  private func played(_ score: Score) -> Performance {
    Performance(
      amount: 0,
      parts: score.parts.map { part in
        PerformedPart(
          id: part.id,
          notes: part.notes.map {
            PerformedNote(
              written: $0.onset, time: score.tempo.seconds(at: $0.onset),
              duration: score.tempo.seconds(at: $0.end) - score.tempo.seconds(at: $0.onset),
              key: $0.pitch.number, velocity: $0.velocity)
          })
      }, seconds: score.seconds)
  }
}
