import Foundation
import Music
import Production
import Signal
import StyleFiles
import Testing

/// A small valid style file, and ways to spoil it.
enum SmallStyle {
  static let text = """
    schema: 1
    name: small
    title: Small
    description: A style for tests.
    tempo: {low: 80, typical: 100, high: 120}
    meters: {4/4: 3, 3/4: 1}
    scales: [minor]
    mood: {valence: 0.5, energy: -0.25}
    loudness: -12.5
    ending: held
    forms:
      - name: plain
        weight: 2
        sections:
          - intro 4 0.2
          - verse 8 0.6
    harmony:
      substitution: 0.2
      progressions:
        minor:
          - {bars: "i7 | iv9 V7b9", sections: [verse], weight: 3}
          - "i | VII"
      cadences:
        minor:
          - "V7 | i"
    parts:
      - id: drums
        role: drums
        player: drummer
        instruments: standard-kit
        patterns:
          - name: beat
            energy: 0.1...0.9
            voices:
              kick: "X... ..x. | X... ...."
          - {name: turn, is-fill: true, voices: {snare: "xx.f"}}
      - id: bass
        role: bass
        player: bassist
        instruments: {upright-bass: 3, electric-bass: 1}
        register: E1...C3
        patterns:
          - {name: waltz, meter: 3/4, steps-per-beat: 2, voices: {line: "R- 5- 8-"}}
    groove:
      swing: 0.6
      swing-unit: 1/2
      push: {snare: 10, bass: -4}
      gate: {bass: 0.8}
      pedal: [bass]
    mix:
      channels:
        drums: {level: 0, pan: 0.1, high-pass: 30}
        bass: {level: -2}
      delay-beats: 1/2

    """

  /// The text with one line's text replaced, and the line's number.
  static func spoiled(_ found: String, _ replacement: String) -> (text: String, line: Int) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = lines.firstIndex { $0.contains(found) } ?? 0
    var changed = lines
    if let range = changed[index].firstRange(of: found) {
      changed[index].replaceSubrange(range, with: replacement)
    }
    return (changed.joined(separator: "\n"), index + 1)
  }

  static func error(_ text: String) -> StyleFileError? {
    do throws(StyleFileError) {
      _ = try StyleFile.decode(text: text, file: "small.yaml")
      return nil
    } catch {
      return error
    }
  }
}

@Suite("StyleFile")
struct StyleFileTests {
  @Test("reads every value of a small style")
  func reads() throws {
    let style = try StyleFile.decode(text: SmallStyle.text, file: "small.yaml")
    #expect(style.name == "small")
    #expect(style.tempo == Style.TempoRange(low: 80, high: 120, typical: 100))
    #expect(style.meters == [.init(.common, weight: 3), .init(.waltz, weight: 1)])
    #expect(style.scales == [.init(.minor)])
    #expect(style.mood == Mood(valence: 0.5, energy: -0.25))
    #expect(style.loudness == LUFS(-12.5))
    #expect(style.ending == .held)
    #expect(style.forms[0].sections[1] == .init(name: "verse", bars: 8, energy: 0.6))
    #expect(style.harmony.progressions[0].bars == ["i7", "iv9 V7b9"])
    #expect(style.harmony.progressions[0].sections == ["verse"])
    #expect(style.harmony.progressions[1].weight == 1)
    #expect(style.harmony.substitution == 0.2)
    #expect(style.parts[0].patterns[0].energy == 0.1...0.9)
    #expect(style.parts[0].patterns[0].length == Beat(4))
    #expect(style.parts[0].patterns[1].isFill)
    #expect(style.parts[1].register == 28...48)
    #expect(style.parts[1].instruments.map(\.weight) == [3, 1])
    #expect(style.parts[1].patterns[0].meter == .waltz)
    #expect(style.groove.swingUnit == Beat(1, 2))
    #expect(style.groove.push == ["snare": 10, "bass": -4])
    #expect(style.mix.channels["drums"]?.highPass == Hertz(30))
    #expect(style.mix.channels["bass"]?.reverb == nil)
    #expect(style.mix.delayBeats == Beat(1, 2))
  }

  @Test("reads a second voice of a melody, and its usual energy")
  func harmonies() throws {
    func profile(_ words: String) throws -> MelodyProfile? {
      let start = try #require(SmallStyle.text.range(of: "  - id: bass")).lowerBound
      let end = try #require(SmallStyle.text.range(of: "groove:")).lowerBound
      var text = SmallStyle.text
      text.replaceSubrange(
        start..<end,
        with: "  - {id: bass, role: lead, player: melodist, instruments: grand-piano, "
          + "register: C4...C6, melody: {notes-per-bar: 4\(words)}}\n")
      return try StyleFile.decode(text: text, file: "small.yaml").parts[1].melody
    }
    #expect(try profile("")?.harmonies == nil)
    #expect(try profile(", harmonies: sixths")?.harmonies == .init(.sixths, from: 0.75))
    let early = try profile(", harmonies: octaves, harmonies-from: 0.2")
    #expect(early?.harmonies == .init(.octaves, from: 0.2))
    #expect(throws: StyleFileError.self) { try profile(", harmonies: fifths") }
    #expect(throws: StyleFileError.self) { try profile(", harmonies-from: 2") }
  }

  /// A spoiled line, the key that the error names, and words of the problem.
  struct Spoil: Sendable, CustomStringConvertible {
    var found: String, replacement: String, key: String, problem: String
    var description: String { "\(found) -> \(replacement)" }

    init(_ found: String, _ replacement: String, _ key: String, _ problem: String) {
      self.found = found
      self.replacement = replacement
      self.key = key
      self.problem = problem
    }
  }

  static let spoils = [
    Spoil("schema: 1", "schema: 2", "schema", "schema 2, this program reads schema 1"),
    Spoil("schema: 1", "schema: one", "schema", "expected a whole number, found 'one'"),
    Spoil("title: Small", "titel: Small", "titel", "unknown key 'titel', did you mean 'title'?"),
    Spoil("name: small", "name: Small One", "name", "expected a name of small letters"),
    Spoil("title: Small", "title: [a]", "title", "expected a text, found 'a list'"),
    Spoil("title: Small", "title: ''", "title", "not empty"),
    Spoil("low: 80", "low: fast", "tempo.low", "expected a number, found 'fast'"),
    Spoil("low: 80", "low: 5", "tempo.low", "expected a number from 20 to 400, found 5"),
    Spoil("low: 80", "low: .nan", "tempo.low", "expected a number"),
    Spoil("low: 80", "low: 110", "tempo", "low, typical and high must ascend"),
    Spoil("low: 80, ", "", "tempo", "the key 'low' is missing"),
    Spoil("{4/4: 3", "{4/5: 3", "meters.4/5", "expected a metre such as 4/4, found '4/5'"),
    Spoil("{4/4: 3", "{4/4: 0", "meters.4/4", "a weight of more than 0"),
    Spoil("{4/4: 3, 3/4: 1}", "{}", "meters", "at least one metre"),
    Spoil("[minor]", "[miner]", "scales[0]", "unknown scale 'miner', did you mean 'minor'?"),
    Spoil("[minor]", "[minor, minor]", "scales[1]", "the name 'minor' is used twice"),
    Spoil("[minor]", "[major]", "harmony", "there is no major progression"),
    Spoil("valence: 0.5", "valence: 2", "mood.valence", "from -1 to 1, found 2"),
    Spoil("-12.5", "3", "loudness", "from -24 to -6"),
    Spoil("ending: held", "ending: hold", "ending", "unknown ending 'hold', did you mean 'held'?"),
    Spoil("intro 4 0.2", "intro 4", "forms[0].sections[0]", "a kind, bars and energy"),
    Spoil(
      "intro 4 0.2", "intor 4 0.2", "forms[0].sections[0]",
      "unknown section kind 'intor', did you mean 'intro'?"),
    Spoil("intro 4 0.2", "intro 0 0.2", "forms[0].sections[0]", "1 to 64 bars"),
    Spoil("intro 4 0.2", "intro 4 1.2", "forms[0].sections[0]", "an energy from 0 to 1"),
    Spoil(
      "iv9 V7b9", "iv9 H7", "harmony.progressions.minor[0].bars", "'H7' is not a roman numeral"),
    Spoil("iv9 V7b9", "", "harmony.progressions.minor[0].bars", "1 to 4 chords in a bar"),
    Spoil(
      "sections: [verse]", "sections: [vers]", "harmony.progressions.minor[0].sections[0]",
      "did you mean 'verse'?"),
    Spoil("weight: 3}", "weight: -3}", "harmony.progressions.minor[0].weight", "from 0 to 1000"),
    Spoil("\"V7 | i\"", "\"V7 | i7b\"", "harmony.cadences.minor[0]", "(character 3)"),
    Spoil("id: bass", "id: drums", "parts[1].id", "the name 'drums' is used twice"),
    Spoil("id: bass", "id: Bass!", "parts[1].id", "an id of small letters"),
    Spoil("role: bass", "role: base", "parts[1].role", "did you mean 'bass'?"),
    Spoil("player: bassist", "player: basist", "parts[1].player", "did you mean 'bassist'?"),
    Spoil(
      "upright-bass: 3", "uprihgt-bass: 3", "parts[1].instruments.uprihgt-bass",
      "unknown instrument 'uprihgt-bass', did you mean 'upright-bass'?"),
    Spoil(
      "upright-bass: 3", "jazz-kit: 3", "parts[1].instruments", "cannot stand in for each other"),
    Spoil(
      "E1...C3", "A0...C3", "parts[1].register", "leaves the range of upright-bass, E1...G4"),
    Spoil("E1...C3", "E1-C3", "parts[1].register", "notes such as E1...G3"),
    Spoil("E1...C3", "C3...E1", "parts[1].register", "notes that ascend"),
    Spoil("register: E1...C3", "enters: 0.5", "parts[1]", "the key 'register' is missing"),
    Spoil(
      "register: E1...C3", "register: E1...C3\n    presence: 2", "parts[1].presence", "found 2"),
    Spoil("energy: 0.1...0.9", "energy: 0.9...0.1", "parts[0].patterns[0].energy", "that ascend"),
    Spoil("energy: 0.1...0.9", "energy: 0.5", "parts[0].patterns[0].energy", "such as 0.2...0.7"),
    Spoil("X... ..x. |", "X..q ..x. |", "parts[0].patterns[0].voices.kick", "'q' (step 4)"),
    Spoil("X... ..x. |", "X... ..x. .|", "parts[0].patterns[0].voices.kick", "17 steps do not fit"),
    Spoil("kick:", "kik:", "parts[0].patterns[0].voices.kik", "did you mean 'kick'?"),
    Spoil("\"xx.f\"", "\"xxxx xxxx xxxx xxxx x\"", "parts[0].patterns[1].voices.snare", "17 steps"),
    Spoil("name: turn", "name: beat", "parts[0].patterns[1].name", "used twice"),
    Spoil("is-fill: true", "is-fill: maybe", "parts[0].patterns[1].is-fill", "true or false"),
    Spoil("line:", "lines:", "parts[1].patterns[0].voices.lines", "did you mean 'line'?"),
    Spoil(
      "per-beat: 2", "per-beat: 5", "parts[1].patterns[0].steps-per-beat", "2, 3, 4, 6, 8 or 12"),
    Spoil("meter: 3/4,", "meter: 7/16,", "parts[1].patterns[0]", "do not divide a bar of 7/16"),
    Spoil("swing: 0.6", "swing: 0.8", "groove.swing", "from 0.5 to 0.75"),
    Spoil("swing-unit: 1/2", "swing-unit: 1/8", "groove.swing-unit", "beats from 1/4 to 2"),
    Spoil("snare: 10", "snair: 10", "groove.push.snair", "did you mean 'snare'?"),
    Spoil("gate: {bass: 0.8}", "gate: {bass: 3}", "groove.gate.bass", "from 0.1 to 1.1"),
    Spoil("pedal: [bass]", "pedal: [base]", "groove.pedal[0]", "did you mean 'bass'?"),
    Spoil("bass: {level: -2}", "chords: {level: -2}", "mix.channels", "the key 'bass' is missing"),
    Spoil("pan: 0.1", "pan: 1.1", "mix.channels.drums.pan", "from -1 to 1"),
    Spoil("delay-beats: 1/2", "delay-beats: 9", "mix.delay-beats", "beats up to 4"),
    Spoil("ending: held", "ending: held\nending: stop", "ending", "stands here twice"),
  ]

  @Test("names file, line, key and problem", arguments: spoils)
  func errors(spoil: Spoil) throws {
    let (text, line) = SmallStyle.spoiled(spoil.found, spoil.replacement)
    let error = try #require(SmallStyle.error(text), "\(spoil) was accepted")
    #expect(error.file == "small.yaml")
    #expect(error.place?.key == spoil.key)
    #expect(error.description.contains(spoil.problem), "\(error)")
    let found = try #require(error.place?.line)
    #expect(abs(found - line) <= 1 || spoil.key.split(separator: ".").count <= 2, "\(error)")
  }

  @Test("refuses what is not a style at all")
  func hostile() {
    for text in ["", "[", "a: b: c", "- 1", "just words", "\u{0}", "schema: 1", "{schema: 1}"] {
      #expect(SmallStyle.error(text) != nil, "\(text)")
    }
    let deep = String(repeating: "[", count: 50_000)
    #expect(SmallStyle.error(deep)?.description.contains("nested too deeply") == true)
    let steps = String(repeating: "- ", count: 50_000)
    #expect(SmallStyle.error(steps)?.description.contains("nested too deeply") == true)
    let large = "schema: 1\n#" + String(repeating: "x", count: StyleFile.sizeLimit)
    guard case .tooLarge = SmallStyle.error(large) else {
      Issue.record("a huge file was read")
      return
    }
  }

  @Test("says where the YAML itself is broken")
  func syntax() throws {
    let (text, line) = SmallStyle.spoiled("title: Small", "title: 'Small")
    let error = try #require(SmallStyle.error(text))
    #expect(try #require(error.place?.line) >= line)
  }

  @Test("every prefix of a style gives a style or an error")
  func prefixes() {
    let characters = Array(SmallStyle.text)
    for length in stride(from: 0, to: characters.count - 30, by: 7) {
      #expect(SmallStyle.error(String(characters[..<length])) != nil)
    }
  }
}
