import Foundation
import GRDB
import Production
import Provenance

/// A project on disk: one SQLite file with every state of a song and every operation on it.
///
/// A change is one transaction: a process that is killed at any moment leaves the file at the last
/// finished operation. While one process changes a project, others read the last finished state
/// and wait to change it. May be used from any thread.
public struct ProjectFile: Sendable {
  /// Where the file is.
  public let path: String
  let queue: DatabaseQueue
  let memory: SongMemory
  private let patience: Double

  /// Makes a new project that holds a song as its first state, and begins its ledger.
  ///
  /// Throws `exists` when a file stands at the path.
  public static func create(
    at path: String, song: Song, operation: ProjectOperation, by notary: Notary,
    patience: Double = 10
  ) throws(ProjectError) -> ProjectFile {
    guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
    let file = try ProjectFile(path: path, patience: patience)
    try file.attempt {
      try file.queue.inTransaction(.immediate) { database in
        try ProjectSchema.migrate(database, from: 0)
        let slots = try SongSlots(song)
        let press = try LedgerPress(
          beginning: database, notary: notary,
          content: try LedgerDigest.state(slots.digests) + operation.inputs)
        try file.append(slots, operation, to: database, parent: nil, press)
        return .commit
      }
    }
    file.recordHead(notary)
    return file
  }

  /// Opens a project; one of an older schema is brought to the current one when it is first changed.
  ///
  /// Waits up to `patience` seconds for another process. Throws `missing`, `corrupt`, `newer`,
  /// `busy`, `unreadable` or `readOnly`.
  public static func open(at path: String, patience: Double = 10) throws(ProjectError)
    -> ProjectFile
  {
    try open(at: path, patience: patience, memory: SongMemory())
  }

  /// Opens another connection to the same file.
  ///
  /// One thread may read on it while another waits to change the song or changes it. What one has decoded
  /// the other need not.
  ///
  /// Throws what `open` throws.
  func another() throws(ProjectError) -> ProjectFile {
    try Self.open(at: path, patience: patience, memory: memory)
  }

  private static func open(
    at path: String, patience: Double, memory: SongMemory
  ) throws(ProjectError) -> ProjectFile {
    if FileAccess.isMissing(path) { throw .missing(path: path) }
    guard FileAccess.canRead(path) else { throw .unreadable(path: path) }
    let file = try ProjectFile(path: path, patience: patience, memory: memory)
    try file.checkSchema()
    return file
  }

  private init(
    path: String, patience: Double, memory: SongMemory = SongMemory()
  ) throws(ProjectError) {
    self.path = path
    self.patience = patience
    self.memory = memory
    var configuration = Configuration()
    configuration.busyMode = Self.waiting(patience)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      // Kilobytes of pages: what is needed again is remembered as a song.
      try database.execute(sql: "PRAGMA cache_size = -512")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw ProjectFile.projectError(error, path: path, patience: patience)
    }
  }

  private func checkSchema() throws(ProjectError) {
    let (application, version) = try attempt {
      try queue.read { database in
        (
          try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
          try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        )
      }
    }
    guard application == ProjectSchema.applicationID else {
      throw .corrupt(path: path, cause: "it is not an Etude project")
    }
    guard version <= ProjectSchema.version else {
      throw .newer(path: path, schema: version, known: ProjectSchema.version)
    }
    guard version > 0 else { throw .corrupt(path: path, cause: "it has no schema") }
  }

  /// The current state of the song.
  public func song() throws(ProjectError) -> Song {
    try attempt { try queue.read { try known($0).song } }
  }

  /// Whether the project began as a MIDI file, so that nobody asked for what is in it.
  func isImported() throws(ProjectError) -> Bool { try history().first?.verb == "import" }

  /// Hands over the states before the current one, newest first, until told to stop.
  func visitAncestors(_ continues: (Song) -> Bool) throws(ProjectError) {
    var state: Int64? = try attempt { () throws -> Int64 in try queue.read { try headState($0) } }
    while let current = state {
      state = try attempt {
        try queue.read { database -> Int64? in
          try Int64.fetchOne(
            database, sql: "SELECT parent FROM state WHERE id = ?", arguments: [current])
        }
      }
      guard let parent = state else { return }
      var cache = SlotCache()
      guard continues(try song(of: parent, cache: &cache)) else { return }
    }
  }

  /// Changes the song in one transaction and stores the operation.
  ///
  /// The body gets the current song and the number that its operation will have among those that move
  /// the song, undone ones and undos too; another process waits until the change is stored. If the body throws, nothing
  /// is stored and its error is thrown on. The body must not use this file.
  @discardableResult
  public func change(
    by notary: Notary, _ body: (_ song: Song, _ event: Int) throws -> (Song, ProjectOperation)
  ) throws -> Song {
    var bodyError: (any Error)?
    do {
      var result: KnownSong?
      try transaction { database in
        let known = try known(database)
        do {
          let (changed, operation) = try body(known.song, try tally(in: database).moves + 1)
          if operation.isWrittenByEngine { try checkEngine(in: database) }
          let parent = try headState(database)
          let press = try press(database, notary)
          let slots = try SongSlots(changed, keeping: known)
          try append(slots, operation, to: database, parent: parent, press)
          result = KnownSong(digests: slots.digests, song: changed)
          return .commit
        } catch let error where !(error is DatabaseError || error is SigningError) {
          bodyError = error
          return .rollback
        }
      }
      if let bodyError { throw bodyError }
      guard let result else { throw ProjectError.corrupt(path: path, cause: "no state") }
      memory.keep(result)
      recordHead(notary)
      return result.song
    } catch {
      if let bodyError { throw bodyError }
      throw ProjectFile.projectError(error, path: path, patience: patience)
    }
  }

  /// Runs a transaction that changes the file.
  ///
  /// Nobody else can change it meanwhile, and whoever waits for the disk at its end is not to keep those
  /// who read: they get what is remembered.
  func transaction(_ body: (Database) throws -> Database.TransactionCompletion) throws {
    var written: [LedgerEvent] = []
    defer { memory.release() }
    try queue.inTransaction(.immediate) { database in
      let now = try stand(database)
      if let known = memory.song, known.digests == (try digests(database, of: now.state)) {
        memory.hold(known.song, at: now)
      }
      let completion = try body(database)
      if completion == .commit {
        written = try events(in: LedgerRowReader(database).events(after: now.revision))
      }
      return completion
    }
    memory.add(written)
  }

  /// Waits for other connections in short steps, a millisecond at first: SQLite by itself soon sleeps for a
  /// tenth of a second.
  private static func waiting(_ patience: Double) -> Database.BusyMode {
    .callback { tries in
      let step = { (number: Int) in number < 20 ? 0.001 : 0.005 }
      guard Double(min(tries, 20)) * step(0) + Double(max(0, tries - 20)) * step(20) < patience
      else { return false }
      usleep(UInt32(step(tries) * 1_000_000))
      return true
    }
  }

  /// Every operation, oldest first.
  public func history() throws(ProjectError) -> [ProjectEvent] {
    try attempt {
      try queue.read { database in
        let head = try headState(database)
        return try Row.fetchAll(database, sql: "SELECT * FROM event ORDER BY id").map { row in
          // The subscripts of a row trap where a damaged file holds nothing.
          let after = try row.decode(Int64.self, forColumn: "after")
          return ProjectEvent(
            id: try row.decode(forColumn: "id"), verb: try row.decode(forColumn: "verb"),
            inputs: try row.decode(forColumn: "inputs"),
            summary: try row.decode(forColumn: "summary"),
            engine: try row.decode(forColumn: "engine"),
            before: try row.decode(forColumn: "before"), after: after, isCurrent: after == head)
        }
      }
    }
  }

  /// Ends the connection, so that the file may be moved.
  public func close() throws(ProjectError) { try attempt { try queue.close() } }

  func headState(_ database: Database) throws -> Int64 {
    guard let state = try Int64.fetchOne(database, sql: "SELECT state FROM head") else {
      throw ProjectError.corrupt(path: path, cause: "it has no current state")
    }
    return state
  }

  /// The current song; of what is not remembered the values are read.
  func known(_ database: Database) throws -> KnownSong {
    let state = try headState(database)
    let digests = try digests(database, of: state)
    let last = memory.song
    if let last, last.digests == digests { return last }
    var cache = last.map(SlotCache.init) ?? SlotCache()
    let song = try slots(database, of: state).song(cache: &cache)
    let known = KnownSong(digests: digests, song: song)
    memory.keep(known)
    return known
  }

  func digests(_ database: Database, of state: Int64) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT name, digest FROM slot WHERE state = ?"),
      arguments: [state])
    return Dictionary(
      try rows.map { row in
        (try row.decode(String.self, atIndex: 0), try row.decode(String.self, atIndex: 1))
      }, uniquingKeysWith: { first, _ in first })
  }

  func slots(_ database: Database, of state: Int64) throws -> SongSlots {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT slot.name, slot.digest, value.data
        FROM slot JOIN value ON value.digest = slot.digest WHERE slot.state = ?
        """, arguments: [state])
    var slots = SongSlots(digests: [:], data: [:])
    for row in rows {
      let digest = try row.decode(String.self, atIndex: 1)
      slots.digests[try row.decode(String.self, atIndex: 0)] = digest
      slots.data[digest] = try row.decode(Data.self, atIndex: 2)
    }
    return slots
  }

  private func append(
    _ slots: SongSlots, _ operation: ProjectOperation, to database: Database, parent: Int64?,
    _ press: LedgerPress
  ) throws {
    try database.execute(sql: "INSERT INTO state (parent) VALUES (?)", arguments: [parent])
    let state = database.lastInsertedRowID
    let value = try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO value (digest, data) VALUES (?, ?)")
    let slot = try database.cachedStatement(
      sql: "INSERT INTO slot (state, name, digest) VALUES (?, ?, ?)")
    for (name, digest) in slots.digests.sorted(by: { $0.key < $1.key }) {
      if let data = slots.data[digest] { try value.execute(arguments: [digest, data]) }
      try slot.execute(arguments: [state, name, digest])
    }
    try press.write(operation, from: parent, to: state)
    try database.execute(
      sql: "INSERT OR REPLACE INTO head (one, state) VALUES (1, ?)", arguments: [state])
    if let parent {
      try database.execute(sql: "UPDATE state SET redo = NULL WHERE id = ?", arguments: [parent])
    }
  }

  func attempt<Value>(_ body: () throws -> Value) throws(ProjectError) -> Value {
    do { return try body() } catch {
      throw ProjectFile.projectError(error, path: path, patience: patience)
    }
  }

  private static func projectError(
    _ error: any Error, path: String, patience: Double
  ) -> ProjectError {
    if let error = error as? ProjectError { return error }
    if let error = error as? SigningError { return .unsigned(error) }
    if error is RowDecodingError {
      return .corrupt(path: path, cause: "a row holds something that cannot be read")
    }
    guard let error = error as? DatabaseError else {
      return .corrupt(path: path, cause: "\(error)")
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path, seconds: patience)
    case .SQLITE_FULL: return .diskFull(path: path)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: return .readOnly(path: path)
    default:
      return .corrupt(path: path, cause: error.message ?? "SQLite error \(error.resultCode)")
    }
  }
}
