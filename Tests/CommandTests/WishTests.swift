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

  @Test(
    "what the model writes before a bar that an event cuts keeps the limit of the section behind it"
  )
  func cutBar() throws {
    defer { command.cleanUp() }
    let made = try command.run(
      "compose", "drop at 0:44.00", "--style", "waltz", "--meter", "4/4", "--duration", "87.08",
      "--tempo", "92", "--key", "Db lydian", "--polyphony", "11", "--roots-only", "bass", "--seed",
      "819", "--composer", "model", "--formats", "midi", "--quiet", "--output", "song")
    #expect(made.code == 0, "\(made.errors)")
    let report = try JSONSerialization.jsonObject(with: command.data("song/report.json"))
    let certificate = (report as? [String: Any])?["certificate"] as? [String: Any]
    let entries = try #require(certificate?["entries"] as? [[String: Any]])
    #expect(entries.contains { $0["kind"] as? String == "voices" })
    #expect(entries.allSatisfy { $0["isKept"] as? Bool != false }, "\(entries)")
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

  @Test("a louder section keeps the wishes for who plays and how many notes sound")
  func louder() throws {
    defer { command.cleanUp() }
    let songs = [
      (["synthwave, no drums until the first chorus", "--bars", "48", "--seed", "3"], "a"),
      (["pop ballad", "--polyphony", "4", "--bars", "48", "--seed", "3"], "b"),
    ]
    for (wish, name) in songs {
      let made = try command.run(
        ["compose"] + wish + ["--formats", "midi", "--quiet", "--output", name])
      #expect(made.code == 0, "\(made.errors)")
      let edited = try command.run(
        "edit", name, "energy", "verse-1", "90%", "--no-audio", "--quiet")
      #expect(edited.code == 0, "\(edited.errors)")
      #expect(edited.output.contains("Set the energy of verse-1 to 90%. Changed "))
      let after = try command.run("certify", name)
      #expect(after.code == 0, "\(after.output)")
    }
  }

  @Test(
    "curves outside the piece, keys and metres that nobody writes, and doubtful locks are refused",
    arguments: [
      (
        ["compose", "house", "--duration", "60", "--energy", "0:20% 1:10:90%"], 65,
        "outside the piece"
      ),
      (["compose", "house", "--energy", "0:40:90% 0:20:10%"], 64, "times that rise"),
      (["compose", "house", "--key", "C###"], 64, "up to seven sharps or flats"),
      (["compose", "house", "--meter", "1/64"], 64, "1, 2, 4, 8, 16, 32"),
      (["lock", "song", "--all", "--parts", "bass"], 64, "--all means every bar"),
      (
        [
          "regenerate", "song", "--parts", "piano", "--left-hand", "C6...C7", "--right-hand",
          "C3...C4",
        ], 65, "wholly above the right"
      ),
    ])
  func refused(_ words: [String], code: Int32, text: String) throws {
    defer { command.cleanUp() }
    if words.contains("song") {
      try #require(
        try command.run(
          "compose", "pop ballad", "--bars", "8", "--seed", "3", "--formats", "midi", "--quiet",
          "--output", "song"
        ).code == 0)
    }
    let outcome = try command.run(words)
    #expect(outcome.code == code, "\(outcome.errors)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
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

  @Test(
    "a plan says everything already: no wish is dropped beside it",
    arguments: [
      ["--loudness=-20"], ["--loop"], ["--tempo", "90"], ["--range", "..G5"],
      ["--variations", "2"],
    ])
  func besidePlan(options: [String]) throws {
    defer { command.cleanUp() }
    let made = try command.run(["compose", "--plan", "plan.json", "--output", "song"] + options)
    #expect(made.code == 64)
    #expect(made.errors.contains("--plan says everything already"), "\(made.errors)")
  }

  @Test("what was refused does not happen, and the certificate says so")
  func refusedEvents() throws {
    defer { command.cleanUp() }
    let formats = ["--formats", "midi", "--quiet", "--json"]
    for (index, prompt) in [
      "house, no drop", "pop ballad, no bridge, no intro", "lo-fi, no fade out",
      "pop ballad, no key change",
    ].enumerated() {
      let made = try command.run(
        ["compose", prompt, "--bars", "64", "--seed", "3", "--output", "\(index)"] + formats)
      #expect(made.code == 0, "\(made.errors)")
      let certified = try command.run("certify", "\(index)")
      #expect(certified.code == 0, "\(certified.output)")
      for refusal in prompt.split(separator: ",").dropFirst() {
        #expect(certified.output.contains("kept     \(refusal):"), "\(certified.output)")
      }
    }
    let both = try command.run("compose", "house, no drop, drop at 0:45", "--output", "both")
    #expect(both.code == 65)
    let low = try command.run("compose", "lo-fi, no notes above C0", "--output", "low")
    #expect(low.code == 65)
    #expect(low.errors.contains("has no note"), "\(low.errors)")
  }

  @Test("an imported file has no wishes to keep, and a blend none that blending breaks")
  func unasked() throws {
    defer { command.cleanUp() }
    let formats = ["--formats", "midi", "--quiet"]
    for (folder, style, tempo) in [("a", "house", "124"), ("b", "lo-fi", "90")] {
      #expect(
        try command.run(
          ["compose", "--style", style, "--tempo", tempo, "--duration", "30", "--seed", "3"]
            + ["--output", folder] + formats
        ).code == 0)
    }
    #expect(try command.run("import", "a/score.mid", "--output", "c", "--quiet").code == 0)
    let imported = try command.run("certify", "c")
    #expect(imported.code == 0 && imported.output.contains("Nothing was asked"))
    #expect(try command.run(["blend", "a", "b", "--output", "d"] + formats).code == 0)
    let blended = try command.run("certify", "d")
    #expect(blended.code == 0, "\(blended.output)")
    #expect(!blended.output.contains("124 bpm"))
  }

  @Test("undoing more than there is changes nothing")
  func undone() throws {
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "lo-fi", "--bars", "4", "--seed", "3", "--formats", "midi", "--quiet",
        "--output", "song"
      ).code == 0)
    #expect(
      try command.run("edit", "song", "transpose", "up", "2", "--no-audio", "--quiet").code == 0)
    let history = try command.run("history", "song").output
    let undone = try command.run("undo", "song", "--steps", "5", "--no-audio", "--quiet")
    #expect(undone.code == 65)
    #expect(undone.errors.contains("only 1 operation can be undone"), "\(undone.errors)")
    #expect(try command.run("history", "song").output == history)
  }

  @Test("damaged files that are compared are recovered one and all")
  func recovered() throws {
    defer { command.cleanUp() }
    for seed in ["3", "4"] {
      #expect(
        try command.run(
          "compose", "lo-fi", "--bars", "8", "--seed", seed, "--formats", "midi", "--quiet",
          "--output", seed
        ).code == 0)
      let bytes = try command.data("\(seed)/score.mid")
      try bytes.dropLast(40).write(to: URL(fileURLWithPath: command.path("\(seed).mid")))
    }
    #expect(try command.run("critique", "3.mid", "4.mid").code == 65)
    let found = try command.run("critique", "3.mid", "4.mid", "--recover")
    #expect(found.code == 0, "\(found.errors)")
    #expect(found.output.contains("together"))
  }
}
