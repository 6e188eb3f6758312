import Measures
import Music
import Production

/// Sections of equal energy.
struct FlatEnergy: ReviewRule {
  let rule = Critique.Rule.flatEnergy
  /// Sections and bars that make a form, and how far the fullest stands above the emptiest at least.
  static let sections = 4, bars = 24, least = 0.15

  func review(_ piece: Piece) -> Verdict {
    let energies = SectionEnergy.all(of: piece.score, performance: piece.performance)
    guard energies.count >= Self.sections else {
      return .left(because: "there are fewer than \(Self.sections) sections")
    }
    guard piece.bars >= Self.bars else {
      return .left(because: "there are fewer than \(Self.bars) bars")
    }
    let values = energies.map(\.overall)
    let spread = (values.max() ?? 0) - (values.min() ?? 0)
    var figures = ["spread of energy": spread]
    var findings: [Critique.Finding] = []
    if let plan = piece.plan, plan.sections.count == energies.count {
      let planned = plan.sections.map(\.energy)
      let agreement = RankCorrelation.of(planned, values)
      figures["planned against heard energy"] = agreement
      if agreement >= 0.8 {
        findings.append(
          Critique.Finding(
            rule: rule, kind: .strength,
            sentence:
              "The energy of the sections is heard as planned (rank correlation "
              + "\(Double(Int(agreement * 100)) / 100))."))
      }
    }
    if spread < Self.least {
      findings.append(
        Critique.Finding(
          rule: rule,
          sentence:
            "All \(energies.count) sections are about equally full: they differ by "
            + "\(Int(spread * 100))% at most.",
          suggestion: "Take layers away from verses and breaks, and add them to the climax."))
    }
    return .heard(findings, figures: figures)
  }
}
