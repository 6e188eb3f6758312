import Foundation
import Testing

/// `etude chords suggest` and `--harmony learned`, on the built program.
@Suite("chords") struct ChordsCommandTests {
  @Test("the next chord is suggested with chance, degree and reason")
  func next() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let words = [
      "chords", "suggest", "--key", "A minor", "--after", "Am | F", "--style", "synthwave",
      "--section", "chorus", "--count", "5",
    ]
    let outcome = try command.run(words)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { $0.contains("%") })
    let json = try command.run(words + ["--json"]).json
    #expect(json["genre"] as? String == "new-wave")
    let suggestions = try #require(json["suggestions"] as? [[String: Any]])
    let chances = suggestions.compactMap { $0["probability"] as? Double }
    #expect(chances.count == 5 && chances == chances.sorted(by: >))
    #expect(suggestions.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
  }

  @Test("whole progressions keep chords, length, ending and seed, and can be heard")
  func progressions() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let words = [
      "chords", "suggest", "--after", "Dm7 | G7", "--bars", "8", "--count", "3", "--to", "C6",
      "--json", "--seed", "4",
    ]
    let outcome = try command.run(words)
    #expect(outcome.output == (try command.run(words)).output)
    let json = outcome.json
    #expect(json["key"] as? String == "C major", "\(outcome.errors)")
    let found = try #require(json["progressions"] as? [[String: Any]])
    #expect(found.count == 3)
    for progression in found {
      let bars = try #require(progression["bars"] as? [[String]])
      #expect(bars.count == 8)
      #expect(bars.prefix(2) == [["Dm7"], ["G7"]] && bars.last == ["C6"])
      #expect((progression["numerals"] as? [[String]])?.map(\.count) == bars.map(\.count))
    }
    let midi = ["chords", "suggest", "--key", "Eb", "--bars", "4", "--midi", "ideas.mid"]
    #expect(try command.run(midi).code == 0)
    #expect(try command.data("ideas.mid").prefix(4) == Data("MThd".utf8))
    #expect(try command.run(midi).code == 73)
    #expect(try command.run(midi + ["--force"]).code == 0)
    let heard = try command.run("analyze", "ideas.mid", "--json").json
    #expect((heard["key"] as? String)?.isEmpty == false)
  }

  @Test(
    "what cannot be is refused with a hint",
    arguments: [
      (["--key", "C", "--bars", "4", "--to", "F", "--ending", "authentic"], 65, "ending"),
      (["--key", "H minor"], 64, "key"), (["--after", "Am | Hm7"], 65, "after holds 'Hm7'"),
      (["--after", "  "], 64, "after"), (["--style", "zydeco-metal"], 65, "zydeco-metal"),
      (["--genre", "zydeco"], 65, "no genre 'zydeco'"),
      (["--section", "moonwalk"], 65, "no section 'moonwalk'"), (["--count", "0"], 64, "count"),
      (["--bars", "65"], 64, "bars"), (["--bars", "1", "--after", "C | F"], 64, "bars"),
      (["--to", "C"], 64, "--bars 4"), (["--ending", "half"], 64, "--bars 4"),
      (["--bars", "4", "--ending", "happy"], 64, "happy"),
      (["--bars", "4", "--to", "Hx"], 65, "to holds 'Hx'"), (["--midi", ""], 64, "--midi"),
    ])
  func refused(options: [String], code: Int32, words: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(["chords", "suggest"] + options)
    #expect(outcome.code == code, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    let hasHint = outcome.errors.split(separator: "\n").count >= 2
    #expect(hasHint || outcome.errors.contains("allowed are"), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("a missing or damaged model is told, and keeps nobody from composing")
  func withoutModel() throws {
    var command = try Command()
    defer { command.cleanUp() }
    let formats = Command.repository.appendingPathComponent("Sources/Formats")
    let data = command.folder.appendingPathComponent("data")
    let files = FileManager.default
    try files.createDirectory(
      at: data.appendingPathComponent("composer"), withIntermediateDirectories: true)
    for (name, room) in [("styles", "StyleFiles"), ("lexicons", "Lexicons")] {
      try files.copyItem(
        at: formats.appendingPathComponent("\(room)/Resources"),
        to: data.appendingPathComponent(name))
    }
    command.environment["ETUDE_DATA"] = data.path
    let missing = try command.run("chords", "suggest", "--key", "C")
    #expect(missing.code == 69 && missing.errors.contains("no chord model"), "\(missing.errors)")
    let model = data.appendingPathComponent("composer/chords.safetensors")
    let sound = try Data(
      contentsOf: formats.appendingPathComponent("Weights/Resources/chords.safetensors"))
    try sound.prefix(9000).write(to: model)
    let damaged = try command.run("chords", "suggest", "--key", "C")
    #expect(damaged.code == 69 && damaged.errors.contains("cannot be used"), "\(damaged.errors)")
    #expect(try command.run("plan", "--style", "house", "--harmony", "learned").code == 69)
    #expect(try command.run("plan", "--style", "house", "--seed", "1").code == 0)
  }

  @Test("a song asks for learned progressions")
  func learned() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let words = ["plan", "--style", "synthwave", "--seed", "7", "--json"]
    let plain = try command.run(words)
    let learned = try command.run(words + ["--harmony", "learned"])
    #expect(learned.code == 0, "\(learned.errors)")
    #expect(learned.output != plain.output)
    #expect(try command.run(words + ["--harmony", "style"]).output == plain.output)
    let wrong = try command.run(words + ["--harmony", "jazz"])
    #expect(wrong.code != 0 && wrong.errors.contains("learned"), "\(wrong.errors)")
  }
}
