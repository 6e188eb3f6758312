import Foundation
import Instruments
import Production
import Signal
import Testing

@Suite("SchedulePlayer")
struct SchedulePlayerTests {
  private func synthesizer(program: Int = 0, bank: Int = 0) throws -> SoundFontSynthesizer {
    let synthesizer = try SoundFontSynthesizer(soundFont: try SoundFontLocator().locate())
    try synthesizer.select(bank: bank, program: program)
    return synthesizer
  }

  /// Plays notes (time, key) of 0.3 s for some seconds.
  private func play(
    _ notes: [(Double, Int)], seconds: Double = 3, block: Int = 4096, skips: Bool = true,
    program: Int = 0
  ) throws -> AudioBuffer {
    let part = PerformedPart(
      id: "part",
      notes: notes.map {
        PerformedNote(written: .zero, time: $0.0, duration: 0.3, key: $0.1, velocity: 90)
      })
    let schedule = try EventSchedule(part: part, seconds: seconds, sampleRate: .studio)
    let player = SchedulePlayer(
      schedule, on: try synthesizer(program: program), skipsSilence: skips)
    var sound = AudioBuffer(frameCount: 0)
    var piece = AudioBuffer(frameCount: block)
    while sound.frameCount < Int(seconds * 48_000) {
      piece.withMutableBlock { player.render(into: $0) }
      sound.append(piece)
    }
    return sound[frames: 0..<Int(seconds * 48_000)]
  }

  @Test("a note sounds at its block and not before")
  func onset() throws {
    let sound = try play([(0.5, 60)])
    let active = try #require(sound.activeRange(above: 0.001))
    #expect((24_000..<24_600).contains(active.lowerBound))
    #expect(sound.peak > 0.02)
    #expect(sound.isFinite)
  }

  @Test("skipping silence and the size of blocks change no sample")
  func skipping() throws {
    // A dry mallet between long rests, so that there is silence to skip.
    let notes = [(0.2, 70), (1.6, 74), (1.7, 77)]
    let skipped = try play(notes, block: 4096, program: 115)
    #expect(try play(notes, block: 4096, skips: false, program: 115) == skipped)
    #expect(try play(notes, block: 512, program: 115) == skipped)
    #expect(skipped.peak > 0.01)
  }

  @Test("once a changed note has died away nothing of it stays")
  func independence() throws {
    let first = try play([(0.1, 70), (1.5, 74), (2, 72)], program: 115)
    let second = try play([(0.1, 62), (0.2, 65), (1.5, 74), (2, 72)], program: 115)
    #expect(first != second)
    #expect(first[frames: 67_200..<144_000] == second[frames: 67_200..<144_000])
  }

  @Test("drum kits lie on bank 128, and what a SoundFont lacks is an error")
  func presets() throws {
    let kit = try synthesizer(program: 0, bank: 128)
    #expect(kit.hasPreset(bank: 128, program: 40))
    #expect(!kit.hasPreset(bank: 77, program: 3))
    let path = kit.soundFont
    #expect(throws: InstrumentsError.presetMissing(bank: 77, program: 3, soundFont: path)) {
      try kit.select(bank: 77, program: 3)
    }
  }

  @Test("a SoundFont that was cut is refused")
  func hostile() throws {
    let whole = try #require(FileHandle(forReadingAtPath: try SoundFontLocator().locate()))
    let path = NSTemporaryDirectory() + UUID().uuidString + ".sf2"
    try #require(try whole.read(upToCount: 65_536)).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: InstrumentsError.soundFontUnreadable(path: path)) {
      _ = try SoundFontSynthesizer(soundFont: path)
    }
  }

  @Test("a sample rate beyond the synthesizer's is refused")
  func rate() throws {
    let path = try SoundFontLocator().locate()
    #expect(throws: InstrumentsError.unsupportedSampleRate(192_000)) {
      _ = try SoundFontSynthesizer(
        soundFont: path, settings: SynthesizerSettings(sampleRate: 192_000))
    }
  }
}
