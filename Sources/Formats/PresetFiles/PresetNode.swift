import Signal
import Yams

/// A YAML node that knows its place, read into checked values.
struct PresetNode {
  let node: Node
  let file: String
  /// The path of the key, such as `synth.filter.cutoff`.
  let key: String

  var place: PresetFileError.Place {
    PresetFileError.Place(file: file, line: node.mark?.line ?? 1, key: key)
  }

  private var summary: String {
    switch node {
    case .scalar(let scalar): scalar.string
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  func unexpected(_ expected: String) -> PresetFileError {
    .unexpected(place, found: summary, expected: expected)
  }

  /// The pairs of a mapping, in the file's order.
  func pairs() throws(PresetFileError) -> [(name: String, value: PresetNode)] {
    guard case .mapping(let mapping) = node else { throw unexpected("a mapping") }
    var pairs: [(name: String, value: PresetNode)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else { throw unexpected("plain keys") }
      let path = self.key.isEmpty ? scalar.string : "\(self.key).\(scalar.string)"
      pairs.append((scalar.string, PresetNode(node: value, file: file, key: path)))
    }
    return pairs
  }

  /// The fields of a mapping; keys that are not known are errors.
  func fields(_ known: [String]) throws(PresetFileError) -> PresetFields {
    var values: [String: PresetNode] = [:]
    for pair in try pairs() {
      guard known.contains(pair.name) else {
        throw .unknownKey(pair.value.place, found: pair.name, known: known)
      }
      values[pair.name] = pair.value
    }
    return PresetFields(owner: self, values: values)
  }

  /// The entries of a list, within a count.
  func list(_ count: ClosedRange<Int>) throws(PresetFileError) -> [PresetNode] {
    guard case .sequence(let sequence) = node else { throw unexpected("a list") }
    guard count.contains(sequence.count) else {
      throw .count(
        place, found: sequence.count,
        expected: "\(count.lowerBound) to \(count.upperBound) entries")
    }
    return sequence.enumerated().map { index, entry in
      PresetNode(node: entry, file: file, key: "\(key)[\(index)]")
    }
  }

  /// A plain text that is not empty and of one line.
  func text(limit: Int = 400) throws(PresetFileError) -> String {
    guard case .scalar(let scalar) = node else { throw unexpected("a text") }
    let text = scalar.string
    guard !text.isEmpty, text.unicodeScalars.count <= limit,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw unexpected("a line of 1 to \(limit) characters") }
    return text
  }

  /// A number in a range.
  func number(_ range: ClosedRange<Double>) throws(PresetFileError) -> Double {
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
  func integer(_ range: ClosedRange<Int>) throws(PresetFileError) -> Int {
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
  func flag() throws(PresetFileError) -> Bool {
    let text = try text()
    guard text == "true" || text == "false" else { throw unexpected("true or false") }
    return text == "true"
  }

  /// A word of a fixed list.
  func word<Word: CaseIterable & RawRepresentable>(
    _ kind: String, _ type: Word.Type
  ) throws(PresetFileError) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      throw .unknownName(place, kind: kind, found: text, known: Word.allCases.map(\.rawValue))
    }
    return word
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}

/// The fields of a mapping whose keys have been checked.
struct PresetFields {
  let owner: PresetNode
  let values: [String: PresetNode]

  /// The value of a key, if it is there.
  subscript(key: String) -> PresetNode? { values[key] }

  /// The value of a key that must be there.
  func need(_ key: String) throws(PresetFileError) -> PresetNode {
    guard let value = values[key] else { throw .missingKey(owner.place, missing: key) }
    return value
  }

  /// The number at a key, or a value for its absence.
  func number(
    _ key: String, _ range: ClosedRange<Double>, _ absent: Double
  ) throws(PresetFileError) -> Double {
    guard let value = values[key] else { return absent }
    return try value.number(range)
  }

  /// The whole number at a key, or a value for its absence.
  func integer(
    _ key: String, _ range: ClosedRange<Int>, _ absent: Int
  ) throws(PresetFileError) -> Int {
    guard let value = values[key] else { return absent }
    return try value.integer(range)
  }

  /// The level at a key in dB, -90...24; nil where it is not there.
  func level(_ key: String) throws(PresetFileError) -> Decibels? {
    guard let value = values[key] else { return nil }
    return Decibels(try value.number(-90...24))
  }

  /// The frequency at a key in hertz, 1...20 000, or a value for its absence.
  func hertz(_ key: String, _ absent: Double) throws(PresetFileError) -> Hertz {
    Hertz(try number(key, 1...20_000, absent))
  }

  /// The flag at a key, or a value for its absence.
  func flag(_ key: String, _ absent: Bool) throws(PresetFileError) -> Bool {
    guard let value = values[key] else { return absent }
    return try value.flag()
  }
}
