import Music
import Production

/// Bars in the middle in which nobody plays.
struct EmptyBars: ReviewRule {
  let rule = Critique.Rule.emptyBars

  func review(_ piece: Piece) -> Verdict {
    let silent = (0..<piece.bars).map { bar in !piece.voices.contains { $0.sounding[bar] } }
    let gaps = runs(silent, atLeast: piece.bound(.emptyBars)).filter {
      $0.lowerBound > 0 && $0.upperBound < piece.bars
    }
    guard let longest = gaps.map(\.count).max() else { return .heard([]) }
    return .heard([
      Critique.Finding(
        rule: rule, bars: gaps.flatMap { Array($0) },
        sentence: "Nobody plays for \(longest) bars.",
        suggestion: "Let a pad or the bass hold on.")
    ])
  }
}
