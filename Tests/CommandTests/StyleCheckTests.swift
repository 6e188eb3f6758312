import Foundation
import Testing

/// `etude styles check` and the arpeggiator's verbs, on the built program.
@Suite("styles check") struct StyleCheckTests {
  private static let hostile = Command.repository.appendingPathComponent(
    "Tests/Fixtures/Hostile/Styles")

  @Test("tells all errors with file, line and key, and ends with 65")
  func errors() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let file = Self.hostile.appendingPathComponent("many-faults.yaml").path
    let outcome = try command.run("styles", "check", file)
    #expect(outcome.code == 65)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("\(file):") && $0.contains(": error: ") })
    #expect(lines.last == "The style cannot be used; 9 errors.")
    let json = try command.run("styles", "check", file, "--json")
    #expect((json.json["errors"] as? [[String: Any]])?.count == 9)
    #expect(json.code == 65)
  }

  @Test("warnings fail only where they are asked to")
  func warnings() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let own = Command.repository.appendingPathComponent(
      "Sources/Formats/StyleFiles/Resources/house.yaml")
    let text = try String(contentsOf: own, encoding: .utf8)
    let loud = text.replacing(
      try Regex("loudness: -[0-9.]+"), with: "loudness: -6.5", maxReplacements: 1)
    #expect(loud != text)
    try Data(loud.utf8).write(to: command.folder.appendingPathComponent("house.yaml"))
    let outcome = try command.run("styles", "check", "house.yaml")
    #expect(outcome.code == 0)
    #expect(
      outcome.output.contains("house.yaml:9: warning: loudness: -6.5 LUFS"), "\(outcome.output)")
    #expect(outcome.output.contains("[unusual-loudness]"))
    #expect(try command.run("styles", "check", "house.yaml", "--strict").code == 65)
    try Data(text.utf8).write(to: command.folder.appendingPathComponent("other.yaml"))
    let misnamed = try command.run("styles", "check", "other.yaml")
    #expect(misnamed.code == 65 && misnamed.output.contains("expected 'house.yaml'"))
    #expect(try command.run("styles", "check", "absent.yaml").code == 66)
  }

  @Test("a drummer whom nobody heard is an error with the names that are known")
  func drummers() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let own = Command.repository.appendingPathComponent(
      "Sources/Formats/StyleFiles/Resources/house.yaml")
    let text = try String(contentsOf: own, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let player = try #require(lines.firstIndex { $0.hasSuffix("player: drummer") })
    let indent = String(lines[player].prefix { $0 == " " })
    var changed = lines
    changed.insert("\(indent)controls: { drummer: zeuhl }", at: player + 1)
    try Data(changed.joined(separator: "\n").utf8)
      .write(to: command.folder.appendingPathComponent("house.yaml"))
    let outcome = try command.run("styles", "check", "house.yaml")
    #expect(outcome.code == 65)
    #expect(
      outcome.output.contains("no drummer of zeuhl was heard: expected "), "\(outcome.output)")
  }

  @Test("an arpeggio is set, redrawn, undone, and refused where it cannot be")
  func arpeggiator() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "--style", "lo-fi", "--bars", "8", "--seed", "7", "--formats", "midi",
        "--output", "song"
      ).code == 0)
    let before = try command.data("song/score.mid")
    func change(_ words: String...) throws -> Int32 {
      try command.run(words + ["--no-audio", "--quiet"]).code
    }
    #expect(
      try change(
        "edit", "song", "arpeggiator", "keys", "direction=up", "rate=1/4", "rhythm=E(5,8)",
        "pan=-1,1") == 0)
    let arpeggio = try command.data("song/score.mid")
    #expect(arpeggio != before)
    #expect(
      try command.run("history", "song").output.contains("Let keys break chords: direction=up"))
    #expect(
      try change(
        "regenerate", "song", "--parts", "keys", "--bars", "3-4", "--arpeggiator",
        "direction=chord times=2") == 0)
    #expect(try change("undo", "song") == 0)
    #expect(try command.data("song/score.mid") == arpeggio)
    #expect(try change("undo", "song") == 0)
    #expect(try command.data("song/score.mid") == before)
    #expect(try change("edit", "song", "arpeggiator", "drums", "direction=up") == 65)
    #expect(try change("edit", "song", "arpeggiator", "nobody", "direction=up") == 65)
    #expect(try change("edit", "song", "arpeggiator", "keys", "speed=2") == 64)
    #expect(try change("edit", "song", "arpeggiator", "keys", "range=9") == 64)
    #expect(try change("edit", "song", "arpeggiator", "keys") == 64)
    #expect(try change("regenerate", "song", "--arpeggiator", "direction=up") == 64)
    // A figure of the user's own: the song's score itself is too long for one.
    #expect(try change("edit", "song", "arpeggiator", "keys", "--pattern", "absent.mid") == 66)
    #expect(try change("lock", "song", "--parts", "keys") != 0)
    #expect(try command.run("lock", "song", "--parts", "keys").code == 0)
    #expect(try change("edit", "song", "arpeggiator", "keys", "direction=up") == 65)
  }
}
