import Measures
import Production

/// Measurements of form that no rule judges alone.
enum FormFigures {
  static func of(_ piece: Piece) -> [String: Double] {
    var figures = SymbolicMetrics(of: piece.score).byName
    let pairs = SectionSimilarity(of: piece.score).pairs
    let same = pairs.filter(\.isSameKind).map(\.likeness)
    if let mean = mean(same) { figures["likeness of sections of one name"] = mean }
    if let most = same.max() { figures["greatest likeness of sections of one name"] = most }
    let other = pairs.filter { !$0.isSameKind }.map(\.likeness)
    if let mean = mean(other) { figures["likeness of sections of other names"] = mean }
    if let plan = piece.plan, plan.sections.count >= 3 {
      let heard = SectionEnergy.all(of: piece.score, performance: piece.performance)
      if heard.count == plan.sections.count {
        let planned = plan.sections.map(\.energy)
        figures["planned energy against loudness"] = RankCorrelation.of(
          planned, heard.map(\.loudness))
        figures["planned energy against density"] = RankCorrelation.of(
          planned, heard.map(\.density))
      }
    }
    return figures
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
