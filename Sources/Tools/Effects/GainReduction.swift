import Signal

/// The static curve of a compressor: how many octaves a level is to be reduced.
///
/// D. Giannoulis, M. Massberg, J. Reiss, "Digital dynamic range compressor design", JAES 60 (2012), equation 4.
struct GainCurve: Sendable {
  private let threshold, half, slope, kneeScale, most: Float

  /// Makes a curve; a ratio of infinity limits, `range` is the most that is taken away.
  init(threshold: Decibels, ratio: Double, knee: Decibels, range: Decibels? = nil) {
    let octave = LevelScale.decibelsPerOctave
    self.threshold = Float(threshold.value) / octave
    half = max(0, Float(knee.value) / octave / 2)
    slope = 1 - 1 / Float(max(1, ratio))
    kneeScale = half > 0 ? slope / (4 * half) : 0
    most = range.map { max(0, Float($0.value)) / octave } ?? 1e6
  }

  /// The reduction at a level, both in octaves: none below the knee, a parabola inside, the slope above.
  @inline(__always)
  func reduction(at level: Float) -> Float {
    let over = level - threshold
    let inside = over + half
    let knee = kneeScale * inside * inside
    let above = over >= half ? slope * over : knee
    let wanted = inside > 0 ? above : 0
    return wanted < most ? wanted : most
  }
}

/// The times of a reduction: release of the peak, then attack smoothing.
///
/// The smooth decoupled peak detector of Giannoulis, Massberg, Reiss (2012), equation 17, on reductions in octaves.
struct ReductionSmoother: Sendable {
  var attack: Float = 0
  var release: Float = 0
  private var held: Float = 0
  private(set) var smooth: Float = 0

  mutating func reset() { (held, smooth) = (0, 0) }

  @inline(__always)
  mutating func next(_ wanted: Float) -> Float {
    let falling = release * held + (1 - release) * wanted
    held = wanted > falling ? wanted : falling
    smooth = attack * smooth + (1 - attack) * held
    held = held > 1e-7 ? held : 0
    smooth = smooth > 1e-7 ? smooth : 0
    return smooth
  }
}
