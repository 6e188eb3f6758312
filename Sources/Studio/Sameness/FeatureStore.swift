import Foundation
import Originality

/// Features of pieces that were read before, by the SHA-256 of their files.
///
/// A cache that may be deleted at any time; what cannot be read or written is made anew each time.
struct FeatureStore {
  /// What is stored of a file.
  struct Entry: Codable, Sendable {
    var features: WorkFeatures
    /// The style of a project; nil of a MIDI file.
    var style: String?
  }

  /// The most files that are kept.
  private static let most = 20_000

  let folder: String

  /// A store in the folder of cached things.
  init(cache: String) { folder = "\(cache)/sameness-\(WorkFeatures.version)" }

  private func path(_ digest: String) -> String { "\(folder)/\(digest).json" }

  /// What is stored of a file; nil where there is nothing that can be read.
  func entry(_ digest: String) -> Entry? {
    FileManager.default.contents(atPath: path(digest)).flatMap {
      try? JSONDecoder().decode(Entry.self, from: $0)
    }
  }

  /// Keeps what was read of a file.
  func keep(_ entry: Entry, of digest: String) {
    guard let data = try? JSONEncoder().encode(entry) else { return }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? data.write(to: URL(fileURLWithPath: path(digest)), options: .atomic)
  }

  /// Removes the files that were written first while there are too many.
  func prune() {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count > Self.most else { return }
    let dated = names.map { name in
      let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(name)")
      return (name: name, date: attributes?[.modificationDate] as? Date ?? .distantPast)
    }.sorted { ($0.date, $0.name) < ($1.date, $1.name) }
    for old in dated.prefix(names.count - Self.most) {
      try? files.removeItem(atPath: "\(folder)/\(old.name)")
    }
  }
}
