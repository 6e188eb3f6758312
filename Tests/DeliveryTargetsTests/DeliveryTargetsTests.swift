import DeliveryTargets
import Foundation
import Production
import Signal
import Testing

@Suite struct DeliveryTargetsTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let folder = root + "/Sources/Formats/DeliveryTargets/Resources"

  @Test("the program's targets are complete, with source and date")
  func shipped() throws {
    let data = try DeliveryTargets(folder: Self.folder)
    let names = data.targets.map(\.name)
    #expect(Set(names).count == names.count)
    for wanted in [
      "spotify", "youtube", "apple", "tidal", "amazon", "deezer", "soundcloud", "broadcast", "atsc",
      "podcast", "club", "cd",
    ] { #expect(names.contains(wanted)) }
    for target in data.targets { #expect(!target.source.isEmpty && target.date.hasPrefix("20")) }
    #expect(try data.target("Broadcast").loudness == -23)
    #expect(try data.target("cd").sampleRate == .compactDisc)
    #expect(try data.target("cd").bits == 16)
    #expect(data.genres.first?.name == "any")
  }

  @Test("an unknown name is answered with the known ones")
  func unknown() throws {
    let data = try DeliveryTargets(folder: Self.folder)
    #expect(
      throws: DeliveryTargetsError.unknown(name: "zune", known: data.targets.map(\.name))
    ) { try data.target("zune") }
  }

  @Test(
    "what is wrong with a file is said",
    arguments: [
      ("targets: [", "unreadable"), ("targets: []", "genres"),
      (
        "targets: [{name: a, title: A, loudness: 3, ceiling: -1, quiet: q, source: s, date: d}]",
        "range"
      ),
    ])
  func hostile(text: String, kind: String) throws {
    let folder = NSTemporaryDirectory() + "etude-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/targets.yaml"))
    do {
      _ = try DeliveryTargets(folder: folder)
      Issue.record("accepted")
    } catch {
      switch (error, kind) {
      case (.unreadable(let path, _), "unreadable"): #expect(path.hasSuffix("targets.yaml"))
      case (.notFound(let path), "genres"): #expect(path.hasSuffix("genres.yaml"))
      case (.outOfRange(_, "a", "loudness", 3, _), "range"): break
      default: Issue.record("\(error)")
      }
    }
  }

  @Test("the table in docs/mastering.md is that of the data")
  func documented() throws {
    let text = try String(contentsOfFile: Self.root + "/docs/mastering.md", encoding: .utf8)
    for target in try DeliveryTargets(folder: Self.folder).targets {
      let row =
        "| `\(target.name)` | \(target.title) | \(target.loudness.value.formatted(.number.precision(.fractionLength(0)).locale(Locale(identifier: "en_US_POSIX")))) | \(target.ceiling.value) | \(target.source) | \(target.date) |"
      #expect(text.contains(row), "missing: \(row)")
    }
  }
}
