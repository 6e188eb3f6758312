import Music
import Production

/// Bars in the middle in which nobody plays.
struct EmptyBars: ReviewRule {
  let rule = Critique.Rule.emptyBars
  /// Silent bars that are no pause any more.
  static let most = 2, mostPlayed = 4

  func review(_ piece: Piece) -> Verdict {
    let silent = (0..<piece.bars).map { bar in !piece.voices.contains { $0.sounding[bar] } }
    let least = piece.isRecognized ? Self.mostPlayed : Self.most
    let gaps = runs(silent, atLeast: least).filter {
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
