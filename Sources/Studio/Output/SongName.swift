/// Names of files made from words.
enum SongName {
  /// A file name of small letters, digits and hyphens from a title; never empty, at most 48 long.
  static func slug(_ title: String) -> String {
    var text = ""
    for character in title.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        text.append(character)
      } else if !text.isEmpty, text.last != "-" {
        text.append("-")
      }
      if text.count == 48 { break }
    }
    while text.last == "-" { text.removeLast() }
    return text.isEmpty ? "song" : text
  }
}
