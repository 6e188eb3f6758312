import Music
import Production

/// Nothing to hear in the first two seconds.
struct LateStart: ReviewRule {
  let rule = Critique.Rule.lateStart
  /// Seconds that a listener waits.
  static let patience = 2.0

  func review(_ piece: Piece) -> Verdict {
    guard let first = piece.voices.compactMap({ $0.part.notes.first?.onset }).min() else {
      return .left(because: "there are no notes")
    }
    let seconds = piece.score.tempo.seconds(at: first)
    // An upbeat stands at the end of a first bar that counts as whole.
    guard seconds > Self.patience, first >= piece.starts[1] else {
      return .heard([], figures: ["seconds to the first note": seconds])
    }
    let bar = piece.bar(at: first)
    return .heard(
      [
        Critique.Finding(
          rule: rule, bars: Array(0..<bar),
          sentence: "The first note comes after \(Double(Int(seconds * 10)) / 10) seconds.",
          suggestion: "Begin with the hook, the groove or a chord.")
      ], figures: ["seconds to the first note": seconds])
  }
}
