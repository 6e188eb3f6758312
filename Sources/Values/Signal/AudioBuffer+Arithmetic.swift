extension AudioBuffer {
  /// A copy of the frames of `range`.
  public subscript(frames range: Range<Int>) -> AudioBuffer {
    precondition(range.lowerBound >= 0 && range.upperBound <= frameCount, "no such frames")
    var part = AudioBuffer(channelCount: channelCount, frameCount: range.count)
    for channel in 0..<channelCount where !range.isEmpty {
      withChannel(channel) { source in
        part.withMutableBlock { block in
          for frame in 0..<block.frameCount {
            block[channel][frame] = source[range.lowerBound + frame]
          }
        }
      }
    }
    return part
  }

  /// Adds `other`, times a linear gain, so that its first frame falls on `start`.
  ///
  /// Frames that fall outside this buffer are left out. A mono buffer is added to every channel;
  /// otherwise the channel counts must agree.
  public mutating func mix(_ other: AudioBuffer, at start: Int = 0, gain: Float = 1) {
    precondition(other.channelCount == channelCount || other.channelCount == 1)
    let first = max(0, start)
    let last = min(frameCount, start + other.frameCount)
    guard first < last else { return }
    withMutableBlock { block in
      for channel in 0..<block.channelCount {
        let target = block[channel]
        other.withChannel(other.channelCount == 1 ? 0 : channel) { source in
          for frame in first..<last { target[frame] += gain * source[frame - start] }
        }
      }
    }
  }

  /// Multiplies every sample by a linear gain.
  public mutating func scale(by gain: Float) {
    withMutableBlock { $0.scale(by: gain) }
  }

  /// Multiplies every sample by a gain in decibels.
  public mutating func scale(by gain: Decibels) {
    scale(by: Float(gain.gain))
  }

  /// Makes the buffer `count` frames long: cuts the end off, or adds silence.
  public mutating func resize(toFrames count: Int) {
    guard count != frameCount else { return }
    var resized = AudioBuffer(channelCount: channelCount, frameCount: count)
    resized.mix(self)
    self = resized
  }

  /// Appends another buffer with as many channels; costs a copy of both.
  public mutating func append(_ other: AudioBuffer) {
    let end = frameCount
    resize(toFrames: end + other.frameCount)
    mix(other, at: end)
  }

  /// Fades linearly from silence to full over the first `count` frames.
  public mutating func fadeIn(frames count: Int) {
    let length = min(count, frameCount)
    withMutableBlock { block in
      for channel in 0..<block.channelCount {
        let samples = block[channel]
        for frame in 0..<length { samples[frame] *= Float(frame) / Float(count) }
      }
    }
  }

  /// Fades linearly from full to silence over the last `count` frames.
  public mutating func fadeOut(frames count: Int) {
    let length = min(count, frameCount)
    withMutableBlock { block in
      for channel in 0..<block.channelCount {
        let samples = block[channel] + (block.frameCount - length)
        for frame in 0..<length { samples[frame] *= Float(length - 1 - frame) / Float(count) }
      }
    }
  }

  /// A mono buffer: the mean of all channels.
  public func mono() -> AudioBuffer {
    var sum = AudioBuffer(channelCount: 1, frameCount: frameCount)
    let gain = 1 / Float(channelCount)
    sum.withMutableBlock { block in
      for channel in 0..<channelCount {
        withChannel(channel) { source in
          for frame in 0..<block.frameCount { block[0][frame] += gain * source[frame] }
        }
      }
    }
    return sum
  }

  /// A stereo buffer: a mono buffer on both sides, or this buffer if it has two channels already.
  public func stereo() -> AudioBuffer {
    precondition(channelCount <= 2, "only mono and stereo become stereo")
    guard channelCount == 1 else { return self }
    return AudioBuffer(channels: [samples, samples])
  }

  /// The greatest absolute sample value, linear; NaN is skipped.
  public var peak: Float {
    samples.withUnsafeBufferPointer { pointer in
      guard let base = pointer.baseAddress else { return 0 }
      return greatestMagnitude(base, pointer.count)
    }
  }

  /// The root mean square of all samples of all channels, linear; 0 for an empty buffer.
  public var rootMeanSquare: Float {
    guard !samples.isEmpty else { return 0 }
    var sum = 0.0
    for sample in samples { sum += Double(sample) * Double(sample) }
    return Float((sum / Double(samples.count)).squareRoot())
  }

  /// Whether no sample is NaN or infinite.
  public var isFinite: Bool {
    samples.allSatisfy(\.isFinite)
  }

  /// The frames from the first to the last whose magnitude exceeds `threshold`, or nil if none does.
  public func activeRange(above threshold: Float) -> Range<Int>? {
    var (first, last) = (frameCount, -1)
    for channel in 0..<channelCount {
      withChannel(channel) { source in
        if let start = source.firstIndex(where: { $0.magnitude > threshold }) {
          first = min(first, start)
        }
        if let end = source.lastIndex(where: { $0.magnitude > threshold }) {
          last = max(last, end)
        }
      }
    }
    return last < 0 ? nil : first..<last + 1
  }
}
