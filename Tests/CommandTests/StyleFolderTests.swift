import Foundation
import Testing

/// The user's own styles, good and bad, on the built program.
@Suite("own styles") struct StyleFolderTests {
  private let command: Command
  private let folder: URL

  init() throws {
    command = try Command()
    folder = command.folder.appendingPathComponent("config/etude/styles")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private static let guide: String = {
    let page =
      (try? String(
        contentsOf: Command.repository.appendingPathComponent("docs/write-a-style.md"),
        encoding: .utf8)) ?? ""
    let start = page.range(of: "```yaml\nschema: 1")
    let rest = start.map { page[$0.lowerBound...].dropFirst(8) } ?? ""
    return rest.range(of: "\n```").map { String(rest[..<$0.lowerBound]) + "\n" } ?? ""
  }()

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  @Test("a bad file or folder is told by name and keeps nobody from the other styles")
  func badFiles() throws {
    defer { command.cleanUp() }
    try write(Self.guide, "surf-rock.yaml")
    try write("schema: 1\nname: [\n", "broken.yaml")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("folder.yaml"), withIntermediateDirectories: true)
    let list = try command.run("styles")
    #expect(list.code == 0)
    #expect(list.output.contains("surf-rock") && list.output.contains("lo-fi"))
    #expect(list.errors.contains("\(folder.path)/broken.yaml:"), "\(list.errors)")
    #expect(list.errors.contains("\(folder.path)/folder.yaml: is not a file"))
    let doctor = try command.run("doctor", "--json")
    let data = Data(doctor.output.utf8)
    let findings = try #require(
      try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    func finding(_ name: String) throws -> [String: Any] {
      try #require(findings.first { $0["name"] as? String == name })
    }
    #expect((try finding("data")["detail"] as? String)?.hasPrefix("40 styles in ") == true)
    #expect(try finding("data")["isFine"] as? Bool == true)
    let own = try finding("own styles")
    let detail = try #require(own["detail"] as? String)
    #expect(detail.hasPrefix("1 style in \(folder.path); left out: "), "\(detail)")
    #expect(detail.contains("broken.yaml") && detail.contains("folder.yaml"))
    #expect(own["isFine"] as? Bool == false && own["isRequired"] as? Bool == false)
    #expect(own["remedy"] as? String == "etude styles check \(folder.path)/broken.yaml")
    for wish in [["--style", "surf-rock"], ["--style", "lo-fi"], ["happy"]] {
      let made = try command.run(
        ["compose"] + wish + ["--bars", "4", "--formats", "midi", "--quiet", "--force"]
          + ["--seed", "1", "--output", "song"])
      #expect(made.code == 0, "\(made.errors)")
    }
    let wrong = try command.run("compose", "--style", "broken", "--bars", "4")
    #expect(wrong.code == 65 && wrong.errors.contains("broken.yaml"))
  }

  @Test("a folder of styles that is none is told and passed over")
  func noFolder() throws {
    defer { command.cleanUp() }
    try FileManager.default.removeItem(at: folder)
    try Data().write(to: folder)
    #expect(try command.run("styles").code == 0)
    #expect(try command.run("doctor").output.contains("missing own styles: there is no folder"))
  }

  @Test("columns stand under each other, whatever the names")
  func columns() throws {
    defer { command.cleanUp() }
    let rows = try command.run("styles").output.split(separator: "\n").map(String.init)
    #expect(rows.count == 40)
    #expect(rows.contains { $0.hasPrefix("classical-piano  ") })
    let places = Set(
      rows.map { row in
        row.range(of: " bpm ").map { row.distance(from: row.startIndex, to: $0.lowerBound) }
      })
    #expect(!places.contains(nil))
    let descriptions = Set(
      try rows.map { row in
        let rest = try #require(row.range(of: #" bpm +"#, options: .regularExpression))
        return row.distance(from: row.startIndex, to: rest.upperBound)
      })
    #expect(descriptions.count == 1)
    let plan = try command.run("plan", "salsa", "--bars", "16", "--seed", "1").output
    let ids = try #require(
      plan.split(separator: "\n").first { $0.hasPrefix("section ") })
    #expect(!ids.contains("percussio "), "\(ids)")
  }

  @Test("no name makes a terminal obey")
  func terminal() throws {
    defer { command.cleanUp() }
    let made = try command.run(
      "compose", "--style", "lo-fi", "--bars", "1", "--seed", "1", "--formats", "midi",
      "--title", "Red \u{1B}[31m\u{9B}5m\u{7}\nend", "--output", "song")
    #expect(made.code == 0, "\(made.errors)")
    #expect(made.output.hasPrefix("Red \u{FFFD}[31m\u{FFFD}5m\u{FFFD}\u{FFFD}end\n"))
    #expect(made.output.contains(" · 1 bar · "))
    let json = try command.run("show", "song", "--json")
    #expect(!json.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
    #expect(json.output.contains("\\u009b"))
  }

  @Test("the songs of the guide's style make nobody wince")
  func guideSongs() throws {
    defer { command.cleanUp() }
    try write(Self.guide, "surf-rock.yaml")
    for seed in 1...4 {
      let made = try command.run(
        "compose", "--style", "surf-rock", "--bars", "16", "--formats", "midi", "--seed", "\(seed)",
        "--quiet", "--force", "--output", "surf")
      #expect(made.code == 0, "\(made.errors)")
      let review = try command.run("critique", "surf")
      #expect(review.output.contains("no wince by "), "seed \(seed): \(review.output)")
    }
  }

  @Test("reports carry the rule of every error, and sound files none")
  func rules() throws {
    defer { command.cleanUp() }
    try write(
      Self.guide.replacingOccurrences(of: "kick", with: "kik")
        .replacingOccurrences(of: "loudness: -11\n", with: ""), "surf-rock.yaml")
    let path = folder.appendingPathComponent("surf-rock.yaml").path
    let errors = try #require(
      try command.run("styles", "check", path, "--json").json["errors"] as? [[String: Any]])
    #expect(Set(errors.compactMap { $0["rule"] as? String }) == ["unknown-name", "missing-key"])
    #expect(errors.count == errors.compactMap { $0["rule"] }.count)
    try write(String(repeating: "# filler\n", count: 130_000), "surf-rock.yaml")
    let large = try command.run("styles", "check", path)
    #expect(large.code == 65 && large.errors.contains("surf-rock.yaml'"))
  }

  @Test("a brief tells every hard wish that is kept")
  func brief() throws {
    defer { command.cleanUp() }
    for (prompt, line) in [
      ("max 4 voices", "limit           all pitched parts: at most 4 at once"),
      ("no drums from 1:00 to 1:10", "place           without drums from 1:00 until 1:10"),
      ("above C3", "limit           all pitched parts: not below C#3"),
      ("bass only on roots", "limit           bass: roots only"),
      ("lead between C4 and C6", "limit           lead: not below C4, not above C6"),
      ("no drums until the chorus", "place           without drums until the chorus"),
      ("only piano in the intro", "place           only grand-piano in every intro"),
      ("starts calm", "place           energy 15% in the beginning"),
      (
        "key change to E major at the last chorus",
        "events          key change to E major at the last chorus"
      ),
      ("up a semitone at 1:30", "events          key change up 1 semitone at 1:30"),
      ("faster in the bridge", "not understood  faster in the bridge"),
    ] {
      let made = try command.run("brief", prompt)
      #expect(made.output.contains(line), "\(prompt): \(made.output)")
      #expect(!made.output.contains("nothing was understood"))
    }
    let json = try command.run("brief", "max 4 voices, no drums from 1:00 to 1:10", "--json").json
    #expect((json["limits"] as? [Any])?.count == 1 && (json["passages"] as? [Any])?.count == 1)
  }

  @Test("a MIDI file without key and tempo gets a general style and the key that was found")
  func neutralImport() throws {
    defer { command.cleanUp() }
    // One track in four-four: a piano, A minor, quarter notes.
    var events: [UInt8] = [0x00, 0xC0, 0x00]
    for bar in 0..<4 {
      for key in [[57, 60, 64, 60], [53, 57, 60, 57], [52, 55, 59, 55], [57, 60, 64, 57]][bar] {
        events += [0x00, 0x90, UInt8(key), 80, 0x60, 0x80, UInt8(key), 0]
      }
    }
    events += [0x00, 0xFF, 0x2F, 0x00]
    let length = UInt32(events.count)
    let head: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0, 96]
    let track =
      Array("MTrk".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
    try Data(head + track + events).write(to: command.folder.appendingPathComponent("plain.mid"))
    let made = try command.run("import", "plain.mid", "--output", "song")
    #expect(made.code == 0, "\(made.errors)")
    #expect(!made.output.contains("afrobeat") && !made.output.contains("C major"))
    let notices = made.output.split(separator: "\n").filter { $0.contains("note: ") }
    #expect(
      notices.contains { $0.contains("no key signature; A minor was found in its notes") },
      "\(made.output)")
    let general = ["pop-ballad", "cinematic", "classical-piano", "corporate", "indie-rock"]
    #expect(general.contains { made.output.contains("  \($0) · A minor") }, "\(made.output)")
    #expect(try command.run("analyze", "plain.mid").output.contains("A minor was found"))
  }
}
