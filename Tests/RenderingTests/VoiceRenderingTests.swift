import AudioFiles
import Foundation
import Instruments
import Music
import PresetFiles
import Production
import Rendering
import Signal
import Synchronization
import Testing

@Suite("Rendering with voices")
struct VoiceRenderingTests {
  private let folder: TemporaryFolder
  private let presets: TemporaryFolder
  private var cache: RenderCache { RenderCache(folder: folder.path) }

  private static let own = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Formats/PresetFiles/Resources").path

  init() throws {
    folder = try TemporaryFolder()
    presets = try TemporaryFolder()
    for name in ["supersaw", "808-kit-synth", "riser"] {
      try FileManager.default.copyItem(
        atPath: "\(Self.own)/\(name).yaml", toPath: "\(presets.path)/\(name).yaml")
    }
  }

  private func renderer(loop: Bool = false, threads: Int = 2) throws -> Renderer {
    Renderer(
      settings: RenderSettings(
        soundFont: try SoundFontLocator().locate(),
        presets: try PresetLibrary.load(folders: [presets.path]), loop: loop, threads: threads),
      cache: cache)
  }

  /// Two seconds: a synthesised kit, a supersaw, a bass whose preset is not there, and a piano.
  private func song() throws -> (Performance, Score) {
    let instruments: [(String, Role, String, [Int])] = [
      ("drums", .drums, "808-kit-synth", [36, 42, 38, 46]),
      ("lead", .lead, "supersaw", [69, 72, 76, 72]),
      ("bass", .bass, "analog-bass", [33, 33, 36, 40]),
      ("piano", .chords, "grand-piano", [60, 64, 67, 72]),
    ]
    let score = Score(
      title: "Test", meters: MeterMap(try #require(Meter(4, 4))),
      tempo: TempoMap(beatsPerMinute: 120), keys: [], sections: [], chords: [],
      parts: try instruments.map {
        Part(id: $0.0, name: $0.0, role: $0.1, instrument: try #require(Instrument(id: $0.2)))
      }, length: Beat(4))
    let parts = instruments.map { id, _, _, keys in
      PerformedPart(
        id: id,
        notes: keys.enumerated().map { beat, key in
          PerformedNote(
            written: Beat(beat), time: Double(beat) / 2, duration: 0.4, key: key, velocity: 90)
        })
    }
    return (Performance(amount: 1, parts: parts, seconds: score.seconds), score)
  }

  private func sound(_ stem: Stem) throws -> AudioBuffer {
    try SampleCacheReader(path: cache.path(stem.digest)).readAll()
  }

  @Test(
    "a synthesised instrument is played by its preset, and by the SoundFont where there is none")
  func voices() throws {
    let (performance, score) = try song()
    let missing = Mutex([String]())
    let stems = try renderer().render(performance: performance, score: score) { event in
      if case .presetSubstituted(let part, let preset) = event {
        missing.withLock { $0.append("\(part) \(preset)") }
      }
    }
    #expect(missing.withLock { $0 } == ["bass analog-bass"])
    for stem in stems.stems {
      let sound = try sound(stem)
      #expect(sound.isFinite)
      #expect(sound.peak > 0.01, "\(stem.id)")
      #expect(sound[frames: sound.frameCount - 64..<sound.frameCount].peak < 1e-4, "\(stem.id)")
    }
    // The same part on the SoundFont's program is another sound.
    var general = score
    general.parts[1].instrument = try #require(Instrument.melodic(program: 81))
    let other = try renderer().render(performance: performance, score: general)
    #expect(other.stems[1].digest != stems.stems[1].digest)
    #expect(other.stems[3] == stems.stems[3])
  }

  @Test("the bytes do not depend on threads, and a second time all is in the cache")
  func threads() throws {
    let (performance, score) = try song()
    let stems = try renderer().render(performance: performance, score: score)
    let reused = Mutex(0)
    let again = try renderer(threads: 1).render(performance: performance, score: score) { event in
      if case .reused = event { reused.withLock { $0 += 1 } }
    }
    #expect(again == stems)
    #expect(reused.withLock { $0 } == 4)
    let bytes = try stems.stems.map { try Data(contentsOf: URL(filePath: cache.path($0.digest))) }
    for stem in stems.stems { try FileManager.default.removeItem(atPath: cache.path(stem.digest)) }
    _ = try renderer(threads: 1).render(performance: performance, score: score)
    for (stem, old) in zip(stems.stems, bytes) {
      #expect(try Data(contentsOf: URL(filePath: cache.path(stem.digest))) == old, "\(stem.id)")
    }
  }

  @Test("a changed preset file changes the stems that it plays and no other")
  func changed() throws {
    let (performance, score) = try song()
    let before = try renderer().render(performance: performance, score: score)
    let file = URL(filePath: "\(presets.path)/supersaw.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacingOccurrences(of: "detune: 16", with: "detune: 20")
      .write(to: file, atomically: true, encoding: .utf8)
    let after = try renderer().render(performance: performance, score: score)
    #expect(after.stems.indices.filter { after.stems[$0] != before.stems[$0] } == [1])
  }

  @Test("a wrong preset file is an error that names its line, before any work")
  func wrong() throws {
    let (performance, score) = try song()
    let file = "\(presets.path)/supersaw.yaml"
    try "schema: 1\nname: supersaw\nvolume: 3\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    do {
      _ = try renderer().render(performance: performance, score: score)
      Issue.record("no error")
    } catch RenderingError.preset(let error) {
      #expect(error.place?.line == 3)
      #expect(error.file == file)
    }
  }

  @Test("a loop of voices is as long as its music to the frame, and its tails come round")
  func loop() throws {
    let (performance, score) = try song()
    let once = try renderer().render(performance: performance, score: score)
    let loop = try renderer(loop: true).render(performance: performance, score: score)
    #expect(loop.stems.allSatisfy { $0.frames == 96_000 })
    for index in [0, 1] {
      let (whole, turn) = (try sound(once.stems[index]), try sound(loop.stems[index]))
      var folded = whole[frames: 0..<96_000]
      folded.mix(whole[frames: 96_000..<min(whole.frameCount, 192_000)])
      #expect(folded == turn)
    }
  }
}
