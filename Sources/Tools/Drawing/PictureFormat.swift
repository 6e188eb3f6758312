/// A file format of pictures.
public enum PictureFormat: String, CaseIterable, Codable, Sendable {
  /// Pixels, Portable Network Graphics.
  case png
  /// Lines and text for web pages, Scalable Vector Graphics.
  case svg
  /// Lines and text for paper, Portable Document Format.
  case pdf

  /// The format that the ending of a path asks for; nil when it is none of these.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}
