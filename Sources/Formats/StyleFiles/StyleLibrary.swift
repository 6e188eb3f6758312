import Foundation
public import Production

/// Why a library of styles could not give a style.
public enum StyleLibraryError: Error, Hashable, Sendable {
  /// No style has this name; the nearest names, best first.
  case unknown(name: String, nearest: [String])
  /// A folder of styles is not there.
  case noFolder(String)
  /// A folder of styles that may not be read.
  case unreadableFolder(String)
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

  /// A file of a library that holds no style.
  public struct Fault: Hashable, Codable, Sendable {
    /// The file.
    public var file: String
    /// What is wrong with it, as a clause that names the file and the line.
    public var problem: String
  }

  /// The styles that can be read, by ascending name, and what is wrong with the other files.
  ///
  /// One file that is wrong keeps nobody from the other styles.
  public func survey() -> (styles: [Style], faults: [Fault]) {
    var styles: [Style] = []
    var faults: [Fault] = []
    for name in names {
      do {
        styles.append(try style(named: name))
      } catch {
        faults.append(Fault(file: files[name] ?? name, problem: "\(error)"))
      }
    }
    return (styles, faults)
  }

  /// The file of a style; nil for a name that no file has.
  public func file(of name: String) -> String? { files[name] }

  /// Finds every `NAME.yaml` of the folders; throws `noFolder` for one that is
  /// missing and `unreadableFolder` for one that may not be read.
  public static func load(folders: [String]) throws(StyleLibraryError) -> StyleLibrary {
    var files: [String: String] = [:]
    for folder in folders {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
        throw isThere && isFolder.boolValue ? .unreadableFolder(folder) : .noFolder(folder)
      }
      for name in names where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
        files[String(name.dropLast(5))] = "\(folder)/\(name)"
      }
    }
    return StyleLibrary(files: files)
  }

  /// Reads one style file.
  public static func read(_ file: String) throws(StyleFileError) -> Style {
    // A pipe would never end, and a device has no size.
    let target = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    if let attributes {
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw .notAFile(file: file)
      }
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard size <= StyleFile.sizeLimit else {
        throw .tooLarge(file: file, bytes: size, limit: StyleFile.sizeLimit)
      }
    }
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
    case .unreadableFolder(let folder): "the folder of styles at '\(folder)' may not be read"
    case .misnamed(let file, let name):
      "'\(file)' holds the style '\(name)' and must be named after it"
    case .emptyBlend: "a blend needs at least one style and weights of more than 0"
    }
  }
}
