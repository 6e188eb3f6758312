import Foundation

/// The checkout that these tests stand in, found by walking up from this file.
struct Repository {
  /// The folder that holds `Package.swift`.
  let root: URL

  /// Finds the checkout; the folder of this file is only a start, so the tests may be moved.
  init(from file: String = #filePath) throws {
    var folder = URL(filePath: file).resolvingSymlinksInPath().deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
      guard folder.pathComponents.count > 1 else { throw HouseError.noCheckout(above: file) }
      folder.deleteLastPathComponent()
    }
    root = folder
  }

  /// The text of one file, its path given from the root.
  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths from the root of all plain files below a folder, sorted; hidden ones are left out.
  func files(under folder: String, suffix: String = "") throws -> [String] {
    let start = root.appending(path: folder).resolvingSymlinksInPath()
    let keys: Set<URLResourceKey> = [.isRegularFileKey]
    guard
      let walk = FileManager.default.enumerator(
        at: start, includingPropertiesForKeys: Array(keys), options: [.skipsHiddenFiles])
    else { throw HouseError.noFolder(folder) }
    var paths: [String] = []
    for case let file as URL in walk where file.lastPathComponent.hasSuffix(suffix) {
      guard try file.resourceValues(forKeys: keys).isRegularFile == true else { continue }
      let tail = file.resolvingSymlinksInPath().pathComponents.dropFirst(start.pathComponents.count)
      paths.append(([folder] + tail).joined(separator: "/"))
    }
    return paths.sorted()
  }

  /// Names in one folder, hidden ones left out, sorted; none when the folder does not exist.
  func names(in folder: String) -> [String] {
    let path = root.appending(path: folder).resolvingSymlinksInPath().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Whether a path from the root is a folder.
  func isFolder(_ path: String) -> Bool {
    var folder: ObjCBool = false
    let full = root.appending(path: path).path
    return FileManager.default.fileExists(atPath: full, isDirectory: &folder) && folder.boolValue
  }

  /// Every Swift file below a folder with its text.
  func swiftFiles(under folder: String) throws -> [SourceFile] {
    try files(under: folder, suffix: ".swift").map { SourceFile(path: $0, text: try text($0)) }
  }
}

/// Why a house test could not even look.
enum HouseError: Error, CustomStringConvertible {
  case noCheckout(above: String)
  case noFolder(String)
  case noPackageDescription(path: String)

  var description: String {
    switch self {
    case .noCheckout(let file): "no Package.swift in any folder above \(file)"
    case .noFolder(let folder): "cannot list \(folder)"
    case .noPackageDescription(let path):
      """
      no package description at \(path). `make test` writes it before the tests start; by hand: \
      swift package describe --type json > .build/package.json
      """
    }
  }
}
