import Foundation
import Testing
import Weights

@Suite("Vocabulary") struct VocabularyTests {
  static let folder: String = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.appendingPathComponent("Sources/Formats/Weights/Resources").path
  }()

  private func text() throws -> String {
    try String(contentsOfFile: "\(Self.folder)/vocabulary.json", encoding: .utf8)
  }

  @Test("the shipped file is read whole")
  func shipped() throws {
    let vocabulary = try Vocabulary.load(folder: Self.folder)
    #expect(vocabulary.version == 1)
    #expect(vocabulary[.pitch].size == 257)
    #expect(vocabulary[.genre].value(of: "chorale") == 9)
    #expect(vocabulary[.metre].value(of: "4/4") == 1)
    #expect(vocabulary[.metre].name(of: 41) == "other")
    #expect(vocabulary[.metre].name(of: 0) == nil)
    #expect(vocabulary[.tempo].value(classifying: 120) == 21)
    #expect(vocabulary[.tempo].least(of: 21) == 120)
    #expect(vocabulary[.tempo].least(of: 1) == nil)
    #expect(vocabulary.predicts(.fill) == [.place, .slot])
    #expect(vocabulary.given(.note) == [.root, .kind])
    #expect(vocabulary.carries(.start) == [.genre])
    #expect(vocabulary.predicts(.padding) == [])
    #expect(vocabulary.chordSemitones.count == vocabulary[.kind].size)
    #expect(vocabulary.chordSemitones[12] == [0, 3, 6, 10])
    #expect(vocabulary.offsets.last == vocabulary.rows - vocabulary[.micro].size)
  }

  @Test("classes begin at their bounds", arguments: [(1, 1), (2, 2), (3, 3), (4, 3), (99, 6)])
  func classes(bars: Int, value: Int) throws {
    #expect(try Vocabulary.load(folder: Self.folder)[.left].value(classifying: bars) == value)
  }

  @Test("a missing file is named")
  func missing() {
    #expect(throws: VocabularyError.missing(path: "/nowhere/vocabulary.json")) {
      try Vocabulary.load(folder: "/nowhere")
    }
  }

  @Test(
    "a file that is not the program's vocabulary is refused with the cause",
    arguments: [
      ("\"etude-vocabulary\"", "\"other\"", "wrongFormat"),
      ("\"version\": 1", "\"version\": 2", "wrongVersion"),
      ("\"version\": 1", "\"version\": \"1\"", "unreadable"),
      ("\"version\": 1", "\"edition\": 1", "unreadable"),
      ("\"ticksPerBeat\": 24", "\"ticksPerBeat\": 12", "wrongGrid"),
      ("\"name\": \"metre\"", "\"name\": \"meter\"", "wrongField"),
      ("\"size\": 257", "\"size\": 1", "wrongValues"),
      ("\"3/4\"", "\"4/4\"", "wrongValues"),
      ("\"fill\"", "\"fell\"", "wrongValues"),
      ("\"type\": \"bar\"", "\"type\": \"measure\"", "wrongEvent"),
      ("\"type\": \"chord\"", "\"type\": \"bar\"", "wrongEvent"),
      ("\"predicts\": [\"beat\"", "\"predicts\": [\"type\"", "wrongEvent"),
      ("\"predicts\": [\"beat\"", "\"predicts\": [\"tick\"", "wrongEvent"),
      ("{", "", "unreadable"),
    ])
  func refused(old: String, new: String, cause: String) throws {
    let text = try text()
    let range = try #require(text.range(of: old))
    let json = Data(text.replacingCharacters(in: range, with: new).utf8)
    #expect {
      try Vocabulary(json: json)
    } throws: { error in
      // The name of the case, whatever its words.
      Mirror(reflecting: error).children.first?.label == cause && !"\(error)".isEmpty
    }
  }

  @Test("a file that is cut off anywhere is refused", arguments: [0, 1, 100, 5000])
  func truncated(bytes: Int) throws {
    let json = Data(try text().utf8.prefix(bytes))
    #expect(throws: VocabularyError.self) { try Vocabulary(json: json) }
  }
}
