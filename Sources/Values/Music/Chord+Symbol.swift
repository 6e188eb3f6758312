/// Why a chord symbol or roman numeral could not be read.
public enum ChordParsingError: Error, Hashable, Sendable {
  /// The text is empty.
  case empty
  /// The text at `position` (counted from 0) does not begin with a root or numeral.
  case noRoot(text: String, position: Int)
  /// The text from `position` on is not part of a chord.
  case unexpected(text: String, position: Int)
  /// The slash at `position` is not followed by a note.
  case noBass(text: String, position: Int)
}

extension Chord {
  /// Reads a chord symbol in the usual spellings: `Am7`, `F#m7b5`, `Bbmaj9`, `C^7`, `Ddim7`,
  /// `Gø`, `E7#9`, `Asus4`, `C6/9`, `D/F#`, `G13`, `Bm(maj7)`, `Cadd9`, `E5`.
  public init(symbol: String) throws(ChordParsingError) {
    var scanner = TextScanner(symbol)
    guard !scanner.isAtEnd else { throw .empty }
    guard scanner.next?.isUppercase == true, let root = scanner.scanPitchName() else {
      throw .noRoot(text: symbol, position: 0)
    }
    self = try Chord.scanQuality(root: root, isMinor: false, from: &scanner)
    if scanner.take("/") {
      let position = scanner.position
      guard scanner.next?.isUppercase == true, let bass = scanner.scanPitchName() else {
        throw .noBass(text: symbol, position: position)
      }
      self.bass = bass == root ? nil : bass
    }
    guard scanner.isAtEnd else { throw .unexpected(text: symbol, position: scanner.position) }
  }

  /// Reads what follows a root, up to a slash or the end.
  static func scanQuality(
    root: PitchName, isMinor: Bool, from scanner: inout TextScanner
  ) throws(ChordParsingError) -> Chord {
    var chord = Chord(root, isMinor ? .minor : .major)
    var isMajorSeventh = false
    if scanner.take(anyOf: ["maj", "Maj", "M", "^", "Δ", "△"]) != nil {
      isMajorSeventh = true
    } else if scanner.take(anyOf: ["min", "mi", "m", "-"]) != nil {
      chord.triad = .minor
    } else if scanner.take(anyOf: ["dim", "°", "o"]) != nil {
      chord.triad = .diminished
    } else if scanner.take(anyOf: ["aug", "+"]) != nil {
      chord.triad = .augmented
    } else if scanner.take(anyOf: ["ø", "Ø"]) != nil {
      chord.triad = .diminished
      chord.seventh = .minor
    }
    if scanner.take(anyOf: ["(maj7)", "maj7", "(M7)", "M7", "^7", "Δ7"]) != nil {
      chord.seventh = .major
    } else if scanner.take(anyOf: ["maj", "M", "^", "Δ"]) != nil {
      isMajorSeventh = true
    }
    try chord.scanFigure(isMajorSeventh: isMajorSeventh, from: &scanner)
    while !scanner.isAtEnd, scanner.next != "/" {
      guard chord.scanAddition(from: &scanner) else {
        throw .unexpected(text: String(scanner.characters), position: scanner.position)
      }
    }
    chord.alterations.sort()
    chord.added.sort()
    return chord
  }

  private mutating func scanFigure(
    isMajorSeventh: Bool, from scanner: inout TextScanner
  ) throws(ChordParsingError) {
    if scanner.take(anyOf: ["6/9", "69"]) != nil {
      added = [6, 9]
      return
    }
    let start = scanner.position
    guard let figure = scanner.scanNumber() else {
      if isMajorSeventh, triad == .major { return }
      return
    }
    switch figure {
    case 5: triad = .power
    case 6: added = [6]
    case 2: triad = .suspended2
    case 4: triad = .suspended4
    case 7, 9, 11, 13:
      if seventh == nil {
        seventh =
          isMajorSeventh
          ? .major
          : triad == .diminished && figure == 7
            ? .diminished : .minor
      }
      tension = figure == 7 ? nil : figure
    default: throw .unexpected(text: String(scanner.characters), position: start)
    }
  }

  /// Takes one suspension, alteration, addition or bracket; false if none stands here.
  private mutating func scanAddition(from scanner: inout TextScanner) -> Bool {
    if scanner.take(anyOf: ["(", ")", ","]) != nil { return true }
    if scanner.take("sus2") {
      triad = .suspended2
      return true
    }
    if scanner.take(anyOf: ["sus4", "sus"]) != nil {
      triad = .suspended4
      return true
    }
    if scanner.take("alt") {
      seventh = seventh ?? .minor
      alterations = [.init(degree: 9, semitones: 1), .init(degree: 13, semitones: -1)]
      return true
    }
    if scanner.take(anyOf: ["aug"]) != nil {
      triad = .augmented
      return true
    }
    if let word = scanner.take(anyOf: ["add13", "add11", "add9", "add6", "add4", "add2"]) {
      let degree = Int(word.dropFirst(3)) ?? 9
      if !added.contains(degree) { added.append(degree) }
      return true
    }
    for (sign, semitones) in [("b", -1), ("♭", -1), ("#", 1), ("♯", 1), ("+", 1), ("-", -1)] {
      for degree in [13, 11, 9, 5] where scanner.take("\(sign)\(degree)") {
        let alteration = Alteration(degree: degree, semitones: semitones)
        if !alterations.contains(alteration) { alterations.append(alteration) }
        if degree == 5, triad == .minor, semitones == -1 {
          triad = .diminished
          alterations.removeAll { $0 == alteration }
        }
        return true
      }
    }
    return false
  }

  /// The suffix after the root, in the spelling that `init(symbol:)` reads back exactly.
  public var suffix: String {
    let isHalfDiminished = triad == .diminished && seventh == .minor
    var text: String
    switch triad {
    case .major, .suspended2, .suspended4: text = ""
    case .minor: text = "m"
    case .diminished: text = isHalfDiminished ? "m" : "dim"
    case .augmented: text = "aug"
    case .power: text = "5"
    }
    if let seventh {
      text += seventh == .major ? "maj" : ""
      text += "\(tension ?? 7)"
    } else if added == [6, 9] {
      text += "6/9"
    } else if added == [6] {
      text += "6"
    }
    if isHalfDiminished { text += "b5" }
    if triad == .suspended2 { text += "sus2" }
    if triad == .suspended4 { text += "sus4" }
    for alteration in alterations {
      text += "\(alteration.semitones < 0 ? "b" : "#")\(alteration.degree)"
    }
    if !(seventh == nil && (added == [6, 9] || added == [6])) {
      for degree in added { text += "add\(degree)" }
    }
    return text
  }

  /// The chord symbol, such as `F#m7b5` or `D/F#`.
  public var symbol: String { "\(root)\(suffix)" + (bass.map { "/\($0)" } ?? "") }
}

extension Chord: CustomStringConvertible, Codable {
  /// The chord symbol.
  public var description: String { symbol }

  /// Reads the chord from its symbol.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a chord symbol such as F#m7b5") {
      try? Chord(symbol: $0)
    }
  }

  /// Writes the chord as its symbol.
  public func encode(to encoder: any Encoder) throws { try encodeText(symbol, to: encoder) }
}
