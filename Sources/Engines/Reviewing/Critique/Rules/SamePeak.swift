import Music
import Production

/// A melody that climbs to the same peak over and over.
struct SamePeak: ReviewRule {
  let rule = Critique.Rule.samePeak
  /// So many phrases make a habit.
  static let least = 8
  /// So many phrases in a hundred with one peak are too many.
  static let most = 75

  func review(_ piece: Piece) -> Verdict {
    let leads = piece.voices(.lead)
    guard !leads.isEmpty else { return .left(because: "there is no lead") }
    return .heard(
      leads.compactMap { voice in
        var peaks: [Int: [Int]] = [:]
        var phrases = 0
        for phrase in piece.phrases {
          let notes = phrase.flatMap { voice.bars[$0] }
          guard notes.count >= 4, let peak = notes.map(\.pitch.number).max() else { continue }
          peaks[peak, default: []].append(phrase.lowerBound)
          phrases += 1
        }
        guard phrases >= Self.least,
          let (peak, bars) = peaks.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }),
          bars.count * 100 >= Self.most * phrases
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: bars,
          sentence:
            "\(bars.count) of \(phrases) phrases of \(voice.name) have the same peak, "
            + "\(piece.score.key(ofBar: 0).pitch(peak)).",
          suggestion: "Keep the highest note for one phrase of a section.")
      })
  }
}
