public import Signal

/// An equalizer of any number of bands in series, without latency.
///
/// Bells and shelves follow their analogue prototypes to the top of hearing (`BiquadCoefficients.matchedPeak` and
/// its neighbours); high-passes and low-passes are bilinear, and fall faster above about a quarter of the rate.
public struct ParametricEqualizer: Effect {
  /// One band.
  public enum Band: Hashable, Codable, Sendable {
    /// A Butterworth high-pass of an even order: 2 is 12 dB an octave, 4 is 24.
    case highPass(Hertz, order: Int = 2)
    /// A Butterworth low-pass of an even order.
    case lowPass(Hertz, order: Int = 2)
    /// A shelf below a frequency, where half of its gain is reached; a quality above 1/sqrt(2) overshoots.
    case lowShelf(Hertz, gain: Decibels, quality: Double = BiquadCoefficients.butterworth)
    /// A shelf above a frequency, where half of its gain is reached; a quality above 1/sqrt(2) overshoots.
    case highShelf(Hertz, gain: Decibels, quality: Double = BiquadCoefficients.butterworth)
    /// A bell around a frequency; the quality is the frequency over the width at half of the gain in decibels.
    case peak(Hertz, gain: Decibels, quality: Double = 1)

    /// The second-order sections of the band.
    public func sections(at rate: SampleRate) -> [BiquadCoefficients] {
      switch self {
      case .highPass(let frequency, let order):
        BiquadCoefficients.butterworthHighPass(frequency, order: order, at: rate)
      case .lowPass(let frequency, let order):
        // Above the band that the rate carries there is nothing to cut.
        frequency.value >= 0.48 * rate.hertz
          ? [] : BiquadCoefficients.butterworthLowPass(frequency, order: order, at: rate)
      case .lowShelf(let frequency, let gain, let quality):
        // A gain of nothing is no filter: the band then passes every bit.
        gain == 0 ? [] : [.matchedLowShelf(frequency, gain: gain, quality: quality, at: rate)]
      case .highShelf(let frequency, let gain, let quality):
        gain == 0 ? [] : [.matchedHighShelf(frequency, gain: gain, quality: quality, at: rate)]
      case .peak(let frequency, let gain, let quality):
        gain == 0 ? [] : [.matchedPeak(frequency, gain: gain, quality: quality, at: rate)]
      }
    }
  }

  /// The bands, first to last.
  public let bands: [Band]
  private var cascade = BiquadCascade([])

  /// Makes an equalizer.
  public init(_ bands: [Band]) {
    self.bands = bands
  }

  /// None.
  public var latency: Frames { .zero }

  /// The ringing of the bands.
  public var tail: Frames { cascade.tail }

  /// Designs the filters.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    cascade = BiquadCascade(bands.flatMap { $0.sections(at: sampleRate) })
  }

  /// Filters a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    block.silenceNonFinite()
    cascade.process(block)
  }

  /// Clears the filters' memory.
  public mutating func reset() { cascade.reset() }

  /// The gain at a frequency; `prepare` must have been called.
  public func gain(at frequency: Hertz, sampleRate: SampleRate) -> Decibels? {
    Decibels(gain: cascade.gain(at: frequency, sampleRate: sampleRate))
  }
}

extension ParametricEqualizer {
  /// A Butterworth high-pass alone.
  public static func highPass(_ frequency: Hertz, order: Int = 2) -> ParametricEqualizer {
    ParametricEqualizer([.highPass(frequency, order: order)])
  }

  /// A Butterworth low-pass alone.
  public static func lowPass(_ frequency: Hertz, order: Int = 2) -> ParametricEqualizer {
    ParametricEqualizer([.lowPass(frequency, order: order)])
  }
}
