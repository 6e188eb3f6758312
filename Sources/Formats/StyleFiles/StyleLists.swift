import Music
import Production
import Yams

/// Reads the small lists of style files: weighted choices, forms, names of sections.
enum StyleLists {
  /// One choice, a list of choices of equal weight, or a mapping of choices to weights.
  static func weighted<Value: Hashable & Codable & Sendable>(
    _ node: StyleNode, as kind: String,
    _ decode: (StyleNode) throws(StyleFileError) -> Value
  ) throws(StyleFileError) -> [Style.Weighted<Value>] {
    var choices: [Style.Weighted<Value>] = []
    var nodes: [StyleNode] = []
    switch node.node {
    case .mapping(let mapping):
      let pairs = try node.pairs()
      for pair in pairs {
        guard let key = mapping.first(where: { $0.key.scalar?.string == pair.name })?.key else {
          continue
        }
        let name = node.child(key, pair.name)
        nodes.append(name)
        let weight = try weight(pair.value)
        choices.append(Style.Weighted(try decode(name), weight: weight))
      }
    case .sequence:
      nodes = try node.list(1...64)
      for entry in nodes { choices.append(Style.Weighted(try decode(entry))) }
    default:
      nodes = [node]
      choices = [Style.Weighted(try decode(node))]
    }
    if choices.isEmpty {
      try node.complain(.count(node.place, found: 0, expected: "at least one \(kind)"))
    }
    for index in choices.indices
    where choices[..<index].contains(where: {
      $0.value == choices[index].value
    }) {
      try nodes[index].complain(
        .repeatedName(nodes[index].place, found: nodes[index].summary))
    }
    return choices
  }

  /// A relative frequency, more than 0.
  static func weight(_ node: StyleNode) throws(StyleFileError) -> Double {
    let weight = try node.number(0...1000)
    if weight <= 0 {
      try node.complain(
        .outOfRange(node.place, found: "0", expected: "a weight of more than 0"))
    }
    return weight
  }

  /// The kinds of sections at a key, none when absent.
  static func sections(_ node: StyleNode?) throws(StyleFileError) -> [String] {
    guard let node else { return [] }
    var kinds: [String] = []
    for entry in try node.list(0...32) { kinds.append(try section(entry)) }
    return kinds
  }

  /// One kind of section.
  static func section(_ node: StyleNode) throws(StyleFileError) -> String {
    try node.word("section kind", among: StyleFile.sectionKinds, or: "verse") {
      StyleFile.sectionKinds.contains($0) ? $0 : nil
    }
  }

  /// A range of energies such as `0.2...0.7`.
  static func energies(_ node: StyleNode?) throws(StyleFileError) -> ClosedRange<Double> {
    guard let node else { return 0...1 }
    let expected = "energies such as 0.2...0.7"
    guard let ends = try node.ends(expected) else { return 0...1 }
    guard let low = Double(ends.low), let high = Double(ends.high) else {
      try node.complain(node.unexpected(expected))
      return 0...1
    }
    guard low >= 0, high <= 1, low <= high else {
      try node.complain(
        .outOfRange(
          node.place, found: node.summary, expected: "energies from 0 to 1 that ascend"))
      return 0...1
    }
    return low...high
  }

  /// A range of notes such as `E1...G3`; nil where errors are kept and it is none.
  static func register(_ node: StyleNode) throws(StyleFileError) -> ClosedRange<Int>? {
    let expected = "notes such as E1...G3"
    guard let ends = try node.ends(expected) else { return nil }
    guard let low = Pitch(ends.low)?.number, let high = Pitch(ends.high)?.number else {
      try node.complain(node.unexpected(expected))
      return nil
    }
    guard low <= high else {
      try node.complain(
        .outOfRange(node.place, found: node.summary, expected: "notes that ascend"))
      return nil
    }
    return low...high
  }
}

/// Reads the forms of a style.
enum StyleForms {
  static func decode(_ node: StyleNode) throws(StyleFileError) -> [Style.Form] {
    var forms: [Style.Form] = []
    for entry in try node.list(1...32) {
      let fields = try entry.fields(["name", "weight", "sections"])
      let name = try fields.need("name").label(limit: StyleFile.nameLimit)
      if forms.contains(where: { $0.name == name }) {
        let place = try fields.need("name")
        try place.complain(.repeatedName(place.place, found: name))
      }
      var sections: [Style.FormSection] = []
      for line in try fields.need("sections").list(1...64) {
        if let section = try decodeSection(line) { sections.append(section) }
      }
      let weight = try fields["weight"].map(StyleLists.weight) ?? 1
      forms.append(Style.Form(name: name, weight: weight, sections: sections))
    }
    return forms
  }

  /// A section as one line: kind, bars and energy, such as `verse 8 0.45`.
  private static func decodeSection(
    _ node: StyleNode
  ) throws(StyleFileError) -> Style.FormSection? {
    let expected = "a kind, bars and energy such as 'verse 8 0.45'"
    let words = try node.text().split(separator: " ").map(String.init)
    guard words.count == 3, let bars = Int(words[1]), let energy = Double(words[2]) else {
      try node.complain(node.unexpected(expected))
      return nil
    }
    guard StyleFile.sectionKinds.contains(words[0]) else {
      try node.complain(
        .unknownName(
          node.place, kind: "section kind", found: words[0],
          nearest: Spelling.nearest(to: words[0], among: StyleFile.sectionKinds).first,
          known: StyleFile.sectionKinds))
      return nil
    }
    guard (1...64).contains(bars) else {
      try node.complain(.outOfRange(node.place, found: words[1], expected: "1 to 64 bars"))
      return nil
    }
    guard (0...1).contains(energy) else {
      try node.complain(
        .outOfRange(node.place, found: words[2], expected: "an energy from 0 to 1"))
      return nil
    }
    return Style.FormSection(name: words[0], bars: bars, energy: energy)
  }
}
