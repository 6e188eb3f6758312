import Foundation
import GRDB
import Provenance

/// Reads all that a ledger covers, believing nothing: what has the wrong type or too many bytes
/// becomes a finding.
struct LedgerRowReader {
  private let database: Database
  /// The most bytes that a text, a record or a value may have.
  static let limit = 256 << 20

  init(_ database: Database) { self.database = database }

  /// The rows of a project of any schema that this program knows.
  ///
  /// `hashing` looks at the bytes of values; without it they are taken as they are named.
  func rows(hashing: Bool = true) throws -> LedgerRows {
    var rows = LedgerRows()
    let names = Set(
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
    if names.contains("project") {
      try read("project", text("id"), &rows) { row, rows in
        rows.projects.append(try row.text(0))
      }
    }
    try readEvents(after: 0, &rows)
    if names.contains("seal") { try readSeals(after: 0, &rows) }
    if names.contains("signer") {
      try read("signer", "\(text("fingerprint")), \(text("key"))", &rows) { row, rows in
        rows.signers[try row.text(0)] = try row.text(1)
      }
    }
    try read("state", "id, parent, redo", &rows) { row, rows in
      rows.states[try row.number(0)] = LedgerRows.State(
        parent: try row.optionalNumber(1), redo: try row.optionalNumber(2))
    }
    try readSlots(&rows)
    try read("head", "state", &rows) { row, rows in rows.heads.append(try row.number(0)) }
    try readValues(hashing, &rows)
    return rows
  }

  /// The events after one, with their seals, and the slots where an event has none.
  func events(after last: Int64) throws -> LedgerRows {
    var rows = LedgerRows()
    try readEvents(after: last, &rows)
    if try database.tableExists("seal") { try readSeals(after: last, &rows) }
    let sealed = Set(rows.seals.map(\.event))
    if rows.events.contains(where: { !sealed.contains($0.id) }) { try readSlots(&rows) }
    return rows
  }

  private func readSlots(_ rows: inout LedgerRows) throws {
    try read("slot", "state, \(text("name")), \(text("digest"))", &rows) { row, rows in
      rows.slots[try row.number(0), default: [:]][try row.text(1)] = try row.text(2)
    }
  }

  private func readEvents(after last: Int64, _ rows: inout LedgerRows) throws {
    let columns = ["verb", "inputs", "summary", "engine"].map(text).joined(separator: ", ")
    try read("event", "id, \(columns), before, after", key: "id", after: last, &rows) {
      row, rows in
      rows.events.append(
        LedgerRows.Event(
          id: try row.number(0), verb: try row.text(1), inputs: try row.text(2),
          summary: try row.text(3), engine: try row.text(4), before: try row.optionalNumber(5),
          after: try row.number(6)))
    }
  }

  private func readSeals(after last: Int64, _ rows: inout LedgerRows) throws {
    let columns = "event, \(blob("record")), \(text("hash")), \(text("signature"))"
    try read("seal", columns, key: "event", after: last, &rows) { row, rows in
      rows.seals.append(
        LedgerRows.Seal(
          event: try row.number(0), record: Array(try row.data(1)), hash: try row.text(2),
          signature: try row.text(3)))
    }
  }

  private func readValues(_ hashing: Bool, _ rows: inout LedgerRows) throws {
    let columns = "\(text("digest"))" + (hashing ? ", \(blob("data"))" : "")
    try read("value", columns, &rows) { row, rows in
      let digest = try row.text(0)
      rows.values[digest] = hashing ? LedgerHash.of(try row.data(1)) : digest
    }
  }

  /// A column of text as its bytes, because a text is cut at a zero when it is read; null for other
  /// types.
  private func text(_ column: String) -> String {
    "iif(typeof(\(column)) = 'text' AND length(CAST(\(column) AS BLOB)) <= \(Self.limit), "
      + "CAST(\(column) AS BLOB), NULL)"
  }

  private func blob(_ column: String) -> String {
    "iif(typeof(\(column)) = 'blob' AND length(\(column)) <= \(Self.limit), \(column), NULL)"
  }

  private func read(
    _ table: String, _ columns: String, key: String? = nil, after last: Int64 = 0,
    _ rows: inout LedgerRows, _ body: (CheckedRow, inout LedgerRows) throws -> Void
  ) throws {
    let order = key.map { (last > 0 ? " WHERE \($0) > \(last)" : "") + " ORDER BY \($0)" }
    let cursor = try Row.fetchCursor(
      database, sql: "SELECT \(columns) FROM \(table)" + (order ?? ""))
    while let row = try cursor.next() {
      do {
        try body(CheckedRow(row: row), &rows)
      } catch let error as CheckedRow.Mismatch {
        // The first columns of tables name their rows.
        let event = table == "event" || table == "seal" ? error.first : nil
        rows.faults.append(
          LedgerFinding(.unreadable, event: event, "a row of the table \(table) cannot be read"))
      }
    }
  }
}

/// A row whose values have the types that they should have, or throw.
private struct CheckedRow {
  struct Mismatch: Error {
    var first: Int64?
  }

  let row: Row

  private func value(_ index: Int) -> DatabaseValue.Storage {
    (row[index] as DatabaseValue).storage
  }

  private var mismatch: Mismatch {
    if case .int64(let number) = value(0) { Mismatch(first: number) } else { Mismatch() }
  }

  func number(_ index: Int) throws -> Int64 {
    guard case .int64(let number) = value(index) else { throw mismatch }
    return number
  }

  func optionalNumber(_ index: Int) throws -> Int64? {
    if case .null = value(index) { return nil }
    return try number(index)
  }

  func data(_ index: Int) throws -> Data {
    guard case .blob(let data) = value(index) else { throw mismatch }
    return data
  }

  func text(_ index: Int) throws -> String {
    guard let text = String(validating: try data(index), as: UTF8.self) else { throw mismatch }
    return text
  }
}
