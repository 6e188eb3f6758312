import Foundation

/// What a person notes of the projects of a library: tags and ratings.
///
/// Kept in one JSON file of the library that is replaced as a whole; only one thread may write at a time.
public struct LibraryMarks: Hashable, Sendable {
  /// The marks of one project.
  public struct Mark: Hashable, Codable, Sendable {
    /// Words, in the order in which they were given.
    public var tags: [String] = []
    /// Stars, 0...5; 0 where it was not rated.
    public var rating = 0

    /// Makes the marks of a project that has none.
    public init() {}
  }

  /// How many tags a project may have.
  public static let mostTags = 32
  private static let longestTag = 64
  private static let limit = 8 << 20

  let path: String

  /// The marks of a library.
  public init(of library: SongLibrary) { path = library.ownFolder + "/marks.json" }

  /// All marks by the id of the project.
  ///
  /// Throws `LibraryError.marks` where the file cannot be read.
  public func all() throws(LibraryError) -> [String: Mark] {
    guard !FileAccess.isMissing(path) else { return [:] }
    guard let status = FileAccess.status(path), status.isFile, status.bytes <= Self.limit,
      let data = FileManager.default.contents(atPath: path)
    else { throw .marks(cause: "the file cannot be read") }
    do { return try JSONDecoder().decode([String: Mark].self, from: data) } catch {
      throw .marks(cause: "the file is no list of marks")
    }
  }

  /// Changes the marks of a project; nil leaves what is there.
  ///
  /// Throws `badTag`, `badRating` and `marks`.
  public func mark(
    _ id: String, tags: [String]?, rating: Int?
  ) throws(LibraryError) -> Mark {
    var marks = try all()
    var mark = marks[id] ?? Mark()
    if let tags { mark.tags = try Self.checked(tags) }
    if let rating {
      guard (0...5).contains(rating) else { throw .badRating(rating) }
      mark.rating = rating
    }
    marks[id] = mark == Mark() ? nil : mark
    do {
      try FileManager.default.createDirectory(
        atPath: PathName(path).parent, withIntermediateDirectories: true)
      try Data(try JSONText.pretty(marks).utf8).write(
        to: URL(fileURLWithPath: path), options: .atomic)
    } catch { throw .marks(cause: "the file cannot be written") }
    return mark
  }

  private static func checked(_ tags: [String]) throws(LibraryError) -> [String] {
    var kept: [String] = []
    for tag in tags {
      let word = tag.trimmingCharacters(in: .whitespaces)
      guard !word.isEmpty, word.utf8.count <= longestTag,
        !word.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else { throw .badTag(tag) }
      if !kept.contains(word) { kept.append(word) }
    }
    guard kept.count <= mostTags else { throw .badTag(kept[mostTags]) }
    return kept
  }
}
