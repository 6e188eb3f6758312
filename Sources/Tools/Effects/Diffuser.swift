/// A Schroeder all-pass: flat in level, dense in time.
///
/// v[n] = x[n] + g v[n - d], y[n] = v[n - d] - g v[n] (M. Schroeder, "Natural sounding artificial
/// reverberation", JAES 10, 1962). The memory holds v.
struct Diffuser: Sendable {
  private var memory: [Float]
  private var position = 0
  private let gain: Float

  init(delay: Int, gain: Float) {
    memory = [Float](repeating: 0, count: delay)
    self.gain = gain
  }

  mutating func reset() {
    for index in memory.indices { memory[index] = 0 }
    position = 0
  }

  mutating func process(_ samples: UnsafeMutablePointer<Float>, count: Int) {
    let gain = gain
    memory.withUnsafeMutableBufferPointer { memory in
      guard let base = memory.baseAddress else { return }
      let length = memory.count
      var start = 0
      while start < count {
        // Up to the end of the ring each place is read once, then written: the loop has no dependency.
        let run = min(count - start, length - position)
        let (v, x) = (base + position, samples + start)
        for index in 0..<run {
          let delayed = v[index]
          let fresh = x[index] + gain * delayed
          x[index] = delayed - gain * fresh
          v[index] = fresh.magnitude > 1e-30 ? fresh : 0
        }
        position += run
        if position == length { position = 0 }
        start += run
      }
    }
  }
}
