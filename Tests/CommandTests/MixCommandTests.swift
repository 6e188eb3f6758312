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
