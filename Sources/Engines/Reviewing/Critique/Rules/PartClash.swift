import Music
import Production

/// An accompaniment in the melody's octave and rhythm for long, without doubling it.
struct PartClash: ReviewRule {
  let rule = Critique.Rule.partClash
  /// Bars in a row.
  static let most = 8

  func review(_ piece: Piece) -> Verdict {
    guard !piece.isRecognized else { return .left(because: "the roles were only guessed") }
    var findings: [Critique.Finding] = []
    for lead in piece.voices(.lead) {
      for other in piece.pitched
      where [.chords, .pad, .arpeggio, .counter].contains(other.part.role) {
        let clashing = (0..<piece.bars).map { clashes(lead.bars[$0], other.bars[$0]) }
        guard let run = runs(clashing, atLeast: Self.most).max(by: { $0.count < $1.count }) else {
          continue
        }
        findings.append(
          Critique.Finding(
            rule: rule, parts: [lead.id, other.id], bars: Array(run),
            sentence:
              "\(other.name) has the octave and the rhythm of \(lead.name) for \(run.count) bars.",
            suggestion: "Move it an octave away or let it answer in the rests."))
      }
    }
    return .heard(findings)
  }

  /// Whether in a bar both have three onsets or more, nearly all together, less than an octave from
  /// the melody's notes, and other notes than the melody's.
  private func clashes(_ lead: [Note], _ other: [Note]) -> Bool {
    let (a, b) = (Set(lead.map { Piece.step($0.onset) }), Set(other.map { Piece.step($0.onset) }))
    guard a.count >= 3, b.count >= 3, a.intersection(b).count * 10 >= a.union(b).count * 8 else {
      return false
    }
    var (near, doubled) = (0, 0)
    for note in lead {
      let together = other.filter { Piece.step($0.onset) == Piece.step(note.onset) }
      if together.contains(where: { $0.pitchClass == note.pitchClass }) { doubled += 1 }
      if together.contains(where: { abs($0.pitch.number - note.pitch.number) < 12 }) { near += 1 }
    }
    return near * 4 >= lead.count * 3 && doubled * 2 < lead.count
  }
}
