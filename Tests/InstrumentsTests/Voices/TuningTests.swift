import Foundation
import Instruments
import Production
import Signal
import Testing

@Suite("Tuning of voices") struct TuningTests {
  /// The preset with its swinging filters at rest.
  ///
  /// A filter that swings turns the phase of what passes it, and the side-bands of that weigh more on one
  /// side: their mean lies off, though the partial itself does not.
  private func still(_ preset: Preset) -> Preset {
    guard case .synth(var patch) = preset.voice else { return preset }
    patch.lfos.removeAll { $0.target != .pitch }
    var preset = preset
    preset.voice = .synth(patch)
    return preset
  }

  @Test("every pitched preset is in tune within a cent", arguments: VoiceStage.pitched)
  func tuning(preset: Preset) throws {
    for place in [0.25, 0.45, 0.65, 0.9] {
      let key = VoiceStage.key(of: preset, at: place)
      let expected = 440 * pow(2, Double(key - 69) / 12)
      let sound = try VoiceStage.play(
        still(preset), [VoiceStage.Note(time: 0, duration: 10, key: key)], seconds: 8)
      let samples = sound.mono().channel(0)
      // From where a bend at the start is over.
      let start = 14_400
      let cents = Gauge.cents(
        Array(samples[start...]), expected: expected, rate: VoiceStage.rate.hertz)
      #expect(abs(cents) < 1, "key \(key): \(cents) cents")
    }
  }

  @Test("the pitch wheel spans two semitones", arguments: VoiceStage.pitched)
  func wheel(preset: Preset) throws {
    let key = VoiceStage.key(of: preset, at: 0.5)
    for value in [8191, -8192, 4096] {
      let semitones = 2 * Double(value) / 8192
      let sound = try VoiceStage.play(
        still(preset), [VoiceStage.Note(time: 0, duration: 10, key: key)],
        controls: [(0, .pitchBend(value))], seconds: 6)
      let expected = 440 * pow(2, (Double(key - 69) + semitones) / 12)
      let cents = Gauge.cents(
        Array(sound.mono().channel(0)[14_400...]), expected: expected,
        rate: VoiceStage.rate.hertz)
      #expect(abs(cents) < 1.5, "wheel \(value): \(cents) cents")
    }
  }
}
