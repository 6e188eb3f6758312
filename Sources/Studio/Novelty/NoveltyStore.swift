import Foundation
import Originality

/// Why what is remembered of one's outputs cannot be used.
public enum NoveltyError: Error, Hashable, Sendable {
  /// The file is there and cannot be read.
  case damagedRecord(path: String)
  /// The file cannot be written.
  case notWritable(path: String, cause: String)
  /// No state of the record has the digest.
  case unknownState(digest: String)
}

/// The file in which one's recent outputs are remembered: `novelty.json` in the folder of the user's data.
///
/// Changes are written whole or not at all, and one at a time: a lock beside the file keeps processes
/// apart.
struct NoveltyStore {
  let path: String

  /// The file in a folder.
  init(folder: String) { path = "\(folder)/novelty.json" }

  /// What is remembered; nothing where there is no file.
  func record() throws(NoveltyError) -> NoveltyRecord {
    guard !FileAccess.isMissing(path) else { return NoveltyRecord() }
    let bytes: [UInt8]
    do {
      bytes = try Studio.readFile(path, limit: NoveltyRecord.limit)
    } catch {
      throw .damagedRecord(path: path)
    }
    guard let record = try? JSONDecoder().decode(NoveltyRecord.self, from: Data(bytes)) else {
      throw .damagedRecord(path: path)
    }
    return NoveltyRecord(record.entries)
  }

  /// Adds outputs in their order.
  func add(_ features: [WorkFeatures]) throws(NoveltyError) {
    guard !features.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: PathName(path).parent, withIntermediateDirectories: true)
    } catch {
      throw .notWritable(path: path, cause: "its folder cannot be made")
    }
    let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw .notWritable(path: path, cause: String(cString: strerror(errno))) }
    // Closing a file gives its lock back.
    defer { close(lock) }
    guard flock(lock, LOCK_EX) == 0 else {
      throw .notWritable(path: path, cause: String(cString: strerror(errno)))
    }
    var record = try record()
    for features in features { record.add(features) }
    do {
      let text = try JSONText.line(record)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      _ = chmod(path, 0o600)
    } catch {
      throw .notWritable(path: path, cause: "the system refuses it")
    }
  }

  /// Removes the file.
  func forget() throws(NoveltyError) {
    guard !FileAccess.isMissing(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .notWritable(path: path, cause: "the system refuses to remove it")
    }
  }
}
