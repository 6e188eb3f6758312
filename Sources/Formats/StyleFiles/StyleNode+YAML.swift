import Yams

extension StyleNode {
  /// The deepest nesting of brackets or block indicators that is handed to the YAML parser.
  static let depthLimit = 32

  /// Parses YAML text to its root node.
  static func root(
    of text: String, file: String, faults: StyleFaults? = nil
  ) throws(StyleFileError) -> StyleNode {
    guard text.utf8.count <= StyleFile.sizeLimit else {
      throw .tooLarge(file: file, bytes: text.utf8.count, limit: StyleFile.sizeLimit)
    }
    try checkDepth(of: text, file: file)
    let start = StyleFileError.Place(file: file, line: 1, key: "")
    var text = text
    // Editors of other systems put a byte order mark before UTF-8; YAML 1.2 (5.2) allows one.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw StyleFileError.syntax(start, problem: "the file is empty")
      }
      return StyleNode(node: node, file: file, key: "", faults: faults)
    } catch let error as StyleFileError {
      throw error
    } catch let error as YamlError {
      throw translated(error, text: text, file: file)
    } catch {
      throw .syntax(start, problem: "unreadable")
    }
  }

  private static func translated(
    _ error: YamlError, text: String, file: String
  ) -> StyleFileError {
    func place(_ line: Int, key: String = "") -> StyleFileError.Place {
      StyleFileError.Place(file: file, line: line, key: key)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .syntax(place(mark.line), problem: explained(problem, line: mark.line, of: text))
    case .reader(let problem, _, _, _): return .syntax(place(1), problem: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let found = duplicates.sorted().first ?? "?"
      let key = RepeatedKey(text).path(line: context.mark.line, column: context.mark.column)
      return .repeatedKey(place(context.mark.line, key: key ?? found), found: found)
    default: return .syntax(place(1), problem: "unreadable")
    }
  }

  /// The parser's words where they are plain, ours where they are not.
  private static func explained(_ problem: String, line: Int, of text: String) -> String {
    if problem.contains("another document") {
      return "a second document begins here; a style file holds one"
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let indent = lines.dropFirst(line - 1).first?.prefix { $0 == " " || $0 == "\t" } ?? ""
    return indent.contains("\t") ? "indented with a tab; YAML takes spaces" : problem
  }

  /// Refuses text whose nesting could exhaust the parser's stack.
  private static func checkDepth(of text: String, file: String) throws(StyleFileError) {
    var depth = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var markers = 0
      var isLeading = true
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"): markers += isLeading ? 1 : 0
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
          markers += isLeading ? 1 : 0
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          isLeading = false
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          depth = max(0, depth - 1)
          isLeading = false
        default: isLeading = false
        }
        if depth > depthLimit || markers > 4 * depthLimit {
          let place = StyleFileError.Place(file: file, line: index + 1, key: "")
          throw .syntax(place, problem: "nested too deeply")
        }
      }
    }
  }
}
