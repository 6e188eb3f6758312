import Foundation
public import Production

/// Why a library of styles could not give a style.
public enum StyleLibraryError: Error, Hashable, Sendable {
  /// No style has this name; the nearest names, best first.
  case unknown(name: String, nearest: [String])
  /// A folder of styles is not there.
  case noFolder(String)
  /// A file's style has a name other than the file's.
  case misnamed(file: String, name: String)
  /// A blend names no style or has a weight that is not more than 0.
  case emptyBlend
}

/// The styles of one or more folders, by name.
///
/// A style in a later folder replaces one of the same name in an earlier folder, so that a user's
/// folder comes after the program's own. A value; may be used on any thread.
public struct StyleLibrary: Hashable, Sendable {
  private var styles: [String: Style]

  /// Makes a library of styles; later ones win over earlier ones of the same name.
  public init(styles: [Style]) {
    self.styles = Dictionary(styles.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// The names in alphabetical order.
  public var names: [String] { styles.keys.sorted() }

  /// All styles by ascending name.
  public var all: [Style] { names.compactMap { styles[$0] } }

  /// Reads every `NAME.yaml` of the folders; throws `StyleFileError` for a file that cannot be
  /// read and `StyleLibraryError` for a missing folder or a file not named after its style.
  public static func load(folders: [String]) throws -> StyleLibrary {
    var styles: [Style] = []
    for folder in folders {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        throw StyleLibraryError.noFolder(folder)
      }
      for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
        let style = try read("\(folder)/\(name)")
        guard name == "\(style.name).yaml" else {
          throw StyleLibraryError.misnamed(file: "\(folder)/\(name)", name: style.name)
        }
        styles.append(style)
      }
    }
    return StyleLibrary(styles: styles)
  }

  /// Reads one style file.
  public static func read(_ file: String) throws(StyleFileError) -> Style {
    guard let data = FileManager.default.contents(atPath: file),
      let text = String(validating: data, as: UTF8.self)
    else { throw .unreadable(file: file) }
    return try StyleFile.decode(text: text, file: file)
  }

  /// The style of a name.
  public func style(named name: String) throws(StyleLibraryError) -> Style {
    guard let style = styles[name] else {
      throw .unknown(name: name, nearest: Spelling.nearest(to: name, among: names))
    }
    return style
  }

  /// The style of a name and its share, or the blend of several.
  public func blend(_ shares: [Brief.StyleWeight]) throws(StyleLibraryError) -> Style {
    var weighted: [(style: Style, weight: Double)] = []
    for share in shares {
      guard share.weight > 0 else { throw .emptyBlend }
      weighted.append((try style(named: share.name), share.weight))
    }
    guard let blended = Style.blended(weighted) else { throw .emptyBlend }
    return blended
  }
}

extension StyleLibraryError: CustomStringConvertible {
  /// The error as one sentence.
  public var description: String {
    switch self {
    case .unknown(let name, let nearest):
      "no style is named '\(name)'"
        + (nearest.isEmpty ? "" : "; near it: \(nearest.joined(separator: ", "))")
    case .noFolder(let folder): "there is no folder of styles at '\(folder)'"
    case .misnamed(let file, let name):
      "'\(file)' holds the style '\(name)' and must be named after it"
    case .emptyBlend: "a blend needs at least one style and weights of more than 0"
    }
  }
}
