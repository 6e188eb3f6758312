import Foundation
import Music
import Production
import Reviewing
import StyleFiles
import Testing

/// The example of the guide, and ways to make it worse.
enum GuideStyle {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The whole style file that the guide shows.
  static let text: String = {
    let guide = repository.appendingPathComponent("docs/write-a-style.md")
    let page = (try? String(contentsOf: guide, encoding: .utf8)) ?? ""
    let start = page.range(of: "```yaml\nschema: 1")
    let rest = start.map { page[$0.lowerBound...].dropFirst(8) } ?? ""
    return rest.range(of: "\n```").map { String(rest[..<$0.lowerBound]) + "\n" } ?? ""
  }()

  static func style(replacing found: String = "", with text: String = "") throws -> Style {
    var changed = Self.text
    if !found.isEmpty {
      let place = try #require(changed.range(of: found), "the guide has no '\(found)'")
      changed.replaceSubrange(place, with: text)
    }
    return try StyleFile.decode(text: changed, file: "surf-rock.yaml")
  }
}

@Suite("StyleLinter")
struct StyleLinterTests {
  /// A change that makes the guide's style worse, and what the linter says of it.
  struct Spoil: Sendable, CustomTestStringConvertible {
    var rule: StyleWarning.Rule
    var key: String
    var found: String
    var replacement: String

    init(_ rule: StyleWarning.Rule, _ key: String, _ found: String, _ replacement: String) {
      self.rule = rule
      self.key = key
      self.found = found
      self.replacement = replacement
    }

    var testDescription: String { rule.rawValue }
  }

  static let spoils = [
    Spoil(.flatForm, "forms[1].sections", "- chorus 8 0.9\n", "- chorus 8 0.7\n"),
    Spoil(.climaxPlace, "forms[1].sections[0]", "- intro 4 0.45", "- intro 4 0.99"),
    Spoil(.twoClimaxes, "forms[0].sections[5]", "- chorus 8 0.75", "- chorus 8 0.92"),
    Spoil(.equalNeighbours, "forms[1].sections[2]", "- verse 8 0.65", "- verse 8 0.55"),
    Spoil(.oddLength, "forms[0].sections[1]", "- verse 8 0.55", "- verse 7 0.55"),
    Spoil(
      .repeatedProgression, "harmony.progressions.minor[5]", "- \"i | bVII | bVI | V7\"",
      "- \"i | i | bVII | bVII\""),
    Spoil(.openCadence, "harmony.cadences.minor[0]", "- \"iv | V7 | i\"", "- \"iv | V7 | bVI\""),
    Spoil(
      .noProgression, "harmony.progressions.minor",
      "sections: [bridge, break], weight: 2}\n      - \"i | bVII | bVI | V7\"",
      "sections: [bridge], weight: 2}\n      - {bars: \"i | bVII | bVI | V7\", sections: [solo]}"),
    Spoil(
      .noPattern, "parts[2].patterns", "{name: splash, energy: 0...0.5,",
      "{name: splash, energy: 0...0.2,"),
    Spoil(.leadRange, "parts[4].register", "register: E3...G5", "register: E3...A3"),
    Spoil(.narrowRegister, "parts[1].register", "register: E1...D3", "register: E1...E1"),
    Spoil(
      .plainMelody, "parts[4]",
      "    melody: {notes-per-bar: 4.5, syncopation: 0.3, steps: 0.65, ornament: 0.2, rest: 1.5}\n",
      ""
    ),
    Spoil(
      .silentVoice, "parts[0].patterns[0].voices.side-stick", "side-stick: \".... x... .... x...\"",
      "side-stick: \"E(0,16)\""),
    Spoil(
      .raggedFill, "parts[0].patterns[4].voices", "kick: \"X... X...\"}}", "kick: \"X... X\"}}"),
    Spoil(.highBass, "parts[1].register", "register: E1...D3", "register: E1...C4"),
    Spoil(
      .threeHands, "parts[0].patterns[2].voices", "ride:  \"X... X",
      "crash: \"X... X... X... X...\"\n          ride:  \"X... X"),
    Spoil(.noBreath, "parts[4].melody.rest", "rest: 1.5", "rest: 0.25"),
    Spoil(.wideArpeggio, "parts[3].arpeggiator.range", "range: 2,", "range: 3,"),
    Spoil(
      .unusualTempo, "tempo.typical", "{low: 138, typical: 156, high: 176}",
      "{low: 200, typical: 230, high: 260}"),
    Spoil(
      .unusualTempo, "tempo", "{low: 138, typical: 156, high: 176}",
      "{low: 60, typical: 156, high: 176}"),
    Spoil(.unusualLoudness, "loudness", "loudness: -11", "loudness: -6.5"),
    Spoil(.noReference, "mix.channels", "drums: {level: 0,", "drums: {level: -1,"),
    Spoil(.inaudible, "mix.channels.organ.level", "organ: {level: -10", "organ: {level: -30"),
    Spoil(.looseBass, "mix.channels.bass.pan", "bass: {level: -3,", "bass: {level: -3, pan: 0.4,"),
    Spoil(
      .looseBass, "mix.channels.bass.reverb", "bass: {level: -3,", "bass: {level: -3, reverb: -9,"),
    Spoil(
      .idleEntry, "mix.channels.pad", "reverb-time: 2.6", "  pad: {level: -9}\n  reverb-time: 2.6"),
    Spoil(.idleEntry, "groove.push.counter", "push: {snare: 3,", "push: {snare: 3, counter: 4,"),
    Spoil(
      .playsThrough, "parts[3]",
      "    presence: 0.5\n    enters: 0.7\n    silent-in: [intro, outro]\n", ""),
  ]

  @Test("has nothing to say of the guide's example")
  func clean() throws {
    #expect(StyleLinter.warnings(for: try GuideStyle.style()) == [])
  }

  @Test("says one thing of each spoilt example, at its key", arguments: spoils)
  func spoilt(spoil: Spoil) throws {
    let style = try GuideStyle.style(replacing: spoil.found, with: spoil.replacement)
    let warnings = StyleLinter.warnings(for: style)
    let found = warnings.filter { $0.rule == spoil.rule }
    #expect(found.map(\.key).contains(spoil.key), "\(warnings)")
    #expect(warnings.count <= 2, "\(warnings)")
    #expect(found.allSatisfy { !$0.problem.isEmpty && !$0.problem.hasSuffix(".") })
  }

  @Test("says what whole parts and lists lack")
  func lacks() throws {
    var style = try GuideStyle.style()
    style.forms = [style.forms[0]]
    style.harmony.progressions = Array(style.harmony.progressions.filter(\.isMinor).prefix(2))
    style.scales = [.init(.minor)]
    style.parts[0].patterns.removeAll(where: \.isFill)
    style.parts[3] = StylePart(
      id: "organ", role: .chords, player: .keyboardist,
      instruments: style.parts[3].instruments, enters: 0.7, register: 30...72,
      patterns: [Pattern(name: "carpet", voices: ["hits": "xxxx xxxx xxxx xxxx"])])
    style.parts.append(
      StylePart(
        id: "second", role: .counter, player: .counterpoint,
        instruments: style.parts[4].instruments, enters: 0.7, register: 52...79))
    style.meters = [.init(Meter(6, 8) ?? .common)]
    style.groove.swing = 0.6
    for name in style.mix.channels.keys { style.mix.channels[name]?.pan = 0 }
    let rules = Set(StyleLinter.warnings(for: style).map(\.rule))
    let expected: Set<StyleWarning.Rule> = [
      .oneForm, .fewProgressions, .noFill, .lowChords, .solidComping, .registerClash, .idleSwing,
      .allInTheMiddle,
    ]
    #expect(expected.isSubset(of: rules), "\(expected.subtracting(rules))")
    let tested = expected.union(Self.spoils.map(\.rule))
    #expect(tested == Set(StyleWarning.Rule.allCases), "every rule has a style that breaks it")
  }

  @Test("keeps silent where the style names the rule among its exceptions")
  func exceptions() throws {
    var style = try GuideStyle.style(
      replacing: "    presence: 0.5\n    enters: 0.7\n    silent-in: [intro, outro]\n", with: "")
    #expect(StyleLinter.warnings(for: style).map(\.rule).contains(.playsThrough))
    style.exceptions = [Critique.Rule.noRest.rawValue]
    #expect(!StyleLinter.warnings(for: style).map(\.rule).contains(.playsThrough))
  }

  @Test("documents every rule")
  func documented() throws {
    let page = try String(
      contentsOf: GuideStyle.repository.appendingPathComponent("docs/style-linter.md"),
      encoding: .utf8)
    for rule in StyleWarning.Rule.allCases {
      #expect(page.contains("| `\(rule.rawValue)` |"), "\(rule.rawValue)")
    }
  }

  @Test("hears nothing gravely wrong in the program's own styles")
  func own() throws {
    let folder = GuideStyle.repository.appendingPathComponent(
      "Sources/Formats/StyleFiles/Resources")
    let library = try StyleLibrary.load(folders: [folder.path])
    let grave: Set<StyleWarning.Rule> = [
      .flatForm, .twoClimaxes, .openCadence, .noPattern, .threeHands, .repeatedProgression,
    ]
    for style in try library.all {
      let warnings = StyleLinter.warnings(for: style).filter { grave.contains($0.rule) }
      #expect(warnings.isEmpty, "\(style.name): \(warnings)")
    }
  }
}
