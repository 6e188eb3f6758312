/// What a project is called inside a library: its folder's path below the library's, in one word.
///
/// Components are joined by `~.`; a tilde of a name is written `~-`. A project file that is not named
/// after its folder adds its own name.
public struct SongID: Hashable, Sendable {
  /// The word.
  public let text: String
  /// The components of the path below the library's folder.
  let components: [String]

  /// Names a place by its components.
  init(components: [String]) {
    self.components = components
    text = components.map { Self.escaped($0) }.joined(separator: "~.")
  }

  /// Reads a word; nil where it is no name of a place inside a library.
  public init?(_ text: String) {
    guard text.utf8.count <= 1024 else { return nil }
    var components = [""]
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "~" else {
        components[components.count - 1].append(character)
        continue
      }
      switch rest.popFirst() {
      case ".": components.append("")
      case "-": components[components.count - 1].append("~")
      default: return nil
      }
    }
    guard components.count <= 8, components.allSatisfy(Self.isName) else { return nil }
    self.text = text
    self.components = components
  }

  private static func escaped(_ name: String) -> String {
    name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~-")
  }

  /// Whether a component names something that a library shows: no dots in front, no slash, no control character.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 255 && !name.hasPrefix(".")
      && !name.unicodeScalars.contains { $0 == "/" || $0.value < 32 || $0.value == 127 }
  }
}
