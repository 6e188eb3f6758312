import Music
import Production

extension StylePart {
  /// The part of a style that a planned part is made from, adapted to an instrument that the style
  /// does not have there; a plain part of the role where the style has none by that id.
  init(for planned: Plan.PlannedPart, in style: Style) {
    guard let own = style.parts.first(where: { $0.id == planned.id && $0.role == planned.role })
    else {
      self = StylePart.standard(id: planned.id, role: planned.role, on: planned.instrument)
      return
    }
    self = own
    guard !own.instruments.contains(where: { $0.value.id == planned.instrument.id }) else { return }
    let isPlucked = Self.isPlucked(planned.instrument)
    if player == .guitarist || isPlucked, [.chords, .pad].contains(role) {
      let fitting = Self.player(role: role, on: planned.instrument)
      if fitting != player {
        player = fitting
        patterns = []
        voicing =
          fitting == .guitarist ? .guitar : planned.instrument.polyphony > 4 ? .open : .close
      }
    }
  }

  private static func isPlucked(_ instrument: Instrument) -> Bool {
    instrument.family == .guitar || ["banjo", "sitar", "shamisen"].contains(instrument.id)
  }

  /// Who plays a role on an instrument.
  static func player(role: Role, on instrument: Instrument) -> PlayerKind {
    switch role {
    case .drums: .drummer
    case .percussion: .percussionist
    case .bass: .bassist
    case .chords:
      switch instrument.family {
      case .guitar: .guitarist
      case .brass: .brass
      case .reed, .pipe: .woodwinds
      case .organ where instrument.id.hasSuffix("organ"): .organist
      default: .keyboardist
      }
    case .pad, .effects:
      switch instrument.family {
      case .ensemble where ["choir", "voice-oohs", "synth-voice"].contains(instrument.id): .choir
      case .ensemble, .strings: .strings
      case .reed, .pipe: .woodwinds
      default: .pad
      }
    case .arpeggio: .arpeggiator
    case .lead: .melodist
    case .counter: .counterpoint
    }
  }

  /// A plain part of a role, for styles that lack one.
  static func standard(id: String, role: Role, on instrument: Instrument) -> StylePart {
    let melody = MelodyProfile(
      notesPerBar: 3.5, syncopation: 0.3, steps: 0.68, chromaticism: 0.04, ornament: 0.12,
      rest: 1.5)
    let register: ClosedRange<Int>
    let enters: Double
    switch role {
    case .drums, .percussion: (register, enters) = (instrument.range, 0.4)
    case .bass: (register, enters) = (28...52, 0.3)
    case .chords: (register, enters) = (48...76, 0)
    case .pad: (register, enters) = (48...79, 0)
    case .arpeggio: (register, enters) = (60...86, 0.45)
    case .lead: (register, enters) = (60...84, 0.4)
    case .counter: (register, enters) = (55...79, 0.6)
    case .effects: (register, enters) = (36...84, 0.7)
    }
    return StylePart(
      id: id, role: role, player: player(role: role, on: instrument),
      instruments: [.init(instrument)], enters: enters,
      silentIn: role == .lead ? ["intro"] : role == .counter ? ["intro", "outro"] : [],
      register: register, complexity: 0.5,
      voicing: isPlucked(instrument) ? .guitar : .open,
      melody: [.lead, .counter].contains(role) ? melody : nil)
  }

  /// A register moved by octaves and cut so that it is comfortable on an instrument.
  static func register(_ wanted: ClosedRange<Int>, on instrument: Instrument) -> ClosedRange<Int> {
    if instrument.isDrumKit { return instrument.range }
    let comfort = instrument.comfort
    let wish = min(14, wanted.count - 1)
    var best: ClosedRange<Int>?
    for octave in [0, 1, -1, 2, -2, 3, -3, 4, -4] {
      let low = max(comfort.lowerBound, wanted.lowerBound + 12 * octave)
      let high = min(comfort.upperBound, wanted.upperBound + 12 * octave)
      guard low <= high else { continue }
      if high - low >= wish { return low...high }
      if high - low + 1 > best?.count ?? 0 { best = low...high }
    }
    guard let best, best.count >= min(8, comfort.count) else { return comfort }
    return best
  }
}
