import Foundation
import Yams

/// A place in a lexicon file: a YAML node that knows its file and key for errors.
struct LexiconFile {
  let file: String
  let key: String
  let node: Node

  /// Opens a file of a folder.
  init(folder: String, file: String) throws(LexiconError) {
    let path = folder.hasSuffix("/") ? folder + file : folder + "/" + file
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw .unreadable(file: path)
    }
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw LexiconError.missing(file: file, line: 1, key: "")
      }
      self.init(file: file, key: "", node: node)
    } catch let error as LexiconError {
      throw error
    } catch let error as YamlError {
      throw .notYAML(file: file, line: LexiconFile.line(of: error), problem: "\(error)")
    } catch {
      throw .notYAML(file: file, line: 1, problem: "\(error)")
    }
  }

  private init(file: String, key: String, node: Node) {
    self.file = file
    self.key = key
    self.node = node
  }

  private static func line(of error: YamlError) -> Int {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: 1
    }
  }

  /// The line the node stands on, from 1.
  var line: Int { node.mark?.line ?? 1 }

  func wrongKind(_ expected: String) -> LexiconError {
    .wrongKind(file: file, line: line, key: key, expected: expected)
  }

  func unknownName(_ name: String) -> LexiconError {
    .unknownName(file: file, line: line, key: key, name: name)
  }

  /// The value of a key, which must be there.
  subscript(_ name: String) -> LexiconFile {
    get throws(LexiconError) {
      guard let found = try optional(name) else {
        throw .missing(file: file, line: line, key: path(name))
      }
      return found
    }
  }

  /// The value of a key, if it is there.
  func optional(_ name: String) throws(LexiconError) -> LexiconFile? {
    guard let mapping = node.mapping else { throw wrongKind("a mapping") }
    guard let value = mapping[name] else { return nil }
    return LexiconFile(file: file, key: path(name), node: value)
  }

  private func path(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

  /// Keys and values in the order of the file.
  var entries: [(name: String, value: LexiconFile)] {
    get throws(LexiconError) {
      guard let mapping = node.mapping else { throw wrongKind("a mapping") }
      var entries: [(String, LexiconFile)] = []
      for (name, value) in mapping {
        guard let name = name.scalar?.string else { throw wrongKind("a mapping of names") }
        entries.append((name, LexiconFile(file: file, key: path(name), node: value)))
      }
      return entries
    }
  }

  /// The items of a list.
  var items: [LexiconFile] {
    get throws(LexiconError) {
      guard let sequence = node.sequence else { throw wrongKind("a list") }
      return sequence.enumerated().map {
        LexiconFile(file: file, key: "\(key)[\($0.offset)]", node: $0.element)
      }
    }
  }

  /// The text of a scalar.
  var text: String {
    get throws(LexiconError) {
      guard let text = node.scalar?.string, !text.isEmpty else { throw wrongKind("a text") }
      return text
    }
  }

  /// A list of texts.
  var texts: [String] {
    get throws(LexiconError) {
      var texts: [String] = []
      for item in try items { texts.append(try item.text) }
      return texts
    }
  }

  /// A number within a range.
  func number(in allowed: ClosedRange<Double>) throws(LexiconError) -> Double {
    guard let value = Double(try text), value.isFinite else { throw wrongKind("a number") }
    guard allowed.contains(value) else {
      throw .outOfRange(file: file, line: line, key: key, value: value, allowed: allowed)
    }
    return value
  }
}
