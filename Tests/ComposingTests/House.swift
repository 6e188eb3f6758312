import Foundation
import StyleFiles

/// The house's own files, found beside the tests.
enum House {
  static func styles() throws -> StyleLibrary {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "Sources/Formats/StyleFiles/Resources")
    return try StyleLibrary.load(folders: [folder.path(percentEncoded: false)])
  }
}
