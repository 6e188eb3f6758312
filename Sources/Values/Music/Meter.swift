/// A metre: beats in a bar and the note value that counts as one.
public struct Meter: Hashable, Sendable {
  /// How many note values fill a bar, 1...32; up to 255 of the shortest two.
  public let numerator: Int
  /// The note value: 1, 2, 4, 8, 16 or 32; 64 and 128 only in bars that were made to fit a time.
  public let denominator: Int

  /// The lower numbers that people write.
  public static let writtenDenominators = [1, 2, 4, 8, 16, 32]

  /// Makes a metre; nil when a number is out of its range.
  public init?(_ numerator: Int, _ denominator: Int) {
    let isFitted = denominator == 64 || denominator == 128
    guard isFitted || Meter.writtenDenominators.contains(denominator),
      (1...(isFitted ? 255 : 32)).contains(numerator)
    else { return nil }
    self.init(unchecked: numerator, denominator)
  }

  /// The metre of a bar of a length in quarter notes, in the longest note value that counts it,
  /// quarter notes at the longest; nil where none does.
  public init?(barLength: Beat) {
    var denominator = 4
    while denominator <= 128 {
      let count = barLength * denominator / 4
      if count.denominator == 1, let meter = Meter(count.numerator, denominator) {
        self = meter
        return
      }
      denominator *= 2
    }
    return nil
  }

  private init(unchecked numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Four quarter notes.
  public static let common = Meter(unchecked: 4, 4)
  /// Three quarter notes.
  public static let waltz = Meter(unchecked: 3, 4)

  /// The length of a bar in quarter notes.
  public var barLength: Beat { Beat(numerator * 4, denominator) }

  /// The length of the counted note value in quarter notes.
  public var unit: Beat { Beat(4, denominator) }

  /// Whether beats divide in three, as in 6/8, 9/8 and 12/8.
  public var isCompound: Bool {
    (8...16).contains(denominator) && numerator > 3 && numerator % 3 == 0
  }

  /// The felt beats of a bar as groups of counted note values: 4/4 is [1,1,1,1], 6/8 is [3,3],
  /// 7/8 is [2,2,3], 5/4 is [1,1,1,1,1].
  public var groups: [Int] {
    if isCompound { return Array(repeating: 3, count: numerator / 3) }
    guard denominator >= 8, numerator > 3 else { return Array(repeating: 1, count: numerator) }
    if denominator >= 32 {
      // A bar that was made to fit a time is felt in quarter notes and what is left.
      let (beats, rest) = numerator.quotientAndRemainder(dividingBy: denominator / 4)
      return Array(repeating: denominator / 4, count: beats) + (rest > 0 ? [rest] : [])
    }
    // Twos first and one three last: the usual count of 5/8, 7/8 and 11/8.
    let isOdd = numerator % 2 == 1
    return Array(repeating: 2, count: (numerator - (isOdd ? 3 : 0)) / 2) + (isOdd ? [3] : [])
  }

  /// The positions of the felt beats in a bar, in quarter notes from its start.
  public var pulses: [Beat] {
    var position = Beat.zero
    return groups.map { group in
      defer { position = position + unit * group }
      return position
    }
  }

  /// Where the second half of a bar begins, in quarter notes from its start: on a felt beat where
  /// there are two, the later half being the shorter one in odd metres.
  public var middle: Beat {
    let pulses = pulses
    return pulses.count > 1 ? pulses[(pulses.count + 1) / 2] : barLength / 2
  }

  /// Metric strength of a position in the bar, 0 (weakest) to 1 (the downbeat).
  public func strength(at position: Beat) -> Double {
    if position == .zero { return 1 }
    let pulses = pulses
    if let index = pulses.firstIndex(of: position) {
      if numerator == 5, denominator == 4 { return index == 3 ? 0.75 : 0.5 }
      return pulses.count % 2 == 0 && index == pulses.count / 2 ? 0.75 : 0.5
    }
    if (position % unit) == .zero { return 0.35 }
    if (position % (unit / 2)) == .zero { return 0.25 }
    return (position % (unit / 4)) == .zero ? 0.12 : 0.05
  }
}

extension Meter: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// The metre as text: `6/8`.
  public var description: String { "\(numerator)/\(denominator)" }

  /// Reads `6/8`; nil for anything else.
  public init?(_ description: String) {
    let terms = description.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard terms.count == 2, let numerator = terms[0], let denominator = terms[1] else {
      return nil
    }
    self.init(numerator, denominator)
  }

  /// Reads the metre from its text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a metre such as 6/8", Meter.init)
  }

  /// Writes the metre as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

/// The metres of a piece: which metre holds from which bar on.
public struct MeterMap: Hashable, Codable, Sendable {
  /// A metre and the bar, counted from 0, from which it holds.
  public struct Change: Hashable, Codable, Sendable {
    /// The first bar, counted from 0.
    public var bar: Int
    /// The metre from that bar on.
    public var meter: Meter

    /// Makes a change.
    public init(bar: Int, meter: Meter) {
      self.bar = bar
      self.meter = meter
    }
  }

  /// The changes by ascending bar; the first stands at bar 0.
  public private(set) var changes: [Change]

  /// One metre throughout.
  public init(_ meter: Meter) { changes = [Change(bar: 0, meter: meter)] }

  /// Several metres; changes are sorted, later ones at the same bar win, 4/4 fills a missing start.
  public init(changes: [Change]) {
    self.init(.common)
    for change in changes where change.bar >= 0 { set(change.meter, from: change.bar) }
  }

  /// Puts a metre from a bar on up to the next change.
  public mutating func set(_ meter: Meter, from bar: Int) {
    changes.removeAll { $0.bar == bar }
    changes.append(Change(bar: bar, meter: meter))
    changes.sort { $0.bar < $1.bar }
  }

  /// The metre of a bar, counted from 0.
  public func meter(ofBar bar: Int) -> Meter {
    changes.last { $0.bar <= bar }?.meter ?? changes[0].meter
  }

  /// The start of a bar, counted from 0, in quarter notes.
  public func start(ofBar bar: Int) -> Beat {
    var start = Beat.zero
    for (index, change) in changes.enumerated() where change.bar < bar {
      let end = index + 1 < changes.count ? min(changes[index + 1].bar, bar) : bar
      start = start + change.meter.barLength * (end - change.bar)
    }
    return start
  }

  /// The bar, counted from 0, that holds a time at or after the origin.
  public func bar(at beat: Beat) -> Int {
    var start = Beat.zero
    for (index, change) in changes.enumerated() {
      let length = change.meter.barLength
      let bars = ((beat - start) / length).floor
      guard index + 1 < changes.count else { return change.bar + bars }
      let span = changes[index + 1].bar - change.bar
      if bars < span { return change.bar + bars }
      start = start + length * span
    }
    return 0
  }
}
