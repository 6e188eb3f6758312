/// A reader of short musical text that knows its position.
struct TextScanner {
  let characters: [Character]
  /// The index of the next character, counted from 0.
  private(set) var position = 0

  init(_ text: String) { characters = Array(text) }

  var isAtEnd: Bool { position == characters.count }

  var next: Character? { position < characters.count ? characters[position] : nil }

  /// Takes the first of the given pieces of text that stands here.
  mutating func take(anyOf pieces: [String]) -> String? {
    for piece in pieces {
      let wanted = Array(piece)
      let end = position + wanted.count
      if end <= characters.count, Array(characters[position..<end]) == wanted {
        position = end
        return piece
      }
    }
    return nil
  }

  mutating func take(_ piece: String) -> Bool { take(anyOf: [piece]) != nil }

  /// Takes a whole number of at most three digits.
  mutating func scanNumber() -> Int? {
    var value: Int?
    var digits = 0
    while digits < 3, let character = next, let digit = character.wholeNumberValue,
      character.isASCII
    {
      value = (value ?? 0) * 10 + digit
      position += 1
      digits += 1
    }
    return value
  }

  /// Takes any run of sharps or flats, at most two of one kind.
  mutating func scanAlteration() -> Int {
    var alteration = 0
    while abs(alteration) < 2 {
      if alteration >= 0, take(anyOf: ["#", "♯"]) != nil {
        alteration += 1
      } else if alteration <= 0, take(anyOf: ["b", "♭"]) != nil {
        alteration -= 1
      } else {
        break
      }
    }
    return alteration
  }

  mutating func scanPitchName() -> PitchName? {
    guard let character = next, character.isUppercase || position == 0,
      let letter = Letter(character)
    else { return nil }
    position += 1
    return PitchName(letter, scanAlteration())
  }
}
