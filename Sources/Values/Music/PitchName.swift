/// A letter of the musical alphabet, counted from C.
public enum Letter: Int, CaseIterable, Codable, Sendable {
  /// The seven letters in the order of the C major scale.
  case c, d, e, f, g, a, b

  /// Semitones above C of the unaltered letter, 0...11.
  public var semitones: Int { [0, 2, 4, 5, 7, 9, 11][rawValue] }

  /// The letter's capital.
  public var symbol: String { ["C", "D", "E", "F", "G", "A", "B"][rawValue] }

  /// Reads a capital or small letter from A to G.
  public init?(_ character: Character) {
    guard let index = ["c", "d", "e", "f", "g", "a", "b"].firstIndex(of: character.lowercased())
    else { return nil }
    self.init(rawValue: index)
  }

  /// The letter a number of steps higher (lower if negative), wrapping at the octave.
  public func advanced(by steps: Int) -> Letter {
    Letter(rawValue: ((rawValue + steps) % 7 + 7) % 7) ?? .c
  }
}

/// A spelled pitch class: a letter and its alteration, such as F sharp or E flat.
public struct PitchName: Hashable, Sendable {
  /// The letter.
  public var letter: Letter
  /// Semitones by which the letter is raised (positive) or lowered (negative), -2...2 in print.
  public var alteration: Int

  /// Makes a name from a letter and an alteration in semitones.
  public init(_ letter: Letter, _ alteration: Int = 0) {
    self.letter = letter
    self.alteration = alteration
  }

  /// Semitones above C, 0...11.
  public var pitchClass: Int { ((letter.semitones + alteration) % 12 + 12) % 12 }

  /// The name `letterSteps` letters and `semitones` semitones above this one, respelled by
  /// its neighbour letter where that would need more than two accidentals.
  public func transposed(letterSteps: Int, semitones: Int) -> PitchName {
    let target = letter.advanced(by: letterSteps)
    let wanted = pitchClass + semitones
    var alteration = ((wanted - target.semitones) % 12 + 12) % 12
    if alteration > 6 { alteration -= 12 }
    guard abs(alteration) > 2 else { return PitchName(target, alteration) }
    return PitchName(pitchClass: wanted, preferFlats: alteration < 0)
  }

  /// The plainest name of a pitch class with at most one accidental.
  public init(pitchClass: Int, preferFlats: Bool = false) {
    let index = (pitchClass % 12 + 12) % 12
    let sharps: [(Letter, Int)] = [
      (.c, 0), (.c, 1), (.d, 0), (.d, 1), (.e, 0), (.f, 0), (.f, 1), (.g, 0), (.g, 1), (.a, 0),
      (.a, 1), (.b, 0),
    ]
    let flats: [(Letter, Int)] = [
      (.c, 0), (.d, -1), (.d, 0), (.e, -1), (.e, 0), (.f, 0), (.g, -1), (.g, 0), (.a, -1), (.a, 0),
      (.b, -1), (.b, 0),
    ]
    let (letter, alteration) = (preferFlats ? flats : sharps)[index]
    self.init(letter, alteration)
  }
}

extension PitchName: CustomStringConvertible, LosslessStringConvertible {
  /// The name in ASCII: `F#`, `Eb`, `C`, `Bbb`.
  public var description: String {
    letter.symbol + String(repeating: alteration < 0 ? "b" : "#", count: abs(alteration))
  }

  /// Reads a letter with up to two `#`, `b`, `♯` or `♭`; nil for anything else.
  public init?(_ description: String) {
    var scanner = TextScanner(description)
    guard let name = scanner.scanPitchName(), scanner.isAtEnd else { return nil }
    self = name
  }
}

extension PitchName: Codable {
  /// Reads the name from its text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a note name such as F# or Eb", PitchName.init)
  }

  /// Writes the name as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}
