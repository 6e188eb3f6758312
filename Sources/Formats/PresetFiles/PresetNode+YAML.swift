import Yams

extension PresetNode {
  /// The deepest nesting that is handed to the YAML parser, whose stack ends somewhere.
  private static let depthLimit = 24

  /// Parses YAML text to its root node.
  static func root(of text: String, file: String) throws(PresetFileError) -> PresetNode {
    guard text.utf8.count <= PresetFile.sizeLimit else {
      throw .tooLarge(file: file, bytes: text.utf8.count, limit: PresetFile.sizeLimit)
    }
    try checkDepth(of: text, file: file)
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw PresetFileError.syntax(place(1, file), problem: "the file is empty")
      }
      return PresetNode(node: node, file: file, key: "")
    } catch let error as PresetFileError {
      throw error
    } catch let error as YamlError {
      throw translated(error, file: file)
    } catch {
      throw .syntax(place(1, file), problem: "unreadable")
    }
  }

  private static func place(_ line: Int, _ file: String) -> PresetFileError.Place {
    PresetFileError.Place(file: file, line: line, key: "")
  }

  private static func translated(_ error: YamlError, file: String) -> PresetFileError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .syntax(place(mark.line, file), problem: problem)
    case .reader(let problem, _, _, _): return .syntax(place(1, file), problem: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return .repeatedKey(
        place(context.mark.line, file), found: duplicates.sorted().first ?? "?")
    default: return .syntax(place(1, file), problem: "unreadable")
    }
  }

  /// Refuses text whose nesting could exhaust the parser's stack.
  private static func checkDepth(of text: String, file: String) throws(PresetFileError) {
    var depth = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var markers = 0
      var isLeading = true
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
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
          throw .syntax(place(index + 1, file), problem: "nested too deeply")
        }
      }
    }
  }
}
