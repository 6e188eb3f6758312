import Music
import Production

/// A melody that starts every phrase on the same beat and note.
struct SamePhraseStart: ReviewRule {
  let rule = Critique.Rule.samePhraseStart
  /// So many phrases make a habit.
  static let least = 6
  /// So many phrases in a hundred that begin alike are too many.
  static let most = 80

  private struct Start: Hashable {
    var position: Int
    var number: Int
  }

  func review(_ piece: Piece) -> Verdict {
    let leads = piece.voices(.lead)
    guard !leads.isEmpty else { return .left(because: "there is no lead") }
    return .heard(
      leads.compactMap { voice in
        var starts: [Start: [Int]] = [:]
        var phrases = 0
        for phrase in piece.phrases {
          guard let note = phrase.lazy.compactMap({ voice.bars[$0].first }).first else { continue }
          let bar = piece.bar(at: note.onset)
          let start = Start(
            position: Piece.step(note.onset - piece.starts[bar]), number: note.pitch.number)
          starts[start, default: []].append(bar)
          phrases += 1
        }
        guard phrases >= Self.least,
          let (start, bars) = starts.max(by: {
            ($0.value.count, $1.key.number) < ($1.value.count, $0.key.number)
          }), bars.count * 100 >= Self.most * phrases
        else { return nil }
        let beat = Double(start.position) / Double(Piece.grain) + 1
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: bars,
          sentence:
            "\(bars.count) of \(phrases) phrases of \(voice.name) begin on beat "
            + "\(beat == beat.rounded() ? "\(Int(beat))" : "\(beat)") with "
            + "\(piece.score.key(ofBar: 0).pitch(start.number)).",
          suggestion: "Begin some with an upbeat, after a rest or on another note of the chord.")
      })
  }
}
