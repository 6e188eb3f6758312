import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The analogue prototypes of bells and shelves, H(s) of the cookbook of Bristow-Johnson.
enum Analogue {
  enum Shape: Sendable { case bell, low, high }

  /// The gain in dB at a frequency.
  static func level(
    _ shape: Shape, at frequency: Double, of centre: Double, gain: Double, quality: Double
  ) -> Double {
    let (x, a) = (frequency / centre, pow(10, gain / 40))
    let root = a.squareRoot() / quality
    func power(_ even: Double, _ odd: Double) -> Double { even * even + odd * odd }
    switch shape {
    case .bell:
      return 10
        * log10(power(1 - x * x, x * a / quality) / power(1 - x * x, x / (a * quality)))
    case .low:
      return 10 * log10(a * a * power(a - x * x, root * x) / power(1 - a * x * x, root * x))
    case .high:
      return 10 * log10(a * a * power(1 - a * x * x, root * x) / power(a - x * x, root * x))
    }
  }

  /// The greatest distance of a section from the prototype, 20 Hz to 20 kHz, in dB.
  static func distance(
    _ section: BiquadCoefficients, _ shape: Shape, _ centre: Double, _ gain: Double,
    _ quality: Double, _ rate: SampleRate
  ) -> Double {
    (0...300).map { step in
      let frequency = 20 * pow(1000, Double(step) / 300)
      let found = 20 * log10(section.gain(at: Hertz(frequency), sampleRate: rate))
      return abs(
        found - level(shape, at: frequency, of: centre, gain: gain, quality: quality))
    }.max() ?? 0
  }
}

@Suite("Matched bands")
struct MatchedBandTests {
  static let centres = [31.0, 250, 1000, 4000, 8000, 12_000, 16_000]

  @Test(
    "bells follow the analogue prototype to 20 kHz", arguments: centres,
    [SampleRate.compactDisc, .studio])
  func bells(centre: Double, rate: SampleRate) {
    for (gain, limit) in [(3.0, 0.25), (6, 0.45), (12, 0.75)] {
      for quality in [0.5, 1, 2, 6] {
        for sign in [1.0, -1] {
          let section = BiquadCoefficients.matchedPeak(
            Hertz(centre), gain: Decibels(sign * gain), quality: quality, at: rate)
          let distance = Analogue.distance(section, .bell, centre, sign * gain, quality, rate)
          #expect(distance < limit, "\(sign * gain) dB, quality \(quality)")
          let middle = 20 * log10(section.gain(at: Hertz(centre), sampleRate: rate))
          #expect(abs(middle - sign * gain) < 1e-3)
          #expect(section.poleRadius < 1)
        }
      }
    }
  }

  @Test(
    "shelves of any quality follow the analogue prototype to 20 kHz", arguments: centres,
    [SampleRate.compactDisc, .studio])
  func shelves(centre: Double, rate: SampleRate) {
    for (gain, limit) in [(3.0, 0.3), (6, 0.45), (12, 0.6)] {
      for quality in [0.5, 0.707, 1] {
        for sign in [1.0, -1] {
          let low = BiquadCoefficients.matchedLowShelf(
            Hertz(centre), gain: Decibels(sign * gain), quality: quality, at: rate)
          let high = BiquadCoefficients.matchedHighShelf(
            Hertz(centre), gain: Decibels(sign * gain), quality: quality, at: rate)
          let distance = max(
            Analogue.distance(low, .low, centre, sign * gain, quality, rate),
            Analogue.distance(high, .high, centre, sign * gain, quality, rate))
          #expect(distance < limit, "\(sign * gain) dB, quality \(quality)")
          #expect(low.poleRadius < 1 && high.poleRadius < 1)
        }
      }
    }
  }

  @Test("the bilinear bell that they replace is squeezed by decibels")
  func bilinear() {
    let old = BiquadCoefficients.peak(12_000, gain: 12, quality: 1, at: .compactDisc)
    let new = BiquadCoefficients.matchedPeak(12_000, gain: 12, quality: 1, at: .compactDisc)
    #expect(Analogue.distance(old, .bell, 12_000, 12, 1, .compactDisc) > 5)
    #expect(Analogue.distance(new, .bell, 12_000, 12, 1, .compactDisc) < 0.75)
  }

  @Test("the equalizer takes the quality of a shelf")
  func quality() {
    func level(_ quality: Double, _ frequency: Double) -> Double {
      ParametricEqualizer([.highShelf(2000, gain: 6, quality: quality)]).prepared()
        .gain(at: Hertz(frequency), sampleRate: .studio)?.value ?? 0
    }
    #expect(level(1.4, 1200) < -0.4 && level(1.4, 3400) > 6.4)
    #expect(level(0.5, 1200) > 0.5 && level(0.5, 3400) < 5.5)
    #expect(abs(level(1.4, 2000) - 3) < 0.05 && abs(level(0.5, 2000) - 3) < 0.05)
  }

  @Test("frequencies out of reach give stable filters", arguments: [-5, 0, 1, 24_000, 1e9])
  func extremes(frequency: Double) {
    for gain in [-30.0, -1, 1, 30] {
      for section in [
        BiquadCoefficients.matchedPeak(
          Hertz(frequency), gain: Decibels(gain), quality: 0, at: .studio),
        .matchedLowShelf(Hertz(frequency), gain: Decibels(gain), quality: 0, at: .studio),
        .matchedHighShelf(Hertz(frequency), gain: Decibels(gain), at: .studio),
      ] {
        #expect(section.poleRadius < 1)
        #expect(section.b0.isFinite && section.b1.isFinite && section.b2.isFinite)
      }
    }
  }
}
