/// A report on a piece: what makes a listener wince, what is strong, and the figures behind both.
public struct Critique: Hashable, Codable, Sendable {
  /// Whether a finding speaks against the piece or for it.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Something that makes one wince.
    case wince
    /// Something that is well made.
    case strength
  }

  /// How much a wince weighs.
  public enum Severity: String, Codable, CaseIterable, Sendable {
    /// A lapse of taste; a listener may forgive it.
    case ordinary
    /// A fault that no style excuses by itself: unplayable, broken or mechanical.
    case grave
  }

  /// One thing that was found.
  public struct Finding: Hashable, Codable, Sendable {
    /// The rule that speaks.
    public var rule: Rule
    /// For or against.
    public var kind: Kind
    /// How much it weighs; ordinary for strengths.
    public var severity: Severity
    /// The ids of the parts concerned; empty for the whole band.
    public var parts: [String]
    /// The bars concerned, ascending and counted from 0; empty for the whole piece.
    public var bars: [Int]
    /// What was found, one sentence with its numbers.
    public var sentence: String
    /// What would mend it; empty for strengths.
    public var suggestion: String

    /// Makes a finding.
    public init(
      rule: Rule, kind: Kind = .wince, severity: Severity? = nil, parts: [String] = [],
      bars: [Int] = [], sentence: String, suggestion: String = ""
    ) {
      self.rule = rule
      self.kind = kind
      self.severity = severity ?? (kind == .wince ? rule.severity : .ordinary)
      self.parts = parts
      self.bars = bars
      self.sentence = sentence
      self.suggestion = suggestion
    }
  }

  /// A rule that could not be or was not applied, and why.
  public struct Omission: Hashable, Codable, Sendable {
    /// The rule.
    public var rule: Rule
    /// Why it was left out, as a clause.
    public var reason: String

    /// Makes an omission.
    public init(rule: Rule, reason: String) {
      self.rule = rule
      self.reason = reason
    }
  }

  /// The version of the rules and their thresholds.
  public var rules: Int
  /// What was found: winces before strengths, grave ones first.
  public var findings: [Finding]
  /// The measurements by name.
  public var figures: [String: Double]
  /// The rules that were left out.
  public var omissions: [Omission]

  /// Makes a critique.
  public init(
    rules: Int, findings: [Finding], figures: [String: Double] = [:], omissions: [Omission] = []
  ) {
    self.rules = rules
    self.findings = findings
    self.figures = figures
    self.omissions = omissions
  }

  /// The findings against the piece.
  public var winces: [Finding] { findings.filter { $0.kind == .wince } }

  /// The findings for the piece.
  public var strengths: [Finding] { findings.filter { $0.kind == .strength } }

  /// What the winces weigh together: 1 for each ordinary and 3 for each grave one.
  public var weight: Int { winces.reduce(0) { $0 + ($1.severity == .grave ? 3 : 1) } }
}
