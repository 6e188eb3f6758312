import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The factor by which a one-pole filter keeps its value from frame to frame: it is 63 % there after so many
/// seconds; 0 for no time at all.
func pole(_ seconds: Double, _ rate: SampleRate) -> Float {
  seconds <= 0 ? 0 : Float(exp(-1 / (seconds * rate.hertz)))
}

/// Measures the level of a stereo block frame by frame, in octaves of amplitude (log2, 6.02 dB).
///
/// Levels are max(|L|, |R|), or the root of the louder channel's mean square; below -120 dB they read -120 dB.
struct LevelSensor: Sendable {
  let detector: Compressor.Detector
  private var keep: Float = 0
  private var meanSquare: (left: Float, right: Float) = (0, 0)
  /// -120 dB: quieter levels count as this.
  static let floor: Float = 1e-6

  init(_ detector: Compressor.Detector) { self.detector = detector }

  mutating func prepare(sampleRate: SampleRate) {
    if case .rootMeanSquare(let seconds) = detector { keep = pole(seconds, sampleRate) }
    reset()
  }

  mutating func reset() { meanSquare = (0, 0) }

  /// Writes one level a frame.
  mutating func measure(_ block: AudioBlock, into levels: UnsafeMutablePointer<Float>) {
    let (left, right, count) = (block[0], block[1], block.frameCount)
    switch detector {
    case .peak:
      for frame in 0..<count {
        let (l, r) = (left[frame].magnitude, right[frame].magnitude)
        let level = l > r ? l : r
        levels[frame] = LevelScale.log2(level > LevelSensor.floor ? level : LevelSensor.floor)
      }
    case .rootMeanSquare:
      var (l, r) = meanSquare
      let keep = keep
      let fresh = 1 - keep
      for frame in 0..<count {
        l = keep * l + fresh * (left[frame] * left[frame])
        r = keep * r + fresh * (right[frame] * right[frame])
        let floor = LevelSensor.floor * LevelSensor.floor
        l = l > 1e-20 ? l : 0
        r = r > 1e-20 ? r : 0
        let power = l > r ? l : r
        levels[frame] = power > floor ? power : floor
      }
      meanSquare = (l, r)
      for frame in 0..<count { levels[frame] = 0.5 * LevelScale.log2(levels[frame]) }
    }
  }
}
