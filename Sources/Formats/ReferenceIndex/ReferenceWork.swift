public import Production

/// A work of an index: its name and its bars.
public struct ReferenceWork: Hashable, Sendable {
  /// The length of bars from some bar on.
  public struct BarLength: Hashable, Sendable {
    /// The first bar, counted from 0.
    public var bar: Int
    /// The length in 96ths of a quarter note, at least 1.
    public var length: Int

    /// Says how long bars are.
    public init(bar: Int, length: Int) {
      self.bar = bar
      self.length = length
    }
  }

  /// Title, composer, licence, source and tune.
  public var name: Verdict.Work
  /// How long its bars are, ascending; the first from bar 0 on.
  public var barLengths: [BarLength]

  /// Describes a work.
  public init(name: Verdict.Work, barLengths: [BarLength]) {
    self.name = name
    self.barLengths = barLengths
  }

  /// The bar, counted from 0, that holds a time in 24ths of a quarter note.
  public func bar(at time: Int) -> Int {
    var rest = max(time, 0) * 4
    for (index, change) in barLengths.enumerated() {
      let bars = rest / max(change.length, 1)
      guard index + 1 < barLengths.count else { return change.bar + bars }
      let span = barLengths[index + 1].bar - change.bar
      if bars < span { return change.bar + bars }
      rest -= span * change.length
    }
    return 0
  }
}

/// A line of a work: what sounds, and when it begins.
public struct ReferenceLine: Hashable, Sendable {
  /// MIDI keys; of chords the root's pitch class plus twelve times the kind of chord.
  public var values: [Int16]
  /// Onsets in 24ths of a quarter note, ascending, from 0.
  public var onsets: [Int32]

  /// Makes a line; both lists are of one length.
  public init(values: [Int16] = [], onsets: [Int32] = []) {
    precondition(values.count == onsets.count, "every value has its onset")
    self.values = values
    self.onsets = onsets
  }

  /// How many notes or chords.
  public var count: Int { values.count }
}

/// A step of a line: what is added to the value, and to the onset.
struct LineStep: Hashable, Comparable {
  var interval: Int16
  var time: UInt16

  static func < (left: LineStep, right: LineStep) -> Bool {
    (left.interval, left.time) < (right.interval, right.time)
  }
}
