import Foundation
import Provenance

/// The last events of the projects that were changed on this machine, one line each.
///
/// A line is `PROJECT EVENT HASH`. A project has several lines where copies of it were changed, each
/// in its own way: a new head takes the place of those that it follows on. The file is replaced as a
/// whole under a lock; of more than `capacity` lines the oldest go.
struct HeadList: Hashable, Sendable {
  /// Where the list is.
  let path: String
  /// The most lines that are kept.
  static let capacity = 4096

  struct Entry: Hashable {
    var project: String
    var event: Int64
    var hash: String
  }

  /// The heads of a project, oldest first, and how many lines of the file say nothing.
  func heads(of project: String) -> (heads: [KnownHead], unreadable: Int) {
    let (entries, unreadable) = entries()
    let own = entries.filter { $0.project == project }
    return (
      own.map { KnownHead(event: $0.event, hash: $0.hash, origin: .machine) }, unreadable
    )
  }

  /// Whether there is a list: a key was used here before.
  var exists: Bool { !FileAccess.isMissing(path) }

  /// Puts a head in the place of those that it follows on.
  ///
  /// False where the list cannot be written; the project is not less signed for that, only a later
  /// roll-back is found less surely.
  /// `announce` gets a sentence where lines cannot be read, which are then kept in another file, or the
  /// list cannot be written.
  @discardableResult
  func record(
    _ head: Entry, following isPast: (Entry) -> Bool,
    announce: (String) -> Void = { _ in }
  ) -> Bool {
    let isRecorded = replace(head, isPast, announce)
    if !isRecorded {
      announce(
        "This machine's list of heads '\(path)' cannot be written; what is cut off from projects at the end "
          + "is then not found here.")
    }
    return isRecorded
  }

  private func replace(
    _ head: Entry, _ isPast: (Entry) -> Bool, _ announce: (String) -> Void
  ) -> Bool {
    let lock = open("\(path).lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard lock >= 0 else { return false }
    defer { close(lock) }
    guard flock(lock, LOCK_EX) == 0 else { return false }
    let list = entries()
    let unreadable = list.unreadable
    if unreadable > 0 {
      guard setAside() else { return false }
      announce(
        "\(unreadable) line\(unreadable == 1 ? "" : "s") of this machine's list of heads cannot be read; the "
          + "list as it was is kept in '\(asidePath)'. What was cut off from projects that it named is not "
          + "found any more.")
    }
    var kept = list.entries
    kept.removeAll { $0.project == head.project && ($0 == head || isPast($0)) }
    kept.append(head)
    return write(kept.suffix(Self.capacity))
  }

  /// Where a list is kept that could not be read whole.
  private var asidePath: String { "\(path).unreadable" }

  /// Moves the list away as it is; what was moved there before goes.
  private func setAside() -> Bool { rename(path, asidePath) == 0 }

  private func write(_ entries: ArraySlice<Entry>) -> Bool {
    let text = entries.map { "\($0.project) \($0.event) \($0.hash)\n" }.joined()
    let draft = "\(path).\(getpid())"
    defer { unlink(draft) }
    let file = open(draft, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else { return false }
    return rename(draft, path) == 0
  }

  private func entries() -> (entries: [Entry], unreadable: Int) {
    // A line has some 130 bytes; what is far longer than a full list is none.
    guard !FileAccess.isMissing(path) else { return ([], 0) }
    guard let status = FileAccess.status(path), status.isFile,
      status.bytes < Self.capacity * 1024, let data = FileManager.default.contents(atPath: path)
    else { return ([], 1) }
    var entries: [Entry] = []
    var unreadable = 0
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 3, let event = Int64(words[1]), event > 0,
        LedgerHash.isDigest(String(words[2])), !words[0].isEmpty
      else {
        unreadable += 1
        continue
      }
      entries.append(Entry(project: String(words[0]), event: event, hash: String(words[2])))
    }
    return (entries, unreadable)
  }
}
