import Signal

/// The squared ratio of peak to root mean square over the last 200 ms, and the times that follow from it.
///
/// D. Giannoulis, M. Massberg, J. Reiss, "Parameter automation in a dynamic range compressor", JAES 61 (2013).
struct CrestFactor: Sendable {
  private var keep: Float = 0
  private var peak: Float = 0
  private var mean: Float = 0

  mutating func prepare(sampleRate: SampleRate) {
    keep = pole(0.2, sampleRate)
    reset()
  }

  mutating func reset() { (peak, mean) = (0, 0) }

  /// Hears a stereo block: the greater of its magnitudes, frame by frame.
  mutating func hear(_ block: AudioBlock) {
    let (left, right, keep) = (block[0], block[1], keep)
    let fresh = 1 - keep
    var (peak, mean) = (peak, mean)
    for frame in 0..<block.frameCount {
      let (l, r) = (left[frame] * left[frame], right[frame] * right[frame])
      let square = l > r ? l : r
      mean = keep * mean + fresh * square
      let falling = keep * peak + fresh * square
      peak = square > falling ? square : falling
      mean = mean > 1e-20 ? mean : 0
      peak = peak > 1e-20 ? peak : 0
    }
    (self.peak, self.mean) = (peak, mean)
  }

  /// Attack and release in seconds for the longest allowed; 2 is the square for a sine.
  func times(longestAttack: Double, longestRelease: Double) -> (attack: Double, release: Double) {
    guard mean > 0 else { return (longestAttack, longestRelease) }
    let square = min(max(Double(peak / mean), 2), 200)
    let attack = 2 * longestAttack / square
    return (attack, max(2 * longestRelease / square - attack, attack))
  }
}
