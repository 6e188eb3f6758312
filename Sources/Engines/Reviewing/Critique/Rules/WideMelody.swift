import Music
import Production

/// A melody that wanders over too many octaves.
struct WideMelody: ReviewRule {
  let rule = Critique.Rule.wideMelody

  func review(_ piece: Piece) -> Verdict {
    let leads = piece.voices(.lead).filter { $0.part.notes.count >= 16 }
    guard !leads.isEmpty else { return .left(because: "there is no lead") }
    var figures: [String: Double] = [:]
    let findings = leads.compactMap { voice -> Critique.Finding? in
      let numbers = voice.line.map(\.pitch.number).sorted()
      let low = numbers[numbers.count / 20]
      let high = numbers[numbers.count - 1 - numbers.count / 20]
      figures["range of \(voice.id) in semitones"] = Double(numbers[numbers.count - 1] - numbers[0])
      guard high - low > piece.bound(.melodySpan) else { return nil }
      return Critique.Finding(
        rule: rule, parts: [voice.id],
        sentence: "Nine tenths of \(voice.name) spread over \(high - low) semitones.",
        suggestion: "Keep a melody within an octave and a half; move whole sections instead.")
    }
    return .heard(findings, figures: figures)
  }
}
