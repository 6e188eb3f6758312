import Composing
import Music
import Players
import Production
import Signal

/// A small style built in code.
enum TestStyle {
  static func instrument(_ id: String) -> Instrument { Instrument(id: id) ?? .standardKit }

  static func part(
    _ id: String, _ role: Role, _ player: PlayerKind, _ instrument: String,
    _ register: ClosedRange<Int>, presence: Double = 1, enters: Double = 0,
    silentIn: [String] = []
  ) -> StylePart {
    StylePart(
      id: id, role: role, player: player, instruments: [.init(Self.instrument(instrument))],
      presence: presence, enters: enters, silentIn: silentIn, register: register,
      melody: role == .lead
        ? MelodyProfile(
          notesPerBar: 4, syncopation: 0.3, steps: 0.7, chromaticism: 0, ornament: 0.1, rest: 1.5)
        : nil)
  }

  static let pop = Style(
    name: "test", title: "Test", description: "A style for tests.",
    tempo: .init(low: 76, high: 128, typical: 104), meters: [.init(.common)],
    scales: [.init(.major, weight: 2), .init(.minor)], mood: Mood(valence: 0.2, energy: 0.1),
    loudness: -14,
    forms: [
      .init(
        name: "song", weight: 1,
        sections: [
          .init(name: "intro", bars: 4, energy: 0.25), .init(name: "verse", bars: 8, energy: 0.45),
          .init(name: "pre-chorus", bars: 4, energy: 0.6),
          .init(name: "chorus", bars: 8, energy: 0.75), .init(name: "verse", bars: 8, energy: 0.5),
          .init(name: "pre-chorus", bars: 4, energy: 0.65),
          .init(name: "chorus", bars: 8, energy: 0.85), .init(name: "bridge", bars: 8, energy: 0.5),
          .init(name: "chorus", bars: 8, energy: 0.95), .init(name: "outro", bars: 4, energy: 0.3),
        ])
    ],
    ending: .held,
    harmony: Harmony(
      progressions: [
        .init(bars: ["I", "V", "vi", "IV"], isMinor: false, sections: ["chorus"]),
        .init(bars: ["vi", "IV", "ii", "V"], isMinor: false, sections: ["verse"]),
        .init(bars: ["IV", "V", "iii", "vi"], isMinor: false),
        .init(bars: ["ii", "IV", "I", "V"], isMinor: false),
        .init(bars: ["i", "VI", "III", "VII"], isMinor: true),
        .init(bars: ["i", "iv", "VI", "V"], isMinor: true),
        .init(bars: ["VI", "VII", "i", "i"], isMinor: true),
      ],
      cadences: [
        .init(bars: ["IV", "V", "I"], isMinor: false),
        .init(bars: ["iv", "V", "i"], isMinor: true),
      ], substitution: 0.3),
    parts: [
      part("drums", .drums, .drummer, "standard-kit", 27...87, enters: 0.35),
      part("bass", .bass, .bassist, "electric-bass", 28...52, enters: 0.3),
      part("piano", .chords, .keyboardist, "grand-piano", 48...76),
      part("pad", .pad, .pad, "warm-pad", 52...76, presence: 0.7, enters: 0.5),
      part("lead", .lead, .melodist, "saw-lead", 60...84, enters: 0.4, silentIn: ["intro"]),
      part("counter", .counter, .counterpoint, "clarinet", 58...82, presence: 0.5, enters: 0.8),
    ],
    groove: Groove(), mix: MixProfile(channels: [:]))

  /// A player who strikes a chord tone on every felt beat, quite without idiom.
  struct Striker: Player {
    func play(_ cue: Cue) -> [Note] {
      var notes: [Note] = []
      for bar in cue.section.barRange {
        let meter = cue.plan.meters.meter(ofBar: bar)
        let start = cue.plan.meters.start(ofBar: bar)
        var stream = cue.stream("strike", bar: bar)
        for pulse in meter.pulses where start + pulse < cue.plan.length {
          let onset = start + pulse
          guard let chord = cue.plan.chord(at: onset)?.chord else { continue }
          let classes = chord.pitchClasses.sorted()
          let wanted = classes[stream.index(classes.count)]
          let low = cue.part.register.lowerBound
          let number = cue.part.instrument.isDrumKit ? 36 : low + ((wanted - low) % 12 + 12) % 12
          notes.append(
            Note(
              onset: onset, duration: min(Beat(1, 2), cue.plan.length - onset),
              pitch: Pitch(number: number), velocity: 60 + stream.index(40)))
        }
      }
      return notes
    }
  }

  static let strikers = Composer { _ in Striker() }
}

extension Brief {
  /// A brief made by setting some of its wishes.
  static func with(_ change: (inout Brief) -> Void) -> Brief {
    var brief = Brief()
    change(&brief)
    return brief
  }
}
