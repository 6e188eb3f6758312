import Testing

@Suite struct CodeSearchTests {
  @Test(
    "a spelling is found as a whole word and as no method",
    arguments: [
      ("a = pow(2, 3)", [1]), ("pow(2, 3)", [1]), ("a\n-pow(2, 3)\npow(1, 1)", [2, 3]),
      ("a.pow(2)", []), ("mypow(2)", []), ("_pow(2)", []), ("power(2)", []), ("épow(2)", []),
      ("pow(pow(2, 3), 4)", [1]), ("po", []), ("", []),
    ])
  func functions(code: String, lines: [Int]) {
    #expect(CodeSearch.lines(of: code, with: ["pow("]) == lines)
  }

  @Test("a name does not match inside a longer one")
  func names() {
    #expect(CodeSearch.lines(of: "import GlibcExtras", with: ["import Glibc"]) == [])
    #expect(CodeSearch.lines(of: "public import Glibc", with: ["import Glibc"]) == [1])
    #expect(CodeSearch.lines(of: "x = list.shuffled()", with: [".shuffled()"]) == [1])
  }
}
