/// One operation on a project as its ledger keeps it: who, what, when, from which values to which.
///
/// Events are numbered from 1 without a gap, each holds the hash of the one before it, and each is
/// signed. The bytes that are hashed and signed are described in docs/provenance.md. Of events that
/// were made before there was a ledger, time, interface and seal are not known; the first sealed
/// event, `adopt`, covers them all by one digest.
public struct LedgerEvent: Hashable, Codable, Sendable, Identifiable {
  /// The operations that go to a state that is there, and make none.
  public static let moves: Set<String> = ["undo", "redo", "restore"]

  /// The number of the event in its project, from 1.
  public var id: Int64
  /// The operation, such as `compose`, `import`, `regenerate`, `edit`, `undo`, `ai` or `adopt`.
  public var verb: String
  /// Seconds since 1970 in UTC by the clock of the machine; nil before there was a ledger.
  public var time: Int64?
  /// Who gave the order, as declared; nil before there was a ledger.
  public var person: LedgerPerson?
  /// Whose the notes are that the operation wrote or changed.
  public var actor: LedgerActor
  /// By what the order came; nil before there was a ledger.
  public var interface: LedgerInterface?
  /// The version of the program.
  public var program: String
  /// One line for people.
  public var summary: String
  /// The inputs of the operation as JSON with sorted keys: bars, parts, amounts, prompts.
  public var inputs: String
  /// The seed that drew, where anything was drawn.
  public var seed: UInt64?
  /// Files that came in, such as an imported MIDI file.
  public var sources: [LedgerSource]
  /// The state before; nil for the first event.
  public var before: LedgerState?
  /// The state after; the one before where only a setting of the project was changed.
  public var after: LedgerState
  /// The values in which the two states differ, by slot name in ascending order; all values of the
  /// state after for the first event.
  public var changes: [LedgerChange]
  /// Chain and signature; nil before there was a ledger.
  public var seal: LedgerSeal?

  /// Makes an event.
  public init(
    id: Int64, verb: String, time: Int64?, person: LedgerPerson?, actor: LedgerActor,
    interface: LedgerInterface?, program: String, summary: String, inputs: String,
    seed: UInt64? = nil, sources: [LedgerSource] = [], before: LedgerState?, after: LedgerState,
    changes: [LedgerChange], seal: LedgerSeal? = nil
  ) {
    self.id = id
    self.verb = verb
    self.time = time
    self.person = person
    self.actor = actor
    self.interface = interface
    self.program = program
    self.summary = summary
    self.inputs = inputs
    self.seed = seed
    self.sources = sources
    self.before = before
    self.after = after
    self.changes = changes
    self.seal = seal
  }
}

/// A state of a song by number and content.
public struct LedgerState: Hashable, Codable, Sendable {
  /// The number of the state in its project.
  public var number: Int64
  /// The SHA-256, in hexadecimal, of the names and digests of all values of the state, as
  /// docs/provenance.md writes them down.
  public var digest: String

  /// Makes a state.
  public init(number: Int64, digest: String) {
    self.number = number
    self.digest = digest
  }
}

/// A named value that an event put in, replaced or took away.
public struct LedgerChange: Hashable, Codable, Sendable {
  /// The slot: `brief`, `plan`, `score` (the frame), `score:PART` (its notes), `performance`,
  /// `performance:PART`, `mix`, `locks`, `settings`, `style`.
  public var slot: String
  /// The SHA-256 of the value before, in hexadecimal; nil where there was none.
  public var before: String?
  /// The SHA-256 of the value after, in hexadecimal; nil where there is none.
  public var after: String?

  /// Makes a change.
  public init(slot: String, before: String?, after: String?) {
    self.slot = slot
    self.before = before
    self.after = after
  }
}

/// A file that came into a project.
public struct LedgerSource: Hashable, Codable, Sendable {
  /// The file's name without its folder.
  public var name: String
  /// The SHA-256 of its bytes, in hexadecimal.
  public var digest: String
  /// What was taken from it.
  public var use: Use

  /// What is taken from a file.
  public enum Use: String, Hashable, Codable, Sendable, CaseIterable {
    /// Its notes are the song's.
    case notes
    /// A player develops its notes.
    case idea
    /// Its chords are the song's.
    case chords
    /// Another project from which the song was made.
    case project
    /// A plan by which the song was composed, or mixed.
    case plan
  }

  /// Makes a source.
  public init(name: String, digest: String, use: Use) {
    self.name = name
    self.digest = digest
    self.use = use
  }
}

/// What binds an event into its ledger.
public struct LedgerSeal: Hashable, Codable, Sendable {
  /// The hash of the event before, in hexadecimal; 64 zeros for the first sealed event.
  public var previous: String
  /// The SHA-256 of the event's bytes, which contain `previous`, in hexadecimal.
  public var hash: String
  /// The fingerprint of the key that signed: the SHA-256 of the 32 bytes of the public key, in
  /// hexadecimal.
  public var signer: String
  /// The Ed25519 signature of the hash, 64 bytes in hexadecimal.
  public var signature: String

  /// Makes a seal.
  public init(previous: String, hash: String, signer: String, signature: String) {
    self.previous = previous
    self.hash = hash
    self.signer = signer
    self.signature = signature
  }

  /// The `previous` of the first sealed event.
  public static let beginning = String(repeating: "0", count: 64)
}
