/// Counts flat tops of one channel: three or more equal samples in a row at the greatest level so far.
///
/// At full scale that is enough (facts: "no run of more than two samples at full scale"). Below, a slow and
/// smooth peak that is stored in 16 bit is flat too, so there the wave must also come to the level in a
/// step, as it does where something cut it off before it was turned down.
struct ClippingDetector: Sendable {
  /// How many flat tops there are.
  private(set) var runs = 0
  /// The longest, in frames.
  private(set) var longest = 0
  /// How many samples they hold.
  private(set) var samples = 0
  /// The level that they lie at, linear.
  private(set) var level: Float = 0
  /// Where the first begins.
  private(set) var firstFrame = 0

  private var frame = 0
  private var greatest: Float = 0
  /// The value of the run that goes on, its length, and the step into it.
  private var value: Float = 0
  private var length = 0
  private var stepIn: Float = 0

  /// Below this part of the greatest level, a run is no flat top.
  private static let nearness: Float = 0.99
  /// 16-bit full scale less one step of dither.
  private static let fullScale: Float = 0.9998
  /// The least sum of steps into and out of a flat top below full scale, as part of its level.
  private static let step: Float = 0.002

  /// Takes in the next sample; a run is counted when it ends.
  mutating func add(_ sample: Float) {
    if sample == value {
      length += 1
    } else {
      if length >= 3, value != 0 { close(stepOut: (sample - value).magnitude) }
      let magnitude = sample.magnitude
      if magnitude > greatest { rise(to: magnitude) }
      stepIn = (sample - value).magnitude
      value = sample
      length = 1
    }
    frame += 1
  }

  /// The same, as if silence followed: a run that reaches the end counts too.
  var ended: ClippingDetector {
    var copy = self
    if length >= 3, value != 0 { copy.close(stepOut: value.magnitude) }
    return copy
  }

  /// Runs far below a new greatest level were no flat tops.
  private mutating func rise(to magnitude: Float) {
    greatest = magnitude
    // Beyond full scale, what is flat at full scale stays clipped.
    if runs > 0, level < ClippingDetector.nearness * magnitude, level < ClippingDetector.fullScale {
      (runs, longest, samples, level) = (0, 0, 0, 0)
    }
  }

  private mutating func close(stepOut: Float) {
    let magnitude = value.magnitude
    let isFull = magnitude >= ClippingDetector.fullScale
    let isNear = magnitude >= ClippingDetector.nearness * greatest
    let isCut = isNear && stepIn + stepOut > ClippingDetector.step * magnitude
    guard isFull || isCut else { return }
    if runs == 0 { firstFrame = frame - length }
    runs += 1
    longest = max(longest, length)
    samples += length
    level = max(level, magnitude)
  }
}
