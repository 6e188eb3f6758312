public import Production

/// The bytes of an event that are hashed and signed, and what they say.
///
/// docs/provenance.md lists the fields. Bytes that were read are written again to the same bytes:
/// an event has one record.
public struct LedgerRecord: Hashable, Sendable {
  /// The format of the records that this program writes.
  public static let format: UInt32 = 1

  /// The random number of the project, 32 hexadecimal digits.
  public let project: String
  /// The hash of the event before.
  public let previous: String
  /// The event; its seal is not part of the bytes.
  public let event: LedgerEvent
  /// The bytes.
  public let bytes: [UInt8]

  private static let mark = "ETUDE-LEDGER"

  /// The SHA-256 of the bytes.
  public var hash: String { LedgerHash.of(bytes) }

  /// Writes an event down.
  ///
  /// Throws `incomplete` where it lacks time, person or interface, or where nobody is its actor.
  public init(_ event: LedgerEvent, project: String, previous: String) throws(LedgerError) {
    guard let time = event.time else { throw .incomplete(field: "time") }
    guard let person = event.person else { throw .incomplete(field: "person") }
    guard let interface = event.interface else { throw .incomplete(field: "interface") }
    var writer = LedgerWriter()
    writer.raw(Self.mark)
    writer.number(Self.format)
    try writer.text(project)
    writer.number(event.id)
    try writer.text(previous)
    try writer.text(event.verb)
    writer.number(time)
    try writer.text(person.key)
    try writer.optional(person.name) { writer, name throws(LedgerError) in try writer.text(name) }
    try writer.actor(event.actor)
    try writer.text(interface.rawValue)
    try writer.text(event.program)
    try writer.text(event.summary)
    try writer.text(event.inputs)
    try writer.optional(event.seed) { writer, seed throws(LedgerError) in writer.number(seed) }
    try writer.list(event.sources) { writer, source throws(LedgerError) in
      try writer.text(source.name)
      try writer.text(source.digest)
      try writer.text(source.use.rawValue)
    }
    try writer.optional(event.before) { writer, state throws(LedgerError) in
      try writer.state(state)
    }
    try writer.state(event.after)
    try writer.list(event.changes) { writer, change throws(LedgerError) in
      try writer.text(change.slot)
      for digest in [change.before, change.after] {
        try writer.optional(digest) { writer, text throws(LedgerError) in try writer.text(text) }
      }
    }
    var plain = event
    plain.seal = nil
    self.event = plain
    self.project = project
    self.previous = previous
    bytes = writer.bytes
  }

  /// Reads an event.
  ///
  /// Throws `notAnEvent`, `unknownFormat`, `truncated`, `invalid` or `trailing`.
  public init(bytes: [UInt8]) throws(LedgerError) {
    var reader = LedgerReader(bytes)
    guard let mark = try? reader.take(Self.mark.utf8.count), mark.elementsEqual(Self.mark.utf8)
    else { throw .notAnEvent }
    let format = try reader.short()
    guard format == Self.format else { throw .unknownFormat(format) }
    let project = try reader.text()
    let id = try reader.number()
    let previous = try reader.text()
    let verb = try reader.text()
    let time = try reader.number()
    let key = try reader.text()
    let name = try reader.optional { reader throws(LedgerError) in try reader.text() }
    let actor = try reader.actor()
    let interface = try reader.word(LedgerInterface.self)
    let program = try reader.text()
    let summary = try reader.text()
    let inputs = try reader.text()
    let seed = try reader.optional { reader throws(LedgerError) in try reader.long() }
    let sources = try reader.list { reader throws(LedgerError) in
      LedgerSource(
        name: try reader.text(), digest: try reader.text(),
        use: try reader.word(LedgerSource.Use.self))
    }
    let before = try reader.optional { reader throws(LedgerError) in try reader.state() }
    let after = try reader.state()
    let changes = try reader.list { reader throws(LedgerError) in
      LedgerChange(
        slot: try reader.text(),
        before: try reader.optional { reader throws(LedgerError) in try reader.text() },
        after: try reader.optional { reader throws(LedgerError) in try reader.text() })
    }
    guard reader.isAtEnd else { throw .trailing(offset: reader.offset) }
    event = LedgerEvent(
      id: id, verb: verb, time: time, person: LedgerPerson(key: key, name: name), actor: actor,
      interface: interface, program: program, summary: summary, inputs: inputs, seed: seed,
      sources: sources, before: before, after: after, changes: changes)
    self.project = project
    self.previous = previous
    self.bytes = bytes
  }

  /// Signs the record: the event with its seal.
  ///
  /// Throws `incomplete` where the person is not the owner of the key.
  public func sealed(by key: LedgerKey) throws(LedgerError) -> LedgerEvent {
    guard event.person?.key == key.signer.fingerprint else { throw .incomplete(field: "person") }
    let hash = hash
    return event.sealed(
      LedgerSeal(
        previous: previous, hash: hash, signer: key.signer.fingerprint,
        signature: LedgerHash.hexadecimal(try key.signature(of: hash))))
  }
}

extension LedgerEvent {
  /// The event with a seal.
  func sealed(_ seal: LedgerSeal) -> LedgerEvent {
    var sealed = self
    sealed.seal = seal
    return sealed
  }
}

extension LedgerWriter {
  fileprivate mutating func state(_ state: LedgerState) throws(LedgerError) {
    number(state.number)
    try text(state.digest)
  }

  fileprivate mutating func actor(_ actor: LedgerActor) throws(LedgerError) {
    switch actor {
    case .person: number(UInt32(0))
    case .engine(let engine):
      number(UInt32(1))
      try text(engine.version)
      for parts in [engine.styles, engine.models] {
        try list(parts) { writer, part throws(LedgerError) in
          try writer.text(part.name)
          try writer.text(part.digest)
          try writer.list(part.parts) { writer, id throws(LedgerError) in try writer.text(id) }
        }
      }
    case .undeclared: throw .incomplete(field: "actor")
    }
  }
}

extension LedgerReader {
  fileprivate mutating func word<Word: RawRepresentable<String>>(
    _ type: Word.Type
  ) throws(LedgerError) -> Word {
    let start = offset
    guard let word = Word(rawValue: try text()) else { throw .invalid(offset: start) }
    return word
  }

  fileprivate mutating func state() throws(LedgerError) -> LedgerState {
    LedgerState(number: try number(), digest: try text())
  }

  fileprivate mutating func actor() throws(LedgerError) -> LedgerActor {
    let start = offset
    switch try short() {
    case 0: return .person
    case 1: return .engine(try engine())
    default: throw .invalid(offset: start)
    }
  }

  private mutating func engine() throws(LedgerError) -> LedgerEngine {
    let version = try text()
    let styles = try parts()
    return LedgerEngine(version: version, styles: styles, models: try parts())
  }

  private mutating func parts() throws(LedgerError) -> [LedgerPart] {
    try list { reader throws(LedgerError) in
      LedgerPart(
        name: try reader.text(), digest: try reader.text(),
        parts: try reader.list { reader throws(LedgerError) in try reader.text() })
    }
  }
}
