import Foundation
import Production
import StyleFiles
import Testing

/// The style that the guide shows, changed in places.
enum GuideText {
  static func changed(_ changes: [(String, String)]) throws -> String {
    let guide = HostileStyles.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/write-a-style.md")
    let page = try String(contentsOf: guide, encoding: .utf8)
    let start = try #require(page.range(of: "```yaml\nschema: 1")).lowerBound
    var text = String(page[start...].dropFirst(8))
    let end = try #require(text.range(of: "\n```")).lowerBound
    text = String(text[..<end]) + "\n"
    for (found, replacement) in changes {
      let place = try #require(text.range(of: found), "the guide has no '\(found)'")
      text.replaceSubrange(place, with: replacement)
    }
    return text
  }
}

/// What a file says that no player could carry out, each with all that must be told of it.
@Suite("StylePartChecks")
struct StylePartChecksTests {
  /// Changes of the guide's style and the errors they make, all of them.
  struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var changes: [(String, String)]
    var expected: [String]

    init(_ name: String, _ changes: [(String, String)], _ expected: String...) {
      testDescription = name
      self.changes = changes
      self.expected = expected
    }
  }

  private static let drums = "    enters: 0.38\n"
  private static let bass = "    enters: 0.4\n    silent-in: [break]\n"
  private static let call = "{rhythm: \"x-x- x--- x-x- ....\"}"
  private static let lead = "{electric-guitar: 4, overdriven-guitar: 1}"
  private static let melody = "melody: {notes-per-bar: 4.5,"

  static let contradictions = [
    Fault(
      "follows nobody", [(drums, drums + "    controls: {follow: nobody}\n")],
      "parts[0].controls.follow: unknown part to follow 'nobody'; known are drums, bass, "
        + "rhythm-guitar, organ, lead-guitar, kick"),
    Fault(
      "follows itself", [(drums, drums + "    controls: {follow: drums}\n")],
      "parts[0].controls.follow: a part cannot follow itself"),
    Fault(
      "circle",
      [
        (drums, drums + "    controls: {follow: bass}\n"),
        (bass, bass + "    controls: {follow: drums}\n"),
      ], "parts[0].controls.follow: drums, bass follow each other in a circle"),
    Fault(
      "bassist on a kit", [("{picked-bass: 3, electric-bass: 1}", "room-kit")],
      "parts[1].player: a player bassist cannot play the kit room-kit"),
    Fault(
      "arpeggiator as drums", [("role: arpeggio", "role: drums")],
      "parts[3].player: a player arpeggiator cannot have the role drums"),
    Fault(
      "crossed filters",
      [("{level: -3, high-pass: 35,", "{level: -3, high-pass: 5000, low-pass: 100,")],
      "mix.channels.bass: a high-pass at 5000 Hz and a low-pass at 100 Hz let nothing through"),
    Fault(
      "silent and always", [(bass, bass + "    always-in: [break]\n")],
      "parts[1].always-in: 'break' stands in silent-in too"),
    Fault(
      "degrees alone", [(call, "{degrees: \"135\"}")],
      "parts[4].patterns[0].voices.degrees: degrees need a rhythm"),
    Fault(
      "more degrees than onsets", [(call, "{rhythm: \"E(5,16)\", degrees: \"12345 67\"}")],
      "parts[4].patterns[0].voices.degrees: 7 degrees for 5 onsets of the rhythm"),
    Fault(
      "manner of a drummer", [(drums, drums + "    manner: electric\n")],
      "parts[0].manner: only the player bassist reads these, not drummer"),
    Fault(
      "melody of a bassist", [(bass, bass + "    melody: {notes-per-bar: 4}\n")],
      "parts[1].melody: only the player melodist or counterpoint reads these, not bassist"),
    Fault(
      "hands of a drummer", [(drums, drums + "    controls: {left-hand: C2...C4}\n")],
      "parts[0].controls.left-hand: only the player keyboardist reads these, not drummer"),
    Fault(
      "pieces of a bass", [(bass, bass + "    controls: {pieces: -ride}\n")],
      "parts[1].controls.pieces: only drum kits have pieces to choose from"),
    Fault(
      "two voices on a trumpet",
      [
        (lead, "trumpet"), ("register: E3...G5", "register: G3...G5"),
        (melody, melody + " harmonies: thirds,"),
      ], "parts[4].melody.harmonies: trumpet plays one note at a time"),
    Fault(
      "second voice of a counterpoint",
      [
        ("player: melodist", "player: counterpoint"), (melody, melody + " harmonies: thirds,"),
      ], "parts[4].melody.harmonies: only the player melodist reads these, not counterpoint"),
  ]

  static let texts = [
    Fault(
      "escape in the title", [("title: Surf Rock", "title: \"Surf \\e[31m\"")],
      "title: expected a text without control characters and line breaks, found 'Surf \\u{1B}[31m'"
    ),
    Fault(
      "two lines of title", [("title: Surf Rock", "title: \"Surf\\nRock\"")],
      "title: expected a text without control characters and line breaks"),
    Fault(
      "turned title", [("title: Surf Rock", "title: \"Surf \u{202E}Rock\"")],
      "title: expected a text without control characters and line breaks"),
    Fault(
      "endless title",
      [("title: Surf Rock", "title: " + String(repeating: "x", count: 100_000))],
      "title: expected at most 80 characters, found 100000"),
    Fault(
      "endless id", [("id: organ\n", "id: \(String(repeating: "o", count: 5000))\n")],
      "parts[3].id: expected an id of small letters, digits and hyphens, found '"
        + String(repeating: "o", count: 60) + "...'"),
    Fault(
      "ending", [("ending: stop", "ending: bang")],
      "ending: unknown ending 'bang'; known are held, stop, ring-out, fade"),
    Fault(
      "player", [("player: bassist", "player: contrabandist")],
      "unknown player 'contrabandist'; known are drummer, percussionist, bassist"),
    Fault(
      "manner", [(bass, bass + "    manner: rude\n")],
      "unknown manner 'rude'; known are electric, upright, synth, 808"),
    Fault(
      "time", [(drums, drums + "    controls: {time: waltzing}\n")],
      "unknown time 'waltzing'; known are normal, half-time, double-time"),
    Fault(
      "scale", [("{minor: 3, major: 2}", "{minor: 3, major: 2, klingon: 1}")],
      "unknown scale 'klingon'; known are major, minor, dorian"),
    Fault(
      "rule", [("ending: stop", "ending: stop\nexceptions: [anything-goes]")],
      "unknown rule 'anything-goes'; known are "),
    Fault(
      "voice", [("{line: \"R--- r--- R--- r-a-\"}", "{kick: \"R--- r--- R--- r-a-\"}")],
      "unknown voice 'kick'; known are line"),
    Fault(
      "instrument", [("{picked-bass: 3, electric-bass: 1}", "{33: 1}")],
      "unknown instrument '33'; `etude styles --instruments` lists them"),
    Fault(
      "capital section", [("- intro 4 0.4\n", "- Intro 4 0.4\n")],
      "unknown section kind 'Intro', did you mean 'intro'?"),
    Fault(
      "no section like it", [("- intro 4 0.4\n", "- middle8 4 0.4\n")],
      "unknown section kind 'middle8'; known are intro, verse"),
    Fault("no key like it", [("ending: stop", "ending: stop\nfoo: 1")], "unknown key 'foo'"),
    Fault(
      "seventeen bars",
      [("\"E(7,16)\"", "\"" + String(repeating: "X... .... .... .... ", count: 17) + "\"")],
      "272 steps are 17 bars of 16 steps; a voice has 1 to 16 bars, a fill 1"),
    Fault(
      "deep key twice", [(drums, drums + "    enters: 0.5\n")],
      "parts[0].enters: the key 'enters' stands here twice"),
    Fault(
      "no id", [("  - id: organ\n    role: arpeggio", "  - role: arpeggio")],
      "parts[3]: the key 'id' is missing"),
    Fault(
      "a word for a part", [("  - id: organ\n", "  - hello\n  - id: organ\n")],
      "parts[3]: expected a mapping"),
    Fault(
      "yes", [("{name: snare run, is-fill: true", "{name: snare run, is-fill: yes")],
      "parts[0].patterns[4].is-fill: expected true or false, found 'yes'"),
    Fault("tab", [("    weight: 3", "\tweight: 3")], "indented with a tab; YAML takes spaces"),
    Fault(
      "two documents", [("reverb-time: 2.6", "reverb-time: 2.6\n---\na: 1")],
      "a second document begins here; a style file holds one"),
  ]

  @Test("refuses what no player could do, with that one error", arguments: contradictions + texts)
  func refused(fault: Fault) throws {
    let text = try GuideText.changed(fault.changes)
    let errors = StyleFile.errors(text: text, file: "surf-rock.yaml")
    #expect(errors.count == fault.expected.count, "\(errors.map(\.description))")
    for sentence in fault.expected {
      #expect(
        errors.contains { $0.description.contains(sentence) },
        "'\(sentence)' in \(errors.map(\.description))")
    }
    #expect(errors.allSatisfy { !$0.rule.isEmpty && $0.description.count < 900 })
    #expect(throws: StyleFileError.self) {
      try StyleFile.decode(text: text, file: "surf-rock.yaml")
    }
  }

  @Test("suggests nothing that is only contained")
  func suggestions() throws {
    for (found, replacement) in [
      ("ending: stop", "ending: stop\nfoo: 1"), ("- intro 4 0.4\n", "- middle8 4 0.4\n"),
    ] {
      let errors = StyleFile.errors(text: try GuideText.changed([(found, replacement)]), file: "s")
      #expect(!errors.description.contains("did you mean"))
    }
  }

  @Test("a byte order mark, a folded description and the kick to follow are no errors")
  func allowed() throws {
    let mark = "\u{FEFF}" + (try GuideText.changed([]))
    #expect(try StyleFile.decode(text: mark, file: "s").name == "surf-rock")
    let folded = try GuideText.changed([
      (
        "description: Wet guitars over running drums, minor keys and a sunny chorus.",
        "description: >\n  Wet guitars over\n  running drums."
      )
    ])
    #expect(
      try StyleFile.decode(text: folded, file: "s").description
        == "Wet guitars over running drums.")
    let kick = try GuideText.changed([
      (Self.bass, Self.bass + "    controls: {follow: kick}\n")
    ])
    #expect(StyleFile.errors(text: kick, file: "s") == [])
  }
}
