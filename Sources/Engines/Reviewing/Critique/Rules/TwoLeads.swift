import Music
import Production

/// Two melodies at once for long.
struct TwoLeads: ReviewRule {
  let rule = Critique.Rule.twoLeads
  /// Bars in a row.
  static let most = 8

  func review(_ piece: Piece) -> Verdict {
    guard !piece.isRecognized else { return .left(because: "the roles were only guessed") }
    let leads = piece.voices(.lead)
    guard leads.count > 1 else { return .heard([]) }
    var findings: [Critique.Finding] = []
    for (index, first) in leads.enumerated() {
      for second in leads[(index + 1)...] {
        let both = (0..<piece.bars).map { bar in
          let a = Set(first.bars[bar].map { Piece.step($0.onset) })
          let b = Set(second.bars[bar].map { Piece.step($0.onset) })
          // A second voice in the same rhythm harmonises; it is no other lead.
          return a.count >= 3 && b.count >= 3 && a.intersection(b).count * 2 < a.union(b).count
        }
        guard let run = runs(both, atLeast: Self.most).max(by: { $0.count < $1.count }) else {
          continue
        }
        findings.append(
          Critique.Finding(
            rule: rule, parts: [first.id, second.id], bars: Array(run),
            sentence: "\(first.name) and \(second.name) both lead for \(run.count) bars.",
            suggestion: "Let one rest, or make it a counter-melody in the gaps."))
      }
    }
    return .heard(findings)
  }
}
