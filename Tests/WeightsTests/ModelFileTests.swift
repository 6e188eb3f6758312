import Testing
import Weights

@Suite struct ModelFileTests {
  private static let soundSizes = [
    "width": 32, "layers": 2, "heads": 2, "inner": 48, "wide": 16, "middle": 16, "narrow": 8,
    "context": 256,
  ]

  /// JSON, its quotes escaped as they are within a text.
  private static func configuration(_ sizes: [String: Int]) -> String {
    let members = sizes.sorted { $0.key < $1.key }.map { "\\\"\($0.key)\\\":\($0.value)" }
    return "{\(members.joined(separator: ",")),\\\"dropout\\\":0.0}"
  }

  private static let texts = [
    "format": "etude-composer", "version": "1", "vocabulary": "1", "circle": "18432",
    "periods": "[6, 12, 6144]", "facts": "{}",
    "configuration": configuration(soundSizes),
  ]

  private func open(_ changes: [String: String?] = [:]) throws(WeightsError) -> ModelFile {
    var texts = Self.texts
    for (key, text) in changes { texts[key] = text }
    let file = TensorBytes(metadata: texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    return try ModelFile(TensorFile(bytes: file.bytes), vocabularyVersion: 1)
  }

  @Test("what a file says of itself is read")
  func sound() throws {
    let file = try open()
    #expect(file.configuration.width == 32)
    #expect(file.configuration.context == 256)
    #expect(file.periods == [6, 12, 6144])
    #expect(file.circle == 18_432)
  }

  @Test("every text has to be there", arguments: texts.keys.sorted())
  func missing(key: String) {
    #expect(throws: WeightsError.missingMetadata(key: key)) { try open([key: nil]) }
  }

  @Test("another vocabulary is refused with both versions")
  func vocabulary() {
    #expect(throws: WeightsError.wrongVocabulary(found: 2, expected: 1)) {
      try open(["vocabulary": "2"])
    }
  }

  @Test(
    "what makes no sense is refused by its key",
    arguments: [
      ("format", "gguf", "format"), ("version", "2", "version"),
      ("vocabulary", "one", "vocabulary"),
      ("circle", "0", "circle"), ("circle", "-5", "circle"), ("periods", "[]", "periods"),
      ("periods", "[7]", "periods"), ("periods", "[0]", "periods"), ("periods", "6", "periods"),
      ("configuration", "{}", "configuration"), ("configuration", "[[[[", "configuration"),
    ])
  func malformed(key: String, text: String, named: String) {
    do throws(WeightsError) {
      _ = try open([key: text])
      Issue.record("\(key) = \(text) is read")
    } catch {
      guard case .malformedMetadata(named, _, _) = error else {
        Issue.record("\(key) = \(text): \(error)")
        return
      }
    }
  }

  @Test(
    "sizes that no kernel has are refused",
    arguments: [
      ("width", 33), ("width", 0), ("width", -32), ("width", 8192), ("heads", 0), ("heads", 1),
      ("heads", 4), ("layers", 0), ("layers", 1_000_000_000), ("inner", 0), ("context", 0),
      ("narrow", 1),
    ])
  func sizes(name: String, size: Int) {
    var sizes = Self.soundSizes
    sizes[name] = size
    let text = Self.configuration(sizes)
    #expect(throws: WeightsError.self) { try open(["configuration": text]) }
  }
}
