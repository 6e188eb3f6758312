import GRDB
import Provenance

/// The schema of a project file and its migrations; docs/project-schema.md describes it.
enum ProjectSchema {
  /// "ETUD" in ASCII: SQLite's application id of a project.
  static let applicationID = 0x4554_5544
  /// The version of the schema that this program writes, as SQLite's user version.
  static let version = 2

  /// Brings an open file from its version to the current one.
  static func migrate(_ database: Database, from found: Int) throws {
    if found < 1 { try createFirst(database) }
    if found < 2 { try createLedger(database) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  private static func createFirst(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE value (
          digest TEXT PRIMARY KEY,
          data BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE state (
          id INTEGER PRIMARY KEY,
          parent INTEGER REFERENCES state(id),
          redo INTEGER REFERENCES state(id)
        );
        CREATE TABLE slot (
          state INTEGER NOT NULL REFERENCES state(id),
          name TEXT NOT NULL,
          digest TEXT NOT NULL REFERENCES value(digest),
          PRIMARY KEY (state, name)
        ) WITHOUT ROWID;
        CREATE TABLE event (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          verb TEXT NOT NULL,
          inputs TEXT NOT NULL,
          summary TEXT NOT NULL,
          engine TEXT NOT NULL,
          before INTEGER REFERENCES state(id),
          after INTEGER NOT NULL REFERENCES state(id)
        );
        CREATE TABLE head (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          state INTEGER NOT NULL REFERENCES state(id)
        );
        """)
  }

  private static func createLedger(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE project (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          id TEXT NOT NULL
        );
        CREATE TABLE signer (
          fingerprint TEXT PRIMARY KEY,
          key TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE seal (
          event INTEGER PRIMARY KEY REFERENCES event(id),
          record BLOB NOT NULL,
          hash TEXT NOT NULL,
          signature TEXT NOT NULL
        );
        """)
  }

  /// What the layout of a file has that the program does not put there, and where pages are damaged.
  static func faults(in database: Database) throws -> [LedgerFinding] {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    var faults: [LedgerFinding] = []
    let (layout, expected) = (try layout(of: database), try layout(ofVersion: found))
    for (name, object) in layout.sorted(by: { $0.key < $1.key }) {
      if object.type != "table" {
        faults.append(LedgerFinding(.schema, "a \(object.type) \(name) was put into the file"))
      } else if let wanted = expected[name], wanted != object {
        faults.append(LedgerFinding(.schema, object.difference(from: wanted, table: name)))
      }
    }
    if Set(layout.keys) != Set(expected.keys), faults.isEmpty {
      faults.append(
        LedgerFinding(.schema, "its tables are not those of a project of schema \(found)"))
    }
    let health = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? ""
    if health != "ok" {
      faults.append(LedgerFinding(.unreadable, "pages of the file are damaged (\(health))"))
    }
    return faults
  }

  /// Tables, views, triggers and indexes by their names, but for the indexes that SQLite makes by itself.
  private static func layout(of database: Database) throws -> [String: LayoutObject] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%'")
    var objects: [String: LayoutObject] = [:]
    for row in rows {
      let name = try row.decode(String?.self, atIndex: 1) ?? ""
      objects[name] = LayoutObject(
        type: try row.decode(String.self, atIndex: 0),
        text: try row.decode(String?.self, atIndex: 2) ?? "",
        columns: try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_xinfo(?)", arguments: [name]))
    }
    return objects
  }

  /// The layout that the program gives to a file of a version: made anew in memory to be looked at.
  private static func layout(ofVersion version: Int) throws -> [String: LayoutObject] {
    let queue = try DatabaseQueue()
    return try queue.write { database in
      if version >= 1 { try createFirst(database) }
      if version >= 2 { try createLedger(database) }
      return try layout(of: database)
    }
  }
}

/// A table, view, trigger or index of a file.
private struct LayoutObject: Hashable {
  var type: String
  /// How it is declared, word by word.
  var text: String
  /// The names of its columns, hidden ones too.
  var columns: [String]

  /// In what it is not as the program makes it.
  func difference(from wanted: LayoutObject, table: String) -> String {
    let added = columns.filter { !wanted.columns.contains($0) }
    if !added.isEmpty {
      let plural = added.count == 1 ? "column" : "columns"
      return "the table \(table) was given the \(plural) \(added.joined(separator: ", "))"
    }
    let lost = wanted.columns.filter { !columns.contains($0) }
    if !lost.isEmpty { return "the table \(table) lost \(lost.joined(separator: ", "))" }
    return "the declaration of the table \(table) was changed"
  }
}
