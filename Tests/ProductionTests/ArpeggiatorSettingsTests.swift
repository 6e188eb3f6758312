import Foundation
import Music
import Production
import Testing

@Suite("ArpeggiatorSettings")
struct ArpeggiatorSettingsTests {
  static let words = [
    "direction=up-down", "range=2", "range-pattern=down", "rate=1/4", "times=2", "sync=block",
    "gate=0.5", "swing=0.6", "rhythm=E(5,8)", "accents=Xxxo",
    "pan=-0.5,0.5", "levels=1.0", "latch=true", "counting=scale",
  ]

  @Test("reads every setting from words and writes them again")
  func words() throws {
    let settings = try ArpeggiatorSettings(words: Self.words)
    #expect(settings.direction == .upDown && settings.range == 2)
    #expect(settings.rate == Beat(1, 4) && settings.times == 2 && settings.sync == .block)
    #expect(settings.pan == [-0.5, 0.5] && settings.latch == true && settings.counting == .scale)
    #expect(settings.description == Self.words.joined(separator: " "))
    #expect(ArpeggiatorSettings.keys == Self.words.map { String($0.prefix { $0 != "=" }) })
    #expect(try ArpeggiatorSettings(words: ["gate=60%"]).gate == 0.6)
  }

  @Test(
    "refuses values out of range and says what is expected",
    arguments: [
      ("direction", "sideways"), ("range", "0"), ("range", "5"), ("range-pattern", "left"),
      ("rate", "0"), ("rate", "5"), ("rate", "1/1000"), ("rate", "-1"), ("times", "1/9"),
      ("sync", "bar"), ("gate", "0"), ("gate", "2"), ("gate", "nan"), ("swing", "0.4"),
      ("rhythm", ""), ("rhythm", "...."), ("rhythm", "x9"), ("rhythm", "E(9,8)"),
      ("rhythm", "E(3"), ("accents", ""), ("accents", "x.x"), ("pan", "left"), ("pan", "2"),
      ("pan", "0,,1"), ("levels", "1.5"), ("latch", "perhaps"), ("counting", "beats"),
    ])
  func refused(key: String, text: String) {
    var settings = ArpeggiatorSettings()
    do throws(ArpeggiatorSettingsError) {
      try settings.set(key, to: text)
      Issue.record("\(key)=\(text) was taken")
    } catch {
      guard case .value(let named, let found, let expected) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(named == key && found == text && !expected.isEmpty)
    }
    #expect(settings.isEmpty)
  }

  @Test("refuses words that are no settings")
  func malformed() {
    #expect(throws: ArpeggiatorSettingsError.malformed("up")) {
      try ArpeggiatorSettings(words: ["up"])
    }
    #expect(throws: ArpeggiatorSettingsError.unknownKey("octave")) {
      try ArpeggiatorSettings(words: ["octave=2"])
    }
  }

  @Test("lies over other settings where it says something")
  func over() throws {
    let style = try ArpeggiatorSettings(words: ["direction=up", "gate=0.5"])
    let own = try ArpeggiatorSettings(words: ["direction=down", "range=1"])
    let joined = own.over(style)
    #expect(joined.direction == .down && joined.gate == 0.5 && joined.range == 1)
    #expect(own.over(nil) == own)
  }

  @Test("survives a journey through JSON, also inside values of older files")
  func json() throws {
    var settings = try ArpeggiatorSettings(words: Self.words)
    settings.pattern = ArpeggioPattern(
      steps: [.init(onset: 1, duration: Beat(1, 2), degree: -2, role: .held, pan: 0.5)], length: 4,
      meter: .common)
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(ArpeggiatorSettings.self, from: data) == settings)
    #expect(
      try JSONDecoder().decode(ArpeggiatorSettings.self, from: Data("{}".utf8)).isEmpty)
  }
}

@Suite("PatternNotation")
struct PatternNotationTests {
  @Test(
    "writes Euclidean rhythms out in the voice's characters",
    arguments: [
      ("E(3,8)", "x..x..x."), ("E(3, 8, 1)", "..x..x.x"), ("E(2,4,0,R)", "R.R."),
      ("E(2,4,0,R-)", "R-R-"), ("E(2,5,1,r-)", ".r--r"),
      ("X... E(3,4)", "X... x.xx"), ("plain", "plain"), ("E(0,4)", "...."),
      ("E(2,4) | E(1,4)", "x.x. | x..."),
    ])
  func expanded(text: String, expected: String) throws {
    #expect(try PatternNotation.expanded(text) == expected)
  }

  @Test("a rhythm alone goes round whole bars, anything else stays")
  func voice() throws {
    #expect(try PatternNotation.voice("E(3,8)", bar: 16) == "x..x..x.x..x..x.")
    #expect(try PatternNotation.voice("E(3,7)", bar: 16).count == 112)
    #expect(try PatternNotation.voice("E(5,23)", bar: 16) == "x....x...x....x...x....")
    #expect(try PatternNotation.voice("E(3,8) x", bar: 16).filter { $0 != " " }.count == 9)
    #expect(try PatternNotation.voice("E(3,16)", bar: 8) == "x....x....x.....")
  }

  @Test(
    "refuses what is no rhythm",
    arguments: [
      "E(", "E(3", "E(3)", "E(a,8)", "E(3,8,b)", "E(3,8,0,)", "E(3,8,0,xy)", "E(3,8,0,x,1)",
      "E(9,8)", "E(1,65)", "E(-1,8)",
    ])
  func refused(text: String) {
    #expect(throws: PatternNotationError.self) { try PatternNotation.expanded(text) }
  }
}
