import Crypto
import Foundation

extension Studio {
  /// The signature of the manifest, in base 64.
  private static let signature = "manifest.sig"

  /// The manifest of the neural composer that is installed: listed files and works.
  ///
  /// Throws `ManifestError` where a list is missing or malformed.
  public func modelManifest() throws -> ModelManifest {
    ModelManifest(files: try listedFiles(), works: try listedWorks())
  }

  /// Holds the manifest against the installed files and its signature; reads every file.
  ///
  /// Throws `ManifestError` where a list is missing or malformed.
  public func checkManifest() throws -> ManifestCheck {
    let manifest = try modelManifest()
    var check = ManifestCheck(
      changed: [], missing: [], unlisted: [], signature: .unsigned, files: manifest.files.count,
      works: manifest.works.count)
    for file in manifest.files {
      let path = "\(resources.composer)/\(file.name)"
      guard let bytes = try? Self.readFile(path, limit: 4 << 30) else {
        check.missing.append(file.name)
        continue
      }
      if SHA256.hash(data: bytes).hexadecimal != file.sha256 { check.changed.append(file.name) }
    }
    let listed = Set(manifest.files.map(\.name) + [Self.digestsName, Self.signature])
    let present = (try? FileManager.default.contentsOfDirectory(atPath: resources.composer)) ?? []
    check.unlisted = present.filter { !$0.hasPrefix(".") && !listed.contains($0) }.sorted()
    let path = "\(resources.composer)/\(Self.signature)"
    if let bytes = try? Self.readFile(path, limit: 4096) {
      let isValid = ReleaseKey.isValid(
        String(decoding: bytes, as: UTF8.self), over: Data(try manifest.text().utf8))
      check.signature = isValid ? .valid : .invalid
    }
    return check
  }

  private func listedFiles() throws -> [ModelManifest.File] {
    let path = "\(resources.composer)/\(Self.digestsName)"
    guard let bytes = try? Self.readFile(path, limit: 1 << 20) else {
      throw ManifestError.missing(path: path)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: true)
    return try lines.enumerated().map { index, line in
      // 64 digits, a blank, a blank or a star, and the name.
      let digest = line.prefix(64)
      let name = line.dropFirst(66)
      let mark = line.dropFirst(64).prefix(2)
      guard digest.count == 64, digest.allSatisfy({ $0.isHexDigit && !$0.isUppercase }),
        mark == "  " || mark == " *", !name.isEmpty, !name.contains("/")
      else { throw ManifestError.malformed(path: path, line: index + 1) }
      return ModelManifest.File(name: String(name), sha256: String(digest))
    }.sorted { $0.name < $1.name }
  }

  private func listedWorks() throws -> [ModelManifest.Work] {
    guard let data = try? trainingWorks() else {
      throw ManifestError.missing(path: "\(resources.composer)/works.csv")
    }
    return Self.works(of: data)
  }

  /// The works of a list; lines that are too short are left out.
  static func works(of data: Data) -> [ModelManifest.Work] {
    String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
      .map(fields).filter { $0.count >= 7 }.map {
        ModelManifest.Work(
          id: $0[0], title: $0[1], author: $0[2], collection: $0[3], licence: $0[4],
          source: $0[5], sha256: $0[6])
      }
  }
}
