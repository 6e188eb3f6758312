public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Places a stereo source in the stereo field with constant power, the -3 dB law.
///
/// The source's left and right channels become two points, `width` to each side of `position`, each panned
/// by cosine and sine. A source that is equal on both sides keeps its power wherever it goes; at the centre
/// with full width nothing changes. Near an edge the outer point stops there.
public struct Panner: Effect {
  /// The place from -1, left, to 1, right.
  public let position: Double
  /// The distance of the two channels from the place: 0 is a point, 1 the full width.
  public let width: Double
  private let leftToLeft, leftToRight, rightToLeft, rightToRight: Float

  /// Makes a panner; values outside their ranges are held at the ends.
  public init(position: Double, width: Double = 1) {
    self.position = min(max(position, -1), 1)
    self.width = min(max(width, 0), 1)
    let quarter = Double.pi / 4
    let leftAngle = (max(self.position - self.width, -1) + 1) * quarter
    let rightAngle = (min(self.position + self.width, 1) + 1) * quarter
    // Equal channels sum to power 2 + 2 cos(difference), against 2 at full width.
    let scale = (1 / (1 + cos(rightAngle - leftAngle))).squareRoot()
    leftToLeft = Float(scale * cos(leftAngle))
    leftToRight = Float(leftAngle == 0 ? 0 : scale * sin(leftAngle))
    rightToLeft = Float(rightAngle == 2 * quarter ? 0 : scale * cos(rightAngle))
    rightToRight = Float(scale * sin(rightAngle))
  }

  /// None.
  public var latency: Frames { .zero }

  /// None.
  public var tail: Frames { .zero }

  /// Does nothing: there is no memory.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {}

  /// Places a stereo block.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    let (left, right) = (block[0], block[1])
    let (ll, lr, rl, rr) = (leftToLeft, leftToRight, rightToLeft, rightToRight)
    for frame in 0..<block.frameCount {
      let (l, r) = (left[frame], right[frame])
      left[frame] = ll * l + rl * r
      right[frame] = lr * l + rr * r
    }
  }

  /// Does nothing: there is no memory.
  public mutating func reset() {}
}
