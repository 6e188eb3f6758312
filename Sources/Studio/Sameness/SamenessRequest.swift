/// An order to say how alike some songs are.
public struct SamenessRequest: Sendable {
  /// Folders, projects and MIDI files.
  public var paths: [String]
  /// The style whose human pieces they are compared with; nil for that of most of the projects.
  public var style: String?
  /// How many songs are compared with each other, 2...``limit``; of more, those of the lowest digests.
  public var most: Int
  /// How many nearest pairs are told, 0...100.
  public var pairs: Int
  /// Says what an error means to a person.
  public var explain: @Sendable (any Error) -> String

  /// The most songs that may be compared: the cost grows with the cube.
  public static let limit = 2_000

  /// Makes an order.
  public init(
    paths: [String], style: String? = nil, most: Int = 500, pairs: Int = 5,
    explain: @escaping @Sendable (any Error) -> String = { "\($0)" }
  ) {
    self.paths = paths
    self.style = style
    self.most = most
    self.pairs = pairs
    self.explain = explain
  }
}
