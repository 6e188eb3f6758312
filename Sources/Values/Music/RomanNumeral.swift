/// A chord relative to a key: a degree, a chord on it, and optionally the degree it tonicises.
///
/// Capitals are major and small letters minor. A flat counts from the major scale of the tonic
/// (`bVII`); without an accidental the degree is the key's own, so that `VI` in D minor is B flat,
/// except that a diminished `vii` in minor stands on the raised seventh. A sharp raises the key's
/// own degree. `V7/V` is the dominant of the fifth degree; figures are those of chord symbols, so
/// that `I6` is a sixth chord; an inversion is written by the degree in the bass: `I/3`.
public struct RomanNumeral: Hashable, Sendable {
  /// The degree, 1...7.
  public var degree: Int
  /// Semitones by which the degree is raised or lowered, -1...1.
  public var alteration: Int
  /// The chord's kind, on a root of C.
  public var shape: Chord
  /// The degree that is tonicised, if any: numeral text such as `V` or `ii`.
  public var target: String?
  /// The chord degree in the bass: 3, 5 or 7, if inverted.
  public var bassDegree: Int?

  private static let numerals = ["VII", "III", "VI", "IV", "II", "V", "I"]

  /// Reads a numeral such as `ii7`, `bVIImaj7`, `V7/V`, `viio7`, `I/3`.
  public init(_ text: String) throws(ChordParsingError) {
    var scanner = TextScanner(text)
    guard !scanner.isAtEnd else { throw .empty }
    alteration = scanner.scanAlteration()
    var isMinor = false
    let start = scanner.position
    if let numeral = scanner.take(anyOf: RomanNumeral.numerals) {
      degree = RomanNumeral.value(of: numeral)
    } else if let numeral = scanner.take(anyOf: RomanNumeral.numerals.map { $0.lowercased() }) {
      degree = RomanNumeral.value(of: numeral)
      isMinor = true
    } else {
      throw .noRoot(text: text, position: start)
    }
    shape = try Chord.scanQuality(root: PitchName(.c), isMinor: isMinor, from: &scanner)
    target = nil
    bassDegree = nil
    guard scanner.take("/") else { return }
    let position = scanner.position
    let rest = String(scanner.characters[position...])
    if let number = Int(rest), [3, 5, 7].contains(number),
      shape.members.contains(where: { $0.degree == number })
    {
      bassDegree = number
      return
    }
    do {
      let goal = try RomanNumeral(rest)
      guard goal.target == nil, goal.bassDegree == nil, rest.count <= 4 else {
        throw ChordParsingError.noBass(text: text, position: position)
      }
      target = rest
    } catch {
      throw .noBass(text: text, position: position)
    }
  }

  private static func value(of numeral: String) -> Int {
    ["I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7][numeral.uppercased()] ?? 1
  }

  /// The chord that the numeral means in a key.
  public func chord(in key: Key) -> Chord {
    var local = key
    if let target, let goal = try? RomanNumeral(target) {
      let tonicised = goal.chord(in: key)
      local = Key(tonicised.root, tonicised.isMinor ? .minor : .major)
    }
    var chord = shape
    chord.root = root(in: local)
    if let bassDegree, let member = chord.members.first(where: { $0.degree == bassDegree }) {
      chord.bass = chord.name(of: member)
    }
    return chord
  }

  private func root(in key: Key) -> PitchName {
    let major = Scale.major.semitones[degree - 1]
    let isLeadingNoteChord =
      degree == 7 && shape.triad == .diminished && alteration == 0 && key.scale.isMinor
    if alteration < 0 || isLeadingNoteChord {
      return key.tonic.transposed(letterSteps: degree - 1, semitones: major + alteration)
    }
    let own = key.scale.parent.semitones[degree - 1]
    return key.tonic.transposed(letterSteps: degree - 1, semitones: own + alteration)
  }

  /// The numeral of a chord in a key, without secondary functions.
  public init(_ chord: Chord, in key: Key) {
    let distance = ((chord.root.pitchClass - key.tonic.pitchClass) % 12 + 12) % 12
    let own = key.scale.parent.semitones
    var plain = chord
    plain.root = PitchName(.c)
    plain.bass = nil
    shape = plain
    target = nil
    let isRaisedLeadingNote =
      key.scale.isMinor && distance == 11 && chord.triad == .diminished
    if isRaisedLeadingNote {
      (degree, alteration) = (7, 0)
    } else if let index = own.firstIndex(of: distance),
      !(index == 6 && key.scale.isMinor && chord.triad == .diminished)
    {
      (degree, alteration) = (index + 1, 0)
    } else if let index = Scale.major.semitones.firstIndex(of: distance + 1) {
      (degree, alteration) = (index + 1, -1)
    } else if let index = own.firstIndex(of: distance - 1) {
      (degree, alteration) = (index + 1, 1)
    } else {
      (degree, alteration) = (7, distance == 10 ? -1 : 0)
    }
    bassDegree = chord.bass.flatMap { bass in
      chord.members.first { chord.name(of: $0).pitchClass == bass.pitchClass }
    }.flatMap { [3, 5, 7].contains($0.degree) ? $0.degree : nil }
  }
}

extension RomanNumeral: CustomStringConvertible, Codable {
  /// The numeral as text that reads back as the same numeral.
  public var description: String {
    let numeral = ["I", "II", "III", "IV", "V", "VI", "VII"][degree - 1]
    var suffix = shape.suffix
    let isSmall = shape.isMinor
    if isSmall, suffix.hasPrefix("m"), !suffix.hasPrefix("maj") { suffix.removeFirst() }
    let sign = alteration < 0 ? "b" : alteration > 0 ? "#" : ""
    let tail = bassDegree.map { "/\($0)" } ?? target.map { "/\($0)" } ?? ""
    return sign + (isSmall ? numeral.lowercased() : numeral) + suffix + tail
  }

  /// Reads the numeral from its text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a roman numeral such as ii7 or bVII") {
      try? RomanNumeral($0)
    }
  }

  /// Writes the numeral as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}
