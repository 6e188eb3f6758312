import Crypto
import Foundation
public import Production

/// The SHA-256 of SoundFont files, remembered in the cache folder by path, size and time of change.
///
/// A SoundFont of 150 MB takes some tenths of a second to digest; a remembered one none. Any thread.
public struct SoundFontDigest: Sendable {
  private struct Entry: Codable, Equatable {
    var size: UInt64
    var modified: Double
    var file: UInt64
    var digest: String
  }

  private let cache: RenderCache

  /// Makes digests that are remembered in a cache's folder.
  public init(cache: RenderCache) {
    self.cache = cache
  }

  /// The name and SHA-256 of a SoundFont; throws `soundFontUnreadable` or `cancelled`.
  public func identity(
    of path: String, isCancelled: () -> Bool = { false }
  ) throws(RenderingError) -> SoundFontIdentity {
    let name = URL(filePath: path).lastPathComponent
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = (attributes[.size] as? NSNumber)?.uint64Value,
      let modified = attributes[.modificationDate] as? Date
    else { throw .soundFontUnreadable(path: path) }
    let file = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
    let memory = URL(filePath: "\(cache.folder)/soundfonts.json")
    var known: [String: Entry] = [:]
    if let data = try? Data(contentsOf: memory) {
      known = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
    }
    let stamp = modified.timeIntervalSince1970
    if let entry = known[path], entry.size == size, entry.modified == stamp, entry.file == file {
      return SoundFontIdentity(name: name, digest: entry.digest)
    }
    let digest = try SoundFontDigest.digest(ofFile: path, isCancelled: isCancelled)
    known[path] = Entry(size: size, modified: stamp, file: file, digest: digest)
    if let data = try? JSONEncoder().encode(known) {
      try? data.write(to: memory, options: .atomic)
    }
    return SoundFontIdentity(name: name, digest: digest)
  }

  private static func digest(
    ofFile path: String, isCancelled: () -> Bool
  ) throws(RenderingError) -> String {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .soundFontUnreadable(path: path)
    }
    defer { try? handle.close() }
    var hash = SHA256()
    while true {
      if isCancelled() { throw .cancelled }
      let piece: Data?
      do {
        piece = try handle.read(upToCount: 1 << 20)
      } catch {
        throw .soundFontUnreadable(path: path)
      }
      guard let piece, !piece.isEmpty else { break }
      hash.update(data: piece)
    }
    return hexadecimal(hash.finalize())
  }
}

/// The bytes of a digest in small hexadecimal digits.
func hexadecimal(_ digest: SHA256Digest) -> String {
  digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
