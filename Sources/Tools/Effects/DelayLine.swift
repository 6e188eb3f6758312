/// A ring of samples, written and read in runs.
///
/// `read` must precede the `write` of the same frames: a run of n frames may be read with any delay from n up
/// to the capacity.
struct DelayLine: Sendable {
  private var samples: [Float]
  private let mask: Int
  private var position = 0

  /// Makes a silent line that holds delays of at least `maximumDelay` frames.
  init(maximumDelay: Int) {
    var size = 64
    while size < maximumDelay + 1 { size *= 2 }
    samples = [Float](repeating: 0, count: size)
    mask = size - 1
  }

  mutating func reset() {
    for index in samples.indices { samples[index] = 0 }
    position = 0
  }

  /// Reads the `count` frames that were written `delay` frames before the next write.
  func read(delay: Int, into target: UnsafeMutablePointer<Float>, count: Int) {
    samples.withUnsafeBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      let start = (position - delay) & mask
      let first = min(count, mask + 1 - start)
      target.update(from: base + start, count: first)
      if first < count { (target + first).update(from: base, count: count - first) }
    }
  }

  /// Reads with a delay that moves linearly from `delay` by `slope` for each frame, interpolating linearly.
  func read(
    delay: Float, slope: Float, from offset: Int, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    samples.withUnsafeBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      for frame in 0..<count {
        let d = delay + slope * Float(offset + frame)
        let whole = Int32(d)
        let fraction = d - Float(whole)
        let index = position &+ frame &- Int(whole)
        let near = base[index & mask]
        let far = base[(index &- 1) & mask]
        target[frame] = near + fraction * (far - near)
      }
    }
  }

  /// Reads with a moving delay like `read`, interpolating by the cubic through four samples (Lagrange), which is
  /// flat to about twice as high a frequency as a line through two; the delay is at least one more than the run.
  func readCubic(
    delay: Float, slope: Float, from offset: Int, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    samples.withUnsafeBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      for frame in 0..<count {
        let d = delay + slope * Float(offset + frame)
        let whole = Int32(d)
        let t = d - Float(whole)
        let index = position &+ frame &- Int(whole)
        // Delays whole - 1, whole, whole + 1 and whole + 2 have the places -1, 0, 1 and 2.
        let (a, b) = (base[(index &+ 1) & mask], base[index & mask])
        let (c, e) = (base[(index &- 1) & mask], base[(index &- 2) & mask])
        let (u, v, w) = (t + 1, t - 1, t - 2)
        target[frame] =
          (-t * v * w / 6) * a + (u * v * w / 2) * b - (u * t * w / 2) * c + (u * t * v / 6) * e
      }
    }
  }

  /// Appends frames; values below -600 dB become zero, long before they are slow denormal numbers.
  mutating func write(_ source: UnsafePointer<Float>, count: Int) {
    let (position, mask) = (position, mask)
    samples.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      let first = min(count, mask + 1 - position)
      DelayLine.store(source, base + position, first)
      if first < count { DelayLine.store(source + first, base, count - first) }
    }
    self.position = (position + count) & mask
  }

  @inline(__always)
  private static func store(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for index in 0..<count {
      let sample = source[index]
      target[index] = sample.magnitude > 1e-30 ? sample : 0
    }
  }
}
