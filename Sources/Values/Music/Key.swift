/// A key: a tonic and a scale.
public struct Key: Hashable, Sendable {
  /// The first degree.
  public var tonic: PitchName
  /// The scale on the tonic.
  public var scale: Scale

  /// Makes a key from its tonic and scale.
  public init(_ tonic: PitchName, _ scale: Scale) {
    self.tonic = tonic
    self.scale = scale
  }

  /// The spelled degrees of the scale, ascending from the tonic.
  public var pitchNames: [PitchName] {
    zip(scale.letterSteps, scale.semitones).map {
      tonic.transposed(letterSteps: $0, semitones: $1)
    }
  }

  /// Whether a pitch class (0...11, any octave accepted) belongs to the scale.
  public func contains(pitchClass: Int) -> Bool {
    scale.semitones.contains(((pitchClass - tonic.pitchClass) % 12 + 12) % 12)
  }

  /// Sharps (positive) or flats (negative) of the key signature, -7...7 for usual keys.
  public var signature: Int {
    let parentNames = Key(tonic, scale.parent).pitchNames
    let offset: Int
    switch scale.parent {
    case .harmonicMinor, .melodicMinor:
      offset = Key(tonic, .minor).pitchNames.reduce(0) { $0 + $1.alteration }
    default: offset = parentNames.reduce(0) { $0 + $1.alteration }
    }
    return offset
  }

  /// The key's usual spelling of a pitch class: a scale degree, or the chromatic note by the
  /// side of the circle of fifths the key lies on.
  public func name(ofPitchClass pitchClass: Int) -> PitchName {
    let wanted = (pitchClass % 12 + 12) % 12
    if let degree = pitchNames.first(where: { $0.pitchClass == wanted }) { return degree }
    if scale.isMinor {
      // Raised sixth and seventh degrees of minor are spelled as such.
      for (letterSteps, semitones) in [(6, 11), (5, 9)] {
        let raised = tonic.transposed(letterSteps: letterSteps, semitones: semitones)
        if raised.pitchClass == wanted { return raised }
      }
    }
    return PitchName(pitchClass: wanted, preferFlats: signature < 0)
  }

  /// The MIDI note number spelled in this key.
  public func pitch(_ number: Int) -> Pitch {
    Pitch(number: number, name: name(ofPitchClass: number))
  }

  /// The key a number of semitones higher, spelled with the fewest accidentals.
  public func transposed(by semitones: Int) -> Key {
    let pitchClass = tonic.pitchClass + semitones
    let candidates = [false, true].map {
      Key(PitchName(pitchClass: pitchClass, preferFlats: $0), scale)
    }
    return abs(candidates[0].signature) <= abs(candidates[1].signature)
      ? candidates[0] : candidates[1]
  }

  /// The major or minor key with the same signature.
  public var relative: Key {
    scale.isMinor
      ? Key(tonic.transposed(letterSteps: 2, semitones: 3), .major)
      : Key(tonic.transposed(letterSteps: 5, semitones: 9), .minor)
  }
}

extension Key: CustomStringConvertible, LosslessStringConvertible {
  /// The key as text: `D minor`, `F# harmonic minor`.
  public var description: String { "\(tonic) \(scale.rawValue)" }

  /// Reads `D minor`, `F# dorian`, `Bbm`, `Eb`, `c minor`, `A maj`; nil for anything else.
  public init?(_ description: String) {
    var scanner = TextScanner(description)
    guard let first = scanner.next, let tonic = scanner.scanPitchName() else { return nil }
    let rest = String(scanner.characters[scanner.position...])
    let word = Key.trimmed(rest.lowercased())
    if let scale = Scale(rawValue: word) {
      self.init(tonic, scale)
      return
    }
    switch word {
    case "": self.init(tonic, first.isLowercase ? .minor : .major)
    case "m" where rest == "M": self.init(tonic, .major)
    case "m", "min", "aeolian", "natural minor": self.init(tonic, .minor)
    case "maj", "ionian": self.init(tonic, .major)
    case "pentatonic": self.init(tonic, .majorPentatonic)
    default: return nil
    }
  }

  private static func trimmed(_ text: String) -> String {
    text.split(separator: " ").joined(separator: " ")
  }
}

extension Key: Codable {
  /// Reads the key from its text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a key such as D minor", Key.init)
  }

  /// Writes the key as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}
