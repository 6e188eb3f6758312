/// Something in a project that is not as it was signed.
public struct LedgerFinding: Hashable, Codable, Sendable {
  /// What kind of thing is wrong.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// There is no ledger: the project was made before there was one, or it was taken away.
    case noLedger
    /// The project has no identity, several, or another than its events.
    case project
    /// An event says something else than what was signed.
    case changed
    /// An event is not there.
    case removed
    /// An event stands in the place of another.
    case reordered
    /// An event was put in without a signature.
    case unsigned
    /// An event's signature was not made with the key that it names.
    case badSignature
    /// The public key that an event names is not in the project, or another is in its place.
    case unknownSigner
    /// An event does not follow on the one before it.
    case brokenChain
    /// A newer program wrote an event.
    case unknownFormat
    /// A state of the song is missing, was put in, or has other neighbours.
    case state
    /// The list of values of a state was changed.
    case slot
    /// A value was changed, is missing, or was put in.
    case value
    /// The project stands at another state than after its last event.
    case head
    /// Later events were known, and are not there.
    case rolledBack
    /// Tables, views or triggers of the file are not those of a project.
    case schema
    /// Rows that cannot be read.
    case unreadable
  }

  /// What kind of thing is wrong.
  public var kind: Kind
  /// The event that is concerned, where one is.
  public var event: Int64?
  /// What is wrong, as a clause.
  public var detail: String

  /// Makes a finding.
  public init(_ kind: Kind, event: Int64? = nil, _ detail: String) {
    self.kind = kind
    self.event = event
    self.detail = detail
  }
}

/// A head of a ledger that is known from elsewhere: what the last event was, once.
public struct KnownHead: Hashable, Codable, Sendable {
  /// Where it is known from.
  public enum Origin: String, Hashable, Codable, Sendable {
    /// The list that this machine keeps.
    case machine
    /// A person, a report or a manifest.
    case given
  }

  /// The number of the event; nil where the hash alone is known.
  public var event: Int64?
  /// The hash of the event, or its beginning of 8 digits or more.
  public var hash: String
  /// Where it is known from.
  public var origin: Origin

  /// Makes a known head.
  public init(event: Int64? = nil, hash: String, origin: Origin) {
    self.event = event
    self.hash = hash
    self.origin = origin
  }
}

/// What a look at a whole ledger found.
public struct LedgerVerdict: Hashable, Codable, Sendable {
  /// A key that signed, and what.
  public struct Signer: Hashable, Codable, Sendable {
    /// The fingerprint.
    public var key: String
    /// The names that were declared with it.
    public var names: [String]
    /// How many events it signed.
    public var events: Int
    /// Whether it is this machine's key.
    public var isOwn: Bool
  }

  /// What is wrong, in the order of the events.
  public var findings: [LedgerFinding] = []
  /// What is not wrong and should be known.
  public var remarks: [String] = []
  /// The identity of the project.
  public var project: String?
  /// How many events there are.
  public var events = 0
  /// The first event that is sealed; those before are covered by it as a whole.
  public var firstSealed: Int64?
  /// The number and the hash of the last sealed event.
  public var head: KnownHead?
  /// The last event of which a list, a person, a report or a manifest knows; nil where nothing does.
  public var knownUpTo: Int64?
  /// The keys that signed, in the order of their first events.
  public var signers: [Signer] = []

  /// Whether nothing is wrong.
  public var isIntact: Bool { findings.isEmpty }
}
