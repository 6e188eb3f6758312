public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads frames from a sample cache file, in any order.
///
/// The length of the file must agree with its header to the byte, so that a cut file is never played.
/// Reading moves no state, so that one reader may serve several threads.
public final class SampleCacheReader: Sendable {
  /// Where the file lies.
  public let path: String
  /// The sample rate.
  public let sampleRate: SampleRate
  /// The number of channels.
  public let channelCount: Int
  /// The length.
  public let length: Frames

  private let descriptor: Int32

  /// Opens a cache file.
  ///
  /// Throws `unreadable` if it is not a cache file of this version, `wrongLength` if it was cut or
  /// prolonged, and the file system's errors.
  public init(path: String) throws(AudioFileError) {
    let descriptor = try openForReading(path)
    var header = [UInt8](repeating: 0, count: SampleCache.headerBytes)
    let count = pread(descriptor, &header, header.count, 0)
    var information = stat()
    guard count == header.count, let (rate, channels, frames) = SampleCache.parse(header),
      fstat(descriptor, &information) == 0
    else {
      close(descriptor)
      throw .unreadable(path: path, reason: "not a sample cache of version \(SampleCache.version)")
    }
    let expected = SampleCache.headerBytes + frames * channels * 4
    guard Int(information.st_size) == expected else {
      close(descriptor)
      throw .wrongLength(
        path: path, expectedBytes: expected, foundBytes: Int(information.st_size))
    }
    self.path = path
    self.descriptor = descriptor
    sampleRate = rate
    channelCount = channels
    length = Frames(frames)
  }

  deinit { close(descriptor) }

  /// Fills a block with the frames from `start` on; frames outside the file are silent.
  public func read(at start: Int, into block: AudioBlock) throws(AudioFileError) {
    guard block.channelCount == channelCount else {
      throw .channelMismatch(expected: channelCount, found: block.channelCount)
    }
    let channels = channelCount
    let first = max(0, min(-start, block.frameCount))
    let last = max(first, min(block.frameCount, length.count - start))
    if first > 0 { block[frames: 0..<first].silence() }
    if last < block.frameCount { block[frames: last..<block.frameCount].silence() }
    let chunk = 8192
    var failure: AudioFileError?
    withUnsafeTemporaryAllocation(of: Float.self, capacity: chunk * channels) { source in
      var frame = first
      while frame < last {
        let count = min(chunk, last - frame)
        let bytes = count * channels * 4
        let offset = SampleCache.headerBytes + (start + frame) * channels * 4
        let got = pread(descriptor, source.baseAddress, bytes, off_t(offset))
        if got != bytes {
          failure =
            got < 0
            ? .from(code: errno, path: path)
            : .wrongLength(path: path, expectedBytes: offset + bytes, foundBytes: offset + got)
          return
        }
        for channel in 0..<channels {
          let target = block[channel] + frame
          for index in 0..<count { target[index] = source[index * channels + channel] }
        }
        frame += count
      }
    }
    if let failure { throw failure }
  }

  /// Reads the frames of a range, silent where the file has none.
  public func read(_ range: Range<Int>) throws(AudioFileError) -> AudioBuffer {
    var buffer = AudioBuffer(channelCount: channelCount, frameCount: range.count)
    try buffer.withMutableBlock { block throws(AudioFileError) in
      try read(at: range.lowerBound, into: block)
    }
    return buffer
  }

  /// Reads everything.
  public func readAll() throws(AudioFileError) -> AudioBuffer {
    try read(0..<length.count)
  }
}
