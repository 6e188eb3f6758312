import Foundation

/// Cuts a text into tokens; total on any text and linear in its length.
public struct Tokenizer: Sendable {
  /// The characters of the text; token ranges count these.
  public let characters: [Character]
  private var position = 0
  private var isAfterGap = true
  private var isAfterHyphen = false
  private var tokens: [Token] = []

  /// Cuts a text.
  public static func tokens(of text: String) -> [Token] { Tokenizer(text).result }

  /// Cuts a text; `result` holds its tokens and `characters` what they count.
  public init(_ text: String) {
    characters = Array(text)
    while position < characters.count { step() }
  }

  /// The tokens in order.
  public var result: [Token] { tokens }

  /// The words of a phrase in the form in which tokens are compared.
  public static func words(of phrase: String) -> [String] {
    let isPlain = phrase.utf8.allSatisfy { isSmallLetter($0) || $0 == UInt8(ascii: " ") }
    if isPlain { return phrase.split(separator: " ").map(String.init) }
    return tokens(of: phrase).map(\.text)
  }

  private static func isSmallLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private func character(at index: Int) -> Character? {
    characters.indices.contains(index) ? characters[index] : nil
  }

  private func isDigit(_ character: Character?) -> Bool {
    guard let character else { return false }
    return ("0"..."9").contains(character)
  }

  private func isWordPart(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character.isLetter && !Tokenizer.isPictogram(character)
  }

  private static let hyphens: Set<Character> = ["-", "‐", "‑", "–", "—", "−"]
  private static let apostrophes: Set<Character> = ["'", "’", "‘", "`", "´"]

  private static func isPictogram(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return scalar.properties.isEmoji && scalar.value > 0x238C
  }

  private mutating func step() {
    let character = characters[position]
    if character.isWhitespace || character.unicodeScalars.allSatisfy(Tokenizer.isInvisible) {
      position += 1
      (isAfterGap, isAfterHyphen) = (true, false)
    } else if isDigit(character) {
      number(sign: 1, from: position)
    } else if isWordPart(character) {
      word()
    } else if Tokenizer.isPictogram(character) {
      append(.word, String(character), position..<(position + 1))
    } else if Tokenizer.hyphens.contains(character) {
      hyphen()
    } else if Tokenizer.apostrophes.contains(character) {
      position += 1
    } else {
      append(.mark, String(character), position..<(position + 1))
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .surrogate: true
    default: false
    }
  }

  private mutating func append(
    _ kind: Token.Kind, _ text: String, _ range: Range<Int>, value: Double? = nil
  ) {
    tokens.append(
      Token(
        kind: kind, text: text, range: range, value: value, isJoined: !isAfterGap,
        followsHyphen: isAfterHyphen,
        isCapitalized: kind == .word && characters[range.lowerBound].isUppercase))
    position = range.upperBound
    (isAfterGap, isAfterHyphen) = (false, false)
  }

  /// A hyphen inside a word or range joins; before a number that stands alone it is a sign.
  private mutating func hyphen() {
    let before = position > 0 ? characters[position - 1] : " "
    let after = character(at: position + 1)
    if isDigit(after), !isWordPart(before), !isDigit(before), before != ")", before != "%" {
      return number(sign: -1, from: position + 1)
    }
    let joins =
      (isWordPart(after) || isDigit(after)) && (isWordPart(before) || isDigit(before))
      && !isAfterGap
    if joins {
      position += 1
      isAfterHyphen = true
    } else if !isAfterGap, !before.isWhitespace, after != nil, !(after?.isWhitespace ?? true) {
      // Between marks, as in `F#-Bb` or `V7/V-ii`.
      position += 1
      isAfterHyphen = true
    } else {
      append(.mark, "-", position..<(position + 1))
    }
  }

  private mutating func word() {
    let start = position
    var end = position
    var text = ""
    while let next = character(at: end) {
      if isWordPart(next) {
        text.append(next)
        end += 1
      } else if Tokenizer.apostrophes.contains(next), isWordPart(character(at: end + 1)) {
        let isGenitive =
          character(at: end + 1).map { $0 == "s" || $0 == "S" } == true
          && !isWordPart(character(at: end + 2))
        if isGenitive { break }
        end += 1
      } else {
        break
      }
    }
    append(.word, Tokenizer.folded(text), start..<end)
  }

  /// Small letters without diacritics.
  public static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 128 }) { return text.lowercased() }
    return text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
      .lowercased()
  }

  private mutating func number(sign: Double, from first: Int) {
    let start = position
    var end = first
    func digits(from index: Int) -> Int {
      var index = index
      while isDigit(character(at: index)) { index += 1 }
      return index
    }
    end = digits(from: first)
    if sign > 0, let time = time(from: first, firstEnd: end) {
      append(.time, String(characters[start..<time.end]), start..<time.end, value: time.seconds)
      return
    }
    while character(at: end) == ",", digits(from: end + 1) == end + 4 { end += 4 }
    if character(at: end) == ".", isDigit(character(at: end + 1)) { end = digits(from: end + 1) }
    let text = String(characters[first..<end].filter { $0 != "," })
    let value = min(Double(text) ?? 0, 1e12)
    append(
      .number, (sign < 0 ? "-" : "") + text, start..<end, value: sign * value)
  }

  /// `m:ss`, `m:ss.s` or `h:mm:ss`.
  private func time(from start: Int, firstEnd: Int) -> (seconds: Double, end: Int)? {
    guard firstEnd - start <= 4, var total = Double(String(characters[start..<firstEnd])) else {
      return nil
    }
    var end = firstEnd
    var fields = 0
    while fields < 2, character(at: end) == ":", isDigit(character(at: end + 1)),
      isDigit(character(at: end + 2)), !isDigit(character(at: end + 3))
    {
      guard let field = Double(String(characters[(end + 1)...(end + 2)])), field < 60 else { break }
      total = total * 60 + field
      end += 3
      fields += 1
    }
    guard fields > 0 else { return nil }
    if character(at: end) == ".", isDigit(character(at: end + 1)) {
      var last = end + 1
      while isDigit(character(at: last)) { last += 1 }
      total += Double("0" + String(characters[end..<last])) ?? 0
      end = last
    }
    return (total, end)
  }
}
