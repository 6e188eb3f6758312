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
/// folder comes after the program's own. Files are read when their style is asked for: a song in one
/// style does not wait for the others. A value; may be used on any thread.
public struct StyleLibrary: Hashable, Sendable {
  /// The file of each style, by the style's name.
  private let files: [String: String]

  /// The names in alphabetical order.
  public var names: [String] { files.keys.sorted() }

  /// All styles by ascending name; throws what `style(named:)` throws.
  public var all: [Style] {
    get throws { try names.map { try style(named: $0) } }
  }

  /// Finds every `NAME.yaml` of the folders; throws `noFolder` for one that is missing.
  public static func load(folders: [String]) throws(StyleLibraryError) -> StyleLibrary {
    var files: [String: String] = [:]
    for folder in folders {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        throw .noFolder(folder)
      }
      for name in names where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
        files[String(name.dropLast(5))] = "\(folder)/\(name)"
      }
    }
    return StyleLibrary(files: files)
  }

  /// Reads one style file.
  public static func read(_ file: String) throws(StyleFileError) -> Style {
    guard let data = FileManager.default.contents(atPath: file),
      let text = String(validating: data, as: UTF8.self)
    else { throw .unreadable(file: file) }
    return try StyleFile.decode(text: text, file: file)
  }

  /// The style of a name.
  ///
  /// Throws `StyleLibraryError.unknown` with the nearest names, `misnamed` for a file that is not
  /// named after its style, and `StyleFileError` for a file that cannot be read.
  public func style(named name: String) throws -> Style {
    guard let file = files[name] else {
      throw StyleLibraryError.unknown(
        name: name, nearest: Spelling.nearest(to: name, among: names))
    }
    let style = try Self.read(file)
    guard style.name == name else {
      throw StyleLibraryError.misnamed(file: file, name: style.name)
    }
    return style
  }

  /// The blend of styles by name; one share alone is the style itself.
  ///
  /// Throws `emptyBlend` when there is no share or one is not more than 0, and what `style(named:)`
  /// throws.
  public func blend(_ shares: [Brief.StyleWeight]) throws -> Style {
    var weighted: [(style: Style, weight: Double)] = []
    for share in shares {
      guard share.weight > 0 else { throw StyleLibraryError.emptyBlend }
      weighted.append((try style(named: share.name), share.weight))
    }
    guard let blended = Style.blended(weighted) else { throw StyleLibraryError.emptyBlend }
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
