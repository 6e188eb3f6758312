/// The time over which envelopes, pitches and filters move in straight lines.
enum ControlPeriod {
  /// 32 frames: 0.67 ms at 48 kHz, half of the synthesizer's block of 64 frames.
  static let frames = 32
}

/// One control period of stereo sound that voices add to, and working memory that they share.
///
/// Valid only while a synthesizer renders.
struct ControlBlock {
  /// What is heard on the left and on the right, `ControlPeriod.frames` each.
  let left, right: UnsafeMutablePointer<Float>
  /// Working memory of the voice that is at work, `ControlPeriod.frames` each.
  let scratch, side: UnsafeMutablePointer<Float>
  /// The performance's controllers during the period.
  let controls: ControlState
}

/// What the controllers say during one control period.
struct ControlState {
  /// Where the pitch wheel stands, in semitones.
  var bend = 0.0
  /// The modulation wheel, 0...1.
  var modulation = 0.0
}

/// What a voice is told when a key is struck.
struct Strike {
  /// The key, 0...127.
  var key: Int
  /// The velocity, 1...127.
  var velocity: Int
  /// Where the pitch comes from, as a key, and how many control periods it takes; nil for no glide.
  var glide: (from: Double, periods: Int)?
  /// How long the key will be held, in frames, where that is known.
  var lasting: Int?
  /// What chance depends on.
  var seed: UInt64

  /// What velocity makes of the level: the curve of SoundFont 2.04, 8.4.1 (960 cB, concave), which is
  /// a square, to the power of `sensitivity`.
  func gain(_ sensitivity: Double) -> Float {
    let level = Double(velocity) / 127
    return Float(power(level, 2 * sensitivity))
  }
}
