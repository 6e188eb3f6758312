import Music
import Production

/// More notes at once than the instrument has voices.
struct TooManyNotes: ReviewRule {
  let rule = Critique.Rule.tooManyNotes

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.pitched.compactMap { voice in
        let polyphony = voice.part.instrument.polyphony
        var sounding: [Note] = []
        var (crowded, most): ([Voice.Strike], Int) = ([], 0)
        for strike in voice.strikes {
          sounding.removeAll { $0.end <= strike.onset }
          sounding += strike.notes
          if sounding.count > polyphony { crowded.append(strike) }
          most = max(most, sounding.count)
        }
        if piece.isLenient, piece.isNotation { return nil }
        guard crowded.count * 100 > piece.bound(.crowdedShare) * voice.strikes.count else {
          return nil
        }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: crowded.bars,
          sentence:
            "\(voice.name) has up to \(most) notes at once; \(voice.part.instrument.name) plays "
            + "\(polyphony).",
          suggestion: "End notes where the next begin, or share them out.")
      })
  }
}
