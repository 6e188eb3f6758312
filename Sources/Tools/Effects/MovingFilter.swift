import Signal

/// A second-order filter whose gain moves from frame to frame between two ends, for both channels.
///
/// It adds a difference to its input: y = x + d, d = c0 x + c1 x' + c2 x'' - a1 d' - a2 d'', with c = b - a; at a
/// gain of 0 dB c is zero and every bit passes. Coefficients are designed for steps of a quarter of a decibel and
/// interpolated between them: the coefficients of stable second-order sections are a convex set (the triangle
/// |a2| < 1, |a1| < 1 + a2), so that what lies between two stable sections is stable.
struct MovingFilter: Sendable {
  /// Coefficients c0, c1, c2, a1, a2 of each step, `[steps][5]`.
  private var table: [Double] = []
  private var last = 0
  private var x1 = SIMD2<Double>.zero, x2 = SIMD2<Double>.zero
  private var d1 = SIMD2<Double>.zero, d2 = SIMD2<Double>.zero
  /// The slowest of its poles.
  private(set) var poleRadius = 0.0
  private static let step = 0.25

  /// Designs the steps between two gains.
  init(
    from start: Decibels, to end: Decibels, design: (Decibels) -> BiquadCoefficients
  ) {
    let range = end.value - start.value
    last = max(1, Int((abs(range) / MovingFilter.step).rounded(.up)))
    for index in 0...last {
      let gain = start.value + range * Double(index) / Double(last)
      let section = design(Decibels(gain))
      let isIdle = abs(gain) < 1e-9
      table +=
        isIdle
        ? [0, 0, 0]
        : [
          section.b0 - 1, section.b1 - section.a1, section.b2 - section.a2,
        ]
      table += [section.a1, section.a2]
      poleRadius = max(poleRadius, section.poleRadius)
    }
  }

  /// How long it rings until an impulse is below -90 dB.
  var tail: Frames {
    BiquadCascade([
      BiquadCoefficients(b0: 1, b1: 0, b2: 0, a1: -2 * poleRadius, a2: poleRadius * poleRadius)
    ]).tail
  }

  mutating func reset() { (x1, x2, d1, d2) = (.zero, .zero, .zero, .zero) }

  /// Filters a stereo block; `places` says for each frame where between the ends, 0...1, the gain is.
  mutating func process(_ block: AudioBlock, places: UnsafePointer<Float>) {
    let (left, right) = (block[0], block[1])
    var (x1, x2, d1, d2) = (x1, x2, d1, d2)
    let (last, scale) = (last, Double(last))
    table.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      for frame in 0..<block.frameCount {
        let place = Double(places[frame]) * scale
        let step = min(Int(place), last - 1)
        let t = place - Double(step)
        let low = table + 5 * step
        let c0 = low[0] + t * (low[5] - low[0])
        let c1 = low[1] + t * (low[6] - low[1])
        let c2 = low[2] + t * (low[7] - low[2])
        let a1 = low[3] + t * (low[8] - low[3])
        let a2 = low[4] + t * (low[9] - low[4])
        let x = SIMD2<Double>(Double(left[frame]), Double(right[frame]))
        let u = c0 * x + (c1 * x1 + (c2 * x2 - a2 * d2))
        var d = u - a1 * d1
        // What has died away is nothing: the input then passes bit for bit.
        d.replace(with: SIMD2(repeating: 0), where: (d .< 1e-20) .& (d .> -1e-20))
        (x2, x1, d2, d1) = (x1, x, d1, d)
        left[frame] = Float(x.x + d.x)
        right[frame] = Float(x.y + d.y)
      }
    }
    (self.x1, self.x2, self.d1, self.d2) = (x1, x2, d1, d2)
  }
}
