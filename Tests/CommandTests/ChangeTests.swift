import Foundation
import Testing

@Suite("etude changes") struct ChangeTests {
  private func made(_ formats: String = "midi,stems,wav") throws -> Command {
    let command = try Command()
    let outcome = try command.run(
      "compose", "--style", "lo-fi", "--key", "D minor", "--tempo", "80", "--bars", "12", "--seed",
      "21", "--formats", formats, "--output", "song", "--json", "--no-credentials")
    try #require(outcome.code == 0, "\(outcome.errors)")
    return command
  }

  private func values(_ command: Command) throws -> [String: Any] {
    try command.run("show", "song", "--json").json
  }

  private func notes(_ values: [String: Any], _ part: String) -> [[String: Any]] {
    let parts = (values["score"] as? [String: Any])?["parts"] as? [[String: Any]] ?? []
    return parts.first { $0["id"] as? String == part }?["notes"] as? [[String: Any]] ?? []
  }

  private func played(_ values: [String: Any], _ part: String) -> [[String: Any]] {
    let parts = (values["performance"] as? [String: Any])?["parts"] as? [[String: Any]] ?? []
    return parts.first { $0["id"] as? String == part }?["notes"] as? [[String: Any]] ?? []
  }

  private func beat(_ value: Any?) -> Double {
    let terms = (value as? String ?? "").split(separator: "/").compactMap { Double($0) }
    return terms.count == 2 ? terms[0] / terms[1] : terms.first ?? -1
  }

  @Test("a regenerate changes the named bars and parts alone, in score, performance and sound")
  func regenerate() throws {
    let command = try made()
    defer { command.cleanUp() }
    let before = try values(command)
    let stems = command.names("song/stems").sorted()
    let sounds = try Dictionary(
      uniqueKeysWithValues: stems.map { ($0, try command.data("song/stems/\($0)")) })
    let outcome = try command.run(
      "regenerate", "song", "--bars", "5-8", "--parts", "bass", "--json", "--no-credentials")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let after = try values(command)
    let parts = (before["score"] as? [String: Any])?["parts"] as? [[String: Any]] ?? []
    for part in parts.compactMap({ $0["id"] as? String }) {
      let isChanged = part == "bass"
      func outside(_ notes: [[String: Any]], _ key: String) -> NSArray {
        notes.filter { !isChanged || !(16..<32).contains(beat($0[key])) } as NSArray
      }
      #expect(
        outside(notes(before, part), "onset") == outside(notes(after, part), "onset"), "\(part)")
      #expect(outside(played(before, part), "written") == outside(played(after, part), "written"))
    }
    #expect(notes(before, "bass") as NSArray != notes(after, "bass") as NSArray)
    for stem in stems where !stem.hasPrefix("bass") && !stem.hasPrefix("return") {
      #expect(try command.data("song/stems/\(stem)") == sounds[stem], "\(stem)")
    }
    // 80 bpm: bar 5 begins at 12 s; microtiming may begin it a little earlier.
    let old = try #require(sounds["bass.wav"])
    let new = try command.data("song/stems/bass.wav")
    let header = try #require(WaveHeader(old))
    let join = header.dataOffset + Int(11.9 * 48_000) * header.frameSize
    #expect(old.prefix(join) == new.prefix(join))
    #expect(old != new)
    // Bar 9 begins at 24 s; a bass note has died away four seconds later.
    let tail = header.dataOffset + 28 * 48_000 * header.frameSize
    let end = header.dataOffset + 35 * 48_000 * header.frameSize
    #expect(old[tail..<end] == new[tail..<end])
    #expect(
      NSDictionary(dictionary: before["mix"] as? [String: Any] ?? [:])
        == NSDictionary(dictionary: after["mix"] as? [String: Any] ?? [:]))
  }

  @Test("a change says in one line what is different, and which controls did nothing")
  func told() throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    let quiet = ["--no-audio", "--quiet"]
    func line(_ words: [String]) throws -> (String, String) {
      let outcome = try command.run(words + quiet)
      #expect(outcome.code == 0, "\(outcome.errors)")
      return (String(outcome.output.prefix { $0 != "\n" }), outcome.errors)
    }
    let bass = try line(["regenerate", "song", "--bars", "5-8", "--parts", "bass"])
    let told = /Changed \d+ notes? of bass in bars? [5-8, -]+\./
    #expect(bass.0.wholeMatch(of: told) != nil, "\(bass)")
    let varied = try line(["vary", "song", "--amount", "90%", "--bars", "3-6"])
    #expect(varied.0.contains(/Changed \d+ notes of \d parts \(.*\) in bars \d/), "\(varied)")
    let form = try line(["edit", "song", "duplicate", "intro-1"])
    #expect(form.0.contains("Duplicated intro-1. The song has "), "\(form)")
    let deaf = try line(["regenerate", "song", "--parts", "bass", "--fills", "1"])
    #expect(deaf.1.contains("note: fills has no effect on bass"), "\(deaf)")
    let swing = try line(["edit", "song", "player", "drums", "--swing", "0.72"])
    #expect(swing.0.contains("No note changed; played differently: drums."), "\(swing)")
    let json = try command.run(["vary", "song", "--amount", "40%", "--json"] + quiet)
    #expect(json.errors.contains("Changed ") && !json.json.isEmpty)
  }

  @Test("locked bars never change, and a change of nothing but locked bars is refused")
  func locks() throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    let before = try values(command)
    #expect(try command.run("lock", "song", "--parts", "bass", "--bars", "1-6").code == 0)
    #expect(try command.run("regenerate", "song", "--parts", "bass").code == 0)
    #expect(try command.run("vary", "song", "--amount", "100").code == 0)
    let after = try values(command)
    func locked(_ values: [String: Any]) -> NSArray {
      notes(values, "bass").filter { beat($0["onset"]) < 24 } as NSArray
    }
    #expect(locked(before) == locked(after))
    #expect(notes(before, "bass") as NSArray != notes(after, "bass") as NSArray)
    let refused = try command.run("regenerate", "song", "--parts", "bass", "--bars", "2-3")
    #expect(refused.code == 65)
    #expect(refused.errors.contains("locked"))
    #expect(try command.run("lock", "song", "--parts", "bass", "--off").code == 0)
    #expect(try command.run("regenerate", "song", "--parts", "bass", "--bars", "2-3").code == 0)
  }

  @Test("undo and redo walk the history across processes")
  func undo() throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    let first = try command.data("song/score.mid")
    #expect(try command.run("vary", "song", "--amount", "60").code == 0)
    let second = try command.data("song/score.mid")
    #expect(first != second)
    #expect(try command.run("undo", "song").code == 0)
    #expect(try command.data("song/score.mid") == first)
    #expect(try command.run("redo", "song").code == 0)
    #expect(try command.data("song/score.mid") == second)
    let none = try command.run("redo", "song")
    #expect(none.code == 65)
    let history = try command.run("history", "song").output
    for verb in ["compose", "vary", "undo", "redo"] { #expect(history.contains(verb)) }
  }

  @Test(
    "every edit works and is one step of the history",
    arguments: [
      ["chord", "3", "Bbmaj7"], ["chord", "3:3", "V7"], ["transpose", "up", "2"],
      ["transpose", "down", "12"], ["instrument", "bass", "synth-bass"],
      ["add-note", "bass", "2:1", "D2", "1", "90"], ["remove-notes", "bass", "1-12"],
    ])
  func edits(_ words: [String]) throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    let before = try command.data("song/score.mid")
    let outcome = try command.run(["edit", "song"] + words)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try command.data("song/score.mid") != before)
    #expect(try command.run("undo", "song").code == 0)
    #expect(try command.data("song/score.mid") == before)
  }

  @Test("sections are duplicated, moved, resized and deleted with their notes")
  func form() throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    func sections() throws -> [(String, Int)] {
      let list = (try values(command)["score"] as? [String: Any])?["sections"] as? [[String: Any]]
      return (list ?? []).map { ($0["id"] as? String ?? "", $0["bars"] as? Int ?? 0) }
    }
    let first = try #require(try sections().first)
    #expect(try command.run("edit", "song", "duplicate", first.0).code == 0)
    let doubled = try sections()
    #expect(doubled.reduce(0) { $0 + $1.1 } == 12 + first.1)
    #expect(try command.run("edit", "song", "resize", doubled[1].0, "6").code == 0)
    #expect(try sections()[1].1 == 6)
    #expect(
      try command.run("edit", "song", "move", doubled[1].0, "before", doubled[0].0).code == 0)
    #expect(try command.run("edit", "song", "energy", try sections()[0].0, "90%").code == 0)
    let count = try sections().count
    #expect(try command.run("edit", "song", "delete", try sections()[0].0).code == 0)
    #expect(try sections().count == count - 1)
  }

  @Test("the user's own files beside a song are kept, and stems of parts that are gone are not")
  func ownFiles() throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    try Data("mine".utf8).write(to: command.folder.appendingPathComponent("song/parts/own.txt"))
    #expect(try command.run("regenerate", "song", "--bars", "1", "--no-audio").code == 0)
    #expect(try command.data("song/parts/own.txt") == Data("mine".utf8))
    let left = command.path(".song.partial-999999999")
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
    #expect(try command.run("render", "song", "--formats", "midi").code == 0)
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  @Test(
    "a change that is not understood changes nothing",
    arguments: [
      ["edit", "song", "transpose", "sideways", "3"], ["edit", "song", "transpose", "3"],
      ["regenerate", "song", "--parts", ""], ["edit", "song", "chord", "2"],
      ["edit", "song", "add-note", "bass", "2:9", "D2", "1"],
      ["edit", "song", "chord", "2", "Gm9", "--parts", "bass"],
    ])
  func notUnderstood(_ words: [String]) throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    let before = try command.data("song/song.etude")
    #expect(try command.run(words).code == 64)
    #expect(try command.data("song/song.etude") == before)
  }

  @Test("short and dotted paths work")
  func paths() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let order = ["compose", "house", "--bars", "4", "--seed", "1", "--formats", "midi"]
    for path in ["q", "r/", "deep/er/s"] {
      #expect(try command.run(order + ["--output", path]).code == 0, "\(path)")
    }
    #expect(try command.run("vary", "q", "--no-audio").code == 0)
    #expect(command.names("deep/er/s").contains("s.etude"))
    let refused = try command.run(
      order + ["--output", "new/t", "--soundfont", "none.sf2", "--formats", "wav"])
    #expect(refused.code == 69)
    #expect(!command.names(".").contains("new"))
    #expect(try command.run(order + ["--output", "/"]).code == 74)
  }

  @Test("a piece on an odd grid of ticks can be edited: its chords end with it")
  func oddTicks() throws {
    let command = try Command()
    defer { command.cleanUp() }
    var bytes: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0x7F, 0xFF]
    let notes: [UInt8] = [60, 62, 64, 65].flatMap { key -> [UInt8] in
      [0, 0x90, key, 90, 0x83, 0x60, 0x80, key, 0]
    }
    bytes += Array("MTrk".utf8) + [0, 0, 0, UInt8(notes.count + 4)] + notes + [0, 0xFF, 0x2F, 0]
    try Data(bytes).write(to: command.folder.appendingPathComponent("odd.mid"))
    try #require(try command.run("import", "odd.mid", "--output", "odd").code == 0)
    let edited = try command.run("edit", "odd", "chord", "1", "C")
    #expect(edited.code == 0, "\(edited.errors)")
    let score = try #require(
      try command.run("show", "odd", "--json").json["score"] as? [String: Any])
    let chords = try #require(score["chords"] as? [[String: Any]])
    #expect(chords.count == 1 && chords[0]["duration"] as? String == score["length"] as? String)
  }

  @Test("a sketch becomes a project whose locked notes stay")
  func importing() throws {
    let command = try made("midi")
    defer { command.cleanUp() }
    let outcome = try command.run(
      "import", "song/score.mid", "--output", "sketch", "--lock", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let refused = try command.run("regenerate", "sketch")
    #expect(refused.code == 65)
    let analysis = try command.run("analyze", "song/score.mid", "--json").json
    #expect(analysis["key"] as? String == "D minor")
    #expect(analysis["tempo"] as? Double == 80)
    #expect(analysis["meter"] as? String == "4/4")
    #expect((analysis["chords"] as? [Any])?.isEmpty == false)
  }
}
