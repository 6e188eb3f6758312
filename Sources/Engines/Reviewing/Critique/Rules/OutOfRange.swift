import Music
import Production

/// Notes beyond an instrument.
struct OutOfRange: ReviewRule {
  let rule = Critique.Rule.outOfRange

  func review(_ piece: Piece) -> Verdict {
    var (inside, all) = (0, 0)
    let findings = piece.voices.compactMap { voice -> Critique.Finding? in
      let range = voice.part.instrument.range
      let beyond = voice.strikes.filter { $0.numbers.contains { !range.contains($0) } }
      all += voice.part.notes.count
      let notes = voice.part.notes.filter { !range.contains($0.pitch.number) }
      inside += voice.part.notes.count - notes.count
      if piece.isLenient, voice.isDrums { return nil }
      guard notes.count * 100 > piece.bound(.rangeShare) * voice.part.notes.count else {
        return nil
      }
      return Critique.Finding(
        rule: rule, parts: [voice.id], bars: beyond.bars,
        sentence:
          "\(count(notes.count, "note")) of \(voice.name) \(notes.count == 1 ? "lies" : "lie") "
          + "outside \(Pitch(number: range.lowerBound))-\(Pitch(number: range.upperBound)), what "
          + "\(voice.part.instrument.name) can play.",
        suggestion: "Move them by octaves or give the part to another instrument.")
    }
    return .heard(
      findings, figures: ["notes in range": all == 0 ? 1 : Double(inside) / Double(all)])
  }
}
