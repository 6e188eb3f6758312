import Foundation
import Instruments
import Production
import Signal
import Testing

/// No click where a note begins or ends.
///
/// A click is a step that the sound itself does not make. Where a note begins, the first sample, which
/// comes out of silence, lies below a tenth of the peak, and the first third of a millisecond has no
/// steeper step than the rest of the note. Where it ends, the nine milliseconds around the release may have
/// no step that is steeper by a two-hundredth of the peak than those of the third of a second before, and no
/// 2 ms of them more energy above 12 kHz than 2 dB over the greatest that 2 ms had before. That the last sample falls to silence unheard is a test
/// of the shared suite.
@Suite("Clicks of voices") struct ClickTests {
  /// The energy above 12 kHz of each 96 frames (2 ms), by a first difference taken four times.
  private func bursts(_ sound: AudioBuffer) -> [Double] {
    var samples = sound.channel(0).map(Double.init)
    for _ in 0..<4 {
      for index in samples.indices.dropFirst().reversed() {
        samples[index] = (samples[index] - samples[index - 1]) / 2
      }
    }
    return stride(from: 0, to: samples.count - 95, by: 96).map { start in
      samples[start..<start + 96].reduce(0) { $0 + $1 * $1 }
    }
  }

  @Test("a note begins without a click", arguments: VoiceStage.presets)
  func begin(preset: Preset) throws {
    for place in [0.1, 0.5, 0.9] {
      let key = VoiceStage.key(of: preset, at: place)
      let sound = try VoiceStage.play(
        preset, [VoiceStage.Note(time: 0, duration: 1, key: key, velocity: 127)], seconds: 0.6)
      let first = max(sound[0, 0].magnitude, sound[1, 0].magnitude)
      #expect(first < 0.1 * sound.peak, "key \(key): begins at \(first)")
      let start = Gauge.step(sound[frames: 0..<16])
      let own = Gauge.step(sound[frames: 16..<sound.frameCount])
      #expect(start <= 1.05 * own + 1e-5, "key \(key): a step of \(start) over \(own)")
    }
  }

  @Test("a note ends without a click", arguments: VoiceStage.presets)
  func end(preset: Preset) throws {
    for place in [0.1, 0.5, 0.9] {
      let key = VoiceStage.key(of: preset, at: place)
      // 0.512 s are a whole number of the synthesizer's blocks.
      let release = 24_576
      let sound = try VoiceStage.play(
        preset, [VoiceStage.Note(time: 0, duration: 0.512, key: key, velocity: 127)], seconds: 3)
      let before = Gauge.step(sound[frames: release - 14_400..<release])
      let around = Gauge.step(sound[frames: release - 48..<release + 384])
      #expect(
        around <= 1.05 * before + 0.005 * sound.peak,
        "key \(key): a step of \(around) over \(before)")
      let energies = bursts(sound)
      let usual = energies[(release - 14_400) / 96..<release / 96 - 1].max() ?? 0
      let most = energies[release / 96 - 1..<release / 96 + 4].max() ?? 0
      #expect(most <= 1.6 * usual + 1e-8, "key \(key): \(most) over \(usual)")
    }
  }

  @Test("a voice that gives way to another does so without a click", arguments: VoiceStage.pitched)
  func stealing(preset: Preset) throws {
    var crowded = preset
    crowded.polyphony = preset.polyphony == 1 ? 1 : 2
    let keys = [0.2, 0.4, 0.5, 0.7, 0.9].map { VoiceStage.key(of: preset, at: $0) }
    let notes = keys.enumerated().map { index, key in
      VoiceStage.Note(time: 0.3 * Double(index), duration: 3, key: key)
    }
    let sound = try VoiceStage.play(crowded, notes, seconds: 1.8)
    // As many at once as the crowded instrument lets sound.
    var roomy = preset
    roomy.polyphony = 16
    let chord = try VoiceStage.play(
      roomy, keys.map { VoiceStage.Note(time: 0, duration: 3, key: $0) }, seconds: 1.2)
    #expect(Gauge.step(sound) <= Gauge.step(chord) + 1e-3)
  }
}
