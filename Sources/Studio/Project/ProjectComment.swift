import Foundation
import Production

/// What somebody said of a moment of the song.
public struct ProjectComment: Hashable, Codable, Sendable, Identifiable {
  /// The number of the event that holds it.
  public var id: Int64
  /// Seconds from the start.
  public var seconds: Double
  /// The words.
  public var text: String
  /// Who said so, as they call themselves.
  public var author: String
  /// When it was put in, in seconds since 1970.
  public var time: Int64?
}

/// Why words cannot be kept as a comment.
public enum CommentError: Error, Hashable, Sendable {
  /// No words, or more than `limit` bytes, or an author's name with more than `nameLimit`.
  case badWords(limit: Int, nameLimit: Int)
  /// A moment that is no number of seconds from 0 to an hour and more.
  case badMoment(Double)
  /// There is no comment of that number.
  case unknown(Int64)
}

private struct CommentInputs: Codable {
  var seconds: Double
  var text: String
  var author: String
  var removes: Int64?
}

extension ProjectFile {
  static let commentVerb = "comment"
  private static let longest = 4000
  private static let longestName = 80

  /// The comments, in the order of the song.
  ///
  /// Throws `ProjectError`.
  public func comments() throws(ProjectError) -> [ProjectComment] {
    var found: [ProjectComment] = []
    for event in try ledger() where event.verb == Self.commentVerb {
      guard
        let inputs = try? JSONDecoder().decode(CommentInputs.self, from: Data(event.inputs.utf8))
      else { continue }
      if let gone = inputs.removes {
        found.removeAll { $0.id == gone }
      } else {
        found.append(
          ProjectComment(
            id: event.id, seconds: inputs.seconds, text: inputs.text, author: inputs.author,
            time: event.time))
      }
    }
    return found.sorted { ($0.seconds, $0.id) < ($1.seconds, $1.id) }
  }

  /// Keeps what somebody said of a moment; the song stays as it is.
  ///
  /// Throws `CommentError` and `ProjectError`.
  public func comment(
    _ text: String, at seconds: Double, author: String, by notary: Notary
  ) throws {
    let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let name = author.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty, words.utf8.count <= Self.longest, name.utf8.count <= Self.longestName
    else { throw CommentError.badWords(limit: Self.longest, nameLimit: Self.longestName) }
    guard seconds.isFinite, (0...86_400).contains(seconds) else {
      throw CommentError.badMoment(seconds)
    }
    let moment = "\(Int(seconds) / 60):\(String(format: "%02d", Int(seconds) % 60))"
    try note(
      CommentInputs(seconds: seconds, text: words, author: name), verb: Self.commentVerb,
      "\(name.isEmpty ? "Somebody" : name) said something of \(moment)", by: notary)
  }

  /// Takes a comment away.
  ///
  /// Throws `CommentError.unknown` and `ProjectError`.
  public func removeComment(_ id: Int64, by notary: Notary) throws {
    guard let comment = try comments().first(where: { $0.id == id }) else {
      throw CommentError.unknown(id)
    }
    try note(
      CommentInputs(seconds: comment.seconds, text: "", author: comment.author, removes: id),
      verb: Self.commentVerb, "Took a comment away", by: notary)
  }
}
