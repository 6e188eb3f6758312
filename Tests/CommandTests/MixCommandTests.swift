import Foundation
import Testing

/// `etude mix` on bare stems, on the built program.
@Suite("mix") struct MixCommandTests {
  /// Writes a mono WAVE file of 16 bits.
  private func write(
    _ name: String, to command: Command, rate: Int = 44_100, seconds: Double = 4,
    _ sample: (Double) -> Double
  ) throws {
    let data = WaveFile.pcm(rate: rate, channels: 1, seconds: seconds) { _, time in sample(time) }
    let folder = command.folder.appendingPathComponent("stems")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try data.write(to: folder.appendingPathComponent(name))
  }

  private func tone(_ frequency: Double, _ level: Double, partials: Int = 6) -> (Double) -> Double {
    { time in
      (1...partials).reduce(0) {
        $0 + level / Double($1) * sin(2 * .pi * frequency * Double($1) * time)
      }
    }
  }

  private func stems(_ command: Command) throws {
    try write("bass.wav", to: command, tone(55, 0.3))
    try write("keys.wav", to: command, rate: 48_000, tone(220, 0.02))
    try write("track-07.wav", to: command, seconds: 3, tone(440, 0.1))
  }

  private func names(_ command: Command, _ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: command.folder.appendingPathComponent(folder).path
    ).sorted()
  }

  @Test("a folder of stems is mixed, explained, edited and mixed again")
  func mix() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    let words = ["mix", "stems", "--role", "track-07=vocal", "--output", "mixed", "--stems"]
    let outcome = try command.run(words + ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      try names(command, "mixed")
        == ["masking.png", "master.wav", "mix-plan.json", "mix.wav", "report.json", "stems"])
    #expect(try names(command, "mixed/stems").contains("bass.wav"))
    let kinds = (outcome.json["stems"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
    #expect(kinds == ["bass", "chords", "vocal"])
    let plan = try #require(outcome.json["plan"] as? [String: Any])
    let moves = try #require(plan["moves"] as? [[String: Any]])
    #expect(moves.count > 3)
    #expect(moves.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
    #expect(outcome.json["comparison"] is [String: Any])
    // Nothing is replaced unasked.
    #expect(try command.run(words).code == 73)
    // All moves off: what was soft stays soft.
    var edited = plan
    edited["moves"] = moves.map { move in move.merging(["applied": false]) { $1 } }
    try JSONSerialization.data(withJSONObject: edited).write(
      to: command.folder.appendingPathComponent("plan.json"))
    let again = try command.run([
      "mix", "stems", "--plan", "plan.json", "--output", "plain", "--json",
    ])
    #expect(again.code == 0, "\(again.errors)")
    let lines = (again.json["comparison"] as? [String: Any])?["lines"] as? [[String: Any]] ?? []
    for line in lines {
      let (before, after) = (line["loudnessBefore"] as? Double, line["loudnessAfter"] as? Double)
      // Both are heard in some windows alone, of which stems of four seconds have few.
      #expect(abs((before ?? 0) - (after ?? 9)) < 0.5)
    }
  }

  @Test("the stems of a mix are mixed again without the rooms that it wrote beside them")
  func again() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    try write("return-reverb.wav", to: command, tone(330, 0.05))
    let outcome = try command.run("mix", "stems", "--dry-run", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let found = (outcome.json["stems"] as? [[String: Any]])?.compactMap { $0["stem"] as? String }
    #expect(found == ["bass", "keys", "track-07"])
    let notices = outcome.json["notices"] as? [String] ?? []
    #expect(notices.contains { $0.contains("return-reverb.wav") }, "\(notices)")
  }

  private func stemNames(_ outcome: Command.Outcome) -> [String]? {
    (outcome.json["stems"] as? [[String: Any]])?.compactMap { $0["stem"] as? String }
  }

  @Test("a stem called like a room of the mixer's is taken when named, and never written over")
  func ownReturn() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    try write("return-reverb.wav", to: command, tone(330, 0.05))
    let words = ["mix", "stems", "--role", "return-reverb=return", "--stems", "--json"]
    let outcome = try command.run(words + ["--output", "out"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(stemNames(outcome) == ["bass", "keys", "return-reverb", "track-07"])
    #expect(
      try names(command, "out/stems") == [
        "bass.wav", "keys.wav", "return-reverb-2.wav", "return-reverb.wav", "track-07.wav",
      ])
    // The next mix knows by the report which of the two is a stem.
    let again = try command.run("mix", "out/stems", "--dry-run", "--json")
    #expect(stemNames(again) == ["bass", "keys", "return-reverb", "track-07"], "\(again.errors)")
    // A folder of a room alone is mixed, and given no room more.
    try FileManager.default.createDirectory(
      atPath: command.path("only"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: command.path("stems/return-reverb.wav"),
      toPath: command.path("only/return-reverb.wav"))
    let alone = try command.run("mix", "only", "--output", "alone", "--stems", "--json")
    #expect(alone.code == 0, "\(alone.errors)")
    #expect(try names(command, "alone/stems") == ["return-reverb.wav"])
    // Where the processed stems would replace those that are read, nothing is done.
    let before = try command.data("stems/bass.wav")
    let over = try command.run("mix", "stems", "--stems", "--output", ".", "--force")
    #expect(over.code == 64 && over.errors.contains("is one of the stems"), "\(over.errors)")
    #expect(try command.data("stems/bass.wav") == before)
  }

  @Test("what was done to a stem is said whether it lies in the cache or not")
  func cached() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    let words = ["mix", "stems", "--dry-run", "--json"]
    let notices = try (0..<2).map { _ in
      (try command.run(words).json["notices"] as? [String] ?? []).filter { $0.contains(" Hz") }
    }
    #expect(notices[0].contains { $0.contains("44100 to 48000 Hz") }, "\(notices)")
    #expect(notices[0] == notices[1])
  }

  @Test("a key of a plan that nothing reads, or that stands there twice, is named")
  func planKeys() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    #expect(try command.run("mix", "stems", "--output", "mixed", "--no-master").code == 0)
    let text = String(decoding: try command.data("mixed/mix-plan.json"), as: UTF8.self)
    #expect(text.contains("\"monoBelow\" : 120"))
    for (from, to, key) in [
      ("\"monoBelow\"", "\"monoBellow\"", "bus.monoBellow"),
      ("\"ceiling\" :", "\"ceiling\" : -2, \"ceiling\" :", "ceiling"),
      ("\"applied\"", "\"aplied\"", "moves[0].aplied"),
    ] {
      var edited = text
      edited.replaceSubrange(try #require(text.range(of: from)), with: to)
      try Data(edited.utf8).write(to: command.folder.appendingPathComponent("plan.json"))
      let outcome = try command.run("mix", "stems", "--plan", "plan.json", "--output", "out")
      #expect(outcome.code == 65 && outcome.errors.contains(key), "\(outcome.errors)")
    }
    // As it was written it is followed, and stems of an earlier mix that are not made any more go.
    #expect(try command.run("mix", "stems", "--output", "two", "--stems").code == 0)
    let again = try command.run(
      "mix", "stems", "--plan", "mixed/mix-plan.json", "--output", "two", "--force", "--no-master")
    #expect(again.code == 0, "\(again.errors)")
    #expect(
      try names(command, "two") == ["masking.png", "mix-plan.json", "mix.wav", "report.json"])
  }

  @Test("of two mixes into one new folder one is whole, and the other says what stands there")
  func race() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    let runs = (0..<2).map { _ in command.process(["mix", "stems", "--output", "out", "--quiet"]) }
    for run in runs {
      run.standardOutput = FileHandle.nullDevice
      run.standardError = FileHandle.nullDevice
      try run.run()
    }
    for run in runs { run.waitUntilExit() }
    #expect(runs.map(\.terminationStatus).sorted() == [0, 73])
    #expect(command.names(".").allSatisfy { !$0.contains(".partial-") })
  }

  @Test("unfinished files of a process that was killed go with the next run")
  func leftovers() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    // No process has this number: the kernel's greatest is 4194304.
    let number = "4194999"
    #expect(try command.run("mix", "stems", "--dry-run").code == 0)
    let cache = try #require(command.names("cache").first { $0.hasSuffix("intake") })
    let left = [
      "cache/\(cache)/mix-\(number)-AB.premix", "cache/\(cache)/.etude-\(number)-0.part",
      ".etude-\(number)-1.part", ".out.partial-\(number)",
    ]
    for name in left { try Data([1]).write(to: command.folder.appendingPathComponent(name)) }
    #expect(try command.run("mix", "stems", "--output", "out").code == 0)
    #expect(try command.run("master", "out/mix.wav", "--output", "m.wav").code == 0)
    for name in left {
      #expect(!FileManager.default.fileExists(atPath: command.path(name)), "\(name)")
    }
  }

  @Test("a stem is found by a singular word, a dead channel is told, and noughts have no sign")
  func words() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    try write("vocals.wav", to: command, tone(392, 0.1))
    let data = WaveFile.pcm(rate: 44_100, seconds: 4) { channel, time in
      channel == 0 ? 0.2 * sin(2 * .pi * 294 * time) : 0
    }
    try data.write(to: command.folder.appendingPathComponent("stems/guitar.wav"))
    let outcome = try command.run(
      "mix", "stems", "--forward", "vocal", "--focus", "more bass, not the keys", "--output", "out")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Only the left channel of guitar carries sound"))
    #expect(outcome.output.contains("brought forward"))
    #expect(!outcome.output.contains("-0.0 ") && !outcome.output.contains("-0.00 "))
    #expect(outcome.output.contains("below 120 Hz all stands in the middle"))
    let file = try command.run("mix", "stems/bass.wav", "--output", "other")
    #expect(file.code == 64 && file.errors.contains("one file of sound"), "\(file.errors)")
  }

  @Test("mixing a project anew keeps what brings it into its genre, and says it in the plan")
  func project() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    let made = try command.run(
      "compose", "house, 16 bars", "--seed", "3", "--formats", "wav", "--output", "song")
    #expect(made.code == 0, "\(made.errors)")
    func finish(_ mix: Any?) throws -> NSDictionary {
      let mix = try #require(mix as? [String: Any])
      return NSDictionary(
        dictionary: mix.filter { ["tone", "ride", "saturation"].contains($0.key) })
    }
    let kept = try finish(command.run("show", "song", "--json").json["mix"])
    #expect(kept.count > 0)
    let outcome = try command.run("mix", "song", "--back", "drums", "--output", "new", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try finish(outcome.json["plan"]) == kept)
    let file = try JSONSerialization.jsonObject(with: command.data("new/mix-plan.json"))
    #expect(try finish(file) == kept)
    #expect(try finish(command.run("show", "song", "--json").json["mix"]) == kept)
  }

  @Test("a dry run plans and writes nothing")
  func dry() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    let outcome = try command.run("mix", "stems", "--dry-run", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.json["plan"] is [String: Any])
    #expect(try names(command, ".").filter { $0 != "cache" && $0 != "config" } == ["stems"])
  }

  @Test("what cannot be mixed is a sentence, a hint and a code, and nothing half-written")
  func refused() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try stems(command)
    try FileManager.default.createDirectory(
      at: command.folder.appendingPathComponent("none"), withIntermediateDirectories: true)
    try Data("not a plan".utf8).write(to: command.folder.appendingPathComponent("bad.json"))
    let cases: [(words: [String], code: Int32)] = [
      (["mix", "none"], 66), (["mix", "nowhere"], 66),
      (["mix", "stems", "--plan", "bad.json"], 65),
      (["mix", "stems", "--role", "bass=xyzzy"], 64),
      (["mix", "stems", "--role", "bass"], 64), (["mix", "stems", "--forward", "nobody"], 65),
      (["mix", "stems", "--focus", "make it nicer"], 65),
      (["mix", "stems", "--loudness", "3"], 64),
    ]
    for (words, code) in cases {
      let outcome = try command.run(words + ["--output", "out"])
      #expect(outcome.code == code, "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains("etude: ") || code == 64, "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: command.folder.path + "/out"))
    }
  }

  @Test("stems of silence alone, and a broken file, are refused")
  func broken() throws {
    let command = try Command(sharedCache: false)
    defer { command.cleanUp() }
    try write("quiet.wav", to: command) { _ in 0 }
    let silent = try command.run("mix", "stems", "--output", "out")
    #expect(silent.code == 65 && silent.errors.contains("silent"), "\(silent.errors)")
    try write("tone.wav", to: command, tone(220, 0.1))
    let path = command.folder.appendingPathComponent("stems/tone.wav")
    try Data(contentsOf: path).prefix(20_000).write(to: path)
    let cut = try command.run("mix", "stems", "--output", "out")
    #expect(cut.code == 65, "\(cut.errors)")
    #expect(!FileManager.default.fileExists(atPath: command.folder.path + "/out"))
  }
}
