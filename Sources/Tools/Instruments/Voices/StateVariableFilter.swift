import Production

/// A state-variable filter of second order, which keeps its shape while it is moved.
///
/// Trapezoidal integration after A. Simper, "Solving the continuous SVF equations using trapezoidal
/// integration and equivalent currents", 2013, and V. Zavalishin, "The Art of VA Filter Design", chapter 4.
struct StateVariableFilter {
  private var first: Float = 0
  private var second: Float = 0

  /// Forgets what it heard.
  mutating func reset() {
    first = 0
    second = 0
  }

  /// The damping for a resonance of 0 (Butterworth, 1.41) to 1 (0.03, nearly ringing on).
  static func damping(_ resonance: Double) -> Float {
    let open = 1 - min(max(resonance, 0), 1)
    return Float(0.03 + 1.384 * open * open)
  }

  /// Filters samples in place, the tangent moving in a straight line over them.
  mutating func process(
    _ samples: UnsafeMutablePointer<Float>, count: Int, kind: FilterKind, from start: Float,
    to end: Float, damping k: Float
  ) {
    var (s1, s2) = (first, second)
    var g = start
    let step = (end - start) / Float(count)
    for frame in 0..<count {
      g += step
      let x = samples[frame]
      let a1 = 1 / (1 + g * (g + k))
      let a2 = g * a1
      let v3 = x - s2
      let v1 = a1 * s1 + a2 * v3
      let v2 = s2 + a2 * s1 + g * a2 * v3
      s1 = 2 * v1 - s1
      s2 = 2 * v2 - s2
      switch kind {
      case .lowPass: samples[frame] = v2
      case .bandPass: samples[frame] = k * v1
      case .highPass: samples[frame] = x - k * v1 - v2
      case .notch: samples[frame] = x - k * v1
      }
    }
    (first, second) = (s1, s2)
  }

  /// Filters one sample with a tangent that stands still.
  @inline(__always)
  mutating func process(_ x: Float, kind: FilterKind, _ g: Float, damping k: Float) -> Float {
    let a1 = 1 / (1 + g * (g + k))
    let a2 = g * a1
    let v3 = x - second
    let v1 = a1 * first + a2 * v3
    let v2 = second + a2 * first + g * a2 * v3
    first = 2 * v1 - first
    second = 2 * v2 - second
    switch kind {
    case .lowPass: return v2
    case .bandPass: return k * v1
    case .highPass: return x - k * v1 - v2
    case .notch: return x - k * v1
    }
  }
}
