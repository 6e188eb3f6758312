import AudioFiles
import Foundation
import Instruments
import Music
import Production
import Rendering
import Signal
import Synchronization
import Testing

/// A folder that goes when the test ends.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "etude-" + UUID().uuidString
  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}

@Suite("Renderer")
struct RendererTests {
  private let folder: TemporaryFolder
  private var cache: RenderCache { RenderCache(folder: folder.path) }

  init() throws { folder = try TemporaryFolder() }

  private func settings(loop: Bool = false, threads: Int = 2) throws -> RenderSettings {
    RenderSettings(soundFont: try SoundFontLocator().locate(), loop: loop, threads: threads)
  }

  /// Four beats at 120: bass, drums and mallets; `mallet` is the key of the second mallet note.
  private func song(mallet: Int = 74, beats: Int = 4) throws -> (Performance, Score) {
    let instruments = [
      ("drums", Role.drums, Instrument.standardKit),
      ("bass", .bass, try #require(Instrument.melodic(program: 33))),
      ("mallets", .lead, try #require(Instrument.melodic(program: 115))),
    ]
    let score = Score(
      title: "Test", meters: MeterMap(try #require(Meter(4, 4))),
      tempo: TempoMap(beatsPerMinute: 120), keys: [], sections: [], chords: [],
      parts: instruments.map { Part(id: $0.0, name: $0.0, role: $0.1, instrument: $0.2) },
      length: Beat(beats))
    let keys = [
      "drums": [36, 42, 38, 42], "bass": [33, 33, 36, 40], "mallets": [72, mallet, 77, 79],
    ]
    let parts = instruments.map { id, _, _ in
      PerformedPart(
        id: id,
        notes: (keys[id] ?? []).enumerated().map { beat, key in
          PerformedNote(
            written: Beat(beat), time: Double(beat) / 2, duration: 0.4, key: key, velocity: 90)
        })
    }
    return (Performance(amount: 1, parts: parts, seconds: score.seconds), score)
  }

  private func sound(_ stem: Stem) throws -> AudioBuffer {
    try SampleCacheReader(path: cache.path(stem.digest)).readAll()
  }

  @Test("each part becomes a stem with its tail, whatever the number of threads")
  func stems() throws {
    let (performance, score) = try song()
    let stems = try Renderer(settings: try settings(), cache: cache)
      .render(performance: performance, score: score)
    #expect(stems.stems.map(\.id) == ["drums", "bass", "mallets"])
    #expect(stems.musicFrames == 96_000)
    #expect(stems.frames == max(96_000, stems.stems.map(\.frames).max() ?? 0))
    #expect(stems.soundFont.name == "FluidR3_GM.sf2")
    let sounds = try stems.stems.map(sound)
    for (stem, sound) in zip(stems.stems, sounds) {
      #expect(stem.frames == sound.frameCount)
      #expect(sound.peak > 0.01)
      let end = sound[frames: sound.frameCount - 64..<sound.frameCount]
      #expect(end.peak < 1e-4, "the tail of \(stem.id) ends below -80 dBFS")
    }
    let other = try TemporaryFolder()
    let again = try Renderer(
      settings: try settings(threads: 1), cache: RenderCache(folder: other.path)
    ).render(performance: performance, score: score)
    #expect(again == stems)
    for stem in stems.stems {
      let bytes = try Data(contentsOf: URL(filePath: cache.path(stem.digest)))
      #expect(try Data(contentsOf: URL(filePath: other.path + "/" + stem.digest)) == bytes)
    }
  }

  @Test("a changed part leaves other stems alone and changes its own only around the change")
  func change() throws {
    let renderer = Renderer(settings: try settings(), cache: cache)
    let (first, score) = try song()
    let before = try renderer.render(performance: first, score: score)
    let reused = Mutex([String]())
    let after = try renderer.render(performance: try song(mallet: 65).0, score: score) { event in
      if case .reused(let part) = event { reused.withLock { $0.append(part) } }
    }
    #expect(reused.withLock { $0.sorted() } == ["bass", "drums"])
    #expect(before.stems[0...1] == after.stems[0...1])
    let (old, new) = (try sound(before.stems[2]), try sound(after.stems[2]))
    #expect(old != new)
    // The mallet at 0.5 s is gone by the one at 1.5 s.
    #expect(old[frames: 0..<24_000] == new[frames: 0..<24_000])
    #expect(old[frames: 72_000..<old.frameCount] == new[frames: 72_000..<new.frameCount])
  }

  @Test("a damaged stem is noticed and made again", arguments: ["cut", "changed", "no checksum"])
  func damage(_ kind: String) throws {
    let renderer = Renderer(settings: try settings(), cache: cache)
    let (performance, score) = try song()
    let stem = try renderer.render(performance: performance, score: score).stems[1]
    let file = URL(filePath: cache.path(stem.digest))
    let intact = try Data(contentsOf: file)
    var broken = intact
    switch kind {
    case "cut": broken.removeLast(1000)
    case "changed": broken[broken.count / 2] ^= 1
    default: try FileManager.default.removeItem(atPath: file.path + ".sum")
    }
    try broken.write(to: file)
    #expect(cache.intactFrames(stem.digest, sampleRate: .studio) == nil)
    _ = try renderer.render(performance: performance, score: score)
    #expect(try Data(contentsOf: file) == intact)
  }

  @Test("a loop is as long as its music to the frame, and its tails come round")
  func loop() throws {
    let (performance, score) = try song()
    let once = try Renderer(settings: try settings(), cache: cache)
      .render(performance: performance, score: score)
    let loop = try Renderer(settings: try settings(loop: true), cache: cache)
      .render(performance: performance, score: score)
    #expect(loop.frames == 96_000)
    #expect(loop.stems.allSatisfy { $0.frames == 96_000 })
    let (whole, turn) = (try sound(once.stems[0]), try sound(loop.stems[0]))
    var folded = whole[frames: 0..<96_000]
    folded.mix(whole[frames: 96_000..<whole.frameCount])
    #expect(folded == turn)
    #expect(!folder.files.contains { $0.hasSuffix(".part") })
  }

  @Test("cancelling leaves nothing unfinished")
  func cancel() throws {
    let (performance, score) = try song()
    let count = Atomic(0)
    let renderer = Renderer(settings: try settings(), cache: cache)
    _ = try SoundFontDigest(cache: cache).identity(of: renderer.settings.soundFont)
    #expect(throws: RenderingError.cancelled) {
      try renderer.render(
        performance: performance, score: score,
        isCancelled: { count.add(1, ordering: .relaxed).newValue > 8 })
    }
    #expect(folder.files == ["soundfonts.json"])
  }

  @Test("a part that the score does not have is an error")
  func unknown() throws {
    var (performance, score) = try song()
    score.parts.removeFirst()
    performance.amount = 0.5
    #expect(throws: RenderingError.unknownPart(id: "drums")) {
      try Renderer(settings: try settings(), cache: cache)
        .render(performance: performance, score: score)
    }
  }

  @Test("a cache folder that cannot be made is an error of the file system")
  func blocked() throws {
    let (performance, score) = try song()
    let path = folder.path + "/file"
    try Data().write(to: URL(filePath: path))
    #expect(throws: RenderingError.self) {
      try Renderer(settings: try settings(), cache: RenderCache(folder: path + "/cache"))
        .render(performance: performance, score: score)
    }
  }

  @Test("a missing SoundFont is an error before any work")
  func noSoundFont() throws {
    let (performance, score) = try song()
    #expect(throws: RenderingError.soundFontUnreadable(path: "/nowhere.sf2")) {
      try Renderer(settings: RenderSettings(soundFont: "/nowhere.sf2"), cache: cache)
        .render(performance: performance, score: score)
    }
  }

  @Test("pruning removes what was unused for longest, and keeps what it is told to keep")
  func prune() throws {
    let renderer = Renderer(settings: try settings(), cache: cache)
    let (performance, score) = try song()
    let stems = try renderer.render(performance: performance, score: score).stems
    let old = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1000)]
    for stem in stems[0...1] {
      try FileManager.default.setAttributes(old, ofItemAtPath: cache.path(stem.digest))
    }
    let small = RenderCache(folder: folder.path, limit: stems[2].frames * 8 + 48)
    #expect(small.prune(keeping: [stems[0].digest]) == 2)
    #expect(small.intactFrames(stems[0].digest, sampleRate: .studio) != nil)
    #expect(small.intactFrames(stems[1].digest, sampleRate: .studio) == nil)
    #expect(!folder.files.contains(stems[1].digest + ".sum"))
  }
}
