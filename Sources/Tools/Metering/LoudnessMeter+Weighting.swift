package import Signal

extension LoudnessMeter {
  /// The K-weighting of BS.1770-5, tables 1 and 2: the shelf, then the high-pass.
  package static func weighting(at rate: SampleRate) -> [BiquadCoefficients] {
    SlidingLoudness.weighting(at: rate)
  }
}
