import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Designs the filter that moves rounding noise to where the ear hears least.
///
/// Of all noise filters 1 + c1 z^-1 + c2 z^-2 ... of an order, the one whose noise has the least power behind a weighting
/// W is the linear predictor for a signal of spectrum W (M. Gerzon, P. Craven, "Optimal noise shaping and dither of
/// digital signals", AES 87, 1989; S. Lipshitz, J. Vanderkooy, R. Wannamaker, "Minimally audible noise shaping", JAES
/// 39, 1991). It follows for any sample rate from the autocorrelation of W by Levinson's recursion.
enum NoiseShaping {
  /// The coefficients behind the leading 1 of a filter, the newest error's first.
  static func coefficients(order: Int, at rate: SampleRate) -> [Double] {
    let points = 2048
    let weights = (0..<points).map { index in
      weight((Double(index) + 0.5) / Double(points) * rate.hertz / 2)
    }
    let correlation = (0...order).map { lag in
      weights.indices.reduce(0.0) { sum, index in
        sum + weights[index] * cos(Double.pi * Double(lag) * (Double(index) + 0.5) / Double(points))
      }
    }
    return predictor(correlation)
  }

  /// How much the ear hears of noise at a frequency, as power: the inverse of the threshold in quiet, between
  /// -40 and 5 dB of its value at 1 kHz.
  ///
  /// Threshold: E. Terhardt, "Calculating virtual pitch", Hearing Research 1 (1979), in kHz, dB. The limit below keeps
  /// the noise at the top, and so its whole power, from growing without end.
  private static func weight(_ hertz: Double) -> Double {
    let f = max(hertz, 20) / 1000
    let threshold =
      3.64 * pow(f, -0.8) - 6.5 * exp(-0.6 * (f - 3.3) * (f - 3.3)) + 0.001 * f * f * f * f
    return pow(10, min(max(3.4 - threshold, -40), 5) / 10)
  }

  /// Levinson's recursion: the coefficients of the prediction error filter behind its leading 1.
  private static func predictor(_ r: [Double]) -> [Double] {
    var a = [1.0]
    // A millionth of white noise keeps the recursion well conditioned.
    var power = r[0] * (1 + 1e-6)
    for order in 1..<r.count {
      let sum = a.indices.reduce(0.0) { $0 + a[$1] * r[order - $1] }
      let reflection = -sum / power
      let padded = a + [0]
      a = padded.indices.map { padded[$0] + reflection * padded[order - $0] }
      power *= 1 - reflection * reflection
    }
    return Array(a.dropFirst())
  }
}
