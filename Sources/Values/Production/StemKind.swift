public import Music

/// What a stem is to a mixer, who tells more apart than a score does: one drum from a whole kit, a voice
/// from an instrument.
public enum StemKind: String, CaseIterable, Codable, Sendable {
  /// The voice that carries the words.
  case vocal
  /// Voices behind it.
  case backing
  /// The melody or solo instrument.
  case lead
  /// A line beside the melody.
  case counter
  /// The bass drum alone.
  case kick
  /// The snare or claps alone.
  case snare
  /// Hi-hats and cymbals.
  case hats
  /// A whole drum kit.
  case drums
  /// Hand percussion and toms.
  case percussion
  /// The bass.
  case bass
  /// Rhythmic harmony: guitars, pianos, keys.
  case chords
  /// Sustained harmony: pads, strings, choirs.
  case pad
  /// Broken chords in steady motion.
  case arpeggio
  /// Risers, impacts, noises.
  case effects
  /// What a reverb or a delay gave back, printed as a stem.
  case effectReturn = "return"

  /// What the sound does in a score.
  public var role: Role {
    switch self {
    case .vocal, .lead: .lead
    case .backing, .counter: .counter
    case .kick, .snare, .drums: .drums
    case .hats, .percussion: .percussion
    case .bass: .bass
    case .chords: .chords
    case .pad: .pad
    case .arpeggio: .arpeggio
    case .effects, .effectReturn: .effects
    }
  }

  /// The kind that a part of a score usually is.
  public init(_ role: Role) {
    switch role {
    case .drums: self = .drums
    case .percussion: self = .percussion
    case .bass: self = .bass
    case .chords: self = .chords
    case .pad: self = .pad
    case .arpeggio: self = .arpeggio
    case .lead: self = .lead
    case .counter: self = .counter
    case .effects: self = .effects
    }
  }

  /// Whether the sound carries the attention.
  public var isFront: Bool { self == .vocal || self == .lead }

  /// Whether the sound is struck and has no tune.
  public var isDrum: Bool {
    switch self {
    case .kick, .snare, .hats, .drums, .percussion: true
    default: false
    }
  }
}
