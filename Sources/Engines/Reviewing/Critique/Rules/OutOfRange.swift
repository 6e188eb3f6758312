import Music
import Production

/// Notes beyond an instrument.
struct OutOfRange: ReviewRule {
  let rule = Critique.Rule.outOfRange
  /// Programs of files are often stand-ins: so many notes in a hundred may lie beyond them.
  static let allowed = 20

  func review(_ piece: Piece) -> Verdict {
    var (inside, all) = (0, 0)
    let findings = piece.voices.compactMap { voice -> Critique.Finding? in
      let range = voice.part.instrument.range
      let beyond = voice.strikes.filter { $0.numbers.contains { !range.contains($0) } }
      all += voice.part.notes.count
      let notes = voice.part.notes.filter { !range.contains($0.pitch.number) }
      inside += voice.part.notes.count - notes.count
      guard !notes.isEmpty else { return nil }
      if piece.isRecognized,
        notes.count * 100 <= Self.allowed * voice.part.notes.count || voice.isDrums
      {
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
