import Foundation
import Music
import PresetFiles
import Production
import Signal
import Testing

/// The presets that ship with the program.
enum OwnPresets {
  static let folder: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Formats/PresetFiles/Resources").path
  static let instruments: [Instrument] = Instrument.catalogue.filter(\.isSynthesized)
}

@Suite("PresetFile") struct PresetFileTests {
  private static let small = """
    schema: 1
    name: sub-bass
    title: Sub
    description: A sine.
    level: -3
    polyphony: 1
    glide: {time: 0.1, mode: legato}
    synth:
      oscillators:
        - {shape: sine}
      filter: {cutoff: 400}
      lfos:
        - {target: pitch, rate: 5, depth: 10}
    """

  @Test("every synthesised instrument has its preset file, and every file its instrument")
  func registration() throws {
    let library = try PresetLibrary.load(folders: [OwnPresets.folder])
    #expect(library.names == OwnPresets.instruments.map(\.id).sorted())
    #expect(OwnPresets.instruments.count >= 30)
  }

  @Test("every preset file is read", arguments: OwnPresets.instruments)
  func own(instrument: Instrument) throws {
    let library = try PresetLibrary.load(folders: [OwnPresets.folder])
    let entry = try #require(try library.entry(named: instrument.id))
    #expect(entry.preset.id == instrument.id)
    #expect(entry.preset.polyphony >= 1)
    let data = try JSONEncoder().encode(entry.preset)
    #expect(try JSONDecoder().decode(Preset.self, from: data) == entry.preset)
  }

  @Test("values are read as written, and what is not said has its default")
  func values() throws {
    let preset = try PresetFile.decode(text: Self.small, file: "small.yaml")
    #expect(preset.level == -3)
    #expect(preset.glide == Preset.Glide(time: 0.1, mode: .legato))
    guard case .synth(let patch) = preset.voice else {
      Issue.record("not a synth")
      return
    }
    #expect(patch.oscillators == [SynthPatch.Oscillator(shape: .sine)])
    #expect(patch.filter == SynthPatch.Filter(cutoff: 400))
    #expect(patch.lfos == [SynthPatch.LFO(shape: .sine, target: .pitch, rate: 5, depth: 10)])
  }

  /// What is replaced in the small preset, by what, and the error as one line.
  private static let faults: [(String, String, String)] = [
    ("schema: 1", "schema: 2", "1: schema: schema 2, this program reads schema 1"),
    ("title: Sub\n", "", "1: the key 'title' is missing"),
    ("level: -3", "level: loud", "5: level: expected a number, found 'loud'"),
    ("level: -3", "level: 90", "5: level: expected a number from -90 to 24, found 90"),
    ("level: -3", "level: nan", "5: level: expected a number, found 'nan'"),
    ("level: -3", "colour: red", "5: colour: unknown key 'colour'; known are schema, name, title"),
    ("polyphony: 1", "polyphony: 1.5", "6: polyphony: expected a whole number, found '1.5'"),
    ("polyphony: 1", "polyphony: 0", "6: polyphony: expected a whole number from 1 to 64, found 0"),
    ("polyphony: 1", "polyphony: 1\npolyphony: 2", "the key 'polyphony' stands here twice"),
    (
      "mode: legato", "mode: maybe", "7: glide.mode: unknown mode 'maybe'; known are legato, always"
    ),
    ("name: sub-bass", "name: kazoo", "2: name: unknown synthesised instrument 'kazoo'"),
    ("name: sub-bass", "name: analog-kit", "analog-kit is a drum kit and needs the key kit"),
    (
      "- {shape: sine}", "- {shape: saw, width: 0.3}",
      "10: synth.oscillators[0].width: only a pulse has a width"
    ),
    ("- {shape: sine}", "- {shape: round}", "synth.oscillators[0].shape: unknown shape 'round'"),
    ("- {shape: sine}", "[]", "synth.oscillators: expected 1 to 4 entries, found 0"),
    ("- {shape: sine}", "sine", "synth.oscillators: expected a list, found 'sine'"),
    (
      "{cutoff: 400}", "{cutoff: 400, slope: 18}", "synth.filter.slope: expected 12 or 24, found 18"
    ),
    ("{cutoff: 400}", "{}", "11: synth.filter: the key 'cutoff' is missing"),
    ("depth: 10", "depth: 9999", "synth.lfos[0].depth: expected a number from 0 to 1200"),
    ("synth:", "organ:", "organ: unknown key 'organ'"),
    ("description: A sine.", "description: [", "not YAML"),
    (
      "description: A sine.", "description: \"a\\u001Bb\"", "expected a line of 1 to 400 characters"
    ),
    ("\nsynth:", "\ntexture: {hiss: -40}\nsynth:", "a preset has one of the keys"),
  ]

  @Test("what is wrong is told with file, line and key", arguments: faults)
  func errors(old: String, new: String, problem: String) throws {
    let text = Self.small.replacingOccurrences(of: old, with: new)
    #expect(text != Self.small)
    do {
      _ = try PresetFile.decode(text: text, file: "small.yaml")
      Issue.record("no error for \(new)")
    } catch {
      #expect("\(error)".hasPrefix("small.yaml:"), "\(error)")
      #expect("\(error)".contains(problem), "\(error)")
    }
  }

  @Test("FM operators, kits and sweeps that contradict themselves are refused")
  func contradictions() {
    func problem(_ name: String, _ voice: String) -> String {
      let text = "schema: 1\nname: \(name)\ntitle: T\ndescription: D\n\(voice)\n"
      do throws(PresetFileError) {
        _ = try PresetFile.decode(text: text, file: "x.yaml")
        return "none"
      } catch {
        return error.problem
      }
    }
    let heard = "{level: 0, envelope: {}}"
    #expect(
      problem("fm-bass", "fm: {operators: [\(heard), {index: 1, modulates: [1], envelope: {}}]}")
        .contains("from 0 to 0"))
    #expect(
      problem("fm-bass", "fm: {operators: [\(heard), {level: 0, modulates: [0], envelope: {}}]}")
        .contains("is heard or modulates"))
    #expect(
      problem("fm-bass", "fm: {operators: [{index: 1, envelope: {}}]}").contains("no operator is"))
    #expect(
      problem(
        "chip-kit",
        "kit: {pieces: [{name: a, keys: {kick: 0}, layers: [{source: noise, decay: 1}]}]}"
      ).contains("no piece plays side-stick, snare"))
    #expect(
      problem(
        "chip-kit",
        "kit: {pieces: [{name: a, keys: {tin: 0}, layers: [{source: noise, decay: 1}]}]}"
      ).contains("unknown drum 'tin'"))
    #expect(
      problem("impact", "hit: {layers: [{source: noise, frequency: 9, decay: 1}]}").contains(
        "noise has no frequency"))
    #expect(
      problem("riser", "sweep: {filter: low-pass, cutoff: {from: 100, to: 900}}").contains(
        "noise, tone or both"))
    #expect(problem("tape-texture", "texture: {low: 900, high: 100}").contains("low lies below"))
  }

  @Test("text that could exhaust the parser is refused before it")
  func hostile() {
    let deep = String(repeating: "[", count: 100_000 / 2)
    #expect(throws: PresetFileError.self) {
      try PresetFile.decode(text: "name: " + deep, file: "deep.yaml")
    }
    let long = String(repeating: "x", count: PresetFile.sizeLimit + 1)
    #expect(
      throws: PresetFileError.tooLarge(
        file: "long.yaml", bytes: PresetFile.sizeLimit + 1, limit: PresetFile.sizeLimit)
    ) {
      try PresetFile.decode(text: long, file: "long.yaml")
    }
    #expect(throws: PresetFileError.self) { try PresetFile.decode(text: "", file: "empty.yaml") }
  }
}

@Suite("PresetLibrary") struct PresetLibraryTests {
  private func folder(_ files: [String: String]) throws -> String {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("presets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }
    return url.path
  }

  private let text = """
    schema: 1
    name: sub-bass
    title: Sub
    description: A sine.
    level: -3
    synth: {oscillators: [{shape: sine}]}
    """

  @Test("a later folder wins, other files are passed over, and a name without a file has no preset")
  func folders() throws {
    let first = try folder(["sub-bass.yaml": text, "notes.txt": "-", ".sub.yaml": "["])
    let second = try folder(["sub-bass.yaml": text.replacingOccurrences(of: "-3", with: "-9")])
    defer {
      try? FileManager.default.removeItem(atPath: first)
      try? FileManager.default.removeItem(atPath: second)
    }
    let library = try PresetLibrary.load(folders: [first, second])
    #expect(library.names == ["sub-bass"])
    #expect(try library.entry(named: "sub-bass")?.preset.level == -9)
    #expect(library.file(of: "sub-bass") == "\(second)/sub-bass.yaml")
    #expect(try library.entry(named: "riser") == nil)
    #expect(try PresetLibrary.empty.entry(named: "sub-bass") == nil)
  }

  @Test("missing folders, misnamed, unreadable and special files are told apart")
  func errors() throws {
    #expect(throws: PresetLibraryError.noFolder("/no/such/folder")) {
      try PresetLibrary.load(folders: ["/no/such/folder"])
    }
    let own = try folder(["riser.yaml": text, "empty.yaml": ""])
    defer { try? FileManager.default.removeItem(atPath: own) }
    try Data([0xFF, 0xFE, 0xC0]).write(to: URL(fileURLWithPath: "\(own)/bytes.yaml"))
    try FileManager.default.createDirectory(
      atPath: "\(own)/folder.yaml", withIntermediateDirectories: false)
    let library = try PresetLibrary.load(folders: [own])
    #expect(throws: PresetFileError.misnamed(file: "\(own)/riser.yaml", name: "sub-bass")) {
      try library.entry(named: "riser")
    }
    #expect(throws: PresetFileError.unreadable(file: "\(own)/bytes.yaml")) {
      try library.entry(named: "bytes")
    }
    #expect(throws: PresetFileError.notAFile(file: "\(own)/folder.yaml")) {
      try library.entry(named: "folder")
    }
    #expect(throws: PresetFileError.self) { try library.entry(named: "empty") }
  }
}
