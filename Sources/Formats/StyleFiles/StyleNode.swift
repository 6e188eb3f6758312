import Music
import Yams

/// A YAML node that knows its place, read into checked values.
struct StyleNode {
  let node: Node
  let file: String
  /// The path of the key, such as `parts[2].register`.
  let key: String

  var place: StyleFileError.Place {
    StyleFileError.Place(file: file, line: node.mark?.line ?? 1, key: key)
  }

  /// What the node is, for messages.
  var summary: String {
    switch node {
    case .scalar(let scalar): scalar.string
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  func child(_ node: Node, _ name: String) -> StyleNode {
    StyleNode(node: node, file: file, key: key.isEmpty ? name : "\(key).\(name)")
  }

  func unexpected(_ expected: String) -> StyleFileError {
    .unexpected(place, found: summary, expected: expected)
  }

  /// The pairs of a mapping with text keys, in the file's order.
  func pairs() throws(StyleFileError) -> [(name: String, value: StyleNode)] {
    guard case .mapping(let mapping) = node else { throw unexpected("a mapping") }
    var pairs: [(name: String, value: StyleNode)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw child(key, "?").unexpected("a plain key")
      }
      if pairs.contains(where: { $0.name == scalar.string }) {
        throw .repeatedKey(child(key, scalar.string).place, found: scalar.string)
      }
      pairs.append((scalar.string, child(value, scalar.string)))
    }
    return pairs
  }

  /// The fields of a mapping; keys that are not allowed are errors.
  func fields(_ allowed: [String]) throws(StyleFileError) -> StyleFields {
    guard case .mapping(let mapping) = node else {
      throw unexpected("a mapping with the keys \(allowed.joined(separator: ", "))")
    }
    let pairs = try pairs()
    for (index, pair) in mapping.enumerated() {
      let name = pairs[index].name
      guard allowed.contains(name) else {
        throw .unknownKey(
          child(pair.key, name).place, found: name,
          nearest: Spelling.nearest(to: name, among: allowed).first)
      }
    }
    return StyleFields(
      owner: self, values: Dictionary(uniqueKeysWithValues: pairs.map { ($0.name, $0.value) }))
  }

  /// The entries of a list, within a count.
  func list(_ count: ClosedRange<Int>) throws(StyleFileError) -> [StyleNode] {
    guard case .sequence(let sequence) = node else { throw unexpected("a list") }
    guard count.contains(sequence.count) else {
      throw .count(
        place, found: sequence.count,
        expected: "\(count.lowerBound) to \(count.upperBound) entries")
    }
    return sequence.enumerated().map { index, entry in
      StyleNode(node: entry, file: file, key: "\(key)[\(index)]")
    }
  }

  /// A plain text that is not empty.
  func text() throws(StyleFileError) -> String {
    guard case .scalar(let scalar) = node else { throw unexpected("a text") }
    guard !scalar.string.isEmpty else { throw unexpected("a text that is not empty") }
    return scalar.string
  }

  /// A number in a range.
  func number(_ range: ClosedRange<Double>) throws(StyleFileError) -> Double {
    let text = try text()
    guard let value = Double(text), value.isFinite else { throw unexpected("a number") }
    guard range.contains(value) else {
      throw .outOfRange(
        place, found: text,
        expected: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))")
    }
    return value
  }

  /// A whole number in a range.
  func integer(_ range: ClosedRange<Int>) throws(StyleFileError) -> Int {
    let text = try text()
    guard let value = Int(text) else { throw unexpected("a whole number") }
    guard range.contains(value) else {
      throw .outOfRange(
        place, found: text,
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// `true` or `false`.
  func flag() throws(StyleFileError) -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    default: throw unexpected("true or false")
    }
  }

  /// A value of a fixed list of words.
  func word<Value>(
    _ kind: String, among known: [String], _ parse: (String) -> Value?
  ) throws(StyleFileError) -> Value {
    let text = try text()
    guard let value = parse(text) else {
      throw .unknownName(
        place, kind: kind, found: text,
        nearest: Spelling.nearest(to: text, among: known).first)
    }
    return value
  }

  /// A value that is written as text.
  func parsed<Value>(
    _ expected: String, _ parse: (String) -> Value?
  ) throws(StyleFileError) -> Value {
    let text = try text()
    guard let value = parse(text) else { throw unexpected(expected) }
    return value
  }

  /// The two ends of a range written `low...high`.
  func ends(_ expected: String) throws(StyleFileError) -> (low: String, high: String) {
    let text = try text()
    guard let dots = text.firstRange(of: "...") else { throw unexpected(expected) }
    return (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}

/// The fields of a mapping whose keys have been checked.
struct StyleFields {
  let owner: StyleNode
  let values: [String: StyleNode]

  /// The value of a key, if it is there.
  subscript(key: String) -> StyleNode? { values[key] }

  /// The value of a key that must be there.
  func need(_ key: String) throws(StyleFileError) -> StyleNode {
    guard let value = values[key] else { throw .missingKey(owner.place, missing: key) }
    return value
  }

  /// The number at a key, or a value for its absence.
  func number(
    _ key: String, _ range: ClosedRange<Double>, default absent: Double
  ) throws(StyleFileError) -> Double {
    try values[key]?.number(range) ?? absent
  }
}
