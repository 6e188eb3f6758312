public import Foundation
import GRDB
public import Production
public import Provenance

extension ProjectFile {
  /// Every event, oldest first, with who, when and what changed.
  ///
  /// Of events before there was a ledger, `seal` is nil and the changes are read from the states that
  /// are there. Nothing is verified. Throws `ProjectError`; `corrupt` for an event whose record cannot
  /// be read.
  public func ledger() throws(ProjectError) -> [LedgerEvent] {
    try events(in: try attempt { try queue.read { try LedgerRowReader($0).events(after: 0) } })
  }

  /// The events after one that is known, oldest first; nil where the ledger does not hold that one, or it
  /// is not signed.
  ///
  /// Up to the event with the hash `head` where one is given: events that were stored here a moment ago need
  /// not be read. Costs what the new events cost. Throws what `ledger` throws.
  public func ledger(
    after last: LedgerEvent, to head: String? = nil
  ) throws(ProjectError) -> [LedgerEvent]? {
    guard let seal = last.seal else { return nil }
    if let head, let events = memory.events(after: seal.hash, to: head) { return events }
    let rows = try attempt {
      try queue.read { database -> LedgerRows? in
        try hash(ofEvent: last.id, in: database) == seal.hash
          ? try LedgerRowReader(database).events(after: last.id) : nil
      }
    }
    guard let rows else { return nil }
    return try events(in: rows)
  }

  func events(in rows: LedgerRows) throws(ProjectError) -> [LedgerEvent] {
    if let fault = rows.faults.first { throw .corrupt(path: path, cause: fault.detail) }
    let seals = Dictionary(
      rows.seals.map { ($0.event, $0) }, uniquingKeysWith: { first, _ in first })
    return try attempt {
      try rows.events.map { row in
        guard let seal = seals[row.id] else { return try LedgerEvent(row, slots: rows.slots) }
        do {
          let record = try LedgerRecord(bytes: seal.record)
          var event = record.event
          event.seal = LedgerSeal(
            previous: record.previous, hash: seal.hash, signer: event.person?.key ?? "",
            signature: seal.signature)
          return event
        } catch let error as LedgerError {
          throw ProjectError.corrupt(
            path: path, cause: "event \(row.id) of its ledger cannot be read (\(error))")
        }
      }
    }
  }

  /// The bytes of a stored value by its digest; nil where there is none.
  ///
  /// Throws `ProjectError`; `damagedValue` where the bytes do not match the digest.
  public func value(digest: String) throws(ProjectError) -> Data? {
    let data = try attempt {
      try queue.read { database in
        try Data.fetchOne(
          database, sql: "SELECT data FROM value WHERE digest = ?", arguments: [digest])
      }
    }
    if let data, LedgerHash.of(data) != digest {
      throw .damagedValue(slot: "value \(digest)", cause: "it does not match its digest")
    }
    return data
  }

  /// Looks at the whole ledger and everything that it covers.
  ///
  /// `heads` are heads that are known from reports, manifests or a person; those of the machine's list
  /// come from the notary. Reads everything once, and changes nothing. Throws `ProjectError` where the
  /// file cannot be read as a project at all, and `SigningError`.
  public func verify(by notary: Notary, heads: [String] = []) throws -> LedgerVerdict {
    let rows = try attempt { try queue.read { try Self.rows(in: $0) } }
    return try Self.verdict(on: rows, by: notary, heads: heads)
  }

  /// Tells the user through a notary, in a sentence, where the ledger is not in order.
  ///
  /// Reads everything once, and changes nothing. Throws what `verify` throws.
  public func announceFaults(to notary: Notary) throws {
    announce(try verify(by: notary).findings, to: notary)
  }

  /// Takes up the ledger to write an event, and says where its end is not in order: what is signed on
  /// top of it does not make it sound.
  ///
  /// All before the end is looked at by those who read a ledger: the cost comes with every operation.
  func press(_ database: Database, _ notary: Notary) throws -> LedgerPress {
    let press = try LedgerPress(database, notary: notary)
    var fault: LedgerFinding?
    do { fault = try press.tip()?.fault } catch {
      fault = LedgerFinding(.unreadable, "its last event cannot be read")
    }
    if let fault { announce([fault], to: notary) }
    return press
  }

  func announce(_ findings: [LedgerFinding], to notary: Notary) {
    guard let first = findings.first else { return }
    let place = first.event.map { "event \($0): " } ?? ""
    let more = findings.count > 1 ? ", and \(findings.count - 1) more" : ""
    notary.announce(
      "The ledger of '\(path)' is not in order (\(place)\(first.detail)\(more)), so that what it says of "
        + "who made what cannot be relied on. See: etude provenance verify '\(path)'")
  }

  private static func verdict(
    on rows: LedgerRows, by notary: Notary, heads: [String] = []
  ) throws -> LedgerVerdict {
    let key = try notary.keyFile.load()
    let listed =
      rows.projects.first.map { notary.keyFile.heads.heads(of: $0) } ?? (heads: [], unreadable: 0)
    var verdict = LedgerVerifier.verdict(
      on: rows, ownKey: key?.signer.fingerprint,
      heads: heads.map { KnownHead(hash: $0, origin: .given) } + listed.heads)
    if listed.unreadable > 0 {
      verdict.remarks.append(
        "\(listed.unreadable) line\(listed.unreadable == 1 ? "" : "s") of this machine's list of heads "
          + "cannot be read.")
    }
    return verdict
  }

  /// Everything that a ledger covers, with what is wrong with the file itself.
  private static func rows(in database: Database) throws -> LedgerRows {
    var rows = try LedgerRowReader(database).rows(hashing: true)
    rows.faults += try ProjectSchema.faults(in: database)
    return rows
  }

  /// The hash of the last sealed event; nil where there is no ledger.
  ///
  /// Throws `ProjectError`.
  public func ledgerHead() throws(ProjectError) -> KnownHead? {
    try attempt {
      try queue.read { database in
        guard try database.tableExists("seal"),
          let row = try Row.fetchOne(
            database, sql: "SELECT event, hash FROM seal ORDER BY event DESC LIMIT 1")
        else { return nil }
        return KnownHead(
          event: try row.decode(Int64.self, atIndex: 0), hash: try row.decode(atIndex: 1),
          origin: .given)
      }
    }
  }

  /// Tells the machine's list how far the ledger has come.
  func recordHead(_ notary: Notary) {
    let isPast: (HeadList.Entry) -> Bool = { entry in
      let hash = try? queue.read { database in
        try String.fetchOne(
          database, sql: "SELECT hash FROM seal WHERE event = ?", arguments: [entry.event])
      }
      return hash == entry.hash
    }
    let head = try? queue.read { database -> HeadList.Entry? in
      guard
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT project.id, seal.event, seal.hash FROM seal, project
            ORDER BY seal.event DESC LIMIT 1
            """)
      else { return nil }
      return HeadList.Entry(
        project: try row.decode(atIndex: 0), event: try row.decode(atIndex: 1),
        hash: try row.decode(atIndex: 2))
    }
    if let head {
      notary.keyFile.heads.record(head, following: isPast, announce: notary.announce)
    }
  }
}

extension LedgerEvent {
  /// An event that was made before there was a ledger.
  fileprivate init(_ row: LedgerRows.Event, slots: [Int64: [String: String]]) throws {
    let before = row.before.map { slots[$0] ?? [:] }
    let after = slots[row.after] ?? [:]
    self.init(
      id: row.id, verb: row.verb, time: nil, person: nil, actor: .undeclared, interface: nil,
      program: row.engine, summary: row.summary, inputs: row.inputs,
      before: try row.before.map {
        LedgerState(number: $0, digest: try LedgerDigest.state(before ?? [:]))
      },
      after: LedgerState(number: row.after, digest: try LedgerDigest.state(after)),
      changes: LedgerDigest.changes(from: before ?? [:], to: after))
  }
}
