import Production
import StyleFiles
import Testing

@Suite("Exceptions of styles") struct StyleExceptionTests {
  private func text(_ exceptions: String) -> String {
    SmallStyle.text.replacing("ending: held", with: "ending: held\nexceptions: \(exceptions)")
  }

  @Test("are names of rules of the critique")
  func names() throws {
    let style = try StyleFile.decode(text: text("[no-rest, same-loop]"), file: "small.yaml")
    #expect(style.exceptions == ["no-rest", "same-loop"])
  }

  @Test(
    "that are no rules or stand twice are refused with their place",
    arguments: [
      ("[no-rests]", "exceptions[0]", "did you mean 'no-rest'"),
      ("[no-rest, no-rest]", "exceptions[1]", "used twice"),
    ])
  func refused(exceptions: String, key: String, problem: String) throws {
    let error = try #require(SmallStyle.error(text(exceptions)))
    #expect(error.place?.key == key)
    #expect(error.place?.line == 11)
    #expect(error.description.contains(problem), "\(error)")
  }
}
