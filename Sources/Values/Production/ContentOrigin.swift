/// Who wrote what is heard in a song, and what came into it: what the credentials of a sound file state.
public struct ContentOrigin: Hashable, Sendable {
  /// Whose notes they are.
  public enum Author: String, Codable, CaseIterable, Sendable {
    /// A person put them in by hand.
    case person
    /// They came in a file that a person gave.
    case file
    /// Players: rules without a trained model.
    case players
    /// A trained model.
    case model

    /// Whether the program chose the notes.
    public var isMachine: Bool { self == .players || self == .model }
  }

  /// A file that came into the song.
  public struct Source: Hashable, Sendable {
    /// Its name without its folder.
    public var name: String
    /// The SHA-256 of its bytes, as hexadecimal digits.
    public var digest: String
    /// What it gave, such as `notes`, `idea`, `chords`, `project` or `plan`.
    public var use: String

    /// Names a file.
    public init(name: String, digest: String, use: String) {
      self.name = name
      self.digest = digest
      self.use = use
    }
  }

  /// How far the record of the song's making had come.
  public struct Ledger: Hashable, Sendable {
    /// The hash of its last event, as hexadecimal digits.
    public var head: String
    /// How many events it has.
    public var events: Int

    /// Names a state of a record.
    public init(head: String, events: Int) {
      self.head = head
      self.events = events
    }
  }

  /// Who wrote notes of each part, by its id.
  public var parts: [String: Set<Author>]
  /// How many changes a person made by hand.
  public var edits: Int
  /// What came in, each once, in the order in which it came.
  public var sources: [Source]
  /// The record of it; nil where there is none.
  public var ledger: Ledger?

  /// States an origin.
  public init(
    parts: [String: Set<Author>] = [:], edits: Int = 0, sources: [Source] = [],
    ledger: Ledger? = nil
  ) {
    self.parts = parts
    self.edits = edits
    self.sources = sources
    self.ledger = ledger
  }

  /// The origin of a song's current state, from all events of its ledger in their order.
  ///
  /// Only events that led to that state count: what was undone had no hand in what is heard.
  public init(_ events: [LedgerEvent]) {
    self.init()
    let makers = Dictionary(
      events.filter { !LedgerEvent.moves.contains($0.verb) && $0.after != $0.before }
        .map { ($0.after.number, $0) }, uniquingKeysWith: { first, _ in first })
    var path: [LedgerEvent] = []
    var state = events.last?.after.number
    // Each state has one maker with an earlier number; a damaged chain may name a later one.
    while let current = state, let event = makers[current], path.count < events.count {
      path.append(event)
      state = event.before?.number
    }
    for event in path.reversed() { take(event) }
    if let seal = events.last(where: { $0.seal != nil })?.seal {
      ledger = Ledger(head: seal.hash, events: events.count)
    }
  }

  /// Everybody who wrote notes.
  public var authors: Set<Author> { parts.values.reduce(into: []) { $0.formUnion($1) } }

  /// The origin of one part alone.
  public func of(part id: String) -> ContentOrigin {
    var origin = self
    origin.parts = parts.filter { $0.key == id }
    return origin
  }

  /// Takes up an event of a song's ledger that led to its current state.
  ///
  /// What is written over stays counted for its author: a part that a model wrote and a person then wrote anew is
  /// told as the work of both, never of fewer than had a hand in it.
  public mutating func take(_ event: LedgerEvent) {
    let changed = event.changes.compactMap { change -> String? in
      guard change.slot.hasPrefix("score:") else { return nil }
      return String(change.slot.dropFirst("score:".count))
    }
    for source in event.sources {
      let source = Source(name: source.name, digest: source.digest, use: source.use.rawValue)
      if !sources.contains(source) { sources.append(source) }
    }
    for part in changed { parts[part, default: []].insert(Self.author(of: part, event)) }
    let isChange = event.changes.contains { $0.slot.hasPrefix("score") }
    if event.actor == .person, event.verb == "edit", isChange { edits += 1 }
    // Parts that are not in the song any more had their say in nothing that is heard.
    for change in event.changes where change.after == nil && change.slot.hasPrefix("score:") {
      parts[String(change.slot.dropFirst("score:".count))] = nil
    }
  }

  private static func author(of part: String, _ event: LedgerEvent) -> Author {
    switch event.actor {
    case .person: return event.verb == "import" ? .file : .person
    case .engine(let engine):
      return engine.models.contains { $0.parts.contains(part) } ? .model : .players
    case .undeclared:
      switch event.verb {
      case "import": return .file
      case "edit": return .person
      case "continue": return .model
      default: return .players
      }
    }
  }
}
