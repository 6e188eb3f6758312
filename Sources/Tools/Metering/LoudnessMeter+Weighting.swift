package import Signal

extension LoudnessMeter {
  /// The K-weighting of BS.1770-5, tables 1 and 2: the shelf, then the high-pass.
  package static func weighting(at rate: SampleRate) -> [BiquadCoefficients] {
    SlidingLoudness.weighting(at: rate)
  }

  /// How much K-weighting makes of the power at a frequency, at 48 kHz.
  package static func weightingPower(at frequency: Hertz) -> Double {
    let gain = weighting(at: .studio).reduce(1) {
      $0 * $1.gain(at: frequency, sampleRate: .studio)
    }
    return gain * gain
  }
}
