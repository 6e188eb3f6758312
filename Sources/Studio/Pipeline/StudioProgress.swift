/// How far a piece of work is.
public struct StudioProgress: Hashable, Sendable {
  /// A stage of the pipeline.
  public enum Stage: String, CaseIterable, Codable, Sendable {
    /// Music to compare with to an index.
    case indexing
    /// Brief and style to plan and score.
    case composing
    /// Score to performance.
    case performing
    /// Performance to stems.
    case rendering
    /// Stems to mix and master.
    case mixing
    /// A finished mix to its master.
    case mastering
    /// Files to their places.
    case writing
    /// Songs to what is compared of them.
    case reading
  }

  /// The stage.
  public var stage: Stage
  /// The part that is worked on, where there is one.
  public var part: String?
  /// The share of the whole work that is done, 0...1.
  public var total: Double

  /// Makes a report of progress.
  public init(stage: Stage, part: String? = nil, total: Double) {
    self.stage = stage
    self.part = part
    self.total = total
  }
}

/// Who wants to know how long work goes on, and who may stop it; called from any thread.
public struct WorkMonitor: Sendable {
  /// Takes reports of progress.
  public var report: @Sendable (StudioProgress) -> Void
  /// Whether the work is to stop.
  public var isCancelled: @Sendable () -> Bool

  /// Makes a monitor; by default nobody watches.
  public init(
    report: @escaping @Sendable (StudioProgress) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.report = report
    self.isCancelled = isCancelled
  }
}
