import Foundation
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

  @Test("voice leading is free unless the file says strict")
  func voiceLeading() throws {
    #expect(try StyleFile.decode(text: SmallStyle.text, file: "small.yaml").voiceLeading == nil)
    func decoded(_ value: String) throws -> Style {
      let text = SmallStyle.text.replacing(
        "ending: held", with: "ending: held\nvoice-leading: \(value)")
      return try StyleFile.decode(text: text, file: "small.yaml")
    }
    #expect(try decoded("strict").voiceLeading == .strict)
    #expect(try decoded("free").voiceLeading == .free)
    let error = #expect(throws: StyleFileError.self) { try decoded("strickt") }
    #expect(error?.description.contains("did you mean 'strict'") == true)
  }

  @Test("a style stored before voice leading could be said still opens")
  func stored() throws {
    let style = try StyleFile.decode(text: SmallStyle.text, file: "small.yaml")
    let data = try JSONEncoder().encode(style)
    #expect(!String(decoding: data, as: UTF8.self).contains("voiceLeading"))
    #expect(try JSONDecoder().decode(Style.self, from: data) == style)
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
