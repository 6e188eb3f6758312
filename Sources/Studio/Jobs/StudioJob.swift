import Foundation
public import Production

/// What went wrong in a job, for people.
public struct JobFault: Hashable, Codable, Sendable {
  /// One sentence.
  public var sentence: String
  /// What may be done about it.
  public var hint: String?

  /// Makes a fault.
  public init(sentence: String, hint: String? = nil) {
    self.sentence = sentence
    self.hint = hint
  }
}

/// A piece of long work that is waited for, done, or was ended.
public struct StudioJob: Hashable, Codable, Sendable, Identifiable {
  /// Where a job stands.
  public enum State: String, Codable, Sendable {
    /// It waits for its turn.
    case queued
    /// It is worked on.
    case running
    /// It came to its end.
    case done
    /// It could not be done.
    case failed
    /// It was stopped.
    case cancelled

    /// Whether nothing more happens.
    public var isOver: Bool { self != .queued && self != .running }
  }

  /// A name that no other job of the library has.
  public var id: String
  /// What is to be done.
  public var order: JobOrder
  /// By which way it was ordered; nil for the page.
  public var interface: LedgerInterface?
  /// Where it stands.
  public var state = State.queued
  /// The share that is done, 0...1.
  public var progress = 0.0
  /// The stage that is worked on.
  public var stage: StudioProgress.Stage?
  /// The part that is worked on.
  public var part: String?
  /// When it was ordered, begun and ended, in seconds since 1970.
  public var created: Double
  /// When it was begun.
  public var started: Double?
  /// When it was ended.
  public var ended: Double?
  /// The revision of its project when it began, by which a server that was killed knows whether the
  /// work was stored.
  public var revision: Int64?
  /// What came of it.
  public var result: JobResult?
  /// Why nothing came of it.
  public var fault: JobFault?
}

/// What came of a job.
public struct JobResult: Hashable, Codable, Sendable {
  /// The projects that were made, by their ids in the library, best first.
  public var projects: [String] = []
  /// The project that was changed.
  public var project: String?
  /// What changed, in one line.
  public var text: String?
  /// What the user should know.
  public var notices: [String] = []
  /// Files that were written, below the project's folder.
  public var files: [String] = []
  /// A report as JSON, where the job makes one.
  public var report: String?

  /// Makes a result.
  public init(
    projects: [String] = [], project: String? = nil, text: String? = nil, notices: [String] = [],
    files: [String] = [], report: String? = nil
  ) {
    self.projects = projects
    self.project = project
    self.text = text
    self.notices = notices
    self.files = files
    self.report = report
  }
}
