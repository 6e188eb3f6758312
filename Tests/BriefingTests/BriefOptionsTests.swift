import Briefing
import Music
import Production
import Testing

@Suite struct BriefOptionsTests {
  let reader: BriefReader

  init() throws { reader = try Reader.make() }

  private func apply(_ set: (inout BriefOptions) -> Void) throws -> Brief {
    var options = BriefOptions()
    set(&options)
    var brief = reader.read("warm jazz, 90 bpm, no drums")
    try options.apply(to: &brief, using: reader)
    return brief
  }

  @Test("options override what the prompt said")
  func overrides() throws {
    let brief = try apply {
      $0.style = "trap:0.6,jazz:0.4"
      $0.mood = "-0.5,0.2"
      $0.key = "F# dorian"
      $0.tempo = "120"
      $0.meter = "6/8"
      $0.duration = "1:30"
      $0.bars = "32"
      $0.form = "intro:4 verse:16 chorus"
      $0.chords = "Dm9 | G13 | Cmaj7"
      $0.instruments = "only piano, strings"
      $0.without = "bass"
      $0.energy = "0:20% 0:40:90%"
      $0.loudness = "-9 LUFS"
    }
    #expect(
      describe(brief)
        == "style=trap:0.6,jazz-swing:0.4 | mood=-0.5,0.2 | bpm=120.0 | key=F# dorian | meter=6/8 "
        + "| seconds=90.0 | bars=32 | form=intro(4),verse(16),chorus | chords=Dm9,G13,Cmaj7 "
        + "| only=grand-piano,strings | without=bass | lufs=-9.0")
    #expect(brief.energy == [.init(at: 0, energy: 0.2), .init(at: 40, energy: 0.9)])
  }

  @Test(
    "chords keep their bars: an empty one holds the chord before it, as a repeat sign does",
    arguments: [
      ("Am7 | | F", ["Am7", "Am7", "F"]), ("| Am7 | F |", ["Am7", "F"]),
      ("Am7 || F", ["Am7", "F"]), ("Am7 F | | % | G", ["Am7 F", "Am7 F", "Am7 F", "G"]),
      ("Am7 | F | %", ["Am7", "F", "F"]), ("Am7 | | ", ["Am7", "Am7"]),
      ("Am F | V", ["Am F", "V"]), ("Am F C G", ["Am", "F", "C", "G"]),
      ("ii-V-I", ["ii", "V", "I"]),
    ])
  func chordBars(text: String, expected: [String]) throws {
    #expect(try apply { $0.chords = text }.chords == expected)
  }

  @Test(
    "an empty bar without a chord before it is refused", arguments: ["| | Am", "% | Am"])
  func emptyFirstBar(text: String) throws {
    let error = #expect(throws: BriefingError.self) { try apply { $0.chords = text } }
    guard case .malformed("chords", _, _, let expected) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected.contains("before the first empty bar"))
  }

  @Test(
    "instruments that both options name are refused by the word that names them",
    arguments: [("piano", "piano"), ("synths, flute", "synth"), ("drums", "drum kit")])
  func contradictions(instruments: String, without: String) throws {
    let name = String(instruments.prefix { $0 != "," })
    #expect(
      throws: BriefingError.contradiction(option: "instruments", other: "without", name: name)
    ) {
      try apply {
        $0.instruments = instruments
        $0.without = without
      }
    }
  }

  @Test("an option wins over what the prompt wants and refuses, by whatever name")
  func optionsWin() throws {
    var options = BriefOptions()
    options.without = "piano, bass"
    var brief = reader.read("jazz with piano, bass only on roots")
    try options.apply(to: &brief, using: reader)
    #expect(describe(brief) == "style=jazz-swing:1.0 | without=piano,bass")
    options = BriefOptions()
    options.instruments = "piano"
    brief = reader.read("jazz without piano")
    try options.apply(to: &brief, using: reader)
    #expect(describe(brief) == "style=jazz-swing:1.0 | with=grand-piano")
  }

  @Test("a key in a scale that is not known names the nearest that is")
  func foreignScale() throws {
    #expect(
      throws: BriefingError.malformed(
        option: "key", text: "whole tone", position: 2,
        expected: "a scale that is known here, such as the nearest, lydian: C lydian")
    ) { try apply { $0.key = "C whole tone" } }
  }

  @Test("an unknown style names the nearest")
  func unknownStyle() {
    #expect {
      _ = try apply { $0.style = "trapp" }
    } throws: { error in
      guard case .unknownName("style", "trapp", 0, let nearest)? = error as? BriefingError else {
        return false
      }
      return nearest.first == "trap"
    }
  }

  @Test("a chord that cannot be read names its position")
  func wrongChord() {
    #expect(throws: BriefingError.chord(option: "chords", symbol: "H7", position: 3)) {
      _ = try apply { $0.chords = "Am H7" }
    }
    #expect(throws: BriefingError.chord(option: "chords", symbol: "Amx", position: 2)) {
      _ = try apply { $0.chords = "Amx F" }
    }
  }

  @Test("numbers out of range are refused")
  func ranges() {
    let options: [(String, (inout BriefOptions) -> Void)] = [
      ("tempo", { $0.tempo = "0" }), ("tempo", { $0.tempo = "401" }),
      ("bars", { $0.bars = "9000" }),
      ("bars", { $0.bars = "0" }), ("duration", { $0.duration = "3601" }),
      ("loudness", { $0.loudness = "3" }), ("mood", { $0.mood = "2,0" }),
      ("energy", { $0.energy = "0:120%" }), ("form", { $0.form = "intro:0" }),
    ]
    for (name, set) in options {
      #expect {
        _ = try apply(set)
      } throws: { error in
        if case .outOfRange(let option, _, _, _)? = error as? BriefingError {
          return option.hasPrefix(name)
        }
        return false
      }
    }
  }

  @Test("modes on black keys are keys", arguments: ["Db phrygian", "Ab phrygian", "G# lydian"])
  func blackKeys(_ name: String) throws {
    let brief = try apply { $0.key = name }
    #expect(brief.key == Key(name))
  }

  @Test("text that is no value of its option is refused")
  func malformed() {
    let options: [(inout BriefOptions) -> Void] = [
      { $0.style = "" }, { $0.style = "trap:x" }, { $0.mood = "zxcv" }, { $0.key = "H major" },
      { $0.tempo = "purple" }, { $0.meter = "5/5" }, { $0.duration = "soon" }, { $0.bars = "1.5" },
      { $0.form = "" }, { $0.form = "quux" }, { $0.chords = " " },
      { $0.instruments = "zither-o-matic" },
      { $0.without = "" }, { $0.energy = "loud" }, { $0.loudness = "purple" },
      { $0.key = "C###" }, { $0.key = "Cbbb" }, { $0.key = "Fb minor" }, { $0.key = "d-moll" },
      { $0.meter = "1/64" }, { $0.meter = "33/128" }, { $0.energy = "0:40:90% 0:20:10%" },
    ]
    for (index, set) in options.enumerated() {
      #expect(throws: BriefingError.self, "option \(index)") { _ = try apply(set) }
    }
  }

  @Test("a brief read from a prompt is checked for impossible numbers")
  func checks() throws {
    #expect(throws: BriefingError.self) { try BriefOptions.check(reader.read("jazz at 0 bpm")) }
    #expect(throws: BriefingError.self) {
      try BriefOptions.check(reader.read("9,000 bars of jazz"))
    }
    try BriefOptions.check(reader.read("jazz at 120 bpm"))
  }

  @Test(
    "a bar count from 1 to 2000 may follow its section behind a space",
    arguments: [
      ("intro 1", "form=intro(1)"), ("verse 3", "form=verse(3)"),
      ("verse 2000", "form=verse(2000)"), ("intro 8 bars verse 17", "form=intro(8),verse(17)"),
      ("intro:4 verse 100 chorus", "form=intro(4),verse(100),chorus"),
      ("verse: 8, pre chorus 7", "form=verse(8),pre-chorus(7)"),
      ("AABA", "form=A,A,B,A"), ("A 8 B 4", "form=A(8),B(4)"),
    ])
  func formNumbers(text: String, expected: String) throws {
    var options = BriefOptions()
    options.form = text
    var brief = Brief(prompt: "")
    try options.apply(to: &brief, using: reader)
    #expect(describe(brief) == expected)
  }

  @Test("a wrong form says what is wrong with it")
  func formErrors() {
    func error(_ text: String) -> BriefingError? {
      do {
        _ = try apply { $0.form = text }
        return nil
      } catch { return error as? BriefingError }
    }
    #expect(
      error("intro 0")
        == .outOfRange(
          option: "form: the bar count of intro", value: 0, position: 6, allowed: 1...2000))
    #expect(
      error("verse 4 4")
        == .malformed(
          option: "form", text: "4", position: 8,
          expected: "another section: verse already has 4 bars"))
    #expect(
      error("verse:4.5")
        == .malformed(
          option: "form", text: "4.5", position: 6,
          expected: "a whole number of bars from 1 to 2000 for verse"))
    for text in ["blargh 4", "quux"] {
      guard case .malformed(_, _, 0, let expected)? = error(text) else {
        Issue.record("\(text) is taken")
        continue
      }
      #expect(expected.contains("intro, verse, pre-chorus"))
    }
  }
}
