public import Production

/// One operation on a project: what was done, with which inputs, from which state to which.
public struct ProjectEvent: Hashable, Codable, Sendable, Identifiable {
  /// The number of the event, from 1.
  public let id: Int64
  /// The operation, such as `compose` or `regenerate`.
  public let verb: String
  /// The inputs as JSON.
  public let inputs: String
  /// One line for people.
  public let summary: String
  /// The version of the program.
  public let engine: String
  /// The state before; nil for the first event.
  public let before: Int64?
  /// The state after.
  public let after: Int64
  /// Whether the state after the event is the current one.
  public let isCurrent: Bool
}

/// An operation that is about to be stored.
public struct ProjectOperation: Hashable, Sendable {
  /// The operation's name, such as `compose` or `regenerate`.
  public var verb: String
  /// The inputs as JSON.
  public var inputs: String
  /// One line for people.
  public var summary: String
  /// Whose the notes are that it writes or changes.
  public var actor: LedgerActor
  /// The seed that draws, where anything is drawn.
  public var seed: UInt64?
  /// Files that come in.
  public var sources: [LedgerSource]

  /// Makes an operation; what nobody is named for counts as the engine's.
  public init(
    verb: String, inputs: String, summary: String,
    actor: LedgerActor = .engine(LedgerEngine(version: EtudeVersion.current)),
    seed: UInt64? = nil, sources: [LedgerSource] = []
  ) {
    self.verb = verb
    self.inputs = inputs
    self.summary = summary
    self.actor = actor
    self.seed = seed
    self.sources = sources
  }

  /// Whether the engine writes notes in it; what it does to the sound of notes is no writing.
  var isWrittenByEngine: Bool {
    guard case .engine = actor else { return false }
    return verb != "mix"
  }

  /// Puts candidates before the other inputs, which are an object of JSON; as a key `candidates` comes
  /// before those of every operation that has any.
  mutating func list(candidates: [String]) throws {
    let list = "{\"candidates\":\(try JSONText.line(candidates))"
    inputs = inputs == "{}" ? list + "}" : list + "," + inputs.dropFirst()
  }
}
