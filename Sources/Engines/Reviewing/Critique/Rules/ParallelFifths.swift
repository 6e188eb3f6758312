import Music
import Production

/// A bass and a top voice that move together in fifths or octaves, in styles that avoid it.
struct ParallelFifths: ReviewRule {
  let rule = Critique.Rule.parallelFifths
  /// So many parallels in a hundred moves of both voices may stand.
  static let allowed = 5

  func review(_ piece: Piece) -> Verdict {
    guard piece.isClassical else { return .left(because: "only classical styles avoid them") }
    let outer = outerVoices(of: piece)
    var (moves, parallels): (Int, [Int]) = (0, [])
    for (before, after) in zip(outer, outer.dropFirst()) {
      let (low, high) = (after.low - before.low, after.high - before.high)
      guard low != 0, high != 0 else { continue }
      moves += 1
      let interval = (after.high - after.low) % 12
      if low == high, interval == 0 || interval == 7, after.high > after.low {
        parallels.append(after.bar)
      }
    }
    guard parallels.count > 1, parallels.count * 100 > Self.allowed * moves else {
      return .heard([], figures: ["parallel fifths and octaves": Double(parallels.count)])
    }
    let finding = Critique.Finding(
      rule: rule, bars: Set(parallels).sorted(),
      sentence:
        "The outer voices move in parallel fifths or octaves \(parallels.count) times in "
        + "\(count(moves, "move")).",
      suggestion: "Let the upper voice move against the bass there.")
    return .heard([finding], figures: ["parallel fifths and octaves": Double(parallels.count)])
  }

  /// The lowest and highest sounding note wherever both are struck anew.
  private func outerVoices(of piece: Piece) -> [(low: Int, high: Int, bar: Int)] {
    var byStep: [Int: (low: Int, high: Int, bar: Int, count: Int)] = [:]
    for strike in piece.pitched.flatMap(\.strikes) {
      guard let low = strike.numbers.first, let high = strike.numbers.last else { continue }
      let step = Piece.step(strike.onset)
      let old = byStep[step]
      byStep[step] = (
        min(low, old?.low ?? low), max(high, old?.high ?? high), strike.bar,
        strike.notes.count + (old?.count ?? 0)
      )
    }
    return byStep.sorted { $0.key < $1.key }.filter { $0.value.count >= 3 }
      .map { ($0.value.low, $0.value.high, $0.value.bar) }
  }
}
