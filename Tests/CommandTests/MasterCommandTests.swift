import Foundation
import Testing

@Suite("etude master") struct MasterCommandTests {
  /// A stereo WAVE file of 16 bits at 48 kHz.
  private func wave(seconds: Double, _ sample: (Double) -> (Double, Double)) -> Data {
    WaveFile.pcm(seconds: seconds) { channel, time in
      let (left, right) = sample(time)
      return channel == 0 ? left : right
    }
  }

  /// A beating chord, as loud as a mix.
  private func song(_ command: Command, _ name: String, seconds: Double = 6, pitch: Double = 110)
    throws
  {
    let data = wave(seconds: seconds) { time in
      let pulse = 0.3 + 0.7 * exp(-4 * time.truncatingRemainder(dividingBy: 0.5))
      let left = sin(2 * .pi * pitch * time) + 0.5 * sin(2 * .pi * 5.02 * pitch * time)
      let right = sin(2 * .pi * pitch * time) + 0.5 * sin(2 * .pi * 4.98 * pitch * time)
      return (0.2 * pulse * left, 0.2 * pulse * right)
    }
    try data.write(to: command.folder.appendingPathComponent(name))
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("a file is mastered and reported")
  func file() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try song(command, "mix.wav")
    let outcome = try command.run(
      "master", "mix.wav", "--output", "out.flac", "--loudness", "-16", "--isrc", "de-a12-26-00001",
      "--title", "Rain", "--json", "--quiet", "--report", "report.json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let report = try object(outcome.output)
    let track = try #require((report["tracks"] as? [[String: Any]])?.first)
    let after = try #require(track["after"] as? [String: Any])
    #expect(abs((after["loudness"] as? Double ?? 0) + 16) <= 0.1)
    #expect(after["truePeak"] as? Double ?? 1 <= -1)
    let bytes = String(decoding: try command.data("out.flac"), as: UTF8.self)
    #expect(bytes.contains("ISRC=DEA122600001") && bytes.contains("TITLE=Rain"))
    #expect(try command.data("report.json").count > 100)
    // What stands there is not replaced unasked.
    let again = try command.run("master", "mix.wav", "--output", "out.flac", "--quiet")
    #expect(again.code == 73)
  }

  @Test("an album goes into a folder, with plans that can be given back")
  func album() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try song(command, "one.wav")
    try song(command, "two.wav", pitch: 130)
    let outcome = try command.run(
      "master", "one.wav", "two.wav", "--album", "--gap", "1", "--album-title", "Two", "--output",
      "album/", "--ab", "--quiet", "--no-codecs")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for name in [
      "one.wav", "two.wav", "one.before.wav", "one.after.wav", "one.plan.json",
      "master-report.json",
    ] { #expect(try command.data("album/\(name)").count > 50) }
    let planned = try command.run(
      "master", "one.wav", "--plan", "album/one.plan.json", "--output", "again.wav", "--quiet")
    #expect(planned.code == 0, "\(planned.errors)")
    let dry = try command.run("master", "one.wav", "--dry-run", "--json", "--quiet")
    #expect(try object(dry.output)["limiter"] != nil)
  }

  @Test("the loudness of an album is that of all its blocks, gated together")
  func pooled() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try song(command, "one.wav", seconds: 8)
    let soft = wave(seconds: 24) { time in
      let sample = 0.002 * sin(2 * .pi * 220 * time)
      return (sample, sample)
    }
    try soft.write(to: command.folder.appendingPathComponent("two.wav"))
    let outcome = try command.run(
      "master", "one.wav", "two.wav", "--album", "--output", "album/", "--quiet", "--no-codecs",
      "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let loud =
      ((outcome.json["tracks"] as? [[String: Any]])?.first?["after"] as? [String: Any])?[
        "loudness"] as? Double
    let album = (outcome.json["album"] as? [String: Any])?["loudness"] as? Double
    // The soft track lies below the gate; the mean of both would be 6 LU softer.
    #expect(abs((loud ?? 0) - (album ?? 9)) < 0.3, "\(loud ?? 0), \(album ?? 0)")
  }

  @Test("neither report nor plan is written over what is read or unasked over what stands there")
  func overlaps() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try song(command, "mix.wav")
    try song(command, "other.wav", pitch: 150)
    let mix = try command.data("mix.wav")
    let other = try command.data("other.wav")
    let words = [
      "master", "mix.wav", "--reference", "other.wav", "--quiet", "--force", "--no-codecs",
    ]
    for extra in [
      ["--output", "out.wav", "--report", "mix.wav"],
      ["--output", "out.wav", "--report", "./other.wav"],
      ["--output", "out.wav", "--report", "out.wav"], ["--output", "other.wav"],
    ] {
      let outcome = try command.run(words + extra)
      #expect(outcome.code == 64, "\(extra): \(outcome.errors)")
      #expect(try command.data("mix.wav") == mix && command.data("other.wav") == other)
      #expect(!FileManager.default.fileExists(atPath: command.path("out.wav")))
    }
    let nowhere = try command.run(
      "master", "mix.wav", "--output", "out.wav", "--report", "no/r.json", "--quiet")
    #expect(nowhere.code == 74 && (try? command.data("out.wav")) == nil, "\(nowhere.errors)")
    // A plan that a person has edited stands until --force.
    try FileManager.default.createDirectory(
      atPath: command.path("album"), withIntermediateDirectories: true)
    for name in ["mix.plan.json", "master-report.json"] {
      try Data("mine".utf8).write(to: command.folder.appendingPathComponent("album/\(name)"))
      let outcome = try command.run("master", "mix.wav", "--output", "album/", "--quiet")
      #expect(outcome.code == 73 && outcome.errors.contains(name), "\(outcome.errors)")
      #expect(try command.data("album/\(name)") == Data("mine".utf8))
      try FileManager.default.removeItem(atPath: command.path("album/\(name)"))
    }
    let kernel = try command.run("master", "mix.wav", "--output", "/proc/x.wav", "--quiet")
    #expect(kernel.code == 74, "\(kernel.errors)")
  }

  @Test("a key of a plan that nothing reads, or that stands there twice, is named")
  func planKeys() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try song(command, "mix.wav")
    let dry = try command.run("master", "mix.wav", "--dry-run", "--json", "--quiet")
    for (from, to, key) in [
      ("\"mostReduction\"", "\"mostReducton\" : 3, \"mostReduction\"", "limiter.mostReducton"),
      ("\"gain\" :", "\"gain\" : 1, \"gain\" :", "gain: this key stands there twice"),
    ] {
      var text = dry.output
      text.replaceSubrange(try #require(text.range(of: from)), with: to)
      try Data(text.utf8).write(to: command.folder.appendingPathComponent("plan.json"))
      let outcome = try command.run(
        "master", "mix.wav", "--plan", "plan.json", "--output", "out.wav", "--quiet")
      #expect(outcome.code == 65 && outcome.errors.contains(key), "\(outcome.errors)")
    }
  }

  @Test("targets are listed")
  func list() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run("master", "--target", "list")
    #expect(outcome.code == 0 && outcome.output.contains("broadcast"))
  }

  @Test("what cannot be is a sentence, a hint and a code, and nothing is written")
  func failures() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try song(command, "mix.wav")
    try song(command, "short.wav", seconds: 1)
    try wave(seconds: 4) { _ in (0, 0) }.write(
      to: command.folder.appendingPathComponent("silent.wav"))
    try wave(seconds: 4) { ($0 * 440).truncatingRemainder(dividingBy: 1) < 0.5 ? (1, 1) : (-1, -1) }
      .write(to: command.folder.appendingPathComponent("clipped.wav"))
    try Data("no sound".utf8).write(to: command.folder.appendingPathComponent("text.wav"))
    let cases: [([String], Int32, String)] = [
      (["silent.wav"], 65, "is silent"), (["short.wav"], 65, "lasts 1.00 s"),
      (["clipped.wav"], 65, "clipped beyond repair"), (["none.wav"], 66, "does not exist"),
      (["text.wav"], 65, "is not sound"),
      (["mix.wav", "--target", "zune"], 64, "'zune' is not known"),
      (["mix.wav", "--reference", "mix.wav"], 65, "is the input itself"),
      (["mix.wav", "--isrc", "12"], 64, "no ISRC"), (["mix.wav", "--intensity", "120"], 64, "120"),
      (["mix.wav", "silent.wav"], 64, "2 tracks"),
      (["mix.wav", "--plan", "text.wav"], 65, "no plan"),
    ]
    for (words, code, text) in cases {
      let outcome = try command.run(["master"] + words + ["--output", "out.wav", "--quiet"])
      #expect(outcome.code == code, "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains(text), "\(words): \(outcome.errors)")
      #expect((try? command.data("out.wav")) == nil)
    }
    let itself = try command.run("master", "mix.wav", "--output", "mix.wav", "--force", "--quiet")
    #expect(itself.code == 64)
    let format = try command.run("master", "mix.wav", "--output", "mix.xyz", "--quiet")
    #expect(format.code == 64 && format.errors.contains("wav, flac, mp3"))
  }
}
