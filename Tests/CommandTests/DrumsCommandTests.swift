import Foundation
import Testing

/// `etude drums` and `--drummer`, on the built program.
@Suite("drums") struct DrumsCommandTests {
  private static let grid =
    "kick: x.......x.x.....; snare: ....x.......x...; closed-hat: x.x.x.x.x.x.x.x."

  @Test("a beat is written, is the same for a seed, and can be heard")
  func beat() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let words = ["drums", "beat", "--genre", "funk", "--bars", "4", "--seed", "3"]
    let shown = try command.run(words)
    #expect(shown.code == 0 && shown.output.contains("snare"), "\(shown.errors)")
    #expect(shown.output == (try command.run(words)).output)
    let json = try command.run(words + ["--midi", "beat.mid", "--json"]).json
    #expect(json["genre"] as? String == "funk" && json["bars"] as? Int == 4)
    let strokes = try #require(json["strokes"] as? [[String: Any]])
    #expect(strokes.count > 24)
    #expect(Set(strokes.compactMap { $0["bar"] as? Int }) == [1, 2, 3, 4])
    #expect(try command.data("beat.mid").prefix(4) == Data("MThd".utf8))
    #expect(try command.run(words + ["--midi", "beat.mid"]).code == 73)
    let styled = try command.run("drums", "beat", "--style", "waltz", "--bars", "2", "--json")
    #expect(styled.json["meter"] as? String == "3/4")
    let notices = styled.json["notices"] as? [String]
    #expect(notices?.contains { $0.contains("No drummer was heard in waltz") } == true)
  }

  @Test("a tapped rhythm becomes a beat that strikes every tap")
  func tap() throws {
    let command = try Command()
    defer { command.cleanUp() }
    // What is tapped: the kick of a pattern, on one key.
    let taps = ["drums", "feel", "--grid", "kick: x..x..x...x.x...", "--bars", "2"]
    #expect(try command.run(taps + ["--amount", "0", "--midi", "tap.mid"]).code == 0)
    let outcome = try command.run("drums", "beat", "tap.mid", "--genre", "rock", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.json["bars"] as? Int == 2)
    let strokes = try #require(outcome.json["strokes"] as? [[String: Any]])
    let body = Set(strokes.compactMap { $0["beat"] as? String })
    #expect(body.isSuperset(of: ["0", "3/4", "3/2", "5/2", "3"]), "\(body)")
    // Each tap is struck as late as it was tapped: here, on the grid.
    for stroke in strokes where ["0", "3/4", "3/2", "5/2", "3"].contains(stroke["beat"] as? String)
    { #expect(abs(stroke["lateness"] as? Double ?? 99) < 2) }
    #expect(Set(strokes.compactMap { $0["drum"] as? String }).count > 1)
  }

  @Test("a grid and a file are given a feel; what is struck stays")
  func feel() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let words = ["drums", "feel", "--grid", Self.grid, "--genre", "jazz"]
    let json = try command.run(words + ["--midi", "felt.mid", "--json"]).json
    let strokes = try #require(json["strokes"] as? [[String: Any]])
    #expect(strokes.count == 4 * 13)
    #expect(Set(strokes.compactMap { $0["velocity"] as? Int }).count > 8)
    let again = try command.run(
      "drums", "feel", "felt.mid", "--genre", "punk", "--amount", "50%", "--json")
    #expect((again.json["strokes"] as? [[String: Any]])?.count == 4 * 13, "\(again.errors)")
    // A song's other parts and events are the same bytes when nothing of a kit is moved.
    let made = try command.run(
      "compose", "--style", "funk", "--bars", "4", "--formats", "midi", "--output", "song")
    #expect(made.code == 0)
    let still = [
      "drums", "feel", "song/score.mid", "--amount", "0", "--midi", "still.mid", "--force",
    ]
    #expect(try command.run(still).code == 0)
    #expect(try command.data("still.mid").count > 0)
    let (before, after) = (
      try command.run("analyze", "song/score.mid", "--json").json,
      try command.run("analyze", "still.mid", "--json").json
    )
    #expect(before["chords"] as? [String] == after["chords"] as? [String])
    #expect(before["bars"] as? Int == after["bars"] as? Int)
  }

  @Test("a song's drums are played with a feel, and nothing else changes")
  func song() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let made = try command.run(
      "compose", "--style", "funk", "--bars", "8", "--seed", "2", "--formats", "midi", "--output",
      "song")
    #expect(made.code == 0, "\(made.errors)")
    let (drums, bass) = (
      try command.data("song/parts/drums.mid"), try command.data("song/parts/bass.mid")
    )
    let felt = try command.run("edit", "song", "player", "drums", "--drummer", "jazz")
    #expect(felt.code == 0, "\(felt.errors)")
    #expect(try command.data("song/parts/drums.mid") != drums)
    #expect(try command.data("song/parts/bass.mid") == bass)
  }

  @Test(
    "what cannot be is refused with a hint",
    arguments: [
      (["beat", "--genre", "zydeco"], 65, "genre of drummers 'zydeco'"),
      (["beat", "--bars", "0"], 64, "bars is 0"), (["beat", "--bars", "65"], 64, "1 to 64"),
      (["beat", "--meter", "4"], 64, "metre"), (["beat", "--tempo", "nan"], 64, "tempo"),
      (["beat", "--tempo", "9"], 64, "tempo is 9"), (["beat", "--fills", "-1"], 64, "fills"),
      (["beat", "none.mid"], 66, "none.mid"), (["beat", "--style", "zydeco"], 65, "zydeco"),
      (["feel"], 64, "--grid"), (["feel", "--grid", "kick: x.y."], 65, "no grid"),
      (["feel", "--grid", "C4: x..."], 65, "no grid"), (["feel", "none.mid"], 66, "none.mid"),
      (["feel", "a.mid", "--bars", "2"], 64, "--bars"),
      (["feel", "--grid", "kick: x...x...x...x...", "--bars", "65"], 64, "1 to 64"),
      (["feel", "--grid", "kick: x...", "--amount", "2.5"], 64, "amount"),
      (["feel", "--grid", "kick: x...", "--midi", ""], 64, "--midi is empty"),
    ])
  func refused(_ words: [String], _ code: Int32, _ text: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(["drums"] + words)
    #expect(outcome.code == code, "\(words): \(outcome.errors)")
    #expect(outcome.errors.contains(text), "\(words): \(outcome.errors)")
    #expect(!outcome.errors.contains("Fatal"))
  }

  @Test("a feel that nobody played is refused before anything changes")
  func unheard() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let made = try command.run(
      "compose", "--style", "funk", "--bars", "4", "--formats", "midi", "--output", "song")
    #expect(made.code == 0)
    let wrong = try command.run(
      "regenerate", "song", "--parts", "drums", "--drummer", "baroque")
    #expect(wrong.code == 65 && wrong.errors.contains("funk"), "\(wrong.errors)")
    let bass = try command.run("regenerate", "song", "--parts", "bass", "--drummer", "funk")
    #expect(bass.code == 65 && bass.errors.contains("drum kit"), "\(bass.errors)")
  }
}
