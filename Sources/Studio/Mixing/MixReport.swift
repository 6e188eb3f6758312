public import Mixing
public import Production
import Signal

/// What was mixed: the object that `--json` prints and `report.json` holds.
public struct MixReport: Encodable, Sendable {
  /// `project` or `stems`.
  public var source: String
  /// The files written; empty for a dry run.
  public var files: [String]
  /// What stems were taken for.
  public var stems: [StemGuess]
  /// The plan with every move.
  public var plan: MixPlan
  /// Before and after, as measured; nil for a dry run.
  public var comparison: MixComparison?
  /// How much the mix's own file was lowered to keep 6 dB of headroom, at most 0.
  public var headroomGain: Double
  /// The master's measurements; nil without one.
  public var master: MasterReport?
  /// Seconds spent in each stage.
  public var stages: [String: Double]
  /// What the user should know.
  public var notices: [String]
  /// The version of the program.
  public var version = EtudeVersion.current
}
