import Foundation
public import Production

/// Why a library of presets could not be opened.
public enum PresetLibraryError: Error, Hashable, Sendable {
  /// A folder of presets is not there.
  case noFolder(String)
  /// A folder of presets may not be read.
  case unreadableFolder(String)
}

extension PresetLibraryError: CustomStringConvertible {
  /// The error as one sentence.
  public var description: String {
    switch self {
    case .noFolder(let folder): "there is no folder of presets at '\(folder)'"
    case .unreadableFolder(let folder): "the folder of presets at '\(folder)' may not be read"
    }
  }
}

/// The presets of one or more folders, by name.
///
/// A preset in a later folder replaces one of the same name in an earlier folder, so that a user's folder
/// comes after the program's own. Files are read when their preset is asked for. A value; may be used on
/// any thread.
public struct PresetLibrary: Hashable, Sendable {
  /// A preset and the text that it was read from, by which caches tell whether it changed.
  public struct Entry: Hashable, Sendable {
    /// The preset.
    public var preset: Preset
    /// The file's text.
    public var text: String
  }

  private let files: [String: String]

  /// A library without presets.
  public static let empty = PresetLibrary(files: [:])

  private init(files: [String: String]) { self.files = files }

  /// The names in alphabetical order.
  public var names: [String] { files.keys.sorted() }

  /// The file of a preset; nil for a name that no file has.
  public func file(of name: String) -> String? { files[name] }

  /// Finds every `NAME.yaml` of the folders; throws `noFolder` for one that is missing and
  /// `unreadableFolder` for one that may not be read.
  public static func load(folders: [String]) throws(PresetLibraryError) -> PresetLibrary {
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
    return PresetLibrary(files: files)
  }

  /// The preset of a name; nil if no file has it.
  ///
  /// Throws what is wrong with the file, `misnamed` for one that is not named after its preset.
  public func entry(named name: String) throws(PresetFileError) -> Entry? {
    guard let file = files[name] else { return nil }
    let text = try PresetLibrary.text(of: file)
    let preset = try PresetFile.decode(text: text, file: file)
    guard preset.id == name else { throw .misnamed(file: file, name: preset.id) }
    return Entry(preset: preset, text: text)
  }

  private static func text(of file: String) throws(PresetFileError) -> String {
    // A pipe would never end, and a device has no size.
    let target = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    if let attributes = try? FileManager.default.attributesOfItem(atPath: target) {
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw .notAFile(file: file)
      }
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard size <= PresetFile.sizeLimit else {
        throw .tooLarge(file: file, bytes: size, limit: PresetFile.sizeLimit)
      }
    }
    guard let data = FileManager.default.contents(atPath: file),
      let text = String(validating: data, as: UTF8.self)
    else { throw .unreadable(file: file) }
    return text
  }
}
