import Signal

/// How much a curve of onsets repeats after each time lag, the mean of windows of 16 seconds.
///
/// An autocorrelation tempogram (P. Grosche and M. Mueller, "Extracting predominant local pulse information from
/// music recordings", IEEE TASLP 2011): each window loses its mean, is multiplied with a Hann window, and its
/// autocorrelation, by the transform of its power spectrum, is divided by the number of products and by its
/// value at lag 0; silent windows count for nothing.
struct Tempogram {
  /// Values a second of the curve.
  let rate: Double
  /// The repetition at each lag, -1...1, `[lags]`, up to 8.4 seconds.
  let values: [Double]

  init(of curve: [Float], rate: Double) {
    self.rate = rate
    let length = min(curve.count, Int(16 * rate))
    let lags = min(length, Int(8.4 * rate))
    guard lags > 2 else {
      values = [Double](repeating: 0, count: max(lags, 1))
      return
    }
    var size = 2
    while size < 2 * length { size *= 2 }
    let transform = FourierTransform(size: size)
    let taper = Window.hann.samples(length).map { Float($0) }
    // The window's own autocorrelation tells how much weight each lag had.
    let own = Tempogram.correlation(of: taper, transform)
    var sums = [Double](repeating: 0, count: lags)
    var windows = 0
    var start = 0
    repeat {
      let piece = curve[start..<min(start + length, curve.count)]
      let mean = piece.reduce(0, +) / Float(piece.count)
      var window = [Float](repeating: 0, count: length)
      for (index, value) in piece.enumerated() { window[index] = (value - mean) * taper[index] }
      let found = Tempogram.correlation(of: window, transform)
      if found[0] > 1e-6 {
        for lag in 0..<lags {
          sums[lag] +=
            Double(found[lag]) / Double(found[0]) * Double(own[0])
            / Double(max(own[lag], 1e-3 * own[0]))
        }
        windows += 1
      }
      start += length / 4
    } while start + length <= curve.count
    values = windows == 0 ? sums : sums.map { $0 / Double(windows) }
  }

  private static func correlation(of window: [Float], _ transform: FourierTransform) -> [Float] {
    let padded = window + [Float](repeating: 0, count: transform.size - window.count)
    return transform.inverse(transform.forward(padded).map { ComplexFloat($0.power, 0) })
  }

  /// The greatest repetition within 0.8 %, or one value, of a lag in seconds; 0 beyond the longest lag.
  func value(at seconds: Double) -> Double {
    let place = seconds * rate
    guard place <= Double(values.count - 3) else { return 0 }
    let reach = max(1, 0.008 * place)
    let first = max(1, Int(place - reach))
    let last = min(values.count - 2, Int((place + reach).rounded(.up)))
    return first <= last ? values[first...last].max() ?? 0 : 0
  }
}
