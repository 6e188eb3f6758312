import Foundation
import Studio

/// Files beside a project that may be handed out.
enum SongFile {
  /// Types by extension; nothing else is handed out.
  private static let types = [
    "wav": "audio/wav", "flac": "audio/flac", "mp3": "audio/mpeg", "opus": "audio/ogg",
    "mid": "audio/midi", "json": "application/json", "png": "image/png", "svg": "image/svg+xml",
    "pdf": "application/pdf", "html": "text/html; charset=utf-8", "xml": "application/xml",
    "txt": "text/plain; charset=utf-8", "etude": "application/octet-stream",
    "csv": "text/csv; charset=utf-8",
  ]

  static func exists(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  static func type(of name: String) -> String? {
    types[(name as NSString).pathExtension.lowercased()]
  }

  /// A file below a folder by its path there; nil for what lies elsewhere, is hidden, a link, of a
  /// type that is not handed out, or a report, which names places of the machine.
  static func file(_ path: String, below folder: String) -> (path: String, bytes: Int)? {
    let components = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard components.count <= 4, components.allSatisfy(isName), let last = components.last,
      type(of: last) != nil, !JobWorker.reports.contains(last)
    else { return nil }
    var place = folder
    for component in components {
      place += "/" + component
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: place) else {
        return nil
      }
      let kind = attributes[.type] as? FileAttributeType
      if component == last, kind == .typeRegular, let size = attributes[.size] as? NSNumber {
        return (place, size.intValue)
      }
      guard kind == .typeDirectory else { return nil }
    }
    return nil
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 255
      && !name.unicodeScalars.contains { $0.value < 32 || $0 == "\\" }
  }

  /// Every file below a folder that is handed out.
  static func all(below folder: String) -> [FilesDocument.File] {
    var found: [FilesDocument.File] = []
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? [] {
      guard found.count < 500 else { break }
      guard let file = file(path, below: folder) else { continue }
      found.append(FilesDocument.File(path: path, bytes: file.bytes))
    }
    return found.sorted { $0.path < $1.path }
  }

  /// The address of a file beside a project.
  static func address(_ path: String, of id: String) -> String {
    "/api/projects/\(escaped(id))/files/"
      + path.split(separator: "/").map { escaped(String($0)) }.joined(separator: "/")
  }

  /// A word as it stands in one segment of an address.
  static func escaped(_ word: String) -> String {
    let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz")
      .union(CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~"))
    return word.addingPercentEncoding(withAllowedCharacters: plain) ?? word
  }
}

/// The files beside a project.
struct FilesDocument: Codable, Sendable {
  struct File: Codable, Sendable {
    var path: String
    var bytes: Int
  }
  var files: [File]
}
