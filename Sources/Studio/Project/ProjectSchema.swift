import GRDB

/// The schema of a project file and its migrations; docs/project-schema.md describes it.
enum ProjectSchema {
  /// "ETUD" in ASCII: SQLite's application id of a project.
  static let applicationID = 0x4554_5544
  /// The version of the schema that this program writes, as SQLite's user version.
  static let version = 1

  /// Brings an open file from its version to the current one.
  static func migrate(_ database: Database, from found: Int) throws {
    if found < 1 { try createFirst(database) }
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
}
