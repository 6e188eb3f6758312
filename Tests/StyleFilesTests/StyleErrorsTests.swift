import Foundation
import Music
import Production
import StyleFiles
import Testing

/// Style files that are each wrong in one way, with what must be said of them.
enum HostileStyles {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/Hostile/Styles")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  /// The text of a file, and the sentences that its head says are expected, in their order.
  static func read(_ name: String) throws -> (text: String, expected: [String]) {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    let head = "# expects: "
    let lines = text.split(separator: "\n").filter { $0.hasPrefix(head) }
    return (text, lines.map { String($0.dropFirst(head.count)) })
  }
}

/// All errors of a file at once.
@Suite("StyleFile errors")
struct StyleErrorsTests {
  @Test(
    "hostile files are refused with all that is wrong and nothing else",
    arguments: HostileStyles.names)
  func hostile(name: String) throws {
    let (text, expected) = try HostileStyles.read(name)
    let errors = StyleFile.errors(text: text, file: name)
    #expect(!expected.isEmpty)
    let surplus = name == "alias-bomb.yaml" ? 9 : 0
    #expect(errors.count == expected.count + surplus, "\(errors.map(\.description))")
    for sentence in expected {
      #expect(
        errors.contains { $0.description.contains(sentence) },
        "'\(sentence)' in \(errors.map(\.description))")
    }
    let lines = errors.compactMap(\.place?.line)
    #expect(lines == lines.sorted())
    // Reading strictly refuses it too.
    #expect(throws: StyleFileError.self) { try StyleFile.decode(text: text, file: name) }
  }

  @Test("there is a hostile file for every kind of fault")
  func kinds() throws {
    #expect(HostileStyles.names.count >= 28)
    var kinds: Set<String> = []
    for name in HostileStyles.names {
      let (text, _) = try HostileStyles.read(name)
      for error in StyleFile.errors(text: text, file: name) {
        kinds.insert(String("\(Mirror(reflecting: error).children.first?.label ?? "")"))
      }
    }
    let expected: Set<String> = [
      "syntax", "schema", "missingKey", "unknownKey", "repeatedKey", "unexpected", "outOfRange",
      "unknownName", "count", "numeral", "patternCharacter", "patternLength", "register",
      "contradiction",
    ]
    #expect(expected.isSubset(of: kinds), "\(expected.subtracting(kinds))")
  }

  @Test("a file with one fault has that one error", arguments: StyleFileTests.spoils)
  func single(spoil: StyleFileTests.Spoil) throws {
    let (text, _) = SmallStyle.spoiled(spoil.found, spoil.replacement)
    let strict = try #require(SmallStyle.error(text))
    let errors = StyleFile.errors(text: text, file: "small.yaml")
    #expect(errors.contains(strict), "\(strict) is not among \(errors)")
    #expect(errors.count <= 2, "\(errors)")
  }

  @Test("a sound file has none, and nor have the program's own")
  func sound() throws {
    #expect(StyleFile.errors(text: SmallStyle.text, file: "small.yaml") == [])
    for name in OwnStyles.names {
      let text = try String(contentsOfFile: "\(OwnStyles.folder)/\(name).yaml", encoding: .utf8)
      #expect(StyleFile.errors(text: text, file: name) == [])
    }
  }

  @Test("reads Euclidean rhythms in every kind of voice")
  func euclidean() throws {
    let (text, _) = SmallStyle.spoiled("X... ..x. | X... ....", "E(3,8)")
    let style = try StyleFile.decode(text: text, file: "small.yaml")
    #expect(style.parts[0].patterns[0].voices["kick"] == "x..x..x.x..x..x.")
    let (bass, _) = SmallStyle.spoiled("R- 5- 8-", "E(2,6,0,R-)")
    let line = try StyleFile.decode(text: bass, file: "small.yaml").parts[1].patterns[0].voices
    #expect(line["line"] == "R--R--")
    let (own, _) = SmallStyle.spoiled("R- 5- 8-", "E(2,6)")
    let roots = try StyleFile.decode(text: own, file: "small.yaml").parts[1].patterns[0].voices
    #expect(roots["line"] == "r..r..")
    let (strange, _) = SmallStyle.spoiled("R- 5- 8-", "E(2,6,0,Q)")
    #expect(SmallStyle.error(strange)?.description.contains("'Q' (step 1)") == true)
  }

  @Test("finds the lines of keys, and of the nearest where one is missing")
  func outline() throws {
    let outline = try StyleOutline(text: SmallStyle.text, file: "small.yaml")
    let lines = SmallStyle.text.split(separator: "\n", omittingEmptySubsequences: false)
    func text(_ key: String) -> String { String(lines[outline.line(of: key) - 1]) }
    #expect(text("tempo.low").contains("low: 80"))
    #expect(text("forms[0].sections[1]").contains("verse 8 0.6"))
    #expect(text("parts[1].patterns[0].voices").contains("waltz"))
    #expect(text("groove.strum").contains("groove:"))
    #expect(outline.line(of: "") == 1)
  }
}
