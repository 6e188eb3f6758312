public import Production

/// What a rule has to say of one piece.
public enum Verdict: Sendable {
  /// It was applied; there may be findings and figures.
  case heard([Critique.Finding], figures: [String: Double] = [:])
  /// It could not be applied, and why, as a clause.
  case left(because: String)
}

/// One rule of thumb: reads a piece, changes nothing and finds what breaks the rule.
///
/// A rule is a value without state; it depends on the piece alone.
public protocol ReviewRule: Sendable {
  /// Its name, by which styles excuse it.
  var rule: Critique.Rule { get }
  /// Reads a piece.
  func review(_ piece: Piece) -> Verdict
}
