import Foundation
import Synchronization

/// The page's files as they are sent, compressed once.
final class PageStore: Sendable {
  /// A file as it is sent.
  struct Entry: Sendable {
    var tag: String
    var plain: Data
    var gzip: Data?
  }
  private let entries = Mutex<[String: Entry]>([:])

  /// A file with the tag of its state; nil where it cannot be read.
  func entry(_ path: String, tag: String) -> Entry? {
    if let known = entries.withLock({ $0[path] }), known.tag == tag { return known }
    guard let plain = FileManager.default.contents(atPath: path) else { return nil }
    let entry = Entry(tag: tag, plain: plain, gzip: Gzip.compressed(plain))
    entries.withLock { $0[path] = entry }
    return entry
  }
}
