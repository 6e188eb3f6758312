import Music
import Production

/// A note that is never let go: longer than eight bars, or held on against the chords.
struct StuckNotes: ReviewRule {
  let rule = Critique.Rule.stuckNotes
  /// No player holds a note so long; organ points of human scores stay below.
  static let most = 8

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.pitched.compactMap { voice in
        let stuck = voice.strikes.filter { strike in
          strike.notes.contains { note in
            let end = min(strike.bar + Self.most, piece.bars)
            return note.end > piece.starts[end] && end < piece.bars
              || note.end > piece.starts[piece.bars]
          }
        }
        guard let first = stuck.first else { return nil }
        let longest = first.notes.map(\.duration).max() ?? .zero
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: stuck.bars,
          sentence:
            "\(voice.name) holds \(stuck.count) notes that are not let go, one of them for "
            + "\(Int(longest.value)) beats.",
          suggestion: "Cut them where the next phrase begins.")
      })
  }
}
