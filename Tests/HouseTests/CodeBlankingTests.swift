import Testing

@Suite struct CodeBlankingTests {
  @Test(
    "only code remains, in its place",
    arguments: [
      ("let a = 1 // try! it", "let a = 1           "),
      ("a /* b /* c */ d */ e", "a                   e"),
      ("f(\"import X\")", "f(          )"),
      ("f(\"a\\\"b\") + c", "f(      ) + c"),
      ("f(\"a\\(g(1))b\")", "f(    g(1)   )"),
      ("f(#\"a\"b\\(c)\"#)d", "f(           )d"),
      ("f(#\"\\#(c)\"#)", "f(     c   )"),
      ("\"\"\"\nimport X\n\"\"\" y", "   \n        \n    y"),
      ("\"never closed\nlet b", "             \nlet b"),
      ("\"\\(\"nested\")\" z", "              z"),
      ("é // é", "é      "),
      ("", ""),
    ])
  func blanks(source: String, expected: String) {
    #expect(CodeBlanking.code(of: source) == expected)
  }

  @Test("lines and bytes stay as they were")
  func keepsPlaces() {
    let source = "/* öne\n two */ \"\"\"\n three \\(four)\n\"\"\" // five\nsix"
    let code = CodeBlanking.code(of: source)
    #expect(code.utf8.count == source.utf8.count)
    #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    #expect(code.hasSuffix("\nsix"))
    #expect(code.contains("four"))
  }
}

@Suite struct ImportLineTests {
  @Test(
    "every form of import names its top module",
    arguments: [
      ("import Music", ["Music"]),
      ("public import Music", ["Music"]),
      ("  package import Music  ", ["Music"]),
      ("@preconcurrency import Foundation", ["Foundation"]),
      ("@preconcurrency public import Foundation", ["Foundation"]),
      ("@_exported import Music", ["Music"]),
      ("import struct Music.Beat", ["Music"]),
      ("internal import func Glibc.sin", ["Glibc"]),
      ("import Foundation.NSData", ["Foundation"]),
      ("import `Music`", ["Music"]),
      ("import Music; import Signal", ["Music", "Signal"]),
      ("important = 1", []),
      ("let import_ = 2", []),
      ("", []),
    ])
  func reads(line: String, modules: [String]) {
    #expect(ImportLine.modules(in: line) == modules)
  }

  @Test("imports in comments and strings are no imports, and lines are counted from 1")
  func readsFile() {
    let file = SourceFile(
      path: "Sources/Values/Music/Beat.swift",
      text: "// import A\n/* import B */\nlet c = \"import C\"\n#if os(Linux)\nimport D\n#endif\n")
    #expect(file.imports.map(\.module) == ["D"])
    #expect(file.imports.map(\.line) == [5])
    #expect(file.lineCount == 6)
  }
}
