import Production
import Signal

/// A synthesiser's patch as prepared for a sample rate: tables, steps and gains.
///
/// Never changed after it is made, so that voices on any thread may share it.
final class SynthProgram: Sendable {
  /// One voice of an oscillator.
  struct Singer: Sendable {
    /// The oscillator's place in the patch.
    var oscillator: Int
    /// Its frequency over the note's.
    var ratio: Double
    /// Its level on the left and on the right.
    var left, right: Float
  }

  /// A low-frequency oscillator's settings, by control period.
  struct Swing: Sendable {
    var lfo: SynthPatch.LFO
    /// Turns a period.
    var step: Double
    /// Periods until it moves fully.
    var delay: Double
  }

  let patch: SynthPatch
  let rate: Double
  let tables: [[WaveTable]]
  let singers: [Singer]
  let amplitude: EnvelopeSteps
  let filterEnvelope: EnvelopeSteps
  let swings: [Swing]
  let noiseGain: Float
  let driveGain: Float?
  let driveScale: Float
  let damping: Float
  let fallFactor: Double
  /// Whether left and right differ.
  let isStereo: Bool

  init(_ patch: SynthPatch, rate: Double) {
    self.patch = patch
    self.rate = rate
    let periods = rate / Double(ControlPeriod.frames)
    tables = patch.oscillators.map { Waves.tables(of: $0.shape) }
    singers = SynthProgram.singers(of: patch)
    isStereo = singers.contains { $0.left != $0.right }
    amplitude = EnvelopeSteps(patch.amplitude, rate: rate)
    filterEnvelope = EnvelopeSteps(patch.filterEnvelope, rate: rate)
    swings = patch.lfos.map {
      Swing(lfo: $0, step: $0.rate / periods, delay: $0.delay * periods)
    }
    noiseGain = Float(patch.noise?.gain ?? 0)
    driveGain = patch.drive.map { Float($0.gain) }
    // A full sine keeps about its loudness through the saturation.
    driveScale = patch.drive.map { Float(1 / min($0.gain, 1.6)) } ?? 1
    damping = StateVariableFilter.damping(patch.filter?.resonance ?? 0)
    fallFactor = approach(in: (patch.pitchFall?.time ?? 0) * periods)
  }

  /// Lays unisons out in pitch and between left and right, neighbours on opposite sides.
  private static func singers(of patch: SynthPatch) -> [Singer] {
    let count = patch.oscillators.count
    return patch.oscillators.enumerated().flatMap { index, oscillator in
      let voices = max(1, oscillator.unison)
      let gain = oscillator.level.gain / Double(voices).squareRoot()
      return (0..<voices).map { voice -> Singer in
        let place = voices == 1 ? 0 : 2 * Double(voice) / Double(voices - 1) - 1
        let cents = oscillator.cents + oscillator.detune * place
        var side = voice.isMultiple(of: 2) ? place : -place
        if voices == 1, count > 1 { side = 2 * Double(index) / Double(count - 1) - 1 }
        // Equal power: a quarter of a sine, as wide as the spread.
        let angle = (1 + side * patch.spread) / 8
        let semitones = oscillator.semitones + cents / 100
        return Singer(
          oscillator: index, ratio: powerOfTwo(semitones / 12),
          left: Float(gain * cosineOfTurns(angle) * 2.0.squareRoot()),
          right: Float(gain * sineOfTurns(angle) * 2.0.squareRoot()))
      }
    }
  }
}
