import Foundation
import GRDB
import Production
import Provenance

/// Writes events into a project and seals them, inside one transaction.
struct LedgerPress {
  let database: Database
  let notary: Notary
  let pen: Notary.Pen
  let project: String

  /// Takes up the ledger of an open project; one that was made before there were ledgers gets one,
  /// which begins with an event that covers all that was there.
  init(_ database: Database, notary: Notary) throws {
    self.database = database
    self.notary = notary
    pen = try notary.pen()
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let isOld = version < ProjectSchema.version
    if isOld { try ProjectSchema.migrate(database, from: version) }
    guard !isOld, let id = try String.fetchOne(database, sql: "SELECT id FROM project") else {
      let earlier = isOld ? try Self.earlier(database) : nil
      project = notary.identity(beginning: "\(pen.person.key) \(earlier?.digest ?? "")")
      try database.execute(
        sql: "INSERT OR REPLACE INTO project (one, id) VALUES (1, ?)", arguments: [project])
      if let earlier { try adopt(earlier) }
      return
    }
    project = id
  }

  /// Begins the ledger of a new project.
  init(beginning database: Database, notary: Notary, content: String) throws {
    self.database = database
    self.notary = notary
    pen = try notary.pen()
    project = notary.identity(beginning: "\(pen.person.key) \(content)")
    try database.execute(sql: "INSERT INTO project (one, id) VALUES (1, ?)", arguments: [project])
  }

  private static func earlier(_ database: Database) throws -> LedgerAdoption? {
    let reader = LedgerRowReader(database)
    let rows = try reader.rows(hashing: false)
    guard !rows.events.isEmpty else { return nil }
    return LedgerAdoption(
      events: rows.events.count,
      digest: try LedgerDigest.earlier(rows.events, slots: rows.slots))
  }

  private func adopt(_ earlier: LedgerAdoption) throws {
    guard let head = try Int64.fetchOne(database, sql: "SELECT state FROM head") else { return }
    try write(
      ProjectOperation(
        verb: LedgerAdoption.verb, inputs: try JSONText.line(earlier),
        summary: "Began the ledger over \(earlier.events) earlier operations", actor: .person),
      from: head, to: head)
  }

  /// Writes an event that leads from a state to another, which stand in the file already.
  func write(_ operation: ProjectOperation, from before: Int64?, to after: Int64) throws {
    let old = try before.map { try slots(of: $0) }
    let new = before == after ? old ?? [:] : try slots(of: after)
    let last = try Row.fetchOne(
      database, sql: "SELECT event, hash FROM seal ORDER BY event DESC LIMIT 1")
    let lastRow = try Int64.fetchOne(database, sql: "SELECT max(id) FROM event") ?? 0
    let lastSeal = try last?.decode(Int64.self, atIndex: 0) ?? 0
    let previous = try last?.decode(String.self, atIndex: 1) ?? LedgerSeal.beginning
    let (id, overflows) = max(lastRow, lastSeal).addingReportingOverflow(1)
    guard !overflows else { throw LedgerError.incomplete(field: "id") }
    let event = LedgerEvent(
      id: id, verb: operation.verb, time: pen.time, person: pen.person, actor: operation.actor,
      interface: notary.interface, program: EtudeVersion.current, summary: operation.summary,
      inputs: operation.inputs, seed: operation.seed, sources: operation.sources,
      before: try before.map {
        LedgerState(number: $0, digest: try LedgerDigest.state(old ?? [:]))
      },
      after: LedgerState(number: after, digest: try LedgerDigest.state(new)),
      changes: LedgerDigest.changes(from: old ?? [:], to: new))
    let record = try LedgerRecord(event, project: project, previous: previous)
    try store(record, signature: try record.sealed(by: pen.key).seal)
  }

  private func store(_ record: LedgerRecord, signature: LedgerSeal?) throws {
    let event = record.event
    try database.execute(
      sql: """
        INSERT INTO event (id, verb, inputs, summary, engine, before, after)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        event.id, event.verb, event.inputs, event.summary, event.program, event.before?.number,
        event.after.number,
      ])
    try database.execute(
      sql: "INSERT INTO seal (event, record, hash, signature) VALUES (?, ?, ?, ?)",
      arguments: [event.id, Data(record.bytes), signature?.hash, signature?.signature])
    try database.execute(
      sql: "INSERT OR IGNORE INTO signer (fingerprint, key) VALUES (?, ?)",
      arguments: [
        pen.key.signer.fingerprint, LedgerHash.hexadecimal(pen.key.signer.bytes),
      ])
  }

  /// The end of the ledger; nil where nothing is signed yet.
  func tip() throws -> LedgerTip? {
    guard
      let last = try Row.fetchOne(
        database, sql: "SELECT event, record, hash, signature FROM seal ORDER BY event DESC LIMIT 1"
      ),
      let state = try Int64.fetchOne(database, sql: "SELECT state FROM head")
    else { return nil }
    let signers = try Row.fetchAll(database, sql: "SELECT fingerprint, key FROM signer").map {
      (try $0.decode(String.self, atIndex: 0), try $0.decode(String.self, atIndex: 1))
    }
    return LedgerTip(
      project: project,
      seal: LedgerRows.Seal(
        event: try last.decode(Int64.self, atIndex: 0),
        record: Array(try last.decode(Data.self, atIndex: 1)),
        hash: try last.decode(String.self, atIndex: 2),
        signature: try last.decode(String.self, atIndex: 3)),
      event: try Int64.fetchOne(database, sql: "SELECT max(id) FROM event") ?? 0,
      signers: Dictionary(signers, uniquingKeysWith: { first, _ in first }), state: state,
      slots: try slots(of: state))
  }

  private func slots(of state: Int64) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT name, digest FROM slot WHERE state = ?", arguments: [state])
    return Dictionary(
      try rows.map { row in
        (try row.decode(String.self, atIndex: 0), try row.decode(String.self, atIndex: 1))
      }, uniquingKeysWith: { first, _ in first })
  }
}
