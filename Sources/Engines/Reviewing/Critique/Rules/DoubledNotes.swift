import Music
import Production

/// A note struck twice, or again while it still sounds, in one part.
struct DoubledNotes: ReviewRule {
  let rule = Critique.Rule.doubledNotes

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.voices.compactMap { voice in
        let doubled = doubled(in: voice)
        // Two voices of one staff meet on a note.
        if piece.isLenient, piece.isNotation { return nil }
        guard doubled.count * 100 > piece.bound(.doubledNotes) * voice.part.notes.count else {
          return nil
        }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: doubled.bars,
          sentence: "\(voice.name) strikes \(count(doubled.count, "note")) that still sound.",
          suggestion: "End the first note where the second begins, or leave one out.")
      })
  }

  private func doubled(in voice: Voice) -> [Voice.Strike] {
    var ends: [Int: Beat] = [:]
    var found: [Voice.Strike] = []
    for strike in voice.strikes {
      var isDoubled = false
      for (index, note) in strike.notes.enumerated() {
        if index > 0, strike.notes[index - 1].pitch.number == note.pitch.number {
          isDoubled = true
        } else if !voice.isDrums, let end = ends[note.pitch.number], end > note.onset {
          isDoubled = true
        }
        ends[note.pitch.number] = max(note.end, ends[note.pitch.number] ?? note.end)
      }
      if isDoubled { found.append(strike) }
    }
    return found
  }
}
