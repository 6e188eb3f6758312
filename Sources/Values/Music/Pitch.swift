/// A pitch with its spelling: a name and an octave; C4 is MIDI note 60.
public struct Pitch: Hashable, Sendable {
  /// The spelled pitch class.
  public var name: PitchName
  /// The octave of the letter, -1...9; B#3 sounds as C4.
  public var octave: Int

  /// Makes a pitch from a name and an octave.
  public init(_ name: PitchName, octave: Int) {
    self.name = name
    self.octave = octave
  }

  /// Makes a pitch from a MIDI note number, spelled with sharps or flats.
  public init(number: Int, preferFlats: Bool = false) {
    self.init(number: number, name: PitchName(pitchClass: number, preferFlats: preferFlats))
  }

  /// Makes a pitch from a MIDI note number and a name of the same pitch class.
  public init(number: Int, name: PitchName) {
    precondition((number - name.pitchClass) % 12 == 0, "the name spells the number")
    let unaltered = number - name.alteration
    self.init(name, octave: (unaltered - name.letter.semitones) / 12 - 1)
  }

  /// The MIDI note number; 0...127 is playable.
  public var number: Int { (octave + 1) * 12 + name.letter.semitones + name.alteration }

  /// The pitch a number of semitones higher, keeping the spelling's preference.
  public func transposed(by semitones: Int) -> Pitch {
    if semitones % 12 == 0 { return Pitch(name, octave: octave + semitones / 12) }
    return Pitch(number: number + semitones, preferFlats: name.alteration < 0)
  }
}

extension Pitch: Comparable {
  /// Whether the first pitch sounds lower; enharmonic pitches are ordered by letter.
  public static func < (left: Pitch, right: Pitch) -> Bool {
    (left.number, left.octave, left.name.letter.rawValue)
      < (right.number, right.octave, right.name.letter.rawValue)
  }
}

extension Pitch: CustomStringConvertible, LosslessStringConvertible {
  /// The pitch in scientific notation: `C#4`, `Bb-1`.
  public var description: String { "\(name)\(octave)" }

  /// Reads scientific notation whose MIDI number is 0...127; nil for anything else.
  public init?(_ description: String) {
    var scanner = TextScanner(description)
    guard let name = scanner.scanPitchName() else { return nil }
    let sign = scanner.take("-") ? -1 : 1
    guard let digits = scanner.scanNumber(), scanner.isAtEnd, digits < 10 else { return nil }
    self.init(name, octave: sign * digits)
    guard (0...127).contains(number) else { return nil }
  }
}

extension Pitch: Codable {
  /// Reads the pitch from its text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a pitch such as C#4", Pitch.init)
  }

  /// Writes the pitch as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}
