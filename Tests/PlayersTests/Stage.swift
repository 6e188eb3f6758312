import Music
import Players
import Production
import Signal

/// A small band and songs to play, built in code.
struct Stage {
  /// A section of a song: kind, bars, energy and hand-over.
  struct Verse {
    var name: String
    var bars: Int
    var energy: Double
    var transition: Plan.Transition = .none

    init(_ name: String, _ bars: Int, _ energy: Double, _ transition: Plan.Transition = .none) {
      self.name = name
      self.bars = bars
      self.energy = energy
      self.transition = transition
    }
  }

  static let song = [
    Verse("intro", 4, 0.3, .fill), Verse("verse", 8, 0.45, .fill),
    Verse("chorus", 8, 0.8, .fill), Verse("verse", 8, 0.5, .build),
    Verse("chorus", 8, 0.9, .dropOut), Verse("outro", 4, 0.4, .ending),
  ]

  static let pop = ["I", "V", "vi", "IV"]
  static let jazz = ["ii9", "V13", "Imaj7 vi7", "ii7 V7"]
  static let minor = ["i", "bVI", "bIII/3 bVII", "V7"]

  var plan: Plan
  var parts: [StylePart]

  init(
    seed: UInt64 = 1, meter: Meter = .common, key: String = "C major",
    bars numerals: [String] = Stage.pop, song: [Verse] = Stage.song,
    parts: [StylePart] = Stage.band, ending: Style.Ending = .held, loop: Bool = false,
    cut: Beat = .zero, phrase: Int = 4
  ) {
    let key = Key(key) ?? Key(PitchName(.c), .major)
    self.parts = parts
    var sections: [Plan.PlannedSection] = []
    var start = 0
    var counts: [String: Int] = [:]
    for verse in song {
      let occurrence = counts[verse.name, default: 0]
      counts[verse.name] = occurrence + 1
      sections.append(
        Plan.PlannedSection(
          id: "\(verse.name)-\(occurrence + 1)", name: verse.name, startBar: start,
          bars: verse.bars, energy: verse.energy, phrase: phrase, occurrence: occurrence,
          transition: verse.transition,
          layers: Dictionary(uniqueKeysWithValues: parts.map { ($0.id, 0.8) })))
      start += verse.bars
    }
    let length = meter.barLength * start
    var chords: [ChordSpan] = []
    for bar in 0..<start {
      let isLast = bar == start - 1
      let texts =
        isLast && song.last?.transition == .ending
        ? [numerals[0].lowercased() == numerals[0] && key.scale.isMinor ? "i" : "I"]
        : numerals[bar % numerals.count].split(separator: " ").map(String.init)
      for (index, text) in texts.enumerated() {
        guard let numeral = try? RomanNumeral(text) else { continue }
        let share = meter.barLength / texts.count
        chords.append(
          ChordSpan(
            onset: meter.barLength * bar + share * index, duration: share,
            chord: numeral.chord(in: key)))
      }
    }
    plan = Plan(
      title: "Song", seed: seed, engine: "test", styles: [], keys: [KeyChange(bar: 0, key: key)],
      meters: MeterMap(meter), tempo: TempoMap(beatsPerMinute: 100), sections: sections,
      chords: chords,
      parts: parts.map { part in
        Plan.PlannedPart(
          id: part.id, name: part.id, role: part.role,
          instrument: part.instruments[0].value, register: part.register,
          complexity: part.complexity, controls: part.controls)
      },
      length: length - cut, ending: ending, loop: loop, loudness: LUFS(-14), notices: [])
  }

  /// Plays every part through every section, in order, as a composer does.
  func play(
    intensity: Double? = nil, take: Int = 0, complexity: Double? = nil
  ) -> [String: [Note]] {
    var all: [String: [Note]] = [:]
    for section in plan.sections {
      var heard: [String: [Note]] = [:]
      var roles: [String: Role] = [:]
      for (planned, style) in zip(plan.parts, parts) {
        var part = planned
        part.complexity = complexity ?? part.complexity
        let cue = Cue(
          plan: plan, section: section, part: part, style: style,
          intensity: intensity ?? section.layers[part.id] ?? 0, take: take, heard: heard,
          roles: roles, previous: all[part.id] ?? [])
        let notes = style.player.player.play(cue)
        heard[part.id] = notes
        roles[part.id] = part.role
        all[part.id, default: []] += notes
      }
    }
    return all
  }

  /// The time covered by a section.
  func span(of section: Plan.PlannedSection) -> Range<Beat> {
    let start = min(plan.meters.start(ofBar: section.startBar), plan.length)
    return start..<min(plan.meters.start(ofBar: section.startBar + section.bars), plan.length)
  }

  /// The notes of a part within a section.
  static func notes(_ notes: [Note], in span: Range<Beat>) -> [Note] {
    notes.filter { span.contains($0.onset) }
  }
}

extension Stage {
  static func instrument(_ id: String) -> Instrument {
    Instrument(id: id) ?? Instrument.standardKit
  }

  static func part(
    _ id: String, _ role: Role, _ player: PlayerKind, _ instrument: String,
    _ register: ClosedRange<Int>, complexity: Double = 0.6, voicing: Voicing = .close,
    melody: MelodyProfile? = nil, patterns: [Pattern] = []
  ) -> StylePart {
    StylePart(
      id: id, role: role, player: player,
      instruments: [Style.Weighted(Stage.instrument(instrument))], register: register,
      complexity: complexity, voicing: voicing, melody: melody, patterns: patterns)
  }

  static let tune = MelodyProfile(
    notesPerBar: 4.5, syncopation: 0.35, steps: 0.68, chromaticism: 0.05, ornament: 0.25, rest: 1.5)

  static let drums = part(
    "drums", .drums, .drummer, "standard-kit", 27...87,
    patterns: [
      Pattern(
        name: "groove",
        voices: [
          "kick": "X... ..x. x... ...o", "snare": ".... X... .g.. X..?",
          "closed-hat": "X.x. x.x. X.x. x.x.", "open-hat": ".... .... .... ..x.",
        ]),
      Pattern(
        name: "groove b",
        voices: [
          "kick": "X..x ..x. .x.. ..x.", "snare": ".... X... .... X.g.",
          "closed-hat": "X.x. x.x. X.x. x.x.",
        ]),
      Pattern(
        name: "ride", energy: 0.7...1,
        voices: [
          "kick": "X..x ..x. x.x. ....", "snare": ".... X..g .g.. X...",
          "ride": "X.x. X.x. X.x. X.x.", "crash": "X... .... .... ....",
          "pedal-hat": ".... x... .... x...",
        ]),
      Pattern(
        name: "fill", isFill: true,
        voices: ["snare": "x.xX xx..", "high-tom": ".... ..xx", "kick": "x... x..."]),
    ])

  static let bass = part(
    "bass", .bass, .bassist, "electric-bass", 28...55,
    patterns: [
      Pattern(name: "line", voices: ["line": "R--- ..r. 5-.. r.a."]),
      Pattern(name: "line b", voices: ["line": "R-.r ..8. 5-k. r.a."]),
    ])

  static let walkingBass = part(
    "bass", .bass, .bassist, "upright-bass", 28...55,
    patterns: [Pattern(name: "walk", stepsPerBeat: 2, voices: ["line": "w- w- w- w-"])])

  static let keys = part(
    "keys", .chords, .keyboardist, "electric-piano", 36...84, voicing: .close,
    patterns: [
      Pattern(
        name: "comp", voices: ["left": "R--- ..5. x--- ....", "right": "..x. .X-. ..o- ..x."])
    ])

  static let guitar = part(
    "guitar", .chords, .guitarist, "steel-guitar", 40...79, voicing: .guitar,
    patterns: [Pattern(name: "strum", voices: ["strum": "D--- d-du x-u- d-du"])])

  static let lead = part("lead", .lead, .melodist, "flute", 60...84, melody: tune)

  static let band: [StylePart] = [
    drums,
    part(
      "shaker", .percussion, .percussionist, "standard-kit", 27...87,
      patterns: [Pattern(name: "shake", voices: ["shaker": "x.o. x.o.", "tambourine": "....X..."])]),
    bass, keys, guitar,
    part(
      "brass", .chords, .brass, "brass", 48...79,
      patterns: [Pattern(name: "stabs", voices: ["stabs": "................|..X.....X-X....."])]),
    part("pad", .pad, .pad, "warm-pad", 48...79, voicing: .open),
    part(
      "strings", .pad, .strings, "strings", 43...88, voicing: .open,
      patterns: [Pattern(name: "hold", voices: ["hold": "x--------------- ----------------"])]),
    part(
      "arp", .arpeggio, .arpeggiator, "polysynth", 60...84,
      patterns: [Pattern(name: "arp", voices: ["arp": "1.3. 2.4. 3.5. 4.x."])]),
    lead,
    part("counter", .counter, .counterpoint, "cello", 43...67, melody: tune),
    part(
      "organ", .chords, .organist, "church-organ", 36...84,
      patterns: [
        Pattern(
          name: "hymn",
          voices: ["hold": "x--- ---- x--- ----", "pedal": "R--- ---- 5--- a---"])
      ]),
    part(
      "winds", .chords, .woodwinds, "strings", 55...84,
      patterns: [
        Pattern(
          name: "hold", voices: ["hold": "x--- ---- ---. ....", "stabs": ".... .... .... ..X."])
      ]),
    part("choir", .pad, .choir, "choir", 43...79, voicing: .open),
    part("alto", .counter, .innerVoice, "viola", 53...74, complexity: 0.4),
    part("tenor", .counter, .innerVoice, "cello", 45...67, complexity: 0.4),
  ]

  /// The band's part that a kind of player plays.
  static func part(of kind: PlayerKind) -> StylePart {
    band.first { $0.player == kind } ?? lead
  }
}
