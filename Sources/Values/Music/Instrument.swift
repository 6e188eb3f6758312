/// A family of instruments.
public enum InstrumentFamily: String, CaseIterable, Codable, Sendable {
  /// The families of General MIDI, with percussion kits on their own.
  case piano, chromaticPercussion, organ, guitar, bass, strings, ensemble, brass, reed, pipe
  case synthLead, synthPad, synthEffects, ethnic, percussive, soundEffects, drumKit
}

/// A playable instrument of the catalogue: of General MIDI, or synthesised by a preset of its id.
///
/// A synthesised instrument has the General MIDI program that is nearest to it, for MIDI files and for
/// players that have no presets.
/// Ranges are sounding MIDI note numbers: what a good player reaches, and what is comfortable
/// (Samuel Adler, "The Study of Orchestration", 3rd edition, appendix A, for the orchestra).
public struct Instrument: Hashable, Sendable, Identifiable {
  /// The identifier, such as `electric-piano`.
  public let id: String
  /// The name for people, such as `Electric Piano`.
  public let name: String
  /// The family.
  public let family: InstrumentFamily
  /// The General MIDI program, 0...127; for a drum kit the kit's program on the drum bank.
  ///
  /// Of a synthesised instrument it is the nearest there is.
  public let program: Int
  /// The lowest and highest playable notes, as sounding MIDI numbers.
  public let range: ClosedRange<Int>
  /// The comfortable notes, within `range`.
  public let comfort: ClosedRange<Int>
  /// How many notes can sound at once, at least 1.
  public let polyphony: Int
  /// Semitones from written to sounding pitch: -2 for a clarinet in B flat.
  public let transposition: Int

  /// Whether a preset of the same id synthesises it; otherwise a SoundFont has it.
  public let isSynthesized: Bool

  /// Whether the instrument is a drum kit, played on the General MIDI drum keys.
  public var isDrumKit: Bool { family == .drumKit }

  /// The instrument with an identifier.
  public init?(id: String) {
    guard let found = Instrument.byIdentifier[id] else { return nil }
    self = found
  }

  /// The instrument of a General MIDI program, 0...127; nil outside.
  public static func melodic(program: Int) -> Instrument? {
    catalogue.first { $0.program == program && !$0.isDrumKit }
  }

  /// The drum kit of a program on the drum bank, or the standard kit.
  public static func drumKit(program: Int) -> Instrument {
    catalogue.first { $0.program == program && $0.isDrumKit } ?? standardKit
  }

  /// The kit that every General MIDI sound set has.
  public static let standardKit = Instrument(
    "standard-kit", "Standard Kit", .drumKit, 0, 27...87, 27...87, 16, 0)

  init(
    _ id: String, _ name: String, _ family: InstrumentFamily, _ program: Int,
    _ range: ClosedRange<Int>, _ comfort: ClosedRange<Int>, _ polyphony: Int, _ transposition: Int,
    isSynthesized: Bool = false
  ) {
    self.id = id
    self.name = name
    self.family = family
    self.program = program
    self.range = range
    self.comfort = comfort
    self.polyphony = polyphony
    self.transposition = transposition
    self.isSynthesized = isSynthesized
  }

  /// The instrument as it may be played where notes or voices are limited.
  ///
  /// Players that ask an instrument what it can do keep to the limits by themselves. A drum kit
  /// keeps its range, and so does an instrument that has no note within the limits.
  public func limited(to notes: ClosedRange<Int>, voices: Int) -> Instrument {
    let low = max(range.lowerBound, notes.lowerBound)
    let high = min(range.upperBound, notes.upperBound)
    let open = isDrumKit || low > high ? range : low...high
    let easyLow = max(open.lowerBound, comfort.lowerBound)
    let easyHigh = min(open.upperBound, comfort.upperBound)
    // Where hardly anything comfortable is left, all that is allowed counts as comfortable.
    let isNarrow = easyHigh - easyLow < min(11, open.count - 1)
    return Instrument(
      id, name, family, program, open, isNarrow ? open : easyLow...easyHigh,
      max(1, min(polyphony, voices)), transposition, isSynthesized: isSynthesized)
  }

  private static let byIdentifier: [String: Instrument] = Dictionary(
    uniqueKeysWithValues: catalogue.map { ($0.id, $0) })
}

extension Instrument: Codable, CustomStringConvertible {
  /// The identifier.
  public var description: String { id }

  /// Reads the instrument from its identifier.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "an instrument's id such as electric-piano") {
      Instrument(id: $0)
    }
  }

  /// Writes the instrument as its identifier.
  public func encode(to encoder: any Encoder) throws { try encodeText(id, to: encoder) }
}
