import Foundation
import Testing

@Suite("documented commands") struct DocumentationTests {
  /// The `etude` lines of the shell blocks of a document.
  private func commands(in document: String) throws -> [[String]] {
    let file = Command.repository.appendingPathComponent(document)
    let text = try String(contentsOf: file, encoding: .utf8)
    var isShell = false
    var found: [[String]] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell, line.hasPrefix("etude ") {
        found.append(words(of: String(line)))
      }
    }
    return found
  }

  /// The words of a command line, with double quotes honoured.
  private func words(of line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return Array((words + [word]).dropFirst())
  }

  /// The README and every page with commands, but for the guide that has a test of its own.
  private static let pages: [String] = {
    let folder = Command.repository.appendingPathComponent("docs").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let found = names.filter { $0.hasSuffix(".md") && $0 != "write-a-style.md" }.sorted()
    return ["README.md"] + found.map { "docs/\($0)" }
  }()

  @Test("every command in the documents works", arguments: pages)
  func documents(_ document: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let lines = try commands(in: document)
    if ["README.md", "docs/cli.md", "docs/critique.md"].contains(document) {
      #expect(lines.count >= 3)
    }
    // A page that begins with a song has one.
    if let first = lines.first, first[0] != "compose" {
      #expect(
        try command.run(
          "compose", "warm lo-fi, 16 bars", "--seed", "7", "--formats", "midi", "--output",
          "night-bus"
        ).code == 0)
    }
    for words in lines {
      let outcome = try command.run(words)
      #expect(outcome.code == 0, "etude \(words.joined(separator: " ")): \(outcome.errors)")
    }
  }

  @Test("the guide to styles works from first to last line")
  func guide() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let guide = Command.repository.appendingPathComponent("docs/write-a-style.md")
    let page = try String(contentsOf: guide, encoding: .utf8)
    let yaml = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first)
    let style = try #require(yaml.components(separatedBy: "\n```").first) + "\n"
    let styles = command.folder.appendingPathComponent("config/etude/styles")
    try FileManager.default.createDirectory(at: styles, withIntermediateDirectories: true)
    try Data(style.utf8).write(to: styles.appendingPathComponent("surf-rock.yaml"))
    let lines = try commands(in: "docs/write-a-style.md")
    #expect(lines.count >= 5)
    for words in lines {
      let told = words.map { $0.replacingOccurrences(of: "~/.config", with: "config") }
      let outcome = try command.run(told)
      #expect(outcome.code == 0, "etude \(told.joined(separator: " ")): \(outcome.errors)")
    }
    let clean = try command.run("styles", "check", "config/etude/styles/surf-rock.yaml", "--strict")
    #expect(clean.code == 0 && clean.output.contains("Nothing to say"), "\(clean.output)")
  }

  @Test("the examples of every verb's help work")
  func help() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let songs = [
      ("warm lo-fi, 16 bars", "out/demo"), ("house, 16 bars", "night-bus"),
      ("bossa nova, 16 bars", "harbour"), ("lo-fi, 4 bars", "first"),
    ]
    for (prompt, folder) in songs {
      #expect(
        try command.run(
          "compose", prompt, "--seed", "7", "--formats", "midi", "--output", folder
        ).code == 0)
    }
    let score = try command.data("out/demo/score.mid")
    for name in ["sketch.mid", "song.mid"] {
      try score.write(to: command.folder.appendingPathComponent(name))
    }
    for (part, name) in [("lead", "tune"), ("lead", "tapped"), ("drums", "pattern")] {
      try command.data("out/demo/parts/\(part).mid").write(
        to: command.folder.appendingPathComponent("\(name).mid"))
    }
    try FileManager.default.copyItem(
      at: Command.repository.appendingPathComponent(
        "Sources/Formats/StyleFiles/Resources/lo-fi.yaml"),
      to: command.folder.appendingPathComponent("lo-fi.yaml"))
    try Data(DocumentationTests.riff).write(to: command.folder.appendingPathComponent("riff.mid"))
    try composeMixes(command)
    let list = try command.run("--help").output.components(separatedBy: "SUBCOMMANDS:")
    let all = try #require(list.dropFirst().first).split(separator: "\n").filter {
      $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See")
    }.compactMap { $0.split(separator: " ").first.map(String.init) }
    // A song is made from its line in docs/cli.md; nothing here has a sound card to play on; the
    // studio serves until it is ended.
    let verbs = all.filter { !["compose", "play", "studio"].contains($0) }
    #expect(verbs.count >= 20 && verbs.count == all.count - 3)
    for verb in verbs.sorted(by: order) {
      let help = try command.run(verb, "--help")
      #expect(help.code == 0)
      let examples = help.output.split(separator: "\n").map { $0.drop { $0 == " " } }
        .filter { $0.hasPrefix("etude ") && !$0.contains("PROJECT") }
      #expect(!examples.isEmpty, "\(verb) has no example")
      for example in examples {
        let outcome = try command.run(words(of: String(example)) + extra(verb))
        #expect(outcome.code == 0, "\(example): \(outcome.errors)")
      }
    }
  }

  /// Three short mixes and some stems under the names that the examples of `mix`, `master` and `analyze`
  /// give them.
  private func composeMixes(_ command: Command) throws {
    let names = [["mix", "one", "master"], ["record", "two"], ["other", "three"]]
    for (prompt, names) in zip(["house, 8 bars", "bossa nova, 8 bars", "lo-fi, 4 bars"], names) {
      #expect(
        try command.run(
          "compose", prompt, "--seed", "3", "--formats", "wav,stems", "--output", "sounding",
          "--force"
        ).code == 0)
      let sound = try command.data("sounding/master.wav")
      for name in names {
        try sound.write(to: command.folder.appendingPathComponent("\(name).wav"))
      }
    }
    try FileManager.default.copyItem(
      at: command.folder.appendingPathComponent("sounding/stems"),
      to: command.folder.appendingPathComponent("stems"))
  }

  /// What undoes goes behind what is undone; otherwise by name.
  private func order(_ first: String, _ second: String) -> Bool {
    let late = ["undo", "redo"]
    return (late.firstIndex(of: first) ?? -1, first) < (late.firstIndex(of: second) ?? -1, second)
  }

  /// One bar of 4/4 at 96 ticks a beat: two half notes on A1 and E2.
  private static let riff: [UInt8] =
    Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0, 96] + Array("MTrk".utf8) + [0, 0, 0, 22]
    + [0, 0x90, 33, 100, 0x81, 0x40, 0x80, 33, 0, 0, 0x90, 40, 90, 0x81, 0x40, 0x80, 40, 0]
    + [0, 0xFF, 0x2F, 0]

  /// What keeps an example quick and repeatable without changing what it shows.
  private func extra(_ verb: String) -> [String] {
    switch verb {
    case "vary", "regenerate", "edit", "undo", "redo": ["--no-audio", "--quiet"]
    case "render": ["--quiet"]
    case "import", "export": ["--force", "--quiet"]
    case "continue", "accompany", "harmonize": ["--no-audio", "--quiet"]
    case "blend", "more": ["--force", "--quiet", "--formats", "midi"]
    case "show": ["--force"]
    case "master": ["--force", "--quiet"]
    default: []
    }
  }

  @Test("shell completions are made for every shell", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run("--generate-completion-script", shell)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("regenerate"))
  }

  @Test("every exit code of the document is the program's")
  func exitCodes() throws {
    let text = try String(
      contentsOf: Command.repository.appendingPathComponent("docs/cli.md"), encoding: .utf8)
    for code in [64, 65, 66, 67, 69, 70, 73, 74, 75, 76, 78, 130] {
      #expect(text.contains("| \(code) |"))
    }
  }
}
