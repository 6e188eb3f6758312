import Foundation
import Lexicons
import Testing

@Suite struct LexiconTests {
  static var folder: String { resources(of: "Lexicons") }
  static var styleFolder: String { resources(of: "StyleFiles") }

  private static func resources(of module: String) -> String {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("Sources/Formats/\(module)/Resources").path
  }

  /// A copy of the lexicon in which one text of one file is replaced.
  private func load(_ file: String, replacing old: String, by new: String) throws -> Lexicon {
    let manager = FileManager.default
    let copy = manager.temporaryDirectory.appendingPathComponent("lexicon-\(UUID().uuidString)")
    try manager.copyItem(at: URL(fileURLWithPath: LexiconTests.folder), to: copy)
    defer { try? manager.removeItem(at: copy) }
    let path = copy.appendingPathComponent(file)
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacingOccurrences(of: old, with: new).write(
      to: path, atomically: true, encoding: .utf8)
    return try Lexicon.load(folder: copy.path)
  }

  @Test("the lexicon of the program loads and names exactly the styles that have a file")
  func loads() throws {
    let lexicon = try Lexicon.load(folder: LexiconTests.folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: LexiconTests.styleFolder)
    let styles = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    #expect(lexicon.styleNames.sorted() == styles.sorted())
    for name in styles {
      // An ordinary word such as "holiday" only hints at the style of its name.
      let meanings = lexicon.meanings(of: name)
      #expect(meanings.contains(.style(name)) || meanings.contains(.hint(name)), "\(name)")
    }
    #expect(lexicon.meanings(of: "colourful") == lexicon.meanings(of: "colorful"))
    #expect(lexicon.meanings(of: "grime") == [.genre(nearest: "trap")])
  }

  @Test("coarse words are not among the ordinary words")
  func coarseWords() throws {
    let path = URL(fileURLWithPath: LexiconTests.folder).appendingPathComponent("words.yaml")
    let text = try String(contentsOf: path, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("ordinary:") })
    let words = line.split { !$0.isLetter }
    #expect(words.count > 3000)
    #expect(
      !words.contains { $0.hasPrefix("fuc") || $0.hasPrefix("shitt") || $0.hasPrefix("nigg") })
  }

  @Test("a missing folder is an error that names the file")
  func missingFolder() {
    #expect(throws: LexiconError.unreadable(file: "/nowhere/words.yaml")) {
      try Lexicon.load(folder: "/nowhere")
    }
  }

  @Test("errors name file, line and key")
  func errors() throws {
    func error(_ file: String, _ old: String, _ new: String) -> LexiconError? {
      do {
        _ = try load(file, replacing: old, by: new)
        return nil
      } catch { return error as? LexiconError }
    }
    if case .unknownName("instruments.yaml", let line, _, "grand-paino")? = error(
      "instruments.yaml", "  grand-piano:", "  grand-paino:")
    {
      #expect(line > 1)
    } else {
      Issue.record("no error for an unknown instrument")
    }
    if case .outOfRange("moods.yaml", _, let key, 9, _)? = error(
      "moods.yaml", "{valence: 0.9, energy: 0.8", "{valence: 9, energy: 0.8")
    {
      #expect(key == "moods[0].valence")
    } else {
      Issue.record("no error for a valence of 9")
    }
    if case .missing("keys.yaml", _, "foreign")? = error("keys.yaml", "foreign:", "strange:") {
    } else {
      Issue.record("no error for a missing key")
    }
    if case .notYAML("form.yaml", _, _)? = error("form.yaml", "events:", "events: [") {
    } else {
      Issue.record("no error for broken YAML")
    }
    if case .wrongKind("tempo.yaml", _, "numbers.zero", _)? = error(
      "tempo.yaml", "zero: 0", "zero: none")
    {
    } else {
      Issue.record("no error for a number word without a number")
    }
  }

  @Test(
    "one letter wrong is mended, exchanged, missing or too many",
    arguments: [
      ("jaz", "jazz"), ("syntwave", "synthwave"), ("painful", nil), ("violn", "violin"),
      ("drusm", "drums"), ("horse", nil), ("jazz", nil),
    ] as [(String, String?)])
  func corrections(word: String, expected: String?) throws {
    let lexicon = try Lexicon.load(folder: LexiconTests.folder)
    let token = try #require(Tokenizer.tokens(of: word).first)
    #expect(lexicon.correction(of: token) == expected)
  }

  @Test("tokens know numbers, times, hyphens and genitives")
  func tokens() {
    let tokens = Tokenizer.tokens(of: "Drake's 1,000 lo-fi at 1:30, -9 '80s don't 2.5")
    #expect(
      tokens.map(\.text) == [
        "drake", "s", "1000", "lo", "fi", "at", "1:30", ",", "-9", "80", "s", "dont", "2.5",
      ])
    #expect(tokens.compactMap(\.value) == [1000, 90, -9, 80, 2.5])
    #expect(tokens[4].followsHyphen && tokens[0].isCapitalized)
  }
}
