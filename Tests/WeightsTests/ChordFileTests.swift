import Foundation
import Testing
import Weights

@Suite struct ChordFileTests {
  private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Formats/Weights/Resources/\(ChordFile.name)")

  /// A small right file, whose tables and texts may be changed.
  private struct Sketch {
    var texts: [String: String] = [
      "format": "etude-chords", "version": "1", "kinds": #"["","m"]"#, "genres": #"["calm"]"#,
      "sections": #"[{"name":"verse","kinds":["verse","a"]}]"#, "styles": #"{"polka":"calm"}"#,
      "paces": #"["hold","one","late","two","more"]"#, "facts": "{}",
      "chains": """
      {"function":{"size":36,"levels":[{"fields":["mode","last"],"discount":0.5,"strength":1}]},\
      "figure":{"size":2,"levels":[{"fields":["function"],"discount":0.5,"strength":1}]},\
      "pace":{"size":5,"levels":[{"fields":["bar"],"discount":0.5,"strength":1}]}}
      """,
    ]
    var tables: [String: (shape: [Int], numbers: [Int32])] = [
      "words": ([24, 3], (0..<12).flatMap { [$0, 0, 1, $0, 1, 1] }),
      "figures": ([2, 2], [0, 1, 1, 1]),
      "function.0.contexts": ([2, 2], [0, 0, 0, 1]), "function.0.totals": ([2], [5, 4]),
      "function.0.starts": ([3], [0, 2, 3]), "function.0.values": ([3], [0, 7, 21]),
      "function.0.counts": ([3], [2, 3, 4]),
      "figure.0.contexts": ([1, 1], [1]), "figure.0.totals": ([1], [3]),
      "figure.0.starts": ([2], [0, 1]), "figure.0.values": ([1], [1]),
      "figure.0.counts": ([1], [3]),
      "pace.0.contexts": ([1, 1], [0]), "pace.0.totals": ([1], [9]),
      "pace.0.starts": ([2], [0, 1]), "pace.0.values": ([1], [4]), "pace.0.counts": ([1], [2]),
    ]

    func file() throws(WeightsError) -> ChordFile {
      let escaped = texts.sorted { $0.key < $1.key }.map { key, text in
        (key, text.replacingOccurrences(of: "\"", with: "\\\""))
      }
      var bytes = TensorBytes(metadata: escaped)
      for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
        bytes.add(
          name, "I32", table.shape,
          table.numbers.flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
          })
      }
      return try ChordFile(TensorFile(bytes: bytes.bytes))
    }
  }

  @Test("the shipped file is read, and is small")
  func ships() throws {
    let bytes = try Data(contentsOf: Self.shipped)
    #expect(bytes.count <= 1_000_000)
    let file = try ChordFile(path: Self.shipped.path)
    #expect(file.words.count > 150)
    #expect(file.genres.contains("soul"))
    #expect(file.sections.map(\.name).contains("chorus"))
    #expect(file.styles["synthwave"] == "new-wave")
    #expect(file.facts.contains("\"songs\""))
  }

  @Test("a level puts what it counted on top of the plainer one")
  func smooths() throws {
    let file = try Sketch().file()
    let chances = file.functions.chances(at: [.mode: 0, .last: 0])
    // (3 - 0.5) / (5 + 1), and what is left over of an even share.
    let rest = 1 - (1.5 + 2.5) / 6
    #expect(abs(chances[7] - (2.5 / 6 + rest / 36)) < 1e-12)
    #expect(abs(chances[1] - rest / 36) < 1e-12)
    #expect(abs(chances.reduce(0, +) - 1) < 1e-12)
    let unknown = file.functions.chances(at: [.mode: 1, .last: 9])
    #expect(unknown.allSatisfy { $0 == 1.0 / 36 })
    #expect(file.functions.chances(at: [.mode: 0, .last: 0], depth: 0) == unknown)
    #expect(file.functions.chances(at: [.last: 4000]) == unknown)
  }

  @Test("a file cut anywhere is refused")
  func truncated() throws {
    let bytes = [UInt8](try Data(contentsOf: Self.shipped))
    for length in [0, 7, 8, 9, 5000, 14_000, bytes.count / 2, bytes.count - 4, bytes.count - 1] {
      #expect(throws: WeightsError.self) {
        try ChordFile(TensorFile(bytes: Array(bytes.prefix(length))))
      }
    }
    #expect(throws: WeightsError.notFound(path: "/nowhere/chords")) {
      try ChordFile(path: "/nowhere/chords")
    }
  }

  @Test("no changed byte ends the program, and what is read still makes chances")
  func fuzzed() throws {
    let sound = [UInt8](try Data(contentsOf: Self.shipped))
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0..<1_000_000, using: &generator)
    var state = seed
    for round in 0..<120 {
      var bytes = sound
      for _ in 0...(round % 4) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      guard let file = try? ChordFile(TensorFile(bytes: bytes)) else { continue }
      for chain in [file.functions, file.kinds, file.paces] {
        let chances = chain.chances(at: [.mode: 1, .last: 2, .before: 1, .function: 3])
        #expect(chances.allSatisfy { $0 >= -1e-12 && $0 <= 1 + 1e-9 }, "seed \(seed) \(round)")
        #expect(abs(chances.reduce(0, +) - 1) < 1e-9, "seed \(seed) \(round)")
      }
    }
  }

  @Test(
    "a table that contradicts itself is refused by its name",
    arguments: [
      ("function.0.contexts", 3, 0, "function.0.contexts"),
      ("function.0.contexts", 0, 900, "function.0.contexts"),
      ("function.0.contexts", 0, -1, "function.0.contexts"),
      ("function.0.totals", 0, 4, "function.0.totals"),
      ("function.0.starts", 0, 1, "function.0.starts"),
      ("function.0.starts", 1, 0, "function.0.starts"),
      ("function.0.starts", 1, 99, "function.0.starts"),
      ("function.0.starts", 2, 2, "function.0.starts"),
      ("function.0.values", 1, 0, "function.0.values"),
      ("function.0.values", 2, 36, "function.0.values"),
      ("function.0.values", 0, -3, "function.0.values"),
      ("function.0.counts", 0, 0, "function.0.counts"),
      ("pace.0.values", 0, 5, "pace.0.values"),
      ("figure.0.values", 0, 2, "figure.0.values"),
      ("words", 0, 12, "words"), ("words", 1, 2, "words"), ("words", 2, 4, "words"),
      ("words", 5, 3, "words"), ("words", 3, 5, "words"), ("figures", 0, 1, "figures"),
    ])
  func contradicts(table: String, index: Int, number: Int32, named: String) throws {
    var sketch = Sketch()
    sketch.tables[table]?.numbers[index] = number
    do throws(WeightsError) {
      _ = try sketch.file()
      Issue.record("it was read")
    } catch {
      guard case .contradiction(let tensor, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(tensor == named)
      #expect(!"\(error)".isEmpty && !error.hint.isEmpty)
    }
  }

  @Test(
    "texts that make no sense are refused by their key",
    arguments: [
      ("format", "etude-composer"), ("version", "2"), ("kinds", "[]"), ("kinds", "{}"),
      ("genres", #"[1]"#), ("sections", "[]"), ("styles", #"{"polka":"loud"}"#), ("paces", "[]"),
      ("chains", "{}"),
      ("chains", #"{"function":{"size":35,"levels":[]}}"#),
      ("chains", #"{"function":{"size":36,"levels":[]}}"#),
    ])
  func malformed(key: String, text: String) throws {
    var sketch = Sketch()
    sketch.texts[key] = text
    do throws(WeightsError) {
      _ = try sketch.file()
      Issue.record("it was read")
    } catch {
      guard case .malformedMetadata(let found, _, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(found == key)
    }
  }

  @Test(
    "levels of impossible fields and numbers are refused",
    arguments: [
      (#""mode","last""#, #""mode","moon""#), (#""mode","last""#, #""mode","mode""#),
      (#""mode","last""#, #""mode","colour""#), (#""discount":0.5"#, #""discount":1"#),
      (#""discount":0.5"#, #""discount":-0.1"#), (#""strength":1"#, #""strength":-1"#),
      (#""strength":1"#, #""strength":1e300"#),
    ])
  func wrongLevels(old: String, new: String) throws {
    var sketch = Sketch()
    let chains = try #require(sketch.texts["chains"])
    #expect(chains.contains(old))
    sketch.texts["chains"] = chains.replacingOccurrences(of: old, with: new)
    #expect(throws: WeightsError.self) { try sketch.file() }
  }

  @Test("a missing table or text is named")
  func missing() throws {
    for name in Sketch().tables.keys.sorted() {
      var sketch = Sketch()
      sketch.tables[name] = nil
      #expect(throws: WeightsError.self, "\(name)") { try sketch.file() }
    }
    for key in Sketch().texts.keys.sorted() {
      var sketch = Sketch()
      sketch.texts[key] = nil
      #expect(throws: WeightsError.missingMetadata(key: key)) { try sketch.file() }
    }
  }
}
