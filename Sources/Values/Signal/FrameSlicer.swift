/// Cuts streaming audio into overlapping frames, the first of which is centred on the first sample.
///
/// However the audio arrives, the frames are the same. Silence stands before the first sample and, after
/// `finish`, behind the last, as in `Spectrogram`. Nothing is allocated while audio is added.
public struct FrameSlicer: Sendable {
  /// The length of a frame, even.
  public let size: Int
  /// The distance of frames.
  public let hop: Int
  /// The number of channels.
  public let channelCount: Int

  private var buffer: AudioBuffer
  /// How many frames the buffer holds, and where the next frame begins in it.
  private var filled: Int
  private var start = 0
  private var added = 0
  private var handed = 0

  /// Makes a slicer.
  public init(size: Int, hop: Int, channelCount: Int = 2) {
    precondition(size > 0 && size % 2 == 0 && hop > 0 && hop <= size)
    self.size = size
    self.hop = hop
    self.channelCount = channelCount
    buffer = AudioBuffer(channelCount: channelCount, frameCount: 4 * size)
    filled = size / 2
  }

  /// Adds a block and hands on each frame that it completes; the view is valid inside `body` only.
  public mutating func add(_ block: AudioBlock, _ body: (AudioBlock) -> Void) {
    precondition(block.channelCount == channelCount, "as many channels as the slicer")
    added += block.frameCount
    push(block, body)
  }

  /// Adds the silence that completes the frames of the end: one for each `hop` samples that were added.
  public mutating func finish(_ body: (AudioBlock) -> Void) {
    let wanted = added == 0 ? 0 : (added - 1) / hop + 1
    let silence = AudioBuffer(channelCount: channelCount, frameCount: hop)
    // A hop of silence completes at most one frame.
    while handed < wanted { silence.withReadOnlyBlock { push($0, body) } }
  }

  private mutating func push(_ block: AudioBlock, _ body: (AudioBlock) -> Void) {
    let (size, hop) = (size, hop)
    var (filled, start, handed) = (filled, start, handed)
    buffer.withMutableBlock { store in
      var place = 0
      while place < block.frameCount {
        if filled == store.frameCount {
          // Move what is still needed to the front.
          for channel in 0..<store.channelCount {
            let samples = store[channel]
            samples.update(from: samples + start, count: filled - start)
          }
          filled -= start
          start = 0
        }
        let count = min(block.frameCount - place, store.frameCount - filled)
        for channel in 0..<store.channelCount {
          (store[channel] + filled).update(from: block[channel] + place, count: count)
        }
        filled += count
        place += count
        while filled - start >= size {
          body(store[frames: start..<(start + size)])
          start += hop
          handed += 1
        }
      }
    }
    (self.filled, self.start, self.handed) = (filled, start, handed)
  }
}
