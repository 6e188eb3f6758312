package import Production
package import ReferenceIndex

/// What the steps of a line are worth as evidence, in sixteenths of a bit.
///
/// What everybody writes is worth nothing: runs by step in even time, repeated notes, and what comes
/// again within eight steps (broken chords, sequences, loops) from its second time on.
///
/// Of long lines only stretches are weighed that are asked for. Memory is used again from one line
/// to the next.
package struct Worth: Sendable {
  /// By note: what its interval from the note before tells; 0 for the first.
  package private(set) var intervals: [UInt8] = []
  /// By note: what the time before it tells after the time before that.
  package private(set) var relations: [UInt8] = []

  /// The longest distance at which a return is noticed.
  static let longestPeriod = 8
  /// How many notes are weighed together.
  package static let stretch = 64

  private let kind: Verdict.Line
  private let model: StepModel
  /// By stretch, whether it was weighed.
  private var isKnown: [Bool] = []
  /// Kinds of steps and relations of times about the stretch, behind eight that are like none.
  private var steps = [UInt8](repeating: 255, count: stretch + 3 * longestPeriod + 2)
  private var times = [UInt8](repeating: 255, count: stretch + 3 * longestPeriod + 2)

  /// Prepares to weigh lines of a kind.
  package init(kind: Verdict.Line, model: StepModel) {
    self.kind = kind
    self.model = model
  }

  /// Forgets the line before and makes room for one of so many notes.
  package mutating func begin(count: Int) {
    if intervals.count < count {
      let missing = count - intervals.count
      intervals.append(contentsOf: repeatElement(0, count: missing))
      relations.append(contentsOf: repeatElement(0, count: missing))
    }
    isKnown.removeAll(keepingCapacity: true)
    isKnown.append(contentsOf: repeatElement(false, count: count / Self.stretch + 1))
  }

  /// Weighs at least some notes of the line.
  package mutating func cover(_ range: Range<Int>, of line: ReferenceLine) {
    let range = range.clamped(to: 0..<line.count)
    guard !range.isEmpty else { return }
    for number in (range.lowerBound / Self.stretch)...((range.upperBound - 1) / Self.stretch)
    where !isKnown[number] {
      isKnown[number] = true
      let start = number * Self.stretch
      weigh(start..<min(start + Self.stretch, line.count), line)
    }
  }

  private mutating func weigh(_ range: Range<Int>, _ line: ReferenceLine) {
    // What a note is worth depends on the fifteen before and the two behind.
    let base = max(1, range.lowerBound - 2 * Self.longestPeriod)
    let top = min(line.count, range.upperBound + 2)
    for index in base..<max(base, top) {
      let place = index - base + Self.longestPeriod
      steps[place] = UInt8(
        truncatingIfNeeded: kind == .chords
          ? StepModel.change(line.values[index], after: line.values[index - 1])
          : StepModel.interval(Int(line.values[index]) - Int(line.values[index - 1])))
      times[place] =
        index > 1
        ? UInt8(
          truncatingIfNeeded: StepModel.relation(
            line.onsets[index] - line.onsets[index - 1],
            after: line.onsets[index - 1] - line.onsets[index - 2])) : 4
    }
    if range.lowerBound == 0 { (intervals[0], relations[0]) = (0, 0) }
    for index in max(1, range.lowerBound)..<max(1, range.upperBound) {
      intervals[index] = interval(index, base)
      relations[index] = relation(index, base)
    }
    discountReturns(range, base)
    if kind != .chords, kind != .rhythm { discountRuns(range, base, line) }
  }

  private func interval(_ index: Int, _ base: Int) -> UInt8 {
    let place = index - base + Self.longestPeriod
    switch kind {
    case .rhythm: return 0
    case .chords:
      guard index > 1 else { return 0 }
      return UInt8(clamping: model.bits(change: Int(steps[place]), after: Int(steps[place - 1])))
    default:
      return UInt8(
        clamping: model.bits(
          interval: Int(steps[place]), after: index > 1 ? Int(steps[place - 1]) : StepModel.widest,
          index > 2 ? Int(steps[place - 2]) : StepModel.widest))
    }
  }

  private func relation(_ index: Int, _ base: Int) -> UInt8 {
    guard index > 1, kind != .chords else { return 0 }
    let place = index - base + Self.longestPeriod
    return UInt8(
      clamping: model.bits(
        relation: Int(times[place]), after: Int(times[place - 1]),
        index > 2 ? Int(times[place - 2]) : 4))
  }

  private mutating func discountReturns(_ range: Range<Int>, _ base: Int) {
    // All periods together, the longest first, as the notes before stand in memory.
    let needed: SIMD8<UInt8> = [8, 7, 6, 5, 4, 3, 2, 2]
    var lengths = SIMD8<UInt8>()
    (kind == .rhythm ? times : steps).withUnsafeBytes { kinds in
      for index in max(1, range.lowerBound - Self.longestPeriod)..<max(1, range.upperBound) {
        let before = kinds.loadUnaligned(fromByteOffset: index - base, as: SIMD8<UInt8>.self)
        let own = SIMD8<UInt8>(repeating: kinds[index - base + Self.longestPeriod])
        lengths = (lengths &+ 1).replacing(with: 0, where: own .!= before)
        if index >= range.lowerBound, any(lengths .>= needed) {
          intervals[index] /= 8
          relations[index] /= 8
        }
      }
    }
  }

  /// Runs: three or more steps of one direction by one or two semitones, or on one key.
  private mutating func discountRuns(_ range: Range<Int>, _ base: Int, _ line: ReferenceLine) {
    func direction(_ index: Int) -> Int? {
      let step = Int(line.values[index]) - Int(line.values[index - 1])
      return abs(step) <= 2 ? step.signum() : nil
    }
    /// Whether a step goes on as the one before.
    func goesOn(_ index: Int) -> Bool {
      guard index > 1, index < line.count, times[index - base + Self.longestPeriod] == 4,
        let way = direction(index)
      else { return false }
      return direction(index - 1) == way
    }
    let first = max(1, range.lowerBound)
    // Of the step before, this one, the next and the one behind it.
    var (last, own, next) = (goesOn(first - 1), goesOn(first), goesOn(first + 1))
    for index in first..<max(first, range.upperBound) {
      let behind = goesOn(index + 2)
      if own && (last || next) || next && behind {
        intervals[index] = 0
        relations[index] = 0
      }
      (last, own, next) = (own, next, behind)
    }
  }
}
