/// Audio held in memory: planar 32-bit floats, `[channels][frames]`, contiguous, with value semantics.
///
/// Full scale is -1...1; samples beyond it are kept as they are. Copies share memory until one of them
/// is written to. The sample rate is not part of the buffer: it belongs to the file or session.
public struct AudioBuffer: Hashable, Sendable {
  /// The number of channels, at least 1: 1 is mono, 2 is left and right.
  public let channelCount: Int
  /// The number of frames.
  public private(set) var frameCount: Int
  /// The samples, channel after channel, `[channels][frames]`.
  public private(set) var samples: [Float]

  /// Makes a silent buffer.
  public init(channelCount: Int = 2, frameCount: Int) {
    precondition(channelCount > 0 && frameCount >= 0)
    self.channelCount = channelCount
    self.frameCount = frameCount
    samples = [Float](repeating: 0, count: channelCount * frameCount)
  }

  /// Makes a buffer from one array a channel; all must have the same length.
  public init(channels: [[Float]]) {
    precondition(!channels.isEmpty && channels.allSatisfy { $0.count == channels[0].count })
    channelCount = channels.count
    frameCount = channels[0].count
    samples = Array(channels.joined())
  }

  /// Makes a buffer from interleaved samples, `[frames][channels]`; a part of a frame at the end is dropped.
  public init(interleaved: [Float], channelCount: Int) {
    self.init(channelCount: channelCount, frameCount: interleaved.count / channelCount)
    let frames = frameCount
    interleaved.withUnsafeBufferPointer { source in
      samples.withUnsafeMutableBufferPointer { target in
        for channel in 0..<channelCount {
          for frame in 0..<frames {
            target[channel * frames + frame] = source[frame * channelCount + channel]
          }
        }
      }
    }
  }

  /// One sample.
  public subscript(channel: Int, frame: Int) -> Float {
    get {
      precondition(channel < channelCount && frame >= 0 && frame < frameCount)
      return samples[channel * frameCount + frame]
    }
    set {
      precondition(channel < channelCount && frame >= 0 && frame < frameCount)
      samples[channel * frameCount + frame] = newValue
    }
  }

  /// A copy of the samples of one channel.
  public func channel(_ channel: Int) -> [Float] {
    precondition(channel >= 0 && channel < channelCount)
    return Array(samples[channel * frameCount..<(channel + 1) * frameCount])
  }

  /// The samples as frames, `[frames][channels]`.
  public func interleaved() -> [Float] {
    [Float](unsafeUninitializedCapacity: samples.count) { target, count in
      for channel in 0..<channelCount {
        for frame in 0..<frameCount {
          target[frame * channelCount + channel] = samples[channel * frameCount + frame]
        }
      }
      count = samples.count
    }
  }

  /// Calls `body` with a mutable view of all samples; the view must not be kept.
  public mutating func withMutableBlock<Result, Failure: Error>(
    _ body: (AudioBlock) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (channels, frames) = (channelCount, frameCount)
    if samples.isEmpty {
      var nothing: Float = 0
      return try withUnsafeMutablePointer(to: &nothing) { pointer throws(Failure) in
        try body(
          AudioBlock(base: pointer, channelStride: 0, channelCount: channels, frameCount: 0))
      }
    }
    return try samples.withUnsafeMutableBufferPointer { pointer throws(Failure) in
      guard let base = pointer.baseAddress else { preconditionFailure("empty buffer") }
      return try body(
        AudioBlock(
          base: base, channelStride: frames, channelCount: channels, frameCount: frames))
    }
  }

  /// Calls `body` with a view of all samples, without copying them.
  ///
  /// The view must neither be kept nor written to: other buffers may share its memory.
  public func withReadOnlyBlock<Result, Failure: Error>(
    _ body: (AudioBlock) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (channels, frames) = (channelCount, frameCount)
    guard !samples.isEmpty else {
      var nothing = self
      return try nothing.withMutableBlock(body)
    }
    return try samples.withUnsafeBufferPointer { pointer throws(Failure) in
      guard let base = pointer.baseAddress else { preconditionFailure("empty buffer") }
      return try body(
        AudioBlock(
          base: UnsafeMutablePointer(mutating: base), channelStride: frames,
          channelCount: channels, frameCount: frames))
    }
  }

  /// Calls `body` with the samples of one channel; the pointer must not be kept.
  public func withChannel<Result, Failure: Error>(
    _ channel: Int, _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(channel >= 0 && channel < channelCount)
    let frames = frameCount
    return try samples.withUnsafeBufferPointer { pointer throws(Failure) in
      try body(
        UnsafeBufferPointer(rebasing: pointer[channel * frames..<(channel + 1) * frames]))
    }
  }

  /// Calls `body` with consecutive mutable views of at most `size` frames, first to last.
  public mutating func forEachBlock<Failure: Error>(
    of size: Int, _ body: (AudioBlock) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(size > 0)
    try withMutableBlock { whole throws(Failure) in
      var start = 0
      while start < whole.frameCount {
        let end = min(start + size, whole.frameCount)
        try body(whole[frames: start..<end])
        start = end
      }
    }
  }
}

extension AudioBuffer: CustomStringConvertible, CustomReflectable {
  /// The shape, such as `2 channels x 48000 frames`.
  public var description: String {
    "\(channelCount) \(channelCount == 1 ? "channel" : "channels") x \(Frames(frameCount))"
  }

  /// The shape alone: a debugger or test report need not list millions of samples.
  public var customMirror: Mirror {
    Mirror(self, children: ["channelCount": channelCount, "frameCount": frameCount])
  }
}
