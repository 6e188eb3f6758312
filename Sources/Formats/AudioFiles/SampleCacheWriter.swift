public import Signal

/// Writes samples to a private cache file as they are: 32-bit floats, bit for bit, block by block.
///
/// Like an `AudioFileWriter` the file appears under its name only when it is finished. NaN and infinity
/// are refused, since a cache is read without looking. One thread at a time.
public final class SampleCacheWriter {
  /// Where the file will appear.
  public let path: String
  /// The sample rate.
  public let sampleRate: SampleRate
  /// The number of channels.
  public let channelCount: Int
  /// How many frames were written so far.
  public private(set) var framesWritten = 0

  private let output: OutputFile
  private var interleaved: [Float]
  private static let chunkFrames = 16_384

  /// Starts a cache file in an existing folder; throws the file system's errors.
  public init(
    path: String, sampleRate: SampleRate, channelCount: Int = 2
  ) throws(AudioFileError) {
    precondition(channelCount > 0 && channelCount <= 1024)
    self.path = path
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    interleaved = [Float](repeating: 0, count: SampleCacheWriter.chunkFrames * channelCount)
    output = try OutputFile(path: path)
    try output.write(
      SampleCache.header(sampleRate: sampleRate, channelCount: channelCount, frames: 0))
  }

  /// Appends the frames of a block; throws `channelMismatch`, `notFinite` and the file system's errors.
  public func write(_ block: AudioBlock) throws(AudioFileError) {
    guard block.channelCount == channelCount else {
      throw .channelMismatch(expected: channelCount, found: block.channelCount)
    }
    let channels = channelCount
    var start = 0
    while start < block.frameCount {
      let count = min(SampleCacheWriter.chunkFrames, block.frameCount - start)
      let first = framesWritten
      try interleaved.withUnsafeMutableBufferPointer { target throws(AudioFileError) in
        for channel in 0..<channels {
          let source = block[channel] + start
          for frame in 0..<count {
            guard source[frame].isFinite else {
              throw .notFinite(channel: channel, frame: first + frame)
            }
            target[frame * channels + channel] = source[frame]
          }
        }
        let bytes = UnsafeRawBufferPointer(
          rebasing: UnsafeRawBufferPointer(target)[..<(count * channels * 4)])
        _ = output.write(bytes)
      }
      if let failure = output.failure { throw failure }
      framesWritten += count
      start += count
    }
  }

  /// Appends all frames of a buffer.
  public func write(_ buffer: AudioBuffer) throws(AudioFileError) {
    try buffer.withReadOnlyBlock { block throws(AudioFileError) in try write(block) }
  }

  /// Completes the file and gives it its name; returns the number of frames.
  @discardableResult
  public func finish() throws(AudioFileError) -> Frames {
    output.seek(to: 0)
    try output.write(
      SampleCache.header(
        sampleRate: sampleRate, channelCount: channelCount, frames: framesWritten))
    try output.commit()
    return Frames(framesWritten)
  }

  /// Gives up and removes what was written.
  public func cancel() { output.discard() }
}
