import Music
import Production

/// More notes at once than the instrument has voices.
struct TooManyNotes: ReviewRule {
  let rule = Critique.Rule.tooManyNotes
  /// Files put two players on one track: so many strikes in a hundred may have too many notes.
  static let allowed = 60

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
        guard !crowded.isEmpty else { return nil }
        if piece.isRecognized,
          crowded.count * 100 <= Self.allowed * voice.strikes.count
            || piece.isNotation
        {
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
