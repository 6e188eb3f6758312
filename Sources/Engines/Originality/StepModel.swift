import Production
import ReferenceIndex

/// What follows what in melodies: how much each step of a line tells, in sixteenths of a bit.
///
/// Two chains: of intervals behind the two before, and of the relation between neighbouring times
/// behind the two before; a third of chords behind one. Each is smoothed by the shorter contexts
/// (Witten and Bell, "The zero-frequency problem", 1991).
package struct StepModel: Sendable {
  /// Wider intervals count as this one.
  static let widest = 12
  /// Kinds of intervals.
  static let intervals = 2 * widest + 1
  /// Kinds of relations between times.
  static let relations = 9
  /// Kinds of chord changes: twelve roots by four kinds.
  static let changes = 12 * ChordLine.kinds
  /// Bytes of a model.
  package static let length =
    intervals * intervals * intervals + relations * relations * relations + changes * changes

  /// Sixteenths of a bit by context and step: intervals, then relations, then chords.
  let bytes: [UInt8]

  /// A model that was kept; nil where the bytes are none.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  /// The kind of an interval.
  static func interval(_ semitones: Int) -> Int { min(max(semitones, -widest), widest) + widest }

  /// The kind of the relation between a time and the time before: 4 where they are alike.
  @inline(__always)
  static func relation(_ time: Int32, after before: Int32) -> Int {
    let (t, b) = (Int(time), Int(before))
    // Eight thresholds, each of which counts one: no jumps, so that long lines cost little.
    func one(_ isAbove: Bool) -> Int { isAbove ? 1 : 0 }
    return one(t * 10 >= b * 3) + one(t * 20 >= b * 9) + one(t * 10 >= b * 6)
      + one(t * 10 >= b * 9) + one(t * 10 > b * 11) + one(t * 6 > b * 10) + one(t * 10 > b * 25)
      + one(t * 10 > b * 36)
  }

  /// The kind of a change of chords.
  @inline(__always)
  static func change(_ value: Int16, after before: Int16) -> Int {
    let root = ((Int(value) - Int(before)) % 12 + 12) % 12
    return root * ChordLine.kinds + min(max(Int(value) / 12, 0), ChordLine.kinds - 1)
  }

  func bits(interval step: Int, after last: Int, _ before: Int) -> Int {
    Int(bytes[(before * Self.intervals + last) * Self.intervals + step])
  }

  func bits(relation step: Int, after last: Int, _ before: Int) -> Int {
    let base = Self.intervals * Self.intervals * Self.intervals
    return Int(bytes[base + (before * Self.relations + last) * Self.relations + step])
  }

  func bits(change step: Int, after last: Int) -> Int {
    let base =
      Self.intervals * Self.intervals * Self.intervals
      + Self.relations * Self.relations * Self.relations
    return Int(bytes[base + last * Self.changes + step])
  }
}

/// Counts steps, and makes a model of them.
struct StepCounts: Sendable {
  private var intervals = [Int](
    repeating: 0, count: StepModel.intervals * StepModel.intervals * StepModel.intervals)
  private var relations = [Int](
    repeating: 0, count: StepModel.relations * StepModel.relations * StepModel.relations)
  private var changes = [Int](repeating: 0, count: StepModel.changes * StepModel.changes)

  /// Counts the steps of a melody.
  mutating func add(melody line: ReferenceLine) {
    let n = StepModel.intervals
    let r = StepModel.relations
    var (last, before) = (StepModel.widest, StepModel.widest)
    var (lastRelation, beforeRelation) = (4, 4)
    guard line.count > 1 else { return }
    for index in 1..<line.count {
      let step = StepModel.interval(Int(line.values[index]) - Int(line.values[index - 1]))
      intervals[(before * n + last) * n + step] += 1
      (before, last) = (last, step)
      guard index > 1 else { continue }
      let relation = StepModel.relation(
        line.onsets[index] - line.onsets[index - 1],
        after: line.onsets[index - 1] - line.onsets[index - 2])
      relations[(beforeRelation * r + lastRelation) * r + relation] += 1
      (beforeRelation, lastRelation) = (lastRelation, relation)
    }
  }

  /// Counts changes of chords.
  mutating func add(chords line: ReferenceLine) {
    var last: Int?
    for (before, value) in zip(line.values, line.values.dropFirst()) {
      let change = StepModel.change(value, after: before)
      if let last { changes[last * StepModel.changes + change] += 1 }
      last = change
    }
  }

  /// The model.
  var model: [UInt8] {
    Self.bits(intervals, size: StepModel.intervals, orders: 3)
      + Self.bits(relations, size: StepModel.relations, orders: 3)
      + Self.bits(changes, size: StepModel.changes, orders: 2)
  }

  /// Bits of each step behind each context, where counts stand by context and step.
  private static func bits(_ counts: [Int], size: Int, orders: Int) -> [UInt8] {
    // Chances in millionths, from the shortest context to the longest.
    let million = 1_000_000
    var chances = [Int](repeating: million / size, count: size)
    for order in 1...orders {
      let contexts = (1..<order).reduce(1) { product, _ in product * size }
      var longer = [Int](repeating: 0, count: contexts * size)
      for (index, count) in counts.enumerated() { longer[index % (contexts * size)] += count }
      var next = [Int](repeating: 0, count: contexts * size)
      for context in 0..<contexts {
        let row = longer[(context * size)..<(context * size + size)]
        let total = row.reduce(0, +)
        let kinds = row.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        // The shorter context is the longer one's end.
        let shorter = (context % max(1, contexts / size)) * size
        for step in 0..<size {
          let behind = chances[order == 1 ? step : shorter + step]
          next[context * size + step] =
            total == 0
            ? behind : (row[row.startIndex + step] * million + kinds * behind) / (total + kinds)
        }
      }
      chances = next
    }
    return chances.map { UInt8(clamping: Logarithm.sixteenths(million, over: max($0, 1))) }
  }
}
