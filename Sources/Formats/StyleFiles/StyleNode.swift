import Music
import Yams

/// A YAML node that knows its place, read into checked values.
///
/// Without `faults` the first error is thrown. With them every error is kept there, and reading goes
/// on with a value that stands in for the wrong one.
struct StyleNode {
  let node: Node
  let file: String
  /// The path of the key, such as `parts[2].register`.
  let key: String
  /// Where errors are kept; nil when the first one is thrown.
  var faults: StyleFaults?
  /// Whether the node stands in for a missing key, of which nothing more is said.
  var isAbsent = false

  /// Throws an error, or keeps it where errors are kept.
  func complain(_ error: StyleFileError) throws(StyleFileError) {
    guard let faults else { throw error }
    if !isAbsent { faults.note(error) }
  }

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
    StyleNode(
      node: node, file: file, key: key.isEmpty ? name : "\(key).\(name)", faults: faults,
      isAbsent: isAbsent)
  }

  func unexpected(_ expected: String) -> StyleFileError {
    .unexpected(place, found: summary, expected: expected)
  }

  /// The pairs of a mapping with text keys, in the file's order.
  func pairs() throws(StyleFileError) -> [(name: String, value: StyleNode)] {
    guard case .mapping(let mapping) = node else {
      try complain(unexpected("a mapping"))
      return []
    }
    var pairs: [(name: String, value: StyleNode)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        try complain(child(key, "?").unexpected("a plain key"))
        continue
      }
      if pairs.contains(where: { $0.name == scalar.string }) {
        try complain(
          .repeatedKey(child(key, scalar.string).place, found: scalar.string))
        continue
      }
      pairs.append((scalar.string, child(value, scalar.string)))
    }
    return pairs
  }

  /// The fields of a mapping; keys that are not allowed are errors.
  func fields(_ allowed: [String]) throws(StyleFileError) -> StyleFields {
    guard case .mapping(let mapping) = node else {
      try complain(unexpected("a mapping with the keys \(allowed.joined(separator: ", "))"))
      return StyleFields(owner: absent, values: [:])
    }
    let pairs = try pairs()
    for pair in mapping {
      guard case .scalar(let scalar) = pair.key, !allowed.contains(scalar.string) else { continue }
      try complain(
        .unknownKey(
          child(pair.key, scalar.string).place, found: scalar.string,
          nearest: Spelling.nearest(to: scalar.string, among: allowed).first))
    }
    return StyleFields(
      owner: self, values: Dictionary(uniqueKeysWithValues: pairs.map { ($0.name, $0.value) }))
  }

  /// The entries of a list, within a count.
  func list(_ count: ClosedRange<Int>) throws(StyleFileError) -> [StyleNode] {
    guard case .sequence(let sequence) = node else {
      try complain(unexpected("a list"))
      return []
    }
    if !count.contains(sequence.count) {
      try complain(
        .count(
          place, found: sequence.count,
          expected: "\(count.lowerBound) to \(count.upperBound) entries"))
    }
    // A list that is far too long says nothing new after its limit.
    return sequence.prefix(count.upperBound).enumerated().map { index, entry in
      StyleNode(node: entry, file: file, key: "\(key)[\(index)]", faults: faults)
    }
  }

  /// A plain text that is not empty.
  func text() throws(StyleFileError) -> String {
    guard case .scalar(let scalar) = node else {
      try complain(unexpected("a text"))
      return "?"
    }
    guard !scalar.string.isEmpty else {
      try complain(unexpected("a text that is not empty"))
      return "?"
    }
    return scalar.string
  }

  /// A text for people, such as a title: without the line end that folded YAML leaves, without
  /// control characters, and no longer than a line.
  func label(limit: Int) throws(StyleFileError) -> String {
    let text = try text()
    var trimmed = Array(text.unicodeScalars)
    while let last = trimmed.last, last == "\n" || last == " " { trimmed.removeLast() }
    if trimmed.isEmpty { try complain(unexpected("a text that is not empty")) }
    if trimmed.contains(where: \.isControl) {
      try complain(unexpected("a text without control characters and line breaks"))
    }
    if trimmed.count > limit {
      try complain(
        .outOfRange(
          place, found: "\(trimmed.count)", expected: "at most \(limit) characters"))
    }
    var label = String.UnicodeScalarView()
    label.append(contentsOf: trimmed)
    return String(label)
  }

  /// A number in a range.
  func number(_ range: ClosedRange<Double>) throws(StyleFileError) -> Double {
    let text = try text()
    guard let value = Double(text), value.isFinite else {
      try complain(unexpected("a number"))
      return range.lowerBound
    }
    guard range.contains(value) else {
      try complain(
        .outOfRange(
          place, found: text,
          expected: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))"))
      return min(max(value, range.lowerBound), range.upperBound)
    }
    return value
  }

  /// A whole number in a range.
  func integer(_ range: ClosedRange<Int>) throws(StyleFileError) -> Int {
    let text = try text()
    guard let value = Int(text) else {
      try complain(unexpected("a whole number"))
      return range.lowerBound
    }
    guard range.contains(value) else {
      try complain(
        .outOfRange(
          place, found: text,
          expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"))
      return min(max(value, range.lowerBound), range.upperBound)
    }
    return value
  }

  /// `true` or `false`.
  func flag() throws(StyleFileError) -> Bool {
    let text = try text()
    if text != "true", text != "false" { try complain(unexpected("true or false")) }
    return text == "true"
  }

  /// A value of a fixed list of words; `fallback` stands in where errors are kept.
  func word<Value>(
    _ kind: String, among known: [String], or fallback: Value, _ parse: (String) -> Value?
  ) throws(StyleFileError) -> Value {
    let text = try text()
    if let value = parse(text) { return value }
    try complain(
      .unknownName(
        place, kind: kind, found: text,
        nearest: Spelling.nearest(to: text, among: known).first, known: known))
    return fallback
  }

  /// A value that is written as text; `fallback` stands in where errors are kept.
  func parsed<Value>(
    _ expected: String, or fallback: Value, _ parse: (String) -> Value?
  ) throws(StyleFileError) -> Value {
    let text = try text()
    if let value = parse(text) { return value }
    try complain(unexpected(expected))
    return fallback
  }

  /// The two ends of a range written `low...high`.
  func ends(_ expected: String) throws(StyleFileError) -> (low: String, high: String)? {
    let text = try text()
    guard let dots = text.firstRange(of: "...") else {
      try complain(unexpected(expected))
      return nil
    }
    return (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
  }

  /// A node of which nothing is said, for values that cannot be reached.
  var absent: StyleNode {
    StyleNode(node: .scalar(Node.Scalar("")), file: file, key: key, faults: faults, isAbsent: true)
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
    guard let value = values[key] else {
      try owner.complain(.missingKey(owner.place, missing: key))
      return owner.absent
    }
    return value
  }

  /// The number at a key, or a value for its absence.
  func number(
    _ key: String, _ range: ClosedRange<Double>, default absent: Double
  ) throws(StyleFileError) -> Double {
    try values[key]?.number(range) ?? absent
  }
}
