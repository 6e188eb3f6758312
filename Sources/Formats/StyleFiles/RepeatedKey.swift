import Yams

/// Finds where in a file a key stands that is written twice.
///
/// The parser tells the line and column of such a key and makes no tree, so that its path is known
/// only when the text is read again with the key renamed.
struct RepeatedKey {
  private static let mark = "etude-repeated-"
  private var lines: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The path, such as `parts[0].complexity`, of the key at a line and column counted from 1; nil
  /// where it cannot be told, as for keys in quotes.
  func path(line: Int, column: Int) -> String? {
    var reading = self
    guard reading.rename(line: line, column: column) else { return nil }
    // Others may be written twice, too; a file with more than a few is not worth the time.
    for _ in 0..<16 {
      do {
        guard let node = try Yams.compose(yaml: reading.lines.joined(separator: "\n")) else {
          return nil
        }
        return Self.path(in: node, line: line)
      } catch YamlError.duplicatedKeysInMapping(_, let context) {
        guard reading.rename(line: context.mark.line, column: context.mark.column) else {
          return nil
        }
      } catch {
        return nil
      }
    }
    return nil
  }

  private mutating func rename(line: Int, column: Int) -> Bool {
    guard lines.indices.contains(line - 1) else { return false }
    var scalars = Array(lines[line - 1].unicodeScalars)
    guard scalars.indices.contains(column - 1), scalars[column - 1] != "\"",
      scalars[column - 1] != "'"
    else { return false }
    scalars.insert(contentsOf: Array(Self.mark.unicodeScalars), at: column - 1)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    lines[line - 1] = String(text)
    return true
  }

  /// The path of the renamed key of a line.
  private static func path(in node: Node, line: Int) -> String? {
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        guard let name = key.scalar?.string else { continue }
        if name.hasPrefix(mark), key.mark?.line == line {
          return String(name.dropFirst(mark.count))
        }
        if let rest = path(in: value, line: line) {
          return name + (rest.hasPrefix("[") ? "" : ".") + rest
        }
      }
    case .sequence(let sequence):
      for (index, entry) in sequence.enumerated() {
        if let rest = path(in: entry, line: line) {
          return "[\(index)]" + (rest.hasPrefix("[") ? "" : ".") + rest
        }
      }
    default: break
    }
    return nil
  }
}
