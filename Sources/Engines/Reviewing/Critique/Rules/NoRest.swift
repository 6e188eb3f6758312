import Music
import Production

/// A part that plays from first to last bar without rest.
struct NoRest: ReviewRule {
  let rule = Critique.Rule.noRest
  /// Bars and parts from which somebody can rest.
  static let bars = 16, band = 4
  /// Music from elsewhere: a band of so many.
  static let playedBand = 6

  func review(_ piece: Piece) -> Verdict {
    guard piece.bars >= Self.bars, piece.score.sections.count > 2 || piece.isRecognized,
      piece.voices.count >= (piece.isRecognized ? Self.playedBand : Self.band)
    else { return .left(because: "it is too short or too small for rests of whole bars") }
    let restless = piece.voices.filter { !$0.sounding.contains(false) }
    // A hymn or a march in which everybody plays throughout is a texture, not an oversight.
    if piece.isRecognized, restless.count * 2 > piece.voices.count {
      return .left(because: "all play throughout, as a choir does")
    }
    guard !piece.isRecognized || restless.count > 2 else { return .heard([]) }
    return .heard(
      restless.prefix(piece.isRecognized ? 1 : restless.count).map { voice in
        Critique.Finding(
          rule: rule, parts: [voice.id],
          sentence: "\(voice.name) plays in all \(piece.bars) bars.",
          suggestion: "Let it rest for a section, or enter later.")
      })
  }
}
