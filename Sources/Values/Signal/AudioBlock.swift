/// A borrowed, mutable view of planar samples, `[channels][frames]`: what effects work on in place.
///
/// A block owns nothing. It is valid only inside the closure that hands it out (see
/// `AudioBuffer.withMutableBlock`) or as long as the memory that it was made from; it must not be kept.
/// Samples are 32-bit floats with full scale at -1...1.
public struct AudioBlock {
  /// The first sample of channel 0.
  public let base: UnsafeMutablePointer<Float>
  /// The distance in samples from one channel to the next.
  public let channelStride: Int
  /// The number of channels, at least 1.
  public let channelCount: Int
  /// The number of frames, which may be 0.
  public let frameCount: Int

  /// Makes a view of memory that must outlive it: `channelCount` planes, `channelStride` samples apart.
  @inlinable
  public init(
    base: UnsafeMutablePointer<Float>, channelStride: Int, channelCount: Int, frameCount: Int
  ) {
    precondition(channelCount > 0 && frameCount >= 0 && channelStride >= frameCount)
    self.base = base
    self.channelStride = channelStride
    self.channelCount = channelCount
    self.frameCount = frameCount
  }

  /// The samples of one channel, `frameCount` of them.
  @inlinable
  public subscript(channel: Int) -> UnsafeMutablePointer<Float> {
    precondition(channel >= 0 && channel < channelCount, "no such channel")
    return base + channel * channelStride
  }

  /// The part of the block that holds the frames of `range`.
  @inlinable
  public subscript(frames range: Range<Int>) -> AudioBlock {
    precondition(range.lowerBound >= 0 && range.upperBound <= frameCount, "no such frames")
    return AudioBlock(
      base: base + range.lowerBound, channelStride: channelStride, channelCount: channelCount,
      frameCount: range.count)
  }

  /// Sets every sample to zero.
  public func silence() {
    for channel in 0..<channelCount {
      self[channel].update(repeating: 0, count: frameCount)
    }
  }

  /// Multiplies every sample by a linear gain.
  public func scale(by gain: Float) {
    for channel in 0..<channelCount {
      let samples = self[channel]
      for frame in 0..<frameCount { samples[frame] *= gain }
    }
  }

  /// Adds another block of the same shape, multiplied by a linear gain.
  public func add(_ other: AudioBlock, gain: Float = 1) {
    precondition(other.channelCount == channelCount && other.frameCount == frameCount)
    for channel in 0..<channelCount {
      let (target, source) = (self[channel], other[channel])
      for frame in 0..<frameCount { target[frame] += gain * source[frame] }
    }
  }

  /// Copies the samples of another block of the same shape.
  public func copy(from other: AudioBlock) {
    precondition(other.channelCount == channelCount && other.frameCount == frameCount)
    for channel in 0..<channelCount {
      self[channel].update(from: other[channel], count: frameCount)
    }
  }

  /// The greatest absolute sample value, linear; NaN is skipped.
  public var peak: Float {
    var peak: Float = 0
    for channel in 0..<channelCount {
      peak = max(peak, greatestMagnitude(self[channel], frameCount))
    }
    return peak
  }

  /// Replaces samples that are NaN or beyond +-`limit` by silence, and returns how many there were.
  ///
  /// Effects call it first, so that one broken sample never poisons a feedback path.
  @discardableResult
  public func silenceNonFinite(limit: Float = 1e6) -> Int {
    var replaced = 0
    for channel in 0..<channelCount {
      let samples = self[channel]
      var frame = 0
      while frame < frameCount {
        let end = min(frame + 256, frameCount)
        var broken: UInt32 = 0
        for index in frame..<end { broken |= samples[index].magnitude <= limit ? 0 : 1 }
        if broken != 0 {
          for index in frame..<end where !(samples[index].magnitude <= limit) {
            samples[index] = 0
            replaced += 1
          }
        }
        frame = end
      }
    }
    return replaced
  }
}

/// The greatest magnitude of `count` samples; NaN is skipped.
@inlinable
func greatestMagnitude(_ samples: UnsafePointer<Float>, _ count: Int) -> Float {
  var lanes = SIMD8<Float>(repeating: 0)
  var index = 0
  while index + 8 <= count {
    let next = UnsafeRawPointer(samples + index).loadUnaligned(as: SIMD8<Float>.self)
    let magnitude = SIMD8<Float>(
      unsafeBitCast(next, to: SIMD8<UInt32>.self) & SIMD8(repeating: 0x7FFF_FFFF))
    lanes.replace(with: magnitude, where: magnitude .> lanes)
    index += 8
  }
  var peak = lanes.max()
  while index < count {
    let magnitude = samples[index].magnitude
    if magnitude > peak { peak = magnitude }
    index += 1
  }
  return peak
}

extension SIMD8 where Scalar == Float {
  /// Reads eight bit patterns as floats.
  @inlinable
  init(_ bits: SIMD8<UInt32>) {
    self = unsafeBitCast(bits, to: SIMD8<Float>.self)
  }
}
