/// What the neural composer is made of: its files and the works that it was trained on, with hashes.
public struct ModelManifest: Hashable, Codable, Sendable {
  /// An installed file.
  public struct File: Hashable, Codable, Sendable {
    /// Its name in the folder of the composer.
    public var name: String
    /// The SHA-256 of its content, in hexadecimal.
    public var sha256: String
  }

  /// A work that the composer was trained on.
  public struct Work: Hashable, Codable, Sendable {
    /// Its id, title and author; the author, or who published under the licence, holds the rights.
    public var id: String, title: String, author: String
    /// Where it comes from, and under which licence.
    public var collection: String, licence: String, source: String
    /// The SHA-256 of its file, in hexadecimal.
    public var sha256: String
  }

  /// The form of the manifest.
  public var format = "etude model manifest 1"
  /// The files, by name.
  public var files: [File]
  /// The works, in the order of their list.
  public var works: [Work]

  /// The manifest as it is printed and signed: indented JSON and a line end.
  public func text() throws -> String { try JSONText.pretty(self) + "\n" }
}

/// What comes out when a manifest is held against the installed files and its signature.
public struct ManifestCheck: Hashable, Codable, Sendable {
  /// What a signature is worth.
  public enum Signature: String, Codable, Sendable {
    /// It was made by the release key, of this manifest.
    case valid
    /// It is not one of the release key over this manifest.
    case invalid
    /// There is none: a build that was made without the release key.
    case unsigned
  }

  /// Files whose content is not the listed one.
  public var changed: [String]
  /// Listed files that are not there.
  public var missing: [String]
  /// Files that are there and not listed.
  public var unlisted: [String]
  /// The signature.
  public var signature: Signature
  /// How many files and works the manifest lists.
  public var files: Int, works: Int

  /// Whether nothing contradicts the manifest; an unsigned one contradicts nothing.
  public var isSound: Bool {
    changed.isEmpty && missing.isEmpty && unlisted.isEmpty && signature != .invalid
  }
}

/// Why there is no manifest.
public enum ManifestError: Error, Hashable, Sendable {
  /// The list of checksums or of works is not installed.
  case missing(path: String)
  /// A line of the list of checksums is none.
  case malformed(path: String, line: Int)
}
