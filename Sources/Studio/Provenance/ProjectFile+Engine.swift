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
    try attempt { try queue.read { try allowsEngine(in: $0) } }
  }

  /// Throws `engineOff` where the engine may not write.
  func checkEngine() throws(ProjectError) {
    guard try allowsEngine() else { throw .engineOff(path: path) }
  }

  func checkEngine(in database: Database) throws {
    guard try allowsEngine(in: database) else { throw ProjectError.engineOff(path: path) }
  }

  private func allowsEngine(in database: Database) throws -> Bool {
    let inputs = try String.fetchOne(
      database, sql: "SELECT inputs FROM event WHERE verb = ? ORDER BY id DESC LIMIT 1",
      arguments: [Self.engineVerb])
    guard let inputs else { return true }
    // What cannot be read is no leave to write.
    return (try? JSONDecoder().decode(EngineSwitch.self, from: Data(inputs.utf8)))?.ai ?? false
  }

  /// Switches the engine's writing off or on; false where it stood so already.
  ///
  /// Throws `ProjectError`.
  @discardableResult
  public func switchEngine(on: Bool, by notary: Notary) throws(ProjectError) -> Bool {
    let isChanged = try attempt { () throws -> Bool in
      var isChanged = false
      try queue.inTransaction(.immediate) { database in
        guard try allowsEngine(in: database) != on else { return .rollback }
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
