/// Blanks comments and string literals out of Swift source, byte by byte, keeping every line where it
/// is.
///
/// Interpolated expressions stay, for they are code. Bare regular-expression literals are read as
/// code, and a one-line string that is never closed ends with its line, so that one odd line cannot
/// hide the rest of a file.
struct CodeBlanking {
  private let input: [UInt8]
  private var output: [UInt8] = []
  private var index = 0

  /// The source with everything that is not code replaced by spaces.
  static func code(of text: String) -> String {
    var blanking = CodeBlanking(input: Array(text.utf8))
    blanking.readCode(untilParenthesis: false)
    return String(decoding: blanking.output, as: UTF8.self)
  }

  private init(input: [UInt8]) {
    self.input = input
    output.reserveCapacity(input.count)
  }

  private func starts(with word: String) -> Bool {
    var position = index
    for byte in word.utf8 {
      guard position < input.count, input[position] == byte else { return false }
      position += 1
    }
    return true
  }

  private var isAtLineEnd: Bool { input[index] == UInt8(ascii: "\n") }

  private mutating func keep() {
    output.append(input[index])
    index += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where index < input.count {
      output.append(isAtLineEnd ? input[index] : UInt8(ascii: " "))
      index += 1
    }
  }

  /// Reads code to the end, or to the parenthesis that closes an interpolation.
  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while index < input.count {
      if starts(with: "//") {
        while index < input.count, !isAtLineEnd { blank() }
      } else if starts(with: "/*") {
        readBlockComment()
      } else if let pounds = poundsBeforeQuote() {
        readString(pounds: pounds)
      } else {
        if untilParenthesis, input[index] == UInt8(ascii: ")"), depth == 0 { return }
        if input[index] == UInt8(ascii: "(") { depth += 1 }
        if input[index] == UInt8(ascii: ")") { depth -= 1 }
        keep()
      }
    }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        blank(2)
      } else if starts(with: "*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && index < input.count
  }

  /// How many `#` stand before a quotation mark that starts here; nil where no string starts.
  private func poundsBeforeQuote() -> Int? {
    var position = index
    while position < input.count, input[position] == UInt8(ascii: "#") { position += 1 }
    return position < input.count && input[position] == UInt8(ascii: "\"") ? position - index : nil
  }

  private mutating func readString(pounds: Int) {
    blank(pounds)
    let isLong = starts(with: "\"\"\"")
    let quote = isLong ? "\"\"\"" : "\""
    let closing = quote + String(repeating: "#", count: pounds)
    let escape = "\\" + String(repeating: "#", count: pounds)
    blank(quote.count)
    while index < input.count {
      if starts(with: closing) {
        blank(closing.count)
        return
      }
      if starts(with: escape + "(") {
        blank(escape.count + 1)
        readCode(untilParenthesis: true)
        blank()
      } else if starts(with: escape) {
        blank(escape.count + 1)
      } else if !isLong, isAtLineEnd {
        return
      } else {
        blank()
      }
    }
  }
}
