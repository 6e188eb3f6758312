import Music
import Production

/// A lead that never breathes: more than eight bars without a beat of rest.
struct NoBreath: ReviewRule {
  let rule = Critique.Rule.noBreath
  func review(_ piece: Piece) -> Verdict {
    let leads = piece.voices(.lead)
    guard !leads.isEmpty else { return .left(because: "there is no lead") }
    if piece.isLenient, leads.allSatisfy({ !Self.breathes($0) }) {
      return .left(because: "the lead is not sung or blown")
    }
    var findings: [Critique.Finding] = []
    var (resting, whole) = (0.0, 0.0)
    for voice in leads where !piece.isLenient || Self.breathes(voice) {
      let limit = piece.bound(.barsWithoutBreath)
      let runs = unbroken(voice, in: piece).filter { $0.count > limit }
      let notes = voice.line
      for (note, next) in zip(notes, notes.dropFirst()) where next.onset > note.end {
        resting += (next.onset - note.end).value
      }
      if let first = notes.first, let last = notes.last {
        whole += (last.end - first.onset).value
      }
      guard let longest = runs.max(by: { $0.count < $1.count }) else { continue }
      findings.append(
        Critique.Finding(
          rule: rule, parts: [voice.id], bars: Array(longest),
          sentence: "\(voice.name) plays \(longest.count) bars without a beat of rest.",
          suggestion: "Let it breathe at the ends of phrases."))
    }
    return .heard(findings, figures: whole > 0 ? ["rest of the lead": resting / whole] : [:])
  }

  /// Whether somebody's lungs are behind it.
  private static func breathes(_ voice: Voice) -> Bool {
    [.brass, .reed, .pipe].contains(voice.part.instrument.family)
      || voice.part.instrument.id.contains("voice") || voice.part.instrument.id.contains("choir")
  }

  /// Bars covered by notes that follow one another with less than a beat between.
  private func unbroken(_ voice: Voice, in piece: Piece) -> [Range<Int>] {
    var found: [Range<Int>] = []
    guard var start = voice.part.notes.first?.onset else { return [] }
    var end = start
    for note in voice.part.notes {
      if note.onset - end >= Beat(1) {
        found.append(bars(from: start, to: end, piece))
        start = note.onset
      }
      end = max(end, note.end)
    }
    return found + [bars(from: start, to: end, piece)]
  }

  /// Whole bars in a stretch of time, each by its own length, so that neither an upbeat nor an odd
  /// bar makes it longer.
  private func bars(from start: Beat, to end: Beat, _ piece: Piece) -> Range<Int> {
    let first = piece.bar(at: start)
    return first..<(first + (piece.place(of: end) - piece.place(of: start)).floor)
  }
}
