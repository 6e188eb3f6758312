import Foundation
import Testing

/// Plans, limits and certificates on the command line.
@Suite("wishes") struct WishTests {
  private let command: Command

  init() throws { command = try Command() }

  @Test("a printed plan gives the song that the prompt gives")
  func planned() throws {
    defer { command.cleanUp() }
    let wish = ["house, 124 bpm, no drums until the drop", "--bars", "32", "--seed", "5"]
    let plan = try command.run(["plan"] + wish + ["--json"])
    #expect(plan.code == 0, "\(plan.errors)")
    try plan.output.write(toFile: command.path("plan.json"), atomically: true, encoding: .utf8)
    let formats = ["--formats", "midi", "--quiet"]
    #expect(try command.run(["compose"] + wish + formats + ["--output", "words"]).code == 0)
    let made = try command.run(
      ["compose", "--plan", "plan.json"] + formats + ["--output", "plan"])
    #expect(made.code == 0, "\(made.errors)")
    #expect(try command.data("words/score.mid") == command.data("plan/score.mid"))
    #expect(made.output.contains("wishes all "))
  }

  @Test("a plan that was spoiled is refused with key and expectation, and nothing is written")
  func spoiled() throws {
    defer { command.cleanUp() }
    let plan = try command.run("plan", "house", "--bars", "16", "--seed", "5", "--json")
    for (old, new, part) in [
      ("\"startBar\" : 0", "\"startBar\" : 3", "sections[0].startBar is 3; expected 0"),
      ("\"energy\" : 0", "\"energy\" : 7", ".energy is 7"),
      (
        "\"instrument\" : \"", "\"instrument\" : \"zz",
        "parts[0].instrument: expected an instrument"
      ),
      ("\"sections\"", "\"sektions\"", "sections: expected a value: the key is missing"),
      ("{", "", "cannot be read"),
    ] {
      let range = try #require(plan.output.range(of: old))
      try plan.output.replacingCharacters(in: range, with: new)
        .write(toFile: command.path("plan.json"), atomically: true, encoding: .utf8)
      let made = try command.run("compose", "--plan", "plan.json", "--output", "song")
      #expect(made.code == 65)
      #expect(made.errors.contains(part), "\(made.errors)")
      #expect(!FileManager.default.fileExists(atPath: command.path("song")))
    }
    #expect(try command.run("compose", "--plan", "nothing.json").code == 66)
    #expect(try command.run("compose", "jazz", "--plan", "plan.json").code == 64)
  }

  @Test("a certificate lists every wish, and an edit that breaks one is found")
  func certified() throws {
    defer { command.cleanUp() }
    let made = try command.run(
      "compose", "pop ballad in C major, bass only on roots", "--bars", "16", "--range", "..G5",
      "--polyphony", "10", "--seed", "3", "--formats", "midi", "--json", "--quiet", "--output",
      "song")
    #expect(made.code == 0, "\(made.errors)")
    let certificate = try #require(made.json["certificate"] as? [String: Any])
    let entries = try #require(certificate["entries"] as? [[String: Any]])
    let kinds = Set(entries.compactMap { $0["kind"] as? String })
    #expect(kinds.isSuperset(of: ["key", "bars", "range", "voices", "roots"]))
    #expect(entries.allSatisfy { $0["isKept"] as? Bool == true })
    #expect(try command.run("certify", "song").code == 0)
    #expect(try command.run("show", "song").output.contains("wishes    all "))
    let edited = try command.run(
      "edit", "song", "add-note", "piano", "3:1", "C6", "1", "90", "--no-audio", "--quiet")
    let after = try command.run("certify", "song")
    #expect(edited.code == 0, "\(edited.errors)")
    #expect(after.code == 65)
    #expect(after.output.contains("NOT KEPT  all parts not above G5"))
  }

  @Test("locked bars are certified after changes")
  func locked() throws {
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "lo-fi", "--bars", "8", "--seed", "3", "--formats", "midi", "--quiet",
        "--output", "song"
      ).code == 0)
    #expect(try command.run("lock", "song", "--parts", "bass", "--bars", "3-4").code == 0)
    #expect(try command.run("regenerate", "song", "--no-audio", "--quiet").code == 0)
    let shown = try command.run("certify", "song")
    #expect(shown.code == 0)
    #expect(shown.output.contains("kept      bass locked in bars 3-4: as before"))
  }

  @Test(
    "contradictory wishes are refused with the reason before anything is written",
    arguments: [
      (["--range", "G5..C4"], "empty"),
      (["--range", "flute:..C2", "--instruments", "flute"], "has no note"),
      (["--instruments", "flute", "--without", "flute"], "refuses it"),
      (["--polyphony", "1", "--instruments", "flute,cello,trumpet", "--bars", "4"], "too few"),
      (["--polyphony", "0"], "allowed are"), (["--roots-only", "kazooo"], "does not know"),
    ])
  func refused(options: [String], reason: String) throws {
    defer { command.cleanUp() }
    let made = try command.run(["compose", "--style", "house", "--output", "song"] + options)
    #expect([64, 65].contains(made.code))
    #expect(made.errors.contains(reason), "\(made.errors)")
    #expect(!FileManager.default.fileExists(atPath: command.path("song")))
  }
}
