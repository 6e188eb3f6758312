import Briefing
import Foundation
import Lexicons
import Music
import Production
import Testing

@Suite struct BriefReaderTests {
  let reader: BriefReader

  init() throws { reader = try Reader.make() }

  @Test("every prompt of the table is understood as it stands there")
  func prompts() {
    #expect(PromptTable.all.count >= 150)
    for row in PromptTable.all {
      #expect(describe(reader.read(row.description)) == row.expected, "\(row.description)")
    }
  }

  @Test(
    "artists are refused with a notice and never listed as not understood",
    arguments: [
      "Drake type beat", "something like Daft Punk", "in the style of Jane Nobody",
      "sounds like taylor swift", "Zimmeresque strings", "Radiohead-style rock", "by Hans Zimmer",
      "in the style of joebloggsband", "a Prince groove", "YEAT x KEN CARSON TYPE BEAT",
    ])
  func artists(prompt: String) {
    let brief = reader.read(prompt)
    #expect(brief.notices.contains { $0.contains("not imitated") }, "\(brief.notices)")
    #expect(brief.notUnderstood == [])
  }

  @Test(
    "similes, places and styles are no artists",
    arguments: [
      "like rain", "sounds like a sunset", "like Paris in spring", "in the style of bossa nova",
      "inspired by nature", "reminiscent of childhood memories", "like Jazz", "in C like Am7 D7",
    ])
  func similes(prompt: String) {
    #expect(!reader.read(prompt).notices.contains { $0.contains("not imitated") })
  }

  @Test("ordinary words a letter from the lexicon are not corrected")
  func ordinaryWords() {
    let brief = reader.read("a horse and a mouse wrap the tram in a boat")
    #expect(!brief.notices.contains { $0.contains("Read '") })
  }

  @Test("any text is read, whatever stands in it")
  func totality() {
    let pieces = [
      "a", "jazz", "0:45", "-", "–", "/", "|", "Am7", "ii", "V", "12", "8", "%", "bpm", "no",
      "only",
      "like", "Drake", "😀", "\u{202E}", "\u{0}", "\n", "é", "مرحبا", "in", "C", "#", "b", "minor",
      "drop", "at", "bars", "of", "and", "half", "a minute", "'", "\"", "(", ")", ":", ",", ".",
      "x",
      "type", "beat", "for", "my", "s", "90", "hundred", "1e9", "99999999999999999999", "chords",
      "½",
      "to", "-9", "LUFS", "solo", "intro", "without", "very", "esque", "the", "key",
    ]
    for seed in 0..<UInt64(400) {
      var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
      func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
      }
      var text = ""
      for _ in 0..<next(60) { text += pieces[next(pieces.count)] + (next(4) == 0 ? "" : " ") }
      let brief = reader.read(text)
      #expect(brief.prompt == text, "seed \(seed)")
      #expect(
        brief.styles.isEmpty || abs(brief.styles.map(\.weight).reduce(0, +) - 1) < 0.01,
        "seed \(seed)")
      #expect(
        brief.chords.flatMap { $0.split(separator: " ") }.allSatisfy {
          (try? Chord(symbol: String($0))) != nil || (try? RomanNumeral(String($0))) != nil
        }, "seed \(seed)")
      #expect(reader.read(text) == brief, "seed \(seed)")
    }
  }

  @Test("long texts of one kind are read")
  func longTexts() {
    for piece in [
      "a", "jazz ", "A", "0:1", "-", "Am-", "no ", "1/", "like ", "(", "😀", "and ", "12 ",
    ] {
      let text = String(repeating: piece, count: 100_000 / piece.count)
      #expect(reader.read(text).prompt.count == text.count)
    }
  }

  @Test("a user's own style is understood by its name")
  func ownStyles() throws {
    let reader = BriefReader(
      lexicon: try Lexicon.load(folder: Reader.folder), ownStyles: ["marimba-funk"])
    #expect(reader.read("marimba funk, 100 bpm").styles.map(\.name) == ["marimba-funk"])
  }

  @Test(
    "what is taken otherwise than it is said has one notice",
    arguments: [
      ("not 120 bpm", "'not 120 bpm' is noted, but nothing else was said of the tempo."),
      (
        "not in C major, in D minor",
        "'not in C major' is noted; D minor was named as the key."
      ),
      ("bachata", "'bachata' is not a style here yet; nearest: salsa."),
      ("grunge, 110 bpm", "'grunge' is not a style here yet; nearest: hard-rock."),
    ])
  func notices(prompt: String, notice: String) {
    #expect(reader.read(prompt).notices == [notice])
  }

  @Test("an artist's traits name the style where no style is named")
  func artistStyle() {
    let notice = "No style was named; taking house, the nearest to those traits."
    #expect(reader.read("in the style of Daft Punk, F minor").notices.last == notice)
    #expect(!reader.read("trap in the style of Daft Punk").notices.contains(notice))
  }
}
