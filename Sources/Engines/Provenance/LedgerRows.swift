/// What a project file holds, row by row, as it was read and before anything of it is believed.
public struct LedgerRows: Hashable, Sendable {
  /// The identities of the project; one is right.
  public var projects: [String] = []
  /// The events in ascending order of their numbers.
  public var events: [Event] = []
  /// The records of events and their signatures, in ascending order of the events.
  public var seals: [Seal] = []
  /// The bytes of public keys, in hexadecimal, by fingerprint.
  public var signers: [String: String] = [:]
  /// The states by number.
  public var states: [Int64: State] = [:]
  /// The digests of the values of states, by slot.
  public var slots: [Int64: [String: String]] = [:]
  /// The digests of stored values: as they are named, and as their bytes are.
  public var values: [String: String] = [:]
  /// The current states; one is right.
  public var heads: [Int64] = []
  /// What could not be read.
  public var faults: [LedgerFinding] = []

  /// Makes empty rows.
  public init() {}

  /// The visible row of an event.
  public struct Event: Hashable, Sendable {
    /// The number.
    public var id: Int64
    /// The operation.
    public var verb: String
    /// The inputs as JSON.
    public var inputs: String
    /// One line for people.
    public var summary: String
    /// The version of the program.
    public var engine: String
    /// The states before and after.
    public var before: Int64?, after: Int64

    /// Makes a row.
    public init(
      id: Int64, verb: String, inputs: String, summary: String, engine: String, before: Int64?,
      after: Int64
    ) {
      self.id = id
      self.verb = verb
      self.inputs = inputs
      self.summary = summary
      self.engine = engine
      self.before = before
      self.after = after
    }
  }

  /// The record of an event as it was signed.
  public struct Seal: Hashable, Sendable {
    /// The number of the event.
    public var event: Int64
    /// The bytes that were hashed.
    public var record: [UInt8]
    /// Their SHA-256.
    public var hash: String
    /// The signature in hexadecimal.
    public var signature: String

    /// Makes a row.
    public init(event: Int64, record: [UInt8], hash: String, signature: String) {
      self.event = event
      self.record = record
      self.hash = hash
      self.signature = signature
    }
  }

  /// Where a state comes from and where a redo leads.
  public struct State: Hashable, Sendable {
    /// The state that it was made from.
    public var parent: Int64?
    /// The state that the last undo came from.
    public var redo: Int64?

    /// Makes a row.
    public init(parent: Int64? = nil, redo: Int64? = nil) {
      self.parent = parent
      self.redo = redo
    }
  }
}
