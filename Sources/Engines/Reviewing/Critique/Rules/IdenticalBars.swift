import Music
import Production

/// Eight identical bars of the whole band, or two bars that are looped eight times.
struct IdenticalBars: ReviewRule {
  let rule = Critique.Rule.identicalBars
  /// Bars in a row.
  static let most = 8

  func review(_ piece: Piece) -> Verdict {
    let bars = (0..<piece.bars).map { bar in
      BarContent.of(piece.voices, bar: bar, starts: piece.starts)
    }
    guard let run = BarContent.longestLoop(bars, atLeast: Self.most) else { return .heard([]) }
    return .heard([
      Critique.Finding(
        rule: rule, bars: Array(run),
        sentence: "The whole band plays \(run.count) bars that are alike to the note.",
        suggestion: "Vary a fill, a voicing or a layer every four or eight bars.")
    ])
  }
}
