import Foundation
import Music
import Originality
import Production
import StandardMIDI
import Studio
import Testing

/// How alike songs in a folder are.
@Suite("Sameness of a folder") struct SamenessFolderTests {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/songs", withIntermediateDirectories: true)
  }

  private func write(_ name: String, seed: UInt64, style: String = "house") throws {
    let song = try studio.draft(
      brief: try studio.brief(prompt: "\(style), 8 bars"), seed: seed)
    let data = Data(try ScoreEncoder().file(of: song.score).encoded())
    try data.write(to: URL(fileURLWithPath: "\(folder.path)/songs/\(name)"))
  }

  private func sameness() throws -> SamenessReport {
    try studio.sameness(SamenessRequest(paths: [folder.path + "/songs"]))
  }

  @Test("a folder without songs and one with a single song have a verdict and no pairs")
  func few() throws {
    #expect(try sameness().verdict == ["There is nothing to compare."])
    try write("one.mid", seed: 1)
    let report = try sameness()
    #expect(report.works.count == 1 && report.review.nearest.isEmpty)
    #expect(report.verdict == ["One piece has nothing to be like."])
  }

  @Test("broken files are told, copies are told, and the others are compared")
  func broken() throws {
    for seed in 1...3 as ClosedRange<UInt64> { try write("song-\(seed).mid", seed: seed) }
    let songs = folder.path + "/songs"
    try FileManager.default.copyItem(atPath: songs + "/song-1.mid", toPath: songs + "/again.mid")
    try Data("no music".utf8).write(to: URL(fileURLWithPath: songs + "/broken.mid"))
    try Data().write(to: URL(fileURLWithPath: songs + "/empty.midi"))
    try Data("no project".utf8).write(to: URL(fileURLWithPath: songs + "/broken.etude"))
    try Data("no song".utf8).write(to: URL(fileURLWithPath: songs + "/notes.txt"))
    try FileManager.default.createSymbolicLink(
      atPath: songs + "/circle", withDestinationPath: songs)
    let report = try sameness()
    #expect(report.works.count == 3)
    #expect(
      report.skipped.map { $0.path.split(separator: "/").last } == [
        "broken.etude", "broken.mid", "empty.midi",
      ])
    #expect(report.skipped.allSatisfy { !$0.cause.isEmpty })
    #expect(report.duplicates.count == 1 && report.duplicates[0].count == 2)
    #expect((1...3).contains(report.review.together.variety))
    // Read from the cache the second time, the same comes out.
    #expect(try JSONText.pretty(try sameness()) == JSONText.pretty(report))
  }

  @Test("of a project its own MIDI files are no songs, and its style is known")
  func projects() throws {
    var brief = Brief()
    brief.styles = [.init(name: "lo-fi", weight: 1)]
    brief.bars = 8
    _ = try studio.compose(
      ComposeRequest(
        brief: brief, seed: 1, variations: 2, output: folder.path + "/songs", formats: [.midi]))
    let report = try sameness()
    #expect(report.works.count == 2)
    #expect(report.works.allSatisfy { $0.style == "lo-fi" && $0.path.hasSuffix(".etude") })
    #expect(report.style == "lo-fi")
  }

  @Test("files that a project wrote are no songs beside it, even where they are named themselves")
  func named() throws {
    _ = try studio.compose(
      ComposeRequest(
        brief: try studio.brief(prompt: "lo-fi, 8 bars"), seed: 1,
        output: folder.path + "/songs/one", formats: [.midi]))
    let own = folder.path + "/songs/one"
    let score = own + "/score.mid"
    let paths = [own + "/one.etude", score, own + "/parts"]
    #expect(try studio.influence(paths).outputs.map(\.path) == [own + "/one.etude"])
    #expect(try studio.sameness(SamenessRequest(paths: paths)).works.count == 1)
    #expect(try studio.sameness(SamenessRequest(paths: [score])).works.count == 1)
  }

  @Test("of more songs than are asked for, the others are counted")
  func most() throws {
    for seed in 1...4 as ClosedRange<UInt64> { try write("song-\(seed).mid", seed: seed) }
    let report = try studio.sameness(
      SamenessRequest(paths: [folder.path + "/songs"], most: 2))
    #expect(report.works.count == 2 && report.leftOut == 2)
    #expect(throws: StudioError.self) {
      try studio.sameness(SamenessRequest(paths: [folder.path + "/songs"], most: 1))
    }
    #expect(throws: StudioError.self) {
      try studio.sameness(SamenessRequest(paths: [folder.path + "/nowhere"]))
    }
  }

  @Test("a picture and a list of pairs are written, and replaced only when told to")
  func files() throws {
    for seed in 1...3 as ClosedRange<UInt64> { try write("song-\(seed).mid", seed: seed) }
    let report = try sameness()
    let (picture, list) = (folder.path + "/alike.png", folder.path + "/pairs.csv")
    try studio.drawSameness(report, to: picture)
    #expect(FileManager.default.contents(atPath: picture)?.starts(with: [0x89, 0x50]) == true)
    #expect(throws: OutputError.self) { try studio.drawSameness(report, to: picture) }
    try studio.drawSameness(report, to: picture, replacing: true)
    try studio.writeSamenessPairs(report, to: list)
    let text = try String(contentsOfFile: list, encoding: .utf8)
    #expect(text.split(separator: "\n").count == 4)
  }
}

/// Songs that are steered away from one's recent ones.
@Suite("Novelty") struct NovelSongTests {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  private var record: String { folder.path + "/.local/share/etude/novelty.json" }

  private func compose(
    _ name: String, seed: UInt64 = 1, novelty: Double, digest: String? = nil
  ) throws -> Song {
    var brief = Brief()
    brief.styles = [.init(name: "pop-ballad", weight: 1)]
    brief.bars = 16
    brief.key = Key("D minor")
    _ = try studio.compose(
      ComposeRequest(
        brief: brief, seed: seed, output: "\(folder.path)/\(name)", formats: [.midi],
        composer: .players, novelty: novelty, noveltyRecord: digest))
    let project = try Project.open(at: "\(folder.path)/\(name)")
    defer { try? project.file.close() }
    return try project.file.song()
  }

  private func inputs(_ name: String) throws -> (digest: String, seed: UInt64) {
    struct Inputs: Decodable {
      struct Novelty: Decodable {
        var record: String
        var seed: UInt64
      }
      var novelty: Novelty
    }
    let project = try Project.open(at: "\(folder.path)/\(name)")
    defer { try? project.file.close() }
    let text = try #require(try project.file.history().first?.inputs)
    let inputs = try JSONDecoder().decode(Inputs.self, from: Data(text.utf8)).novelty
    return (inputs.record, inputs.seed)
  }

  @Test("without novelty nothing is read and nothing is remembered")
  func none() throws {
    let first = try compose("first", novelty: 0)
    #expect(!FileManager.default.fileExists(atPath: record))
    _ = try compose("novel", novelty: 1)
    #expect(FileManager.default.fileExists(atPath: record))
    let again = try compose("again", novelty: 0)
    #expect(again.score == first.score && again.plan == first.plan)
  }

  @Test("novelty changes songs even where nothing is remembered yet")
  func first() throws {
    let changed = try (1...4 as ClosedRange<UInt64>).filter { seed in
      let plain = try compose("plain-\(seed)", seed: seed, novelty: 0)
      try? FileManager.default.removeItem(atPath: record)
      return try compose("novel-\(seed)", seed: seed, novelty: 0.5).score != plain.score
    }
    #expect(changed.count >= 3, "\(changed)")
  }

  @Test("what was asked for holds, and the song can be repeated by its digest")
  func repeated() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      _ = try compose("song-\(seed)", seed: seed, novelty: 0.8)
    }
    let second = try Project.open(at: folder.path + "/song-2").file.song()
    #expect(second.score.key(ofBar: 0).tonic == Key("D minor")?.tonic)
    #expect(second.score.bars == 16)
    let (digest, seed) = try inputs("song-2")
    let before = FileManager.default.contents(atPath: record)
    let again = try compose("again", seed: seed, novelty: 0.8, digest: digest)
    #expect(again.score == second.score && again.performance == second.performance)
    #expect(FileManager.default.contents(atPath: record) == before)
    #expect(throws: NoveltyError.unknownState(digest: "00")) {
      try compose("never", novelty: 0.8, digest: "00")
    }
  }

  @Test("songs with novelty are less alike than without, and no worse")
  func measured() throws {
    func songs(_ novelty: Double) throws -> (likeness: Double, weight: Int) {
      try? studio.forgetOutputs()
      let songs = try (1...6 as ClosedRange<UInt64>).map {
        try compose("\(novelty)-\($0)", seed: $0, novelty: novelty)
      }
      let table = try #require(LikenessTable(songs.map { WorkFeatures(of: $0.score) }))
      return (
        table.mean(of: Array(songs.indices), in: Aspect.allCases),
        songs.reduce(0) { $0 + studio.critique($1, measuring: false).weight }
      )
    }
    let (plain, novel) = (try songs(0), try songs(1))
    #expect(novel.likeness < plain.likeness)
    #expect(novel.weight <= plain.weight)
  }

  @Test("a damaged memory is an error, and can be forgotten")
  func damaged() throws {
    _ = try compose("first", novelty: 1)
    try Data("{\"entries\":[7]}".utf8).write(to: URL(fileURLWithPath: record))
    #expect(throws: NoveltyError.damagedRecord(path: record)) { try compose("second", novelty: 1) }
    try studio.forgetOutputs()
    _ = try compose("third", novelty: 1)
  }

  @Test("where the configuration forbids it nothing is remembered")
  func optedOut() throws {
    let place = folder.path + "/.config/etude"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("{\"remembersOutputs\":false}".utf8).write(
      to: URL(fileURLWithPath: place + "/config.json"))
    let studio = try makeStudio(folder)
    var brief = Brief()
    brief.styles = [.init(name: "house", weight: 1)]
    brief.bars = 8
    _ = try studio.compose(
      ComposeRequest(
        brief: brief, seed: 1, output: folder.path + "/song", formats: [.midi],
        composer: .players, novelty: 1))
    #expect(!FileManager.default.fileExists(atPath: record))
  }
}

/// The manifest of the neural composer.
@Suite("Model manifest") struct ModelManifestTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A studio whose composer's folder holds some files.
  private func studio(_ files: [String: String]) throws -> Studio {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let formats = root.appendingPathComponent("Sources/Formats").path
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: folder.path + "/composer", withIntermediateDirectories: true)
    for (name, from) in [("styles", "StyleFiles"), ("lexicons", "Lexicons")] {
      try? manager.createSymbolicLink(
        atPath: "\(folder.path)/\(name)", withDestinationPath: "\(formats)/\(from)/Resources")
    }
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/composer/\(name)"))
    }
    return try Studio(
      environment: ["HOME": folder.path, "ETUDE_DATA": folder.path], executable: "/nowhere/etude",
      now: { 0 })
  }

  /// SHA-256 of `abc` (FIPS 180-4, example of one block).
  private let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  private let works =
    "id,title,author,collection,licence,source,sha256\nw,\"A, b\",C,d,CC0-1.0,e,00\n"

  @Test("files and works are listed; changed, missing and unlisted files are told")
  func checked() throws {
    let sums = "\(abc)  a.bin\n\(abc)  b.bin\n\(abc)  c.bin\n"
    let studio = try studio([
      "a.bin": "abc", "b.bin": "abd", "works.csv": works, "SHA256SUMS": sums,
    ])
    let manifest = try studio.modelManifest()
    #expect(manifest.files.map(\.name) == ["a.bin", "b.bin", "c.bin"])
    #expect(manifest.works.map(\.title) == ["A, b"])
    let check = try studio.checkManifest()
    #expect(check.changed == ["b.bin"] && check.missing == ["c.bin"])
    #expect(check.unlisted == ["works.csv"] && check.signature == .unsigned && !check.isSound)
  }

  @Test("a signature that is none is invalid", arguments: ["", "AAAA", "not base 64", "\u{0}"])
  func invalid(signature: String) throws {
    let studio = try studio([
      "a.bin": "abc", "works.csv": works, "SHA256SUMS": "\(abc)  a.bin\n",
      "manifest.sig": signature,
    ])
    #expect(try studio.checkManifest().signature == .invalid)
  }

  @Test(
    "a list of checksums that is none is told with its line",
    arguments: ["abc  a.bin", "\(String(repeating: "a", count: 64)) a", "../x"])
  func malformed(line: String) throws {
    let studio = try studio(["works.csv": works, "SHA256SUMS": "\(abc)  a.bin\n\(line)\n"])
    #expect(
      throws: ManifestError.malformed(path: folder.path + "/composer/SHA256SUMS", line: 2)
    ) { try studio.modelManifest() }
  }

  @Test("the manifest that ships is that of the installed files, and no foreign signature is on it")
  func shipped() throws {
    let check = try makeStudio(folder).checkManifest()
    #expect(check.isSound, "\(check)")
    #expect(check.works > 1_000)
  }
}
