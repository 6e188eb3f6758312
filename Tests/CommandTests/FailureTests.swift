import Foundation
import Testing

@Suite("etude failures") struct FailureTests {
  @Test(
    "bad wishes get one sentence, a hint and a code, and leave no file",
    arguments: [
      (["compose", "--style", "hous"], Int32(65), "house"),
      (["compose", "--style", "polka"], 65, "polka"),
      (["compose", "calm", "--tempo", "0"], 64, "20"),
      (["compose", "calm", "--bars", "9000"], 64, "2000"),
      (["compose", "calm", "--chords", "Am7 | H7"], 65, "H7"),
      (["compose", "calm", "--bars", "8", "--tempo", "120", "--duration", "60"], 65, "bars"),
      (["compose", "calm", "--key", "H minor"], 64, "H minor"),
      (["compose", "calm", "--meter", "4/5"], 64, "4/5"),
      (["compose", "calm", "--instruments", "kazoo-choir"], 65, "kazoo"),
      (["compose", "calm", "--loudness", "3"], 64, "-40"),
      (["compose", "calm", "--rate", "96000"], 64, "48000"),
      (["compose", "calm", "--formats", "aiff"], 64, "aiff"),
      (["compose"], 64, "compose"),
      (["compose", "calm", "--variations", "0"], 64, "256"),
      (["compose", "calm", "--soundfont", "missing.sf2"], 69, "SoundFont"),
      (["show", "nowhere"], 66, "nowhere"),
      (["show", String(repeating: "x", count: 300)], 66, "there is no project"),
      (["more", "/etc/passwd", "--like", "1"], 66, "it is not a folder"),
      (["analyze", "nowhere.mid"], 66, "nowhere.mid"),
      (["styles", "polka"], 65, "polka"),
      (["dance"], 64, "dance"),
      (["compose", "house", "--instruments", "piano", "--without", "piano"], 65, "Leave one out"),
      (["compose", "house, no piano, with piano"], 65, "'piano' is both wanted and unwanted"),
      (["compose", "rock, no drums, only drums"], 65, "'drums' is both wanted and unwanted"),
      (["compose", "funk, bass only on roots, no bass"], 65, "'bass' is both wanted and unwanted"),
      (["compose", "house, only piano in the intro, no piano"], 65, "'piano' is both"),
      (
        ["compose", "house, no drums in the chorus, only drums in the chorus", "--bars", "32"], 65,
        "'only drums in the chorus' contradicts 'no drums in the chorus'"
      ),
      (["compose", "house", "--key", "C whole tone"], 64, "the nearest, lydian: C lydian"),
      (["compose", "house", "--chords", "| | Am"], 64, "before the first empty bar"),
      (
        ["compose", "house, only drums until bar 99", "--bars", "16"], 65,
        "names bar 99, but the piece has 16 bars"
      ),
      (["compose", "house, no drums in bar 17", "--bars", "16"], 65, "Name a bar from 1 to 16"),
      (["compose", "house, no drums from 5:00", "--bars", "16"], 65, "or a longer --duration"),
      (["compose", "house", "--bars", "-3"], 64, "bars is -3; allowed are 1 to 2000"),
      (["compose", "house", "--tempo", "-3"], 64, "tempo is -3; allowed are 20 to 400"),
    ] as [([String], Int32, String)])
  func wishes(_ arguments: [String], _ code: Int32, _ text: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let output = arguments.first == "compose" ? ["--output", "song"] : []
    let outcome = try command.run(arguments + output)
    #expect(outcome.code == code, "\(outcome.errors)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(command.names(".").isEmpty)
    #expect(!outcome.errors.contains("went wrong that should not"))
  }

  @Test(
    "whatever is wrong with a command line is told as one sentence and a hint",
    arguments: [
      (["dance"], "unexpected argument 'dance'.", "See: etude --help"),
      (["show"], "missing expected argument '<project>'.", "See: etude show --help"),
      (["compose"], "there is nothing to compose from.", "etude compose \"calm piano\""),
      (["compose", "--foo"], "unknown option '--foo'.", "Did you mean '--mood'?"),
      (["show", "--gird"], "unknown option '--gird'.", "Did you mean '--grid'?"),
      (["critique", "--strictly"], "unknown option '--strictly'.", "Did you mean '--strict'?"),
      (["compose", "calm", "--seed", "-1"], "the value '-1' is invalid for '--seed", "--seed"),
      (
        ["compose", "calm", "--output"], "missing value for '--output <output>'.", "folder to write"
      ),
      (
        ["undo", "song", "--steps", "0"], "--steps is 0; allowed are 1 to 10000.",
        "etude undo --help"
      ),
      (
        ["regenerate", "song", "--bars", "a-b"], "the value 'a-b' is invalid for '--bars <bars>'.",
        "such as 9-16"
      ),
      (
        ["compose", "calm", "--formats", "wma"], "the value 'wma' is invalid",
        "one of the following: midi, stems, wav, wav-float, flac, mp3, opus. See: etude compose"
      ),
      (["edit", "song", "transpose", "down", "200"], "'200' is not", "etude edit --help"),
      (["edit", "song", "transpose", "200"], "'transpose' needs", "transpose up|down SEMITONES"),
      (["edit", "song", "energy", "verse", "60"], "there is no section 'verse'.", "chorus-1"),
      (["edit", "song", "move", "chorus-1", "after", "x"], "there is no section 'x'.", "chorus-1"),
      (
        ["edit", "song", "arpeggiator", "bass", "off"], "bass has no arpeggiator",
        "etude edit --help"
      ),
    ])
  func oneForm(arguments: [String], sentence: String, hint: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    if arguments.contains("song") {
      let order = [
        "compose", "house", "--form", "chorus 4", "--formats", "midi", "--output", "song",
      ]
      #expect(try command.run(order).code == 0)
    }
    let before = try? command.data("song/score.mid")
    let outcome = try command.run(arguments)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect([64, 65].contains(outcome.code))
    #expect(lines.count == 2 && outcome.output.isEmpty, "\(outcome.errors)")
    #expect(lines.first?.hasPrefix("etude: \(sentence)") == true, "\(outcome.errors)")
    #expect(lines.last?.hasPrefix("  ") == true && lines.last?.contains(hint) == true, "\(lines)")
    #expect((try? command.data("song/score.mid")) == before)
  }

  @Test(
    "a file that is not there has a hint",
    arguments: [
      ["critique", "no.mid"], ["analyze", "no.mid"], ["import", "no.mid", "--output", "song"],
      ["compose", "house", "--chords", "no.mid", "--output", "song"],
      ["compose", "--plan", "no.json", "--output", "song"], ["show", "nowhere"],
    ])
  func missing(arguments: [String]) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(arguments)
    let lines = outcome.errors.split(separator: "\n")
    #expect(outcome.code == 66 && lines.count == 2, "\(outcome.errors)")
    #expect(lines.last?.hasPrefix("  ") == true)
  }

  @Test("what may not be read is not called missing")
  func permissions() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let order = ["compose", "house", "--bars", "4", "--formats", "midi", "--output", "song"]
    #expect(try command.run(order).code == 0)
    try command.data("song/score.mid").write(to: command.folder.appendingPathComponent("own.mid"))
    // The superuser may read everything: let nobody in particular try.
    let somebody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    let launcher = geteuid() == 0 ? somebody : []
    guard try command.run("--version", through: launcher).code == 0 else { return }
    func close(_ name: String, to mode: Int) throws {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: command.path(name))
    }
    try close("own.mid", to: 0)
    let file = try command.run("analyze", "own.mid", through: launcher)
    #expect(file.code == 66 && file.errors.contains("permission denied"), "\(file.errors)")
    for mode in [0, 0o444, 0o111] {
      try close("song", to: mode)
      defer { try? close("song", to: 0o755) }
      let folder = try command.run("show", "song", through: launcher)
      #expect(folder.code == 66 && folder.errors.contains("may not be read"), "\(folder.errors)")
      guard mode != 0o111 else { continue }
      for path in ["song/song.etude", "song/nowhere.etude"] {
        let inside = try command.run("show", path, through: launcher)
        #expect(inside.code == 66 && inside.errors.contains("may not be read"), "\(inside.errors)")
      }
    }
  }

  @Test("existing files are kept unless --force is given")
  func exists() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let order = ["compose", "house", "--bars", "4", "--formats", "midi", "--output", "song"]
    #expect(try command.run(order + ["--seed", "1"]).code == 0)
    let before = try command.data("song/score.mid")
    let refused = try command.run(order + ["--seed", "2"])
    #expect(refused.code == 73)
    #expect(refused.errors.contains("--force"))
    #expect(try command.data("song/score.mid") == before)
    #expect(try command.run(order + ["--seed", "2", "--force"]).code == 0)
    #expect(try command.data("song/score.mid") != before)
  }

  @Test("corrupt, newer and foreign project files are refused and left alone")
  func projects() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let order = ["compose", "house", "--bars", "4", "--formats", "midi", "--output", "song"]
    #expect(try command.run(order).code == 0)
    let whole = try command.data("song/song.etude")
    for (name, data, code) in [
      ("noise.etude", Data((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 7) }), Int32(65)),
      ("empty.etude", Data(), 65), ("half.etude", whole.prefix(whole.count / 2), 65),
      ("newer.etude", whole.replacingUserVersion(with: 99), 76),
    ] {
      try data.write(to: command.folder.appendingPathComponent(name))
      let outcome = try command.run("show", name)
      #expect(outcome.code == code, "\(name): \(outcome.errors)")
      #expect(try command.data(name) == data, "\(name)")
    }
  }

  @Test("hostile MIDI files are refused with the place of the damage")
  func midi() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try Data("MThd".utf8).write(to: command.folder.appendingPathComponent("short.mid"))
    let short = try command.run("analyze", "short.mid")
    #expect(short.code == 65)
    #expect(short.errors.contains("MIDI"))
    try Data("hello".utf8).write(to: command.folder.appendingPathComponent("text.mid"))
    #expect(try command.run("import", "text.mid", "--output", "song").code == 65)
    #expect(!command.names(".").contains("song"))
    let ticks: [UInt8] = [0x4D, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 1, 0, 0]
    try Data(ticks).write(to: command.folder.appendingPathComponent("ticks.mid"))
    let place = "it counts no ticks in a quarter note (at byte 12)"
    let whole = try command.run("analyze", "ticks.mid")
    #expect(whole.errors.contains(place) && whole.errors.contains("--recover"))
    for option in [["--chords", "ticks.mid"], ["--idea", "bass=ticks.mid"]] {
      let refused = try command.run(
        ["compose", "house", "--bars", "4", "--formats", "midi", "--output", "song"] + option)
      #expect(refused.code == 65)
      #expect(refused.errors.contains("'ticks.mid'") && refused.errors.contains(place))
      #expect(!refused.errors.contains("Try --recover"), "compose has no such option")
    }
    #expect(!command.names(".").contains("song"))
  }

  @Test("Ctrl-C in mid-render removes partial files and exits with 130")
  func interrupt() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    let process = command.process([
      "compose", "cinematic, 3 minutes", "--seed", "4", "--output", "song",
    ])
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: 1.2)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(command.names(".").filter { $0.hasPrefix("song") || $0.hasPrefix(".song") }.isEmpty)
  }

  @Test(
    "a full disk and a read-only folder are said, and nothing is left", .enabled(if: geteuid() == 0)
  )
  func disks() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let disk = command.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    func shell(_ words: String...) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = words
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    // Without the right to mount there is nothing to test with.
    guard try shell("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk) == 0 else { return }
    defer { _ = try? shell("umount", "-l", disk) }
    let order = ["compose", "house", "--bars", "8", "--seed", "1", "--output", "disk/song"]
    let full = try command.run(order)
    #expect(full.code == 74, "\(full.errors)")
    #expect(full.errors.contains("full"))
    #expect(command.names("disk").isEmpty)
    #expect(try shell("mount", "-o", "remount,ro", disk) == 0)
    let readOnly = try command.run(order + ["--formats", "midi"])
    #expect(readOnly.code == 74, "\(readOnly.errors)")
  }

  @Test("playing without a sound device is a clear error")
  func play() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(
      try command.run("compose", "house", "--bars", "4", "--formats", "midi", "--output", "song")
        .code == 0)
    let outcome = try command.run("play", "song", "--device", "no-such-device")
    #expect(outcome.code == 69)
    #expect(outcome.errors.contains("no-such-device"))
    #expect(try command.run("play", "song", "--device", "null").code == 0)
  }
}

extension Data {
  /// A SQLite file that claims another user version (bytes 60-63 of its header, big-endian).
  fileprivate func replacingUserVersion(with version: UInt8) -> Data {
    var copy = self
    copy.replaceSubrange(60..<64, with: [0, 0, 0, version])
    return copy
  }

  @Test("a sketch that cannot be changed leaves what stands in the output folder")
  func sketchOverSong() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "folk, 4 bars", "--seed", "1", "--formats", "midi", "--output", "song"
      ).code == 0)
    let before = try command.data("song/score.mid")
    try before.write(to: command.folder.appendingPathComponent("tune.mid"))
    let outcome = try command.run(
      "continue", "tune.mid", "--parts", "nobody", "--output", "song", "--force", "--no-audio")
    #expect(outcome.code == 65, "\(outcome.errors)")
    #expect(try command.data("song/score.mid") == before)
    #expect(try command.run("history", "song").output.contains("Composed"))
    let new = try command.run(
      "continue", "tune.mid", "--parts", "nobody", "--output", "new/folder", "--no-audio")
    #expect(new.code == 65)
    #expect(
      !FileManager.default.fileExists(
        atPath: command.folder.appendingPathComponent("new").path))
  }
}
