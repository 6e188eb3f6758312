import Music
import Production

/// A bass and a top voice that move together in fifths or octaves, in styles that avoid it.
struct ParallelFifths: ReviewRule {
  let rule = Critique.Rule.parallelFifths
  /// So many parallels in a hundred moves of both voices may stand.
  static let allowed = 5

  func review(_ piece: Piece) -> Verdict {
    guard piece.isStrictInVoiceLeading else {
      return .left(because: "only styles of strict part-writing avoid them")
    }
    let moments = OuterVoices.moments(of: piece)
    var (moves, parallels): (Int, [Int]) = (0, [])
    for (before, after) in zip(moments, moments.dropFirst()) where after.isMove(from: before) {
      moves += 1
      if after.isParallel(to: before) { parallels.append(after.bar) }
    }
    let figures = ["parallel fifths and octaves": Double(parallels.count)]
    guard parallels.count > 1, parallels.count * 100 > Self.allowed * moves else {
      return .heard([], figures: figures)
    }
    let finding = Critique.Finding(
      rule: rule, bars: Set(parallels).sorted(),
      sentence:
        "The outer voices move in parallel fifths or octaves \(parallels.count) times in "
        + "\(count(moves, "move")).",
      suggestion: "Let the upper voice move against the bass there.")
    return .heard([finding], figures: figures)
  }
}
