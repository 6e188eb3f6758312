import Measures
import Music
import Production

/// A climax that is planned and not heard.
struct MissingClimax: ReviewRule {
  let rule = Critique.Rule.missingClimax
  /// How far below the fullest section the planned climax may stay.
  static let tolerance = 0.06

  func review(_ piece: Piece) -> Verdict {
    guard let plan = piece.plan, plan.sections.count >= 4 else {
      return .left(because: "no climax is planned")
    }
    let energies = SectionEnergy.all(of: piece.score, performance: piece.performance)
    guard energies.count == plan.sections.count,
      let top = plan.sections.map(\.energy).max(),
      let fullest = energies.map(\.overall).max(),
      let least = plan.sections.map(\.energy).min(), top - least >= 0.1,
      // Of several planned climaxes one is enough: the fullest, of equals the last.
      let climax = plan.sections.indices.filter({ plan.sections[$0].energy > top - 0.05 })
        .max(by: { (energies[$0].overall, $0) < (energies[$1].overall, $1) })
    else { return .left(because: "no climax is planned") }
    let heard = energies[climax].overall
    let section = plan.sections[climax]
    let end = Double(section.startBar + section.bars) / Double(max(1, plan.bars))
    let figures = ["end of the climax": end, "climax as heard": heard / max(fullest, 1e-9)]
    guard heard < fullest - Self.tolerance else {
      guard end > 0.5, heard == fullest else { return .heard([], figures: figures) }
      return .heard(
        [
          Critique.Finding(
            rule: rule, kind: .strength, bars: Array(section.barRange),
            sentence:
              "The climax, \(section.id), is the fullest section and ends at "
              + "\(Int(end * 100))% of the piece.")
        ], figures: figures)
    }
    let finding = Critique.Finding(
      rule: rule, bars: Array(section.barRange),
      sentence:
        "\(section.id) is planned as the climax and is only \(Int(100 * heard / fullest))% as full "
        + "as the fullest section.",
      suggestion: "Let more parts play there, higher and louder.")
    return .heard([finding], figures: figures)
  }
}
