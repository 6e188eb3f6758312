public import Foundation
public import Production
import Yams

/// Why the texts of disclosures cannot be used.
public enum DisclosureFileError: Error, Hashable, Sendable {
  /// The file does not exist or may not be read.
  case notFound(path: String)
  /// The file is not YAML of the expected shape.
  case unreadable(path: String, cause: String)
  /// A text is missing, or names no source of the file.
  case incomplete(path: String, key: String)
}

/// The file that holds the texts of disclosures, `disclosure.yaml`.
public enum DisclosureFile {
  /// Reads the texts from a folder.
  public static func read(folder: String) throws(DisclosureFileError) -> DisclosureTexts {
    let path = "\(folder)/disclosure.yaml"
    guard let data = FileManager.default.contents(atPath: path) else { throw .notFound(path: path) }
    return try decode(data, path: path)
  }

  /// Reads the texts from the bytes of a file; `path` is for errors alone.
  public static func decode(_ data: Data, path: String) throws(DisclosureFileError)
    -> DisclosureTexts
  {
    let file: Shape
    do {
      file = try YAMLDecoder().decode(Shape.self, from: data)
    } catch {
      throw .unreadable(path: path, cause: "\(error)")
    }
    let known = Set(file.sources.map(\.id))
    var texts: [DisclosureTexts.Key: String] = [:]
    for key in DisclosureTexts.Key.allCases {
      guard let entry = file.texts[key.rawValue], entry.count == 2, !entry[0].isEmpty,
        known.contains(entry[1])
      else { throw .incomplete(path: path, key: key.rawValue) }
      texts[key] = entry[0]
    }
    let fonts = file.soundFonts.map {
      Disclosure.Credit(
        kind: "SoundFont", name: $0.name, author: $0.author, licence: $0.licence, note: $0.note)
    }
    guard
      let result = DisclosureTexts(
        texts: texts, sources: file.sources, soundFonts: fonts, licences: file.licences)
    else { throw .incomplete(path: path, key: "texts") }
    return result
  }

  private struct Shape: Decodable {
    struct Font: Decodable {
      var name, author, licence, note: String
    }

    var sources: [Disclosure.RuleSource]
    var texts: [String: [String]]
    var soundFonts: [Font]
    var licences: [String: String]
  }
}
