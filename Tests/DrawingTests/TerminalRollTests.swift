import Drawing
import Foundation
import Music
import Testing

@Suite("TerminalRoll")
struct TerminalRollTests {
  @Test("Form, chords and parts are in the text")
  func content() throws {
    let text = TerminalRoll(of: ExampleScore.song(), width: 110).text
    for word in [
      "Rain on the Window", "D minor", "82 BPM", "16 bars", "intro", "chorus-1", "Dm9", "B♭maj7",
      "A7♭9", "Vibraphone", "bass", "█",
    ] { #expect(text.contains(word), "\(word) in\n\(text)") }
    if ProcessInfo.processInfo.environment["DRAWING_OUTPUT"] != nil {
      print(text)
      print(TerminalRoll(of: ExampleScore.song(), width: 80, isASCII: true).text)
    }
  }

  @Test("No line is wider than asked", arguments: [0, 40, 57, 80, 100, 200, 5_000])
  func width(width: Int) {
    for isASCII in [false, true] {
      let lines = TerminalRoll(of: ExampleScore.song(), width: width, isASCII: isASCII).lines
      #expect(lines.allSatisfy { $0.count <= min(max(width, 40), 1000) })
    }
  }

  @Test("Plain output holds ASCII alone, even for other titles")
  func ascii() {
    var score = ExampleScore.song()
    score.title = "Überfahrt – 夜\u{1B}[31m"
    score.sections[0].id = "entrée"
    score.parts[0].name = "Trömmel"
    let text = TerminalRoll(of: score, isASCII: true).text
    #expect(text.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
  }

  @Test("A section with the chords of an earlier one refers to it")
  func references() {
    let text = TerminalRoll(of: ExampleScore.song(), width: 100).text
    #expect(text.contains("as intro at bar 1"))
  }

  @Test("Colours appear only when asked for")
  func colors() {
    let score = ExampleScore.song()
    #expect(!TerminalRoll(of: score).text.contains("\u{1B}"))
    #expect(TerminalRoll(of: score, isColored: true).text.contains("\u{1B}["))
  }

  @Test("An empty score and a score of one note can be shown")
  func edges() {
    let empty = TerminalRoll(of: ExampleScore.empty()).lines
    #expect(empty.first == "Untitled")
    var score = ExampleScore.empty()
    score.parts = [
      ExampleScore.part(
        "a", "Flute", .lead, "flute", [Note(onset: 0, duration: 1, pitch: Pitch(number: 72))]),
      ExampleScore.part("b", "Kit", .drums, "standard-kit", []),
      ExampleScore.part("c", "Nobody", .pad, "flute", []),
    ]
    score.length = 1
    #expect(TerminalRoll(of: score).text.contains("Flute"))
    #expect(TerminalRoll(of: score, isASCII: true).text.contains("#"))
  }
}
