import Music
import Production

/// A part that plays from first to last bar without rest.
struct NoRest: ReviewRule {
  let rule = Critique.Rule.noRest
  /// Bars from which somebody can rest.
  static let bars = 16

  func review(_ piece: Piece) -> Verdict {
    guard piece.bars >= Self.bars, piece.score.sections.count > 2 || piece.isRecognized,
      piece.voices.count >= piece.bound(.band)
    else { return .left(because: "it is too short or too small for rests of whole bars") }
    let restless = piece.voices.filter { !$0.sounding.contains(false) }
    // A hymn or a march in which everybody plays throughout is a texture, not an oversight.
    if piece.isLenient, restless.count * 2 > piece.voices.count {
      return .left(because: "all play throughout, as a choir does")
    }
    guard restless.count >= piece.bound(.restless) else { return .heard([]) }
    return .heard(
      restless.prefix(piece.isLenient ? 1 : restless.count).map { voice in
        Critique.Finding(
          rule: rule, parts: [voice.id],
          sentence: "\(voice.name) plays in all \(piece.bars) bars.",
          suggestion: "Let it rest for a section, or enter later.")
      })
  }
}
