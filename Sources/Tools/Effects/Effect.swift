public import Signal

/// A processor of stereo audio that works in place, block by block.
///
/// Effects are values: a copy is an independent processor in the same state. `prepare` allocates all memory;
/// `process` allocates nothing, takes no lock and gives the same output however the audio is cut into
/// blocks. Samples that are NaN, infinite or beyond +-1e6 count as silence. One thread at a time.
public protocol Effect: Sendable {
  /// How many frames later the output comes than the input; known after `prepare`.
  var latency: Frames { get }

  /// How long after the last input the output needs to fall below -90 dB of its input's peak, latency
  /// included; known after `prepare`.
  var tail: Frames { get }

  /// Allocates for a sample rate and for blocks of at most `maximumFrames`, and resets.
  mutating func prepare(sampleRate: SampleRate, maximumFrames: Int)

  /// Processes a stereo block in place; `prepare` must have been called.
  mutating func process(_ block: AudioBlock)

  /// Returns to the state after `prepare`: silence in every memory.
  mutating func reset()
}

extension Effect {
  /// Processes a whole stereo buffer in place, in blocks of at most 1024 frames, from the present state.
  ///
  /// Neither latency nor tail is added or taken away.
  public mutating func process(_ buffer: inout AudioBuffer) {
    buffer.withMutableBlock { block in
      var start = 0
      while start < block.frameCount {
        let end = min(start + 1024, block.frameCount)
        process(block[frames: start..<end])
        start = end
      }
    }
  }

  /// Prepares the effect, processes a copy of a buffer, and takes the latency away.
  ///
  /// The result has the buffer's length plus `extraFrames`, for instance `tail.count`.
  public func applied(
    to buffer: AudioBuffer, sampleRate: SampleRate, extraFrames: Int = 0
  ) -> AudioBuffer {
    var effect = self
    effect.prepare(sampleRate: sampleRate, maximumFrames: 1024)
    var padded = buffer
    padded.resize(toFrames: buffer.frameCount + effect.latency.count + extraFrames)
    effect.process(&padded)
    return padded[frames: effect.latency.count..<padded.frameCount]
  }
}
