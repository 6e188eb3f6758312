import Foundation

/// Prints a line of plain text.
///
/// Titles, names and file names are other people's words: characters that a terminal obeys instead
/// of showing are printed as marks, so that no style or project can move the cursor, ring, or paint.
/// Stands before the standard library's function in this program; `Swift.print` prints as it is.
func print(_ text: String) {
  Swift.print(PlainText.visible(text))
}

/// Text that a terminal shows and does not obey.
enum PlainText {
  /// The text with every control character but line ends and tabs replaced.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      scalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }

  /// A text within one line: line ends and tabs are replaced, too.
  static func line(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in visible(text).unicodeScalars {
      scalars.append(scalar.value < 0x20 ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }

  /// A text in which a nought has no sign: "-0.0 dB" says that something fell, and nothing did.
  static func withoutSignedNoughts(_ text: String) -> String {
    guard text.contains("-0.") else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.range(of: "-0.") {
      let zeros = rest[start.upperBound...].prefix { $0 == "0" }
      let isSign = rest[..<start.lowerBound].last.map { !$0.isNumber } ?? true
      let isNought = !zeros.isEmpty && rest[zeros.endIndex...].first.map { !$0.isNumber } ?? true
      result += rest[..<start.lowerBound] + (isSign && isNought ? "0." : "-0.")
      rest = rest[start.upperBound...]
    }
    return result + rest
  }

  /// C0 and C1 controls, and the marks that turn the direction of writing (UAX 9).
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
