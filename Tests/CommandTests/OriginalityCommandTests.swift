import Foundation
import Testing

@Suite("etude originality and influence") struct OriginalityCommandTests {
  private let command: Command

  init() throws { command = try Command() }

  /// Composes a song of a seed without audio.
  @discardableResult
  private func compose(_ name: String, seed: Int, _ more: String...) throws -> Command.Outcome {
    try command.run(
      ["compose", "folk, 8 bars", "--seed", "\(seed)", "--formats", "midi", "--output", name]
        + more)
  }

  /// A command whose program ships the index of a folder.
  private func shipping(_ folder: String) throws -> Command {
    let files = FileManager.default
    let sources = Command.repository.appendingPathComponent("Sources/Formats")
    let data = command.folder.appendingPathComponent("program")
    let own = data.appendingPathComponent("ReferenceIndex/Resources")
    try files.createDirectory(at: own, withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: sources.path) where name != "ReferenceIndex" {
      try files.createSymbolicLink(
        at: data.appendingPathComponent(name),
        withDestinationURL: sources.appendingPathComponent(name))
    }
    let made = try command.run(
      "originality", "index", folder, "--output",
      own.appendingPathComponent("works.etude-index").path, "--name", "ours", "--alarm", "20")
    #expect(made.code == 0, "\(made.errors)")
    var other = command
    other.environment["ETUDE_DATA"] = data.path
    return other
  }

  private func verdict(_ words: String...) throws -> [String: Any] {
    let outcome = try command.run(["originality"] + words + ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    return outcome.json
  }

  @Test("a song is found in the folder that holds it, note for note")
  func itself() throws {
    defer { command.cleanUp() }
    for seed in 1...4 { try compose("ours/\(seed)", seed: seed) }
    let found = try verdict("ours/2/score.mid", "--against", "ours", "--only")
    let matches = try #require(found["matches"] as? [[String: Any]])
    let first = try #require(matches.first { $0["line"] as? String == "melody" })
    #expect((first["work"] as? [String: Any])?["id"] as? String == "2/score.mid")
    #expect(first["transposition"] as? Int == 0 && first["stretching"] as? Double == 1)
    let notes = try #require(first["notes"] as? Int)
    #expect(notes >= 12 && first["longestExact"] as? Int == notes)
    try compose("ours/5", seed: 5)
    #expect(try verdict("ours/5/score.mid", "--against", "ours", "--only")["works"] as? Int == 5)
  }

  @Test("a copy is found in however small a folder, and a changed index is refused")
  func small() throws {
    defer { command.cleanUp() }
    try compose("ours/1", seed: 1)
    let found = try verdict("ours/1/score.mid", "--against", "ours", "--only")
    #expect(found["outcome"] as? String == "quotation")
    #expect(
      try command.run(
        "originality", "ours/1/score.mid", "--against", "ours", "--only", "--strict"
      ).code == 65)
    #expect(
      try command.run("originality", "index", "ours", "--output", "own.etude-index").code == 0)
    var bytes = [UInt8](try command.data("own.etude-index"))
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: command.path("own.etude-index")))
    let changed = try command.run("originality", "ours/1", "--against", "own.etude-index", "--only")
    #expect(changed.code == 65, "\(changed.errors)")
    let genre = try command.run("originality", "ours/1", "--genre", "nope", "--json")
    #expect((genre.json["notices"] as? [String])?.contains { $0.contains("'nope'") } == true)
  }

  @Test("a song that quotes the index is drawn anew, or refused where that is asked")
  func strict() throws {
    defer { command.cleanUp() }
    try compose("ours/1", seed: 1)
    try compose("ours/2", seed: 2)
    let other = try shipping("ours")
    let again = [
      "compose", "folk, 8 bars", "--seed", "1", "--formats", "midi", "--json", "--output",
    ]
    let told = try other.run(again + ["again"])
    #expect(told.code == 0, "\(told.errors)")
    let notes = try command.data("ours/1/score.mid")
    #expect(try command.data("again/score.mid") != notes)
    // The song that stands in the index quotes it and is not exported.
    let refused = try other.run(
      "export", "ours/1", "--formats", "midi", "--strict", "--output", "out")
    #expect(refused.code == 65 && refused.errors.contains("\n  "), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: command.path("out")))
    let strict = try other.run(again + ["safe", "--strict"])
    #expect(
      strict.code == 0
        || strict.code == 65 && !FileManager.default.fileExists(atPath: command.path("safe")))
  }

  @Test("what is no index, no music or nothing to compare with is told with its reason")
  func badInput() throws {
    defer { command.cleanUp() }
    try compose("song", seed: 1)
    try Data("ETUDEREF".utf8 + [9, 0, 0, 0] + [UInt8](repeating: 0, count: 40)).write(
      to: URL(fileURLWithPath: command.path("future.etude-index")))
    try Data("no index".utf8).write(to: URL(fileURLWithPath: command.path("no.etude-index")))
    try FileManager.default.createDirectory(
      atPath: command.path("empty"), withIntermediateDirectories: true)
    for (place, words) in [
      ("future.etude-index", "version"), ("no.etude-index", "index"), ("empty", "empty"),
      ("nowhere", "nowhere"),
    ] {
      let outcome = try command.run("originality", "song", "--against", place, "--only")
      #expect([65, 66].contains(outcome.code), "\(place): \(outcome.code)")
      #expect(outcome.errors.contains(words) && outcome.errors.contains("\n  "))
    }
    #expect(try command.run("originality", "song", "--only").code == 64)
    #expect(
      try command.run("originality", "index", "empty", "--output", "song/score.mid").code != 0)
    #expect(try command.data("song/score.mid").starts(with: Array("MThd".utf8)))
  }

  @Test("shares are shares, and a statement sums to its amount")
  func influence() throws {
    defer { command.cleanUp() }
    for seed in 1...4 { try compose("ours/\(seed)", seed: seed) }
    let outcome = try command.run("influence", "ours", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let outputs = try #require(outcome.json["outputs"] as? [[String: Any]])
    #expect(outputs.count == 4)
    for output in outputs {
      let works = try #require(output["works"] as? [[String: Any]])
      let shares = works.compactMap { $0["share"] as? Double }
      #expect(shares.allSatisfy { (0...1).contains($0) })
      #expect(shares.isEmpty || abs(shares.reduce(0, +) - 1) < 1e-9)
    }
    #expect(
      try command.run(
        "influence", "ours", "--statement", "100.01", "--training", "20%", "--output", "shares.csv"
      ).code == 0)
    let rows = try String(decoding: command.data("shares.csv"), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    #expect(rows[0].hasSuffix(",EUR"))
    let cents = rows.dropFirst().compactMap { row -> Int? in
      row.split(separator: ",").last.flatMap { Int($0.replacing(".", with: "")) }
    }
    #expect(cents.count == rows.count - 1 && cents.reduce(0, +) == 10_001)
    let again = ["influence", "ours", "--statement", "1.00", "--output", "shares.csv"]
    #expect(try command.run(again).code != 0)
    #expect(try command.run(again + ["--force"]).code == 0)
  }
}
