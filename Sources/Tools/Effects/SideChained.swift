public import Signal

/// An effect that can be judged by another signal, its key: a bass ducked by a kick, a pad by a voice.
///
/// `process(_:)` judges the block by itself. The key is only read; its latency is the caller's to align. NaN,
/// infinite and huge samples of the key count as silence. One thread at a time.
public protocol SideChained: Effect {
  /// Processes a stereo block in place, judged by a stereo key of as many frames, which may be the block itself.
  mutating func process(_ block: AudioBlock, key: AudioBlock)
}

extension SideChained {
  /// Processes a stereo block in place, judged by itself.
  public mutating func process(_ block: AudioBlock) { process(block, key: block) }

  /// Prepares the effect, processes a copy of a buffer judged by a key, and takes the latency away.
  ///
  /// The key begins with the buffer, and is silent behind its end; what is longer than the buffer is not heard.
  public func applied(
    to buffer: AudioBuffer, key: AudioBuffer, sampleRate: SampleRate, extraFrames: Int = 0
  ) -> AudioBuffer {
    var effect = self
    effect.prepare(sampleRate: sampleRate, maximumFrames: 1024)
    var padded = buffer
    padded.resize(toFrames: buffer.frameCount + effect.latency.count + extraFrames)
    var keys = key.stereo()
    keys.resize(toFrames: padded.frameCount)
    padded.withMutableBlock { block in
      keys.withReadOnlyBlock { key in
        var start = 0
        while start < block.frameCount {
          let end = min(start + 1024, block.frameCount)
          effect.process(block[frames: start..<end], key: key[frames: start..<end])
          start = end
        }
      }
    }
    return padded[frames: effect.latency.count..<padded.frameCount]
  }
}

extension AudioBlock {
  /// Copies a stereo block; samples that are NaN or beyond +-1e6 become silence.
  func copyFinite(from other: AudioBlock) {
    for channel in 0..<channelCount {
      let (target, source) = (self[channel], other[channel])
      for frame in 0..<frameCount {
        let sample = source[frame]
        target[frame] = sample.magnitude <= 1e6 ? sample : 0
      }
    }
  }
}
