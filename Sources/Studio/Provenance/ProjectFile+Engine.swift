import Foundation
import GRDB
import Production
import Provenance

extension ProjectFile {
  /// The verb of the events that switch the engine's writing off and on.
  static let engineVerb = "ai"

  /// Whether the engine may write notes: what the last switch says; true where there was none.
  ///
  /// The switch belongs to the project and not to a state of the song: undo does not turn it. Throws
  /// `ProjectError`.
  public func allowsEngine() throws(ProjectError) -> Bool {
    try attempt { try queue.read { try tally(in: $0).allowsEngine } }
  }

  /// Throws `engineOff` where the engine may not write.
  func checkEngine() throws(ProjectError) {
    guard try allowsEngine() else { throw .engineOff(path: path) }
  }

  func checkEngine(in database: Database) throws {
    guard try tally(in: database).allowsEngine else { throw ProjectError.engineOff(path: path) }
  }

  /// What the events come to; those that were counted before are not looked at again.
  ///
  /// Of a transaction that writes it is asked before the first event is written: what is undone must not be
  /// remembered.
  func tally(in database: Database) throws -> SongMemory.Tally {
    let last =
      try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(id) FROM event")) ?? 0
    var tally = memory.tally
    guard tally.event != last else { return tally }
    if tally.event > last { tally = SongMemory.Tally() }
    tally.moves +=
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM event WHERE id > ? AND before IS NOT after",
        arguments: [tally.event]) ?? 0
    let inputs = try String.fetchOne(
      database, sql: "SELECT inputs FROM event WHERE id > ? AND verb = ? ORDER BY id DESC LIMIT 1",
      arguments: [tally.event, Self.engineVerb])
    if let inputs {
      // What cannot be read is no leave to write.
      tally.allowsEngine =
        (try? JSONDecoder().decode(EngineSwitch.self, from: Data(inputs.utf8)))?.ai ?? false
    }
    tally.event = last
    memory.keep(tally)
    return tally
  }

  /// Switches the engine's writing off or on; false where it stood so already.
  ///
  /// Throws `ProjectError`.
  @discardableResult
  public func switchEngine(on: Bool, by notary: Notary) throws(ProjectError) -> Bool {
    let isChanged = try attempt { () throws -> Bool in
      var isChanged = false
      try transaction { database in
        guard try tally(in: database).allowsEngine != on else { return .rollback }
        let head = try headState(database)
        try press(database, notary).write(
          ProjectOperation(
            verb: Self.engineVerb, inputs: try JSONText.line(EngineSwitch(ai: on)),
            summary: on
              ? "Let the engine write again" : "Forbade the engine to write", actor: .person),
          from: head, to: head)
        isChanged = true
        return .commit
      }
      return isChanged
    }
    if isChanged { recordHead(notary) }
    return isChanged
  }
}

/// The inputs of the event that switches the engine.
private struct EngineSwitch: Codable {
  var ai: Bool
}
