import Foundation
import Testing

/// Content credentials as a user meets them.
@Suite struct CredentialCommandTests {
  private static let formats = ["wav", "flac", "mp3"]

  /// A short song in every format that carries credentials, and its stems.
  private func song(
    _ command: Command, _ name: String = "song", _ more: String...
  ) throws -> Command.Outcome {
    try command.run(
      [
        "compose", "house, 4 bars", "--seed", "3", "--composer", "players", "--formats",
        "stems,wav,flac,mp3", "--output", name, "--quiet",
      ] + more)
  }

  private func inspect(_ command: Command, _ file: String) throws -> Command.Outcome {
    try command.run("provenance", "inspect", file, "--json")
  }

  private func actions(_ outcome: Command.Outcome) -> [[String: Any]] {
    (outcome.json["claim"] as? [String: Any])?["actions"] as? [[String: Any]] ?? []
  }

  @Test("a composed song states in every file that rules wrote it, and a changed file is refused")
  func composed() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let made = try song(command)
    #expect(made.code == 0, "\(made.errors)")
    let stems = command.names("song/stems").map { "song/stems/\($0)" }.sorted()
    #expect(!stems.isEmpty)
    for file in Self.formats.map({ "song/master.\($0)" }) + stems {
      let outcome = try inspect(command, file)
      #expect(outcome.code == 0, "\(file): \(outcome.errors)")
      #expect(outcome.json["state"] as? String == "valid", "\(file)")
      #expect(actions(outcome).map { $0["name"] as? String } == ["c2pa.created", "c2pa.enhanced"])
      #expect(actions(outcome).first?["source"] as? String == "algorithmicMedia")
      // The file can still be heard.
      #expect(try command.run("analyze", file, "--json").code == 0)
      var bytes = [UInt8](try command.data(file))
      bytes[bytes.count / 2] ^= 1
      try Data(bytes).write(to: command.folder.appendingPathComponent("changed"))
      let changed = try inspect(command, "changed")
      #expect(changed.code == 65, "\(file)")
      #expect(changed.json["state"] as? String == "invalid")
    }
    let words = try command.run("provenance", "inspect", "song/master.wav")
    #expect(words.output.contains("made by rules, without a trained model"))
    #expect(words.output.contains("not who signed"))
    let key = try FileManager.default.attributesOfItem(
      atPath: command.path("config/etude/provenance/key.pem"))
    #expect((key[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test("a file that was changed before it was mastered is told as one that did not hold")
  func changedBefore() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(try song(command).code == 0)
    var bytes = [UInt8](try command.data("song/master.wav"))
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: command.path("changed.wav")))
    for (file, holds) in [("song/master.wav", true), ("changed.wav", false)] {
      let made = try command.run("master", file, "--output", "again.wav", "--force", "--quiet")
      #expect(made.code == 0, "\(made.errors)")
      let claim = try inspect(command, "again.wav").json["claim"] as? [String: Any]
      let sources = try #require(claim?["ingredients"] as? [[String: Any]])
      #expect(sources.first?["holds"] as? Bool == holds, "\(file)")
    }
  }

  @Test("files without credentials and of other kinds are told apart")
  func absent() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(try song(command, "song", "--no-credentials").code == 0)
    for format in Self.formats {
      let outcome = try inspect(command, "song/master.\(format)")
      #expect(outcome.code == 67)
      #expect(outcome.json["state"] as? String == "none")
      #expect(outcome.errors.contains("has no content credentials"))
    }
    try Data("OggS".utf8).write(to: command.folder.appendingPathComponent("a.ogg"))
    let other = try inspect(command, "a.ogg")
    #expect(other.code == 65)
    #expect(other.errors.contains("is Ogg; credentials are read in WAV, FLAC and MP3"))
    #expect(try inspect(command, "missing.wav").code == 66)
  }

  @Test("with a fixed time and one key the same order gives the same bytes")
  func reproducible() throws {
    var command = try Command()
    defer { command.cleanUp() }
    command.environment["SOURCE_DATE_EPOCH"] = "1790000000"
    #expect(try song(command).code == 0)
    let names =
      Self.formats.map { "song/master.\($0)" }
      + command.names("song/stems").map { "song/stems/\($0)" }.sorted()
    let first = try names.map { try command.data($0) }
    #expect(try song(command, "song", "--force").code == 0)
    for (name, bytes) in zip(names, first) { #expect(try command.data(name) == bytes, "\(name)") }
  }

  @Test("a time that is set replaces no certificate, and makes none that has run out")
  func setTime() throws {
    var command = try Command()
    defer { command.cleanUp() }
    let order = [
      "compose", "house, 4 bars", "--seed", "3", "--composer", "players", "--formats", "wav",
      "--output", "song", "--quiet", "--force",
    ]
    let certificate = "config/etude/provenance/certificate.pem"
    command.environment["SOURCE_DATE_EPOCH"] = "1000000000"
    #expect(try command.run(order).code == 0)
    #expect(try inspect(command, "song/master.wav").json["state"] as? String == "valid")
    #expect(!FileManager.default.fileExists(atPath: command.path(certificate)))
    command.environment["SOURCE_DATE_EPOCH"] = nil
    #expect(try command.run(order).code == 0)
    let kept = try command.data(certificate)
    command.environment["SOURCE_DATE_EPOCH"] = "1000000000"
    #expect(try command.run(order).code == 0)
    #expect(try inspect(command, "song/master.wav").json["state"] as? String == "valid")
    #expect(try command.data(certificate) == kept)
  }

  @Test("a master of another file names it as its parent, with the credentials that it had")
  func mastered() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(try song(command).code == 0)
    let master = try command.run(
      "master", "song/master.wav", "--output", "again.flac", "--quiet")
    #expect(master.code == 0, "\(master.errors)")
    let outcome = try inspect(command, "again.flac")
    #expect(outcome.json["state"] as? String == "valid")
    #expect(actions(outcome).map { $0["name"] as? String } == ["c2pa.opened", "c2pa.enhanced"])
    let claim = outcome.json["claim"] as? [String: Any]
    let parent = try #require((claim?["ingredients"] as? [[String: Any]])?.first)
    #expect(parent["relationship"] as? String == "parentOf")
    #expect(parent["title"] as? String == "master.wav")
    #expect(parent["holds"] as? Bool == true)
    let mix = try command.run("mix", "song/stems", "--output", "mixed", "--quiet")
    #expect(mix.code == 0, "\(mix.errors)")
    let mixed = try inspect(command, "mixed/mix.wav")
    #expect(mixed.json["state"] as? String == "valid")
    #expect(
      actions(mixed).map { $0["name"] as? String }
        == ["c2pa.created", "c2pa.placed", "c2pa.enhanced"])
    #expect(actions(mixed).first?["source"] as? String == "algorithmicMedia")
  }

  @Test("a certificate that does not serve is told before anything is made")
  func badCertificate() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let folder = command.folder.appendingPathComponent("config/etude")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("no certificate".utf8).write(to: folder.appendingPathComponent("chain.pem"))
    let chain = folder.appendingPathComponent("chain.pem").path
    try Data(#"{"credentials":{"certificate":"\#(chain)"}}"#.utf8)
      .write(to: folder.appendingPathComponent("config.json"))
    let outcome = try song(command)
    #expect(outcome.code == 78)
    #expect(outcome.errors.contains("--no-credentials does without"))
    #expect(!FileManager.default.fileExists(atPath: command.path("song")))
    #expect(try song(command, "song", "--no-credentials").code == 0)
  }
}
