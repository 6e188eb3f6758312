import Production
import Signal

/// An FM patch as prepared for a sample rate.
final class FMProgram: Sendable {
  /// One operator's settings by control period.
  struct Operator: Sendable {
    var ratio: Double
    var level: Float
    var index: Float
    var feedback: Float
    var envelope: EnvelopeSteps
    var velocity: Double
    /// dB an octave above key 60.
    var keyScaling: Double
    /// The operators that turn its phase, counted from 0.
    var modulators: [Int]
    /// The greatest ratio among the operators that it modulates.
    var carrierRatio: Double
    var isHeard: Bool
  }

  let patch: FMPatch
  let rate: Double
  let operators: [Operator]
  let tremoloStep: Double
  let tremoloDepth: Double

  init(_ patch: FMPatch, rate: Double) {
    self.patch = patch
    self.rate = rate
    let ratios = patch.operators.map { $0.ratio * powerOfTwo($0.cents / 1200) }
    operators = patch.operators.enumerated().map { index, source in
      Operator(
        ratio: ratios[index], level: Float(source.level?.gain ?? 0), index: Float(source.index),
        feedback: Float(source.feedback), envelope: EnvelopeSteps(source.envelope, rate: rate),
        velocity: source.velocity, keyScaling: source.keyScaling,
        modulators: patch.operators.indices.filter {
          patch.operators[$0].modulates.contains(index)
        },
        carrierRatio: source.modulates.map { ratios[$0] }.max() ?? 0,
        isHeard: source.level != nil)
    }
    tremoloStep = (patch.tremolo?.rate ?? 0) * Double(ControlPeriod.frames) / rate
    tremoloDepth = patch.tremolo?.depth ?? 0
  }
}
