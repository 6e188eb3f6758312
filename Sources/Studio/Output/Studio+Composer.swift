import Composing
public import Foundation

/// What the neural composer is.
public struct ComposerCard: Hashable, Codable, Sendable {
  /// Works under one licence.
  public struct Licence: Hashable, Codable, Sendable {
    /// The licence, as the manifest has it.
    public var name: String
    /// How many works it has.
    public var works: Int
  }

  /// The model's name.
  public var name: String
  /// Steps of its training, and the events that it has seen.
  public var steps: Int, events: Int
  /// How many works it was trained on; 0 where the manifest is not installed.
  public var works: Int
  /// Their licences, the most frequent first.
  public var licences: [Licence]
  /// The genres that it has names for.
  public var genres: [String]
}

extension Studio {
  /// The manifest's file, beside the weights.
  private static let worksName = "works.csv"

  /// The most bytes that a manifest may have.
  private static let worksLimit = 64 << 20

  /// The works that the neural composer was trained on, as CSV with a line of names.
  ///
  /// Throws `StudioError.unreadable` where there is none.
  public func trainingWorks() throws(StudioError) -> Data {
    Data(
      try Self.readFile("\(resources.composer)/\(Self.worksName)", limit: Self.worksLimit))
  }

  /// What the neural composer says of itself.
  ///
  /// Throws `StudioError.noWeights` where none is installed, and what damaged files throw.
  public func composerCard() throws -> ComposerCard {
    guard let composer = try neuralComposer() else {
      throw StudioError.noWeights(folder: resources.composer)
    }
    struct Facts: Decodable {
      var name: String
      var steps: Int
      var events: Int
    }
    let facts = try? JSONDecoder().decode(Facts.self, from: Data(composer.facts.utf8))
    // Without its manifest the composer still writes; its card then names no works.
    let rows = String(decoding: (try? trainingWorks()) ?? Data(), as: UTF8.self)
      .split(separator: "\n").dropFirst().map(Self.fields)
    var counts: [String: Int] = [:]
    for row in rows where row.count >= 5 { counts[row[4], default: 0] += 1 }
    return ComposerCard(
      name: facts?.name ?? "unknown", steps: facts?.steps ?? 0, events: facts?.events ?? 0,
      works: rows.count,
      licences: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { ComposerCard.Licence(name: $0.key, works: $0.value) },
      genres: composer.genres.filter { $0 != "unknown" })
  }

  /// The fields of a line of CSV; quotes hold commas and doubled quotes.
  static func fields(_ line: Substring) -> [String] {
    var found = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        found.append("")
      } else {
        found[found.count - 1].append(character)
      }
    }
    return found
  }
}
