import Foundation
import GRDB
import Production

/// A state of a song that somebody gave a name.
public struct ProjectVersion: Hashable, Codable, Sendable {
  /// The name.
  public var name: String
  /// The state.
  public var state: Int64
  /// When it was named, in seconds since 1970; nil where no clock was asked.
  public var time: Int64?
}

/// Why a state cannot be named.
public enum VersionError: Error, Hashable, Sendable {
  /// A name that is empty, longer than `limit` bytes or holds control characters.
  case badName(String, limit: Int)
  /// There is no version of that name.
  case unknown(String)
}

/// The inputs of the event that names a state.
private struct VersionInputs: Codable {
  var name: String
  var isRemoved = false
}

extension ProjectFile {
  /// The verb of the events that name states.
  static let versionVerb = "version"
  private static let longestName = 80

  /// The named states, oldest first; a name that was given again means the later state.
  ///
  /// Throws `ProjectError`.
  public func versions() throws(ProjectError) -> [ProjectVersion] {
    var found: [ProjectVersion] = []
    for event in try ledger() where event.verb == Self.versionVerb {
      guard
        let inputs = try? JSONDecoder().decode(
          VersionInputs.self, from: Data(event.inputs.utf8))
      else { continue }
      found.removeAll { $0.name == inputs.name }
      guard !inputs.isRemoved else { continue }
      found.append(
        ProjectVersion(name: inputs.name, state: event.after.number, time: event.time))
    }
    return found
  }

  /// Names the current state; an older state of that name loses it.
  ///
  /// Throws `VersionError` and `ProjectError`.
  public func nameVersion(_ name: String, by notary: Notary) throws {
    let word = name.trimmingCharacters(in: .whitespaces)
    guard !word.isEmpty, word.utf8.count <= Self.longestName,
      !word.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw VersionError.badName(name, limit: Self.longestName) }
    try note(
      VersionInputs(name: word), verb: Self.versionVerb, "Called this state \(word)", by: notary)
  }

  /// Takes a name away; the state stays.
  ///
  /// Throws `VersionError` and `ProjectError`.
  public func forgetVersion(_ name: String, by notary: Notary) throws {
    guard try versions().contains(where: { $0.name == name }) else {
      throw VersionError.unknown(name)
    }
    try note(
      VersionInputs(name: name, isRemoved: true), verb: Self.versionVerb,
      "No longer calls a state \(name)", by: notary)
  }

  /// Stores an event of a person that leaves the song as it is.
  func note(
    _ inputs: some Encodable, verb: String, _ summary: String, by notary: Notary
  ) throws(ProjectError) {
    try attempt {
      try transaction { database in
        let head = try headState(database)
        try press(database, notary).write(
          ProjectOperation(
            verb: verb, inputs: try JSONText.line(inputs), summary: summary, actor: .person),
          from: head, to: head)
        return .commit
      }
    }
    recordHead(notary)
  }
}
