import Production
import ReferenceIndex

/// What the steps of a line are worth as evidence, in sixteenths of a bit.
///
/// What everybody writes is worth nothing: runs by step in even time, repeated notes, and what comes
/// again within eight steps (broken chords, sequences, loops) from its second time on.
struct Worth: Sendable {
  /// By note: what its interval from the note before tells; 0 for the first.
  var intervals: [UInt8]
  /// By note: what the time before it tells after the time before that.
  var relations: [UInt8]

  /// The longest distance at which a return is noticed.
  static let longestPeriod = 8

  init(_ line: ReferenceLine, kind: Verdict.Line, model: StepModel) {
    let count = line.count
    intervals = [UInt8](repeating: 0, count: count)
    relations = [UInt8](repeating: 0, count: count)
    guard count > 1 else { return }
    var steps = [Int](repeating: 0, count: count)
    var times = [Int](repeating: 4, count: count)
    for index in 1..<count {
      steps[index] =
        kind == .chords
        ? StepModel.change(line.values[index], after: line.values[index - 1])
        : StepModel.interval(Int(line.values[index]) - Int(line.values[index - 1]))
      guard index > 1 else { continue }
      times[index] = StepModel.relation(
        line.onsets[index] - line.onsets[index - 1],
        after: line.onsets[index - 1] - line.onsets[index - 2])
    }
    for index in 1..<count {
      switch kind {
      case .chords:
        intervals[index] =
          index > 1 ? UInt8(clamping: model.bits(change: steps[index], after: steps[index - 1])) : 0
      case .rhythm: break
      default:
        intervals[index] = UInt8(
          clamping: model.bits(
            interval: steps[index], after: index > 1 ? steps[index - 1] : StepModel.widest,
            index > 2 ? steps[index - 2] : StepModel.widest))
      }
      guard index > 1, kind != .chords else { continue }
      relations[index] = UInt8(
        clamping: model.bits(
          relation: times[index], after: times[index - 1], index > 2 ? times[index - 2] : 4))
    }
    discountReturns(steps, times, kind)
    if kind != .chords, kind != .rhythm { discountRuns(line, times) }
  }

  private mutating func discountReturns(_ steps: [Int], _ times: [Int], _ kind: Verdict.Line) {
    var lengths = [Int](repeating: 0, count: Self.longestPeriod + 1)
    for index in 1..<steps.count {
      var isReturn = false
      for period in 1...Self.longestPeriod {
        let isSame =
          index > period
          && (kind == .rhythm
            ? times[index] == times[index - period] : steps[index] == steps[index - period])
        lengths[period] = isSame ? lengths[period] + 1 : 0
        if lengths[period] >= max(2, period) { isReturn = true }
      }
      if isReturn {
        intervals[index] /= 8
        relations[index] /= 8
      }
    }
  }

  /// Runs: three or more steps of one direction by one or two semitones, or on one key.
  private mutating func discountRuns(_ line: ReferenceLine, _ times: [Int]) {
    func direction(_ index: Int) -> Int? {
      let step = Int(line.values[index]) - Int(line.values[index - 1])
      return abs(step) <= 2 ? step.signum() : nil
    }
    var start = 1
    while start < line.count {
      var end = start + 1
      if let way = direction(start) {
        while end < line.count, direction(end) == way, times[end] == 4 { end += 1 }
        if end - start >= 3 {
          for index in start..<end {
            intervals[index] = 0
            relations[index] = 0
          }
        }
      }
      start = end
    }
  }
}
