import Foundation
import Instruments
import Music
import Production
import Signal
import Testing

/// What every preset must keep.
@Suite("Voice suite") struct VoiceSuiteTests {
  private typealias Note = VoiceStage.Note

  /// Three notes and a chord with rests between.
  private func phrase(_ preset: Preset) -> [VoiceStage.Note] {
    let key = VoiceStage.key(of: preset)
    return [
      Note(time: 0.1, duration: 0.3, key: key), Note(time: 0.5, duration: 0.1, key: key + 2),
      Note(time: 0.7, duration: 0.5, key: key + 5, velocity: 60),
      Note(time: 0.8, duration: 0.4, key: key + 9, velocity: 120),
    ]
  }

  @Test("there are presets")
  func count() { #expect(VoiceStage.presets.count >= 30) }

  @Test("without notes it is silent, and asks for no work", arguments: VoiceStage.presets)
  func silence(preset: Preset) throws {
    let synthesizer = try VoiceSynthesizer.instrument(preset)
    var sound = AudioBuffer(frameCount: 4096)
    sound.withMutableBlock {
      $0[0][7] = 1
      synthesizer.render(into: $0)
    }
    #expect(sound.peak == 0)
    #expect(synthesizer.activeVoices == 0)
  }

  @Test("blocks and skipped silence change no sample", arguments: VoiceStage.presets)
  func blocks(preset: Preset) throws {
    let notes = phrase(preset)
    let controls: [(Double, PerformedControl.Kind)] = [
      (0.75, .controller(number: 11, value: 70)), (0.9, .pitchBend(3000)),
    ]
    let whole = try VoiceStage.play(preset, notes, controls: controls, seconds: 2, block: 4096)
    #expect(whole.peak > 0.0005)
    for (block, skips) in [(512, true), (4096, false), (1536, true)] {
      let other = try VoiceStage.play(
        preset, notes, controls: controls, seconds: 2, block: block, skips: skips)
      #expect(other == whole, "blocks of \(block)")
    }
  }

  @Test("a changed note leaves nothing behind once it has died away", arguments: VoiceStage.presets)
  func independence(preset: Preset) throws {
    let key = VoiceStage.key(of: preset)
    var preset = preset
    // A glide remembers the last key as it should.
    preset.glide = nil
    let later = Note(time: 20, duration: 0.3, key: key)
    let first = try VoiceStage.play(
      preset, [Note(time: 0.1, duration: 0.2, key: key), later], seconds: 21)
    let second = try VoiceStage.play(
      preset,
      [
        Note(time: 0.15, duration: 0.1, key: key + 1), Note(time: 0.3, duration: 0.1, key: key + 4),
        later,
      ], seconds: 21)
    let end = 20 * 48_000 - 64..<21 * 48_000
    #expect(first[frames: end] == second[frames: end])
    #expect(first[frames: end].peak > 0.0005)
  }

  @Test("the tail ends by itself, without a step", arguments: VoiceStage.presets)
  func tail(preset: Preset) throws {
    let synthesizer = try VoiceSynthesizer.instrument(preset)
    let key = VoiceStage.key(of: preset)
    synthesizer.send(.noteOn(key: key, velocity: 127), at: 0, lasting: 24_000)
    var sound = AudioBuffer(frameCount: 24_000 - 24_000 % 512)
    sound.withMutableBlock { synthesizer.render(into: $0) }
    synthesizer.send(.noteOff(key: key), at: sound.frameCount, lasting: nil)
    var last = sound[frames: sound.frameCount - 512..<sound.frameCount].peak
    var seconds = 0.0
    var piece = AudioBuffer(frameCount: 512)
    while synthesizer.activeVoices > 0, seconds < 20 {
      piece.withMutableBlock { synthesizer.render(into: $0) }
      last = piece.peak
      seconds += 512.0 / 48_000
    }
    #expect(synthesizer.activeVoices == 0, "it still sounds after 20 s")
    #expect(last < 0.002, "the end falls from \(last)")
  }

  @Test("no message makes a sample that is no number", arguments: VoiceStage.presets)
  func finite(preset: Preset) throws {
    let synthesizer = try VoiceSynthesizer.instrument(preset)
    let noise = NoiseGenerator(seed: 11)
    var piece = AudioBuffer(frameCount: 64)
    var peak: Float = 0
    for turn in 0..<1500 {
      let bits = Int(truncatingIfNeeded: noise.bits(at: turn) >> 8)
      let (first, second) = (bits & 127, (bits >> 7) & 127)
      let message: SynthesizerMessage =
        switch (bits >> 14) % 5 {
        case 0, 1: .noteOn(key: first, velocity: max(1, second))
        case 2: .noteOff(key: first)
        case 3:
          .controller(number: [1, 5, 7, 10, 11, 64, 65, 120, 121, 123][first % 10], value: second)
        default: .pitchBend((bits >> 14) % 16_384 - 8192)
        }
      synthesizer.send(message, at: 64 * turn, lasting: 64 * second)
      piece.withMutableBlock { synthesizer.render(into: $0) }
      #expect(piece.isFinite)
      peak = max(peak, piece.peak)
    }
    #expect(peak < 40)
  }

  @Test(
    "the same messages give the same bytes on two instruments and at once",
    arguments: VoiceStage.presets)
  func determinism(preset: Preset) async throws {
    let notes = phrase(preset)
    let first = try VoiceStage.play(preset, notes, seconds: 1.5)
    let others = try await withThrowingTaskGroup(of: AudioBuffer.self) { group in
      for _ in 0..<3 { group.addTask { try VoiceStage.play(preset, notes, seconds: 1.5) } }
      return try await group.reduce(into: [AudioBuffer]()) { $0.append($1) }
    }
    for other in others { #expect(other == first) }
  }

  @Test("a note is as loud as a note should be", arguments: VoiceStage.presets)
  func loudness(preset: Preset) throws {
    for place in [0.1, 0.5, 0.9] {
      let key = VoiceStage.key(of: preset, at: place)
      let sound = try VoiceStage.play(
        preset, [Note(time: 0, duration: 0.8, key: key)], seconds: 0.8)
      let level = Gauge.level(sound)
      // Surface noise is meant to lie below the music.
      let low = { if case .texture = preset.voice { -62.0 } else { -38.0 } }()
      #expect((low ... -9).contains(level), "key \(key): \(level) dBFS")
      #expect(sound.peak < 1, "key \(key): a peak of \(sound.peak)")
    }
  }

  @Test("other sample rates play the same notes", arguments: VoiceStage.presets)
  func rates(preset: Preset) throws {
    let key = VoiceStage.key(of: preset)
    let notes = [Note(time: 0, duration: 0.6, key: key)]
    let usual = Gauge.level(try VoiceStage.play(preset, notes, seconds: 0.6))
    for rate in [SampleRate(44_100), 96_000, 8000] {
      let sound = try VoiceStage.play(preset, notes, seconds: 0.6, rate: rate)
      #expect(sound.isFinite)
      if rate.framesPerSecond > 8000 { #expect(abs(Gauge.level(sound) - usual) < 4) }
    }
    #expect(throws: InstrumentsError.unsupportedSampleRate(192_000)) {
      _ = try VoiceSynthesizer.instrument(preset, sampleRate: 192_000)
    }
  }
}
