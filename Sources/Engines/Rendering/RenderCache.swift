public import AudioFiles
import Foundation
public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder of rendered stems, each named by the SHA-256 of all that its sound depends on.
///
/// Beside each stem lies `NAME.sum` with its length and checksum, so that a damaged file is noticed and
/// made again. The folder may be deleted at any time when no work is going on. Any thread.
public struct RenderCache: Hashable, Sendable {
  /// The folder.
  public let folder: String
  /// How many bytes `prune` leaves.
  public var limit: Int

  /// Names a cache; `limit` is in bytes, 4 GiB unless told.
  public init(folder: String, limit: Int = 4 << 30) {
    self.folder = folder
    self.limit = limit
  }

  /// Where the stem of a digest lies.
  public func path(_ digest: String) -> String { "\(folder)/\(digest)" }

  /// Makes the folder if there is none; throws the file system's errors.
  public func create() throws(AudioFileError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw RenderCache.translate(error, path: folder)
    }
  }

  /// The length of an intact stem; nil if it is absent, cut, prolonged or changed.
  ///
  /// Reads the whole stem, and marks it as used now.
  public func intactFrames(_ digest: String, sampleRate: SampleRate) -> Int? {
    guard let text = try? String(contentsOfFile: path(digest) + ".sum", encoding: .utf8),
      let reader = try? SampleCacheReader(path: path(digest)), reader.channelCount == 2,
      reader.sampleRate == sampleRate
    else { return nil }
    let frames = reader.length.count
    var checksum = SampleChecksum()
    var buffer = AudioBuffer(frameCount: min(frames, 16_384))
    var start = 0
    while start < frames {
      let count = min(16_384, frames - start)
      let isRead = buffer.withMutableBlock { block in
        let part = block[frames: 0..<count]
        guard (try? reader.read(at: start, into: part)) != nil else { return false }
        checksum.update(part)
        return true
      }
      guard isRead else { return nil }
      start += count
    }
    guard text == RenderCache.summary(frames: frames, checksum: checksum) else { return nil }
    // The file system's own clock says when a stem was used last.
    _ = utimes(path(digest), nil)
    return frames
  }

  /// Writes the summary that stands beside a stem.
  func writeSummary(
    _ digest: String, frames: Int, checksum: SampleChecksum
  ) throws(AudioFileError) {
    let text = RenderCache.summary(frames: frames, checksum: checksum)
    do {
      try Data(text.utf8).write(to: URL(filePath: path(digest) + ".sum"), options: .atomic)
    } catch {
      throw RenderCache.translate(error, path: path(digest) + ".sum")
    }
  }

  /// Removes the stems that were not used for longest until `limit` is kept, and returns how many.
  ///
  /// Those named in `keeping` stay. Unfinished files that are older than a day go as well.
  @discardableResult
  public func prune(keeping: Set<String> = []) -> Int {
    let files = FileManager.default
    var stems: [(name: String, used: Date, bytes: Int)] = []
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      guard let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(name)"),
        let date = attributes[.modificationDate] as? Date
      else { continue }
      if name.hasSuffix(".part"), date.timeIntervalSinceNow < -86_400 {
        try? files.removeItem(atPath: "\(folder)/\(name)")
      } else if RenderCache.isDigest(name) {
        stems.append((name, date, (attributes[.size] as? NSNumber)?.intValue ?? 0))
      }
    }
    var total = stems.reduce(0) { $0 + $1.bytes }
    var removed = 0
    for stem in stems.sorted(by: { ($0.used, $0.name) < ($1.used, $1.name) }) {
      if total <= limit { break }
      if keeping.contains(stem.name) { continue }
      try? files.removeItem(atPath: path(stem.name) + ".sum")
      guard (try? files.removeItem(atPath: path(stem.name))) != nil else { continue }
      total -= stem.bytes
      removed += 1
    }
    return removed
  }

  private static func isDigest(_ name: String) -> Bool {
    name.utf8.count == 64 && name.utf8.allSatisfy { (48...57) ~= $0 || (97...102) ~= $0 }
  }

  private static func summary(frames: Int, checksum: SampleChecksum) -> String {
    "\(frames) \(String(checksum.value, radix: 16))\n"
  }

  /// Says in this program's words what Foundation met.
  static func translate(_ error: any Error, path: String) -> AudioFileError {
    switch (error as? CocoaError)?.code {
    case .fileWriteOutOfSpace: return .diskFull(path: path)
    case .fileWriteNoPermission, .fileReadNoPermission, .fileWriteVolumeReadOnly:
      return .permissionDenied(path: path)
    case .fileNoSuchFile, .fileReadNoSuchFile: return .notFound(path: path)
    case .fileWriteFileExists: return .notAFile(path: path)
    default:
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      return .system(path: path, code: Int32(cause?.code ?? (error as NSError).code))
    }
  }
}
