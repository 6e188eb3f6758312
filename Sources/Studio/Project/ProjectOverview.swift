import Foundation
import GRDB
public import Production

/// What is told of a project without reading its notes.
public struct ProjectOverview: Hashable, Sendable {
  /// What was decided before the notes.
  public var plan: Plan
  /// The words that it was asked for with.
  public var prompt: String
  /// The number of the last event.
  public var revision: Int64
  /// Whether a mix was made.
  public var isMixed: Bool
}

/// Where a project stands: what changes with every operation.
public struct ProjectStand: Hashable, Sendable {
  /// The number of the last event.
  public var revision: Int64
  /// The current state.
  public var state: Int64
  /// Whether there is a state to go back to.
  public var canUndo: Bool
  /// Whether there is a state to go forward to.
  public var canRedo: Bool
  /// Whether the engine may write notes.
  public var allowsEngine: Bool
  /// The hash of the last event, which stands for all before it; nil where it is not signed.
  public var head: String?
}

extension ProjectFile {
  /// Where the project stands.
  ///
  /// Throws `ProjectError`.
  public func stand() throws(ProjectError) -> ProjectStand {
    if let held = memory.held { return held.stand }
    return try attempt { try queue.read { try stand($0) } }
  }

  func stand(_ database: Database) throws -> ProjectStand {
    let state = try headState(database)
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT parent, redo FROM state WHERE id = ?"),
      arguments: [state])
    let tally = try tally(in: database)
    return ProjectStand(
      revision: tally.event, state: state,
      canUndo: try row?.decode(Int64?.self, atIndex: 0) != nil,
      canRedo: try row?.decode(Int64?.self, atIndex: 1) != nil,
      allowsEngine: tally.allowsEngine, head: try hash(ofEvent: tally.event, in: database))
  }

  /// The hash of an event; nil where it is not signed.
  func hash(ofEvent event: Int64, in database: Database) throws -> String? {
    guard try database.tableExists("seal") else { return nil }
    return try String.fetchOne(
      database.cachedStatement(sql: "SELECT hash FROM seal WHERE event = ?"), arguments: [event])
  }

  /// The current song and where the project stands, read as one.
  ///
  /// Throws `ProjectError`.
  public func songAndStand() throws(ProjectError) -> (song: Song, stand: ProjectStand) {
    if let held = memory.held { return held }
    return try attempt {
      try queue.read { database in (try known(database).song, try stand(database)) }
    }
  }

  /// What is told of the project in a list.
  ///
  /// Throws `ProjectError`.
  public func overview() throws(ProjectError) -> ProjectOverview {
    let (values, revision) = try attempt { () throws -> ([String: Data], Int64) in
      try queue.read { database in
        let state = try headState(database)
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT slot.name, value.data FROM slot JOIN value ON value.digest = slot.digest
            WHERE slot.state = ? AND slot.name IN ('plan', 'brief', 'mix')
            """, arguments: [state])
        let values = try rows.map { row in
          (try row.decode(String.self, atIndex: 0), try row.decode(Data.self, atIndex: 1))
        }
        return (
          Dictionary(values, uniquingKeysWith: { first, _ in first }),
          try Int64.fetchOne(database, sql: "SELECT max(id) FROM event") ?? 0
        )
      }
    }
    do {
      return ProjectOverview(
        plan: try JSONDecoder().decode(Plan.self, from: values["plan"] ?? Data()),
        prompt: (try? JSONDecoder().decode(Brief.self, from: values["brief"] ?? Data()))?.prompt
          ?? "",
        revision: revision, isMixed: values["mix"] != nil)
    } catch {
      throw .damagedValue(slot: "plan", cause: "it cannot be read")
    }
  }
}
