public import Production

/// Reviews pieces by the rules of thumb of the house.
///
/// A pure function of the piece; may be called on any thread. The cost grows with the notes.
public struct Reviewer: Sendable {
  /// The version of the rules and their thresholds; it grows when any of them changes.
  public static let version = 2

  private let rules: [any ReviewRule]

  /// Makes a reviewer with all rules of the house, or some of them.
  public init(rules: [any ReviewRule] = Reviewer.all) { self.rules = rules }

  /// What the rules find in a piece.
  ///
  /// With `measuring` the figures of form that no rule judges are taken too; their cost grows with
  /// the square of the number of bars and sections.
  public func review(_ piece: Piece, measuring: Bool = true) -> Critique {
    var critique = Critique(
      rules: Self.version, findings: [], figures: measuring ? FormFigures.of(piece) : [:])
    for rule in rules {
      guard !piece.exceptions.contains(rule.rule) else {
        critique.omissions.append(
          Critique.Omission(rule: rule.rule, reason: "the style breaks it on purpose"))
        continue
      }
      switch rule.review(piece) {
      case .heard(let findings, let figures):
        critique.findings += findings
        critique.figures.merge(figures) { first, _ in first }
      case .left(let reason):
        critique.omissions.append(Critique.Omission(rule: rule.rule, reason: reason))
      }
    }
    critique.findings = Self.ordered(critique.findings)
    return critique
  }

  /// Winces before strengths, grave before ordinary, otherwise as the rules stand.
  private static func ordered(_ findings: [Critique.Finding]) -> [Critique.Finding] {
    func rank(_ finding: Critique.Finding) -> Int {
      if finding.kind == .strength { return 2 }
      return finding.severity == .grave ? 0 : 1
    }
    return (0...2).flatMap { wanted in findings.filter { rank($0) == wanted } }
  }
}
