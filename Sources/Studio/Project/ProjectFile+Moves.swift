import GRDB
import Production

extension ProjectFile {
  /// Goes back to the state before the last operations; `noHistory` where there are not so many,
  /// and then nothing changes.
  @discardableResult
  public func undo(steps: Int = 1, by notary: Notary) throws(ProjectError) -> Song {
    try step(verb: "undo", steps, notary) { database, current in
      try Int64.fetchOne(
        database, sql: "SELECT parent FROM state WHERE id = ?", arguments: [current])
    }
  }

  /// Goes forward to the state that the last undos left; `noHistory` where there are not so many,
  /// and then nothing changes.
  @discardableResult
  public func redo(steps: Int = 1, by notary: Notary) throws(ProjectError) -> Song {
    try step(verb: "redo", steps, notary) { database, current in
      try Int64.fetchOne(database, sql: "SELECT redo FROM state WHERE id = ?", arguments: [current])
    }
  }

  /// Goes to a state that the song had; nothing of what came after it is lost.
  ///
  /// Throws `ProjectError`; `noState` where the project never had it.
  @discardableResult
  public func restore(state: Int64, by notary: Notary) throws(ProjectError) -> Song {
    try attempt {
      try transaction { database in
        let isKnown = try Bool.fetchOne(
          database, sql: "SELECT count(*) FROM state WHERE id = ?", arguments: [state])
        guard isKnown == true else { throw ProjectError.noState(path: path, state: state) }
        let current = try headState(database)
        guard current != state else { return .rollback }
        try move(
          try press(database, notary), verb: "restore", from: current, to: state)
        return .commit
      }
    }
    recordHead(notary)
    return try song()
  }

  /// The song as it was in a state.
  ///
  /// Throws `ProjectError`; `noState` where the project never had it.
  public func song(state: Int64) throws(ProjectError) -> Song {
    let found = try attempt { () throws -> SongSlots in try queue.read { try slots($0, of: state) }
    }
    guard !found.digests.isEmpty else { throw .noState(path: path, state: state) }
    var cache = memory.song.map(SlotCache.init) ?? SlotCache()
    return try found.song(cache: &cache)
  }

  private func step(
    verb: String, _ steps: Int, _ notary: Notary, target: (Database, Int64) throws -> Int64?
  ) throws(ProjectError) -> Song {
    let made = try attempt {
      var made = 0
      try transaction { database in
        for _ in 0..<steps {
          let current = try headState(database)
          guard let next = try target(database, current) else { return .rollback }
          try move(try press(database, notary), verb: verb, from: current, to: next)
          made += 1
        }
        return .commit
      }
      return made
    }
    guard made == steps else { throw .noHistory(direction: verb, available: made) }
    recordHead(notary)
    return try song()
  }

  private func move(_ press: LedgerPress, verb: String, from current: Int64, to next: Int64) throws
  {
    let database = press.database
    if verb == "undo" {
      try database.execute(
        sql: "UPDATE state SET redo = ? WHERE id = ?", arguments: [current, next])
    }
    try database.execute(sql: "UPDATE head SET state = ?", arguments: [next])
    try press.write(
      ProjectOperation(
        verb: verb, inputs: "{}", summary: Self.summary(of: verb, to: next), actor: .person),
      from: current, to: next)
  }

  private static func summary(of move: String, to state: Int64) -> String {
    switch move {
    case "undo": "Undo"
    case "redo": "Redo"
    default: "Went to state \(state)"
    }
  }
}
