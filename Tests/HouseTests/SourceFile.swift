/// A Swift file as text, with a copy in which comments and the words of string literals are blank.
struct SourceFile {
  /// Path from the root of the repository.
  let path: String
  /// The file as it is.
  let text: String
  /// The same bytes and lines, but only code: what a pattern may be looked for in.
  let code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    self.code = CodeBlanking.code(of: text)
  }

  /// The lines as they are.
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The lines with only code left.
  var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

  /// How many lines an editor shows.
  var lineCount: Int { lines.count - (text.hasSuffix("\n") ? 1 : 0) }

  /// The modules that the file imports, each with its line number from 1.
  var imports: [(module: String, line: Int)] {
    codeLines.enumerated().flatMap { index, line in
      ImportLine.modules(in: line).map { ($0, index + 1) }
    }
  }
}

/// Reads the `import` declarations of a line of code.
enum ImportLine {
  private static let accessLevels: Set<String> = [
    "public", "package", "internal", "fileprivate", "private",
  ]
  private static let kinds: Set<String> = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
  ]

  /// The top modules named in a line, in order; several where semicolons part declarations.
  static func modules(in line: some StringProtocol) -> [String] {
    line.split(separator: ";").compactMap { module(ofDeclaration: String($0)) }
  }

  private static func module(ofDeclaration text: String) -> String? {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    while let word = words.first {
      guard word.hasPrefix("@") || accessLevels.contains(word) else { break }
      words.removeFirst()
    }
    guard words.popFirst() == "import" else { return nil }
    if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
    guard let name = words.first?.split(separator: ".").first else { return nil }
    return name.filter { $0 != "`" }
  }
}
