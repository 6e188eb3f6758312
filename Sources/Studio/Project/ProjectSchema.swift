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

  /// The tables of each version.
  private static let tables: [Set<String>] = [
    [], ["value", "state", "slot", "event", "head", "sqlite_sequence"],
    [
      "value", "state", "slot", "event", "head", "sqlite_sequence", "project", "signer", "seal",
    ],
  ]

  /// What the layout of a file has that the program does not put there, and where pages are damaged.
  static func faults(in database: Database) throws -> [LedgerFinding] {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    var faults: [LedgerFinding] = []
    let objects = try Row.fetchAll(
      database,
      sql: "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%'")
    var names: Set<String> = []
    for object in objects {
      let (type, name) = (try object.decode(String.self, atIndex: 0), object[1] as String? ?? "")
      names.insert(name)
      if type != "table" {
        faults.append(LedgerFinding(.schema, "a \(type) \(name) was put into the file"))
      }
    }
    let expected = tables.indices.contains(found) ? tables[found] : []
    if names != expected, faults.isEmpty {
      faults.append(
        LedgerFinding(.schema, "its tables are not those of a project of schema \(found)"))
    }
    let health = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? ""
    if health != "ok" {
      faults.append(LedgerFinding(.unreadable, "pages of the file are damaged (\(health))"))
    }
    return faults
  }
}
