public import Music

/// Why settings of an arpeggiator cannot be read.
public enum ArpeggiatorSettingsError: Error, Hashable, Sendable {
  /// There is no setting of this name.
  case unknownKey(String)
  /// A setting has a value that it cannot have.
  case value(key: String, found: String, expected: String)
  /// A word is not of the form `key=value`.
  case malformed(String)
}

extension ArpeggiatorSettings {
  /// The names of the settings that can be written as words, in the order of the documentation.
  public static let keys = [
    "direction", "range", "range-pattern", "rate", "times", "sync", "gate", "swing", "rhythm",
    "accents", "pan", "levels", "latch", "counting",
  ]

  /// How many octaves there may be.
  public static let ranges = 1...4
  /// How long a step may be, in quarter notes.
  public static let rates = Beat(1, 12)...Beat(4)
  /// By what a figure may be stretched in time.
  public static let factors = Beat(1, 8)...Beat(8)
  /// How much of its step a note may sound.
  public static let gates = 0.05...1.0
  /// Where the second of two steps may begin, as a share of both.
  public static let swings = 0.5...0.75
  /// What a share may be.
  public static let shares = 0.0...1.0

  /// Reads settings from words such as `direction=up-down range=2 gate=0.6`.
  public init(words: [String]) throws(ArpeggiatorSettingsError) {
    self.init()
    for word in words {
      guard let sign = word.firstIndex(of: "=") else { throw .malformed(word) }
      try set(String(word[..<sign]), to: String(word[word.index(after: sign)...]))
    }
  }

  /// Sets one value from its text.
  public mutating func set(
    _ key: String, to text: String
  ) throws(ArpeggiatorSettingsError) {
    switch key {
    case "direction": direction = try Self.word(key, text)
    case "range": range = try Self.integer(key, text, Self.ranges)
    case "range-pattern": rangePattern = try Self.word(key, text)
    case "rate": rate = try Self.beat(key, text, Self.rates)
    case "times": times = try Self.beat(key, text, Self.factors)
    case "sync": sync = try Self.word(key, text)
    case "gate": gate = try Self.number(key, text, Self.gates)
    case "swing": swing = try Self.number(key, text, Self.swings)
    case "rhythm": rhythm = try Self.rhythm(key, text)
    case "accents": accents = try Self.line(key, text, of: "Xxo", most: 64)
    case "pan": pan = try Self.places(key, text)
    case "levels": levels = try Self.number(key, text, Self.shares)
    case "latch":
      guard ["true", "false"].contains(text) else {
        throw .value(key: key, found: text, expected: "true or false")
      }
      latch = text == "true"
    case "counting": counting = try Self.word(key, text)
    default: throw .unknownKey(key)
    }
  }

  private static func word<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ text: String
  ) throws(ArpeggiatorSettingsError) -> Value where Value.RawValue == String {
    if let value = Value(rawValue: text) { return value }
    let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
    throw .value(key: key, found: text, expected: "one of \(known)")
  }

  private static func integer(
    _ key: String, _ text: String, _ range: ClosedRange<Int>
  ) throws(ArpeggiatorSettingsError) -> Int {
    if let value = Int(text), range.contains(value) { return value }
    throw .value(
      key: key, found: text,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  /// A share, also as a percentage.
  private static func number(
    _ key: String, _ text: String, _ range: ClosedRange<Double>
  ) throws(ArpeggiatorSettingsError) -> Double {
    let isPercent = text.hasSuffix("%")
    if let value = Double(isPercent ? String(text.dropLast()) : text) {
      let share = isPercent ? value / 100 : value
      if range.contains(share) { return share }
    }
    throw .value(
      key: key, found: text, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
  }

  private static func beat(
    _ key: String, _ text: String, _ range: ClosedRange<Beat>
  ) throws(ArpeggiatorSettingsError) -> Beat {
    if let value = Beat(text), range.contains(value), value.denominator <= 96 { return value }
    throw .value(
      key: key, found: text,
      expected: "a fraction such as 1/2 from \(range.lowerBound) to \(range.upperBound)")
  }

  private static func line(
    _ key: String, _ text: String, of allowed: String, most: Int
  ) throws(ArpeggiatorSettingsError) -> String {
    let steps = text.filter { $0 != " " && $0 != "|" }
    guard (1...most).contains(steps.count), steps.allSatisfy(allowed.contains) else {
      throw .value(key: key, found: text, expected: "1 to \(most) steps of '\(allowed)'")
    }
    return text
  }

  private static func rhythm(
    _ key: String, _ text: String
  ) throws(ArpeggiatorSettingsError) -> String {
    let expected = "1 to 256 steps of 'Xxo.-', at least one struck, or \(PatternNotation.expected)"
    guard let written = try? PatternNotation.expanded(text) else {
      throw .value(key: key, found: text, expected: expected)
    }
    let steps = written.filter { $0 != " " && $0 != "|" }
    guard (1...256).contains(steps.count), steps.allSatisfy("Xxo.-".contains),
      steps.contains(where: "Xxo".contains)
    else { throw .value(key: key, found: text, expected: expected) }
    return text
  }

  private static func places(
    _ key: String, _ text: String
  ) throws(ArpeggiatorSettingsError) -> [Double] {
    let terms = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.filter { $0 != " " })
    }
    let places = terms.compactMap { $0 }.filter { (-1...1).contains($0) }
    guard places.count == terms.count, (1...64).contains(places.count) else {
      throw .value(
        key: key, found: text, expected: "1 to 64 numbers from -1 (left) to 1 (right)")
    }
    return places
  }
}

extension ArpeggiatorSettings: CustomStringConvertible {
  /// The settings as words, those that are set: `direction=up-down range=2`.
  public var description: String {
    var words: [String] = []
    func add(_ key: String, _ value: String?) {
      if let value { words.append("\(key)=\(value)") }
    }
    add("direction", direction?.rawValue)
    add("range", range.map(String.init))
    add("range-pattern", rangePattern?.rawValue)
    add("rate", rate?.description)
    add("times", times?.description)
    add("sync", sync?.rawValue)
    add("gate", gate.map { "\($0)" })
    add("swing", swing.map { "\($0)" })
    add("rhythm", rhythm)
    add("accents", accents)
    add("pan", pan.map { $0.map { "\($0)" }.joined(separator: ",") })
    add("levels", levels.map { "\($0)" })
    add("latch", latch.map { "\($0)" })
    add("counting", counting?.rawValue)
    if let pattern { add("pattern", "\(pattern.steps.count) notes in \(pattern.length) beats") }
    return words.joined(separator: " ")
  }
}
