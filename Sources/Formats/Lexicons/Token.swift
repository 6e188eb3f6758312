/// A word, number or mark of a text, as a lexicon looks it up.
public struct Token: Hashable, Sendable {
  /// What a token is.
  public enum Kind: Hashable, Sendable {
    /// Letters, or one pictogram.
    case word
    /// A number written in digits.
    case number
    /// A time written with colons, such as `0:45`.
    case time
    /// Any other printed character.
    case mark
  }

  /// What it is.
  public var kind: Kind
  /// The text in small letters without diacritics and apostrophes.
  public var text: String
  /// The characters covered, counted from the start of the text.
  public var range: Range<Int>
  /// The number, or the seconds of a time; nil for words and marks.
  public var value: Double?
  /// Whether nothing but a hyphen or apostrophe parts it from the token before.
  public var isJoined: Bool
  /// Whether a hyphen joins it to the token before.
  public var followsHyphen: Bool
  /// Whether its first letter is a capital.
  public var isCapitalized: Bool

  /// Makes a token.
  public init(
    kind: Kind, text: String, range: Range<Int>, value: Double? = nil, isJoined: Bool = false,
    followsHyphen: Bool = false, isCapitalized: Bool = false
  ) {
    self.kind = kind
    self.text = text
    self.range = range
    self.value = value
    self.isJoined = isJoined
    self.followsHyphen = followsHyphen
    self.isCapitalized = isCapitalized
  }

  /// The text and the singulars and plain forms it may stand for, the likeliest first.
  public var forms: [String] {
    guard kind == .word, text.utf8.count > 3, text.utf8.count < 32 else { return [text] }
    var forms = [text]
    if text.hasSuffix("s"), !text.hasSuffix("ss") {
      forms.append(String(text.dropLast()))
      if text.hasSuffix("ies") { forms.append(text.dropLast(3) + "y") }
      if text.hasSuffix("es") { forms.append(String(text.dropLast(2))) }
    }
    if text.hasSuffix("ish"), text.utf8.count > 6 { forms.append(String(text.dropLast(3))) }
    return forms
  }
}
