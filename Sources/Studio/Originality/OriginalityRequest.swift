import Foundation
public import Production
public import ReferenceIndex

/// An order to hold a piece against other music.
public struct OriginalityRequest: Hashable, Sendable {
  /// A MIDI file or a project.
  public var piece: String
  /// Folders of MIDI files and indexes, beside the index that ships with the program.
  public var against: [String]
  /// Whether the index that ships with the program is left out.
  public var withoutShipped: Bool
  /// The genre or style it is compared with; nil for the project's style, else all genres.
  public var genre: String?
  /// Whether damaged MIDI files are read as far as possible.
  public var recovers: Bool

  /// Makes an order.
  public init(
    piece: String, against: [String] = [], withoutShipped: Bool = false, genre: String? = nil,
    recovers: Bool = false
  ) {
    self.piece = piece
    self.against = against
    self.withoutShipped = withoutShipped
    self.genre = genre
    self.recovers = recovers
  }
}

/// An order to make an index of a folder of MIDI files.
public struct IndexRequest: Hashable, Sendable {
  /// The folder; a `works.csv` in it says which files are works and what they are.
  public var folder: String
  /// The file to write; nil to keep it in memory.
  public var output: String?
  /// The name that matches are reported under; nil for the folder's.
  public var name: String?
  /// From how many bits on a match counts as a quotation; nil to measure it.
  public var alarm: Double?
  /// Whether a file that stands there is replaced.
  public var replacing: Bool
  /// Whether damaged MIDI files are read as far as possible.
  public var recovers: Bool

  /// Makes an order.
  public init(
    folder: String, output: String? = nil, name: String? = nil, alarm: Double? = nil,
    replacing: Bool = false, recovers: Bool = false
  ) {
    self.folder = folder
    self.output = output
    self.name = name
    self.alarm = alarm
    self.replacing = replacing
    self.recovers = recovers
  }
}

/// What became of an index.
public struct IndexReport: Hashable, Codable, Sendable {
  /// A file that was passed over.
  public struct Skipped: Hashable, Codable, Sendable {
    /// The file, below the folder.
    public var path: String
    /// Why, as a clause.
    public var reason: String
  }

  /// The file that was written; nil where it was kept in memory.
  public var file: String?
  /// How many works it holds.
  public var works: Int
  /// How many different tunes they are.
  public var tunes: Int
  /// How many bytes it has.
  public var bytes: Int
  /// From how many bits on a match counts as a quotation.
  public var alarm: Double
  /// What works share among themselves, by genre.
  public var baselines: [Verdict.Baseline]
  /// What was passed over.
  public var skipped: [Skipped]
}

/// Why music cannot be compared.
public enum ComparisonError: Error, Hashable, Sendable {
  /// No index ships with this copy of the program, and nothing else was named.
  case nothingToCompareWith(place: String)
  /// An index cannot be read.
  case unreadable(path: String, ReferenceIndexError)
  /// A folder holds no MIDI file that can be read.
  case noWorks(folder: String, skipped: Int)
  /// The list of works in a folder is not one.
  case badList(path: String, line: Int, cause: String)
  /// A song has a stretch that only quotation explains, and it was not to be written then.
  case quotation(title: String, match: Verdict.Match, draws: Int)
}
