import Foundation
import Testing

@Suite("etude provenance") struct ProvenanceCommandTests {
  private func made() throws -> Command {
    let command = try Command()
    let order = ["compose", "house", "--bars", "4", "--formats", "midi", "--output", "song"]
    #expect(try command.run(order).code == 0)
    return command
  }

  @Test("a project verifies, says up to where, and what a ledger shows")
  func verify() throws {
    let command = try made()
    defer { command.cleanUp() }
    #expect(try command.run("edit", "song", "transpose", "up", "1").code == 0)
    let outcome = try command.run("provenance", "verify", "song")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("is intact: 2 events"))
    #expect(outcome.output.contains("Complete up to event 2, the last one known."))
    #expect(outcome.output.contains("does not show who sat at the keyboard"))
    let json = try command.run("provenance", "verify", "song", "--json").json
    #expect(json["isIntact"] as? Bool == true)
    try FileManager.default.removeItem(atPath: command.path("config/etude/provenance/heads"))
    let open = try command.run("provenance", "verify", "song")
    #expect(open.output.contains("later events cannot be excluded"))
  }

  @Test("an edit that changes nothing makes nothing a person's")
  func nothingChanged() throws {
    let command = try made()
    defer { command.cleanUp() }
    let score = try command.run("show", "song", "--json").json["score"] as? [String: Any]
    let parts = try #require(score?["parts"] as? [[String: Any]])
    let part = try #require(parts.first { $0["id"] as? String == "bass" })
    let own = try #require(part["instrument"] as? String)
    for (instrument, isChanged) in [(own, false), ("tuba", true)] {
      let edit = ["edit", "song", "instrument", "bass", instrument, "--no-audio"]
      #expect(try command.run(edit).code == 0)
      let report = [
        "provenance", "report", "song", "--report", "txt", "--force", "--output", "out",
      ]
      let outcome = try command.run(report)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("created   arrangement") == isChanged, "\(instrument)")
    }
  }

  @Test("nothing is registered for a writer of what others wrote")
  func imports() throws {
    let command = try made()
    defer { command.cleanUp() }
    try foreign(try command.data("song/score.mid"))
      .write(to: URL(fileURLWithPath: command.path("tune.mid")))
    #expect(try command.run("import", "tune.mid", "--output", "theirs").code == 0)
    for (more, isNamed) in [([], true), (["--imports-are-others"], false)] {
      let outcome = try command.run(
        [
          "provenance", "report", "theirs", "--report", "txt", "--writer", "Ada Example",
          "--force", "--output", "out",
        ] + more)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let text = try String(decoding: command.data("out/theirs-authorship.txt"), as: UTF8.self)
      #expect(text.contains("Ada Example") == isNamed)
      #expect(text.contains("can be registered") == isNamed)
    }
  }

  @Test("a head that was given must be there")
  func head() throws {
    let command = try made()
    defer { command.cleanUp() }
    let verdict = try command.run("provenance", "verify", "song", "--json").json["verdict"]
    let head = (verdict as? [String: Any])?["head"] as? [String: Any]
    let hash = try #require(head?["hash"] as? String)
    #expect(
      try command.run("provenance", "verify", "song", "--head", String(hash.prefix(12))).code == 0)
    let other = try command.run("provenance", "verify", "song", "--head", "0123456789abcdef")
    #expect(other.code == 65 && other.errors.contains("(rolledBack)"), "\(other.errors)")
    #expect(try command.run("provenance", "verify", "song", "--head", "xyz").code == 64)
  }

  @Test("the log says who, when, what and with which seed")
  func log() throws {
    let command = try made()
    defer { command.cleanUp() }
    #expect(try command.run("provenance", "key", "--name", "Ada Lovelace").code == 0)
    #expect(try command.run("lock", "song", "--bars", "1-2").code == 0)
    let lines = try command.run("provenance", "log", "song").output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains("engine") && lines[0].contains("seed"))
    #expect(lines[1].contains("Ada Lovelace  lock  Locked") && lines[1].contains("Z"))
    let json = try command.run("provenance", "log", "song", "--json")
    let events = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(events?.last?["interface"] as? String == "command")
  }

  @Test("the key is made on first use, for its owner alone")
  func key() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let made = try command.run("provenance", "key")
    #expect(made.code == 0 && made.output.hasPrefix("made"))
    let again = try command.run("provenance", "key", "--json")
    #expect(again.json["isNew"] as? Bool == false)
    let path = try #require(again.json["path"] as? String)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let closed = try command.run("compose", "house", "--bars", "4", "--formats", "midi")
    #expect(closed.code == 0 && closed.errors.contains("(mode 0644); it was closed to them"))
    let mended = try FileManager.default.attributesOfItem(atPath: path)
    #expect((mended[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(try command.run("provenance", "key").errors == "")
    try "broken".write(toFile: path, atomically: true, encoding: .utf8)
    let broken = try command.run("compose", "house", "--formats", "midi", "--output", "song")
    #expect(broken.code == 78 && broken.errors.contains("PRIVATE KEY"), "\(broken.errors)")
  }

  @Test("another key and a fixed time give the same project file")
  func reproducible() throws {
    var command = try Command()
    defer { command.cleanUp() }
    command.environment["SOURCE_DATE_EPOCH"] = "1790000000"
    command.environment["ETUDE_SIGNING_KEY"] = command.path("own/key.pem")
    for _ in 0..<2 {
      let order = [
        "compose", "house", "--bars", "4", "--formats", "midi", "--seed", "1", "--output", "song",
        "--force",
      ]
      #expect(try command.run(order).code == 0)
      let file = try command.data("song/song.etude")
      let other = command.folder.appendingPathComponent("other.etude")
      if let before = try? Data(contentsOf: other) { #expect(file == before) }
      try file.write(to: other)
    }
    command.environment["SOURCE_DATE_EPOCH"] = "now"
    #expect(try command.run("provenance", "key").code == 78)
  }

  @Test("with the engine off, what writes is refused with a hint")
  func engineOff() throws {
    let command = try made()
    defer { command.cleanUp() }
    let off = try command.run("provenance", "ai", "song", "off")
    #expect(off.code == 0 && off.output.contains("may not write"))
    let refused = try command.run("regenerate", "song", "--parts", "bass")
    #expect(refused.code == 65 && refused.errors.contains("etude provenance ai"))
    #expect(try command.run("edit", "song", "transpose", "up", "1").code == 0)
    #expect(try command.run("provenance", "log", "song").output.contains("may not write notes"))
    #expect(try command.run("provenance", "ai", "song", "on").code == 0)
    #expect(try command.run("regenerate", "song", "--parts", "bass").code == 0)
    let imported = try command.run(
      "import", "song/score.mid", "--no-ai", "--output", "own")
    #expect(imported.code == 0, "\(imported.errors)")
    #expect(try command.run("vary", "own").code == 65)
    #expect(try command.run("provenance", "verify", "own").code == 0)
  }

  @Test("a changed project is told of in one sentence and a hint, and named by its event")
  func tampered() throws {
    let command = try made()
    defer { command.cleanUp() }
    let path = command.path("song/song.etude")
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    let words = try #require(data.range(of: Data("Composed ".utf8)))
    data.replaceSubrange(words, with: Data("Invented ".utf8))
    try data.write(to: URL(fileURLWithPath: path))
    let outcome = try command.run("provenance", "verify", "song")
    #expect(outcome.code == 65 && outcome.output.contains("event 1 (changed)"))
    #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
    // Whatever else reads the ledger says so once.
    let report = ["report", "song", "--report", "txt,xml,html", "--output", "papers", "--quiet"]
    let orders = [["blame", "song", "--quiet"], ["log", "song"], report].map {
      ["provenance"] + $0
    }
    for order in orders {
      let told = try command.run(order)
      #expect(told.code == 0, "\(order): \(told.errors)")
      let notes = told.errors.components(separatedBy: "is not in order (event 1: its ")
      #expect(notes.count == 2, "\(order): \(told.errors)")
      #expect(told.errors.contains("etude provenance verify"), "\(order)")
    }
    for (name, words) in [
      ("txt", "THE LEDGER IS NOT IN ORDER"), ("xml", "<!-- THE LEDGER IS NOT IN ORDER"),
      ("html", "The ledger is not in order"),
    ] {
      let text = try String(decoding: command.data("papers/song-authorship.\(name)"), as: UTF8.self)
      #expect(text.contains(words), "\(name)")
    }
  }

  @Test("nothing is said of a ledger that is in order")
  func sound() throws {
    let command = try made()
    defer { command.cleanUp() }
    for order in [["blame", "song", "--quiet"], ["log", "song"]] {
      #expect(try command.run(["provenance"] + order).errors == "")
    }
    let report = ["provenance", "report", "song", "--report", "txt,xml", "--quiet"]
    #expect(try command.run(report).output.contains("in order, 1 event\n"))
    let text = try String(decoding: command.data("song/song-authorship.txt"), as: UTF8.self)
    #expect(text.contains("The ledger is in order") && text.contains(", 1 event\n"))
    let xml = try String(decoding: command.data("song/song-authorship.xml"), as: UTF8.self)
    #expect(!xml.contains("LEDGER"))
  }

  @Test("notes of a part are placed as edits take them: bar and beat from 1")
  func places() throws {
    let command = try made()
    defer { command.cleanUp() }
    let edit = ["edit", "song", "add-note", "bass", "2:2+1/8", "F#1", "1/8", "--no-audio"]
    #expect(try command.run(edit).code == 0)
    let notes = try command.run("provenance", "blame", "song", "--part", "bass").output
      .split(separator: "\n").map { $0.split(separator: " ") }
    #expect(notes.first?.first == "bar:beat")
    let entered = try #require(notes.first { $0.contains("entered") })
    #expect(entered[0] == "2:2+1/8" && entered[1] == "F#1")
  }

  @Test("what this program had written does not become a person's by being imported")
  func reimported() throws {
    let command = try made()
    defer { command.cleanUp() }
    func letters(_ file: String, _ name: String) throws -> (Set<Character>, Command.Outcome) {
      let outcome = try command.run("import", file, "--output", name)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let json = try command.run("provenance", "blame", name, "--json").json
      let notes = try #require(json["notes"] as? [[String: Any]])
      let sources = Set(notes.compactMap { $0["source"] as? String })
      return (Set(sources.compactMap(\.first)), outcome)
    }
    // Beside its project it is known that rules wrote it; elsewhere a model may have.
    let beside = try letters("song/score.mid", "beside")
    #expect(beside.0 == ["r"])
    #expect(beside.1.output.contains("was written by this program"))
    let score = try command.data("song/score.mid")
    try score.write(to: URL(fileURLWithPath: command.path("alone.mid")))
    #expect(try letters("alone.mid", "alone").0 == ["m"])
    let report = ["provenance", "report", "alone", "--report", "txt", "--writer", "Ada Example"]
    #expect(try command.run(report).output.contains("created   (nothing)"))
    try foreign(score).write(to: URL(fileURLWithPath: command.path("theirs.mid")))
    #expect(try letters("theirs.mid", "theirs").0 == ["i"])
    // What people alone wrote stays theirs beside its project.
    #expect(try letters("theirs/score.mid", "again").0 == ["i"])
  }

  /// A file without the words by which this program knows its own.
  private func foreign(_ bytes: Data) -> Data {
    var bytes = bytes
    while let words = bytes.range(of: Data("role:".utf8)) {
      bytes.replaceSubrange(words, with: Data("what:".utf8))
    }
    return bytes
  }

  @Test(
    "an import over a project in which the engine is off leaves it off, and says what it replaced")
  func replaced() throws {
    let command = try made()
    defer { command.cleanUp() }
    try foreign(try command.data("song/score.mid"))
      .write(to: URL(fileURLWithPath: command.path("tune.mid")))
    #expect(try command.run("provenance", "ai", "song", "off").code == 0)
    let verdict = try command.run("provenance", "verify", "song", "--json").json["verdict"]
    let head = (verdict as? [String: Any])?["head"] as? [String: Any]
    let hash = try #require(head?["hash"] as? String)
    let outcome = try command.run("import", "tune.mid", "--output", "song", "--force")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("nor may it in the new project"))
    #expect(try command.run("vary", "song").code == 65)
    let log = try command.run("provenance", "log", "song", "--json").output
    #expect(log.contains(hash))
    #expect(try command.run("provenance", "verify", "song").code == 0)
  }

  @Test("of several songs of one order it is known among how many each was chosen")
  func candidates() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let order = [
      "compose", "house", "--bars", "4", "--formats", "midi", "--variations", "3", "--output",
      "set",
    ]
    #expect(try command.run(order).code == 0)
    for song in 1...3 {
      let blame = try command.run("provenance", "blame", "set/set-0\(song)").output
      #expect(blame.contains("Event 1 was chosen among 3 candidates."), "\(blame)")
      #expect(try command.run("provenance", "verify", "set/set-0\(song)").code == 0)
    }
  }

  @Test("a number that no writer can have, and a currency that is none, are refused")
  func numbers() throws {
    let command = try made()
    defer { command.cleanUp() }
    for (number, code) in [
      ("123", 64), ("123456789012", 64), ("12345678x", 64), ("00123456789", 0),
    ] {
      let outcome = try command.run(
        "provenance", "report", "song", "--report", "txt", "--force", "--writer",
        "Ada Example:100:\(number)")
      #expect(Int(outcome.code) == code, "\(number): \(outcome.errors)")
    }
    let split = ["influence", "song", "--statement", "1.00", "--output", "a.csv", "--currency"]
    let outcome = try command.run(split + ["XYZ"])
    #expect(outcome.code == 64 && outcome.errors.contains("'XYZ' is no currency in use"))
  }
}
