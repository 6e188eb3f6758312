import CSndFile
public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes an audio file block by block; the file appears under its name only when it is finished.
///
/// The same samples, tags and library give the same bytes: there is no PEAK chunk, no time stamp, no
/// random stream number. 24-bit formats round to the nearest step, exact for samples that came from
/// 24 bit; samples beyond full scale are clipped and counted. Dropping a writer that was not finished
/// removes what it wrote. One thread at a time.
public final class AudioFileWriter {
  /// What was written.
  public struct Summary: Hashable, Sendable {
    /// The number of frames.
    public var length: Frames
    /// How many samples lay beyond full scale and were clipped (24-bit formats only).
    public var clippedSamples: Int
  }

  /// Where the file will appear.
  public let path: String
  /// Its format.
  public let format: AudioFormat
  /// Its sample rate.
  public let sampleRate: SampleRate
  /// Its number of channels.
  public let channelCount: Int
  /// How many frames were written so far.
  public private(set) var framesWritten = 0

  private let output: OutputFile
  private let tags: AudioTags
  private let dither: NoiseGenerator?
  /// Whether integers have 16 bits instead of 24.
  private let isShort: Bool
  private var handle: OpaquePointer?
  private var clipped = 0
  private var interleavedFloats: [Float] = []
  private var interleavedIntegers: [Int32] = []
  private static let chunkFrames = 4096

  /// Starts a file in an existing folder.
  ///
  /// `wordLength` is 24 or, for WAVE and FLAC, 16; 16 bits are dithered, with seed 0 unless another is given
  /// (S. Lipshitz, R. Wannamaker, J. Vanderkooy 1992), but where `isDithered` says that the samples are whole
  /// steps of 16 bits already. `ditherSeed` adds triangular dither of two steps before rounding to 24 bit, too.
  /// Float and lossy formats ignore it. Throws `unsupportedSampleRate` or `unsupportedChannelCount` for what
  /// the format cannot hold, and the file system's errors.
  public convenience init(
    path: String, format: AudioFormat, sampleRate: SampleRate, channelCount: Int = 2,
    tags: AudioTags = AudioTags(), ditherSeed: UInt64? = nil, wordLength: Int = 24,
    isDithered: Bool = false
  ) throws(AudioFileError) {
    try self.init(
      path: path, format: format, sampleRate: sampleRate, channelCount: channelCount, tags: tags,
      ditherSeed: ditherSeed, capacity: nil, wordLength: wordLength, isDithered: isDithered)
  }

  /// Starts a file on a disk that is full after `capacity` bytes, for tests.
  package init(
    path: String, format: AudioFormat, sampleRate: SampleRate, channelCount: Int,
    tags: AudioTags, ditherSeed: UInt64?, capacity: Int?, wordLength: Int = 24,
    isDithered: Bool = false
  ) throws(AudioFileError) {
    precondition(wordLength == 24 || wordLength == 16, "16 or 24 bits")
    guard channelCount > 0, channelCount <= format.maximumChannelCount else {
      throw .unsupportedChannelCount(channelCount, format: format)
    }
    let allowed = format.allowedSampleRates?.contains(sampleRate)
    guard allowed ?? (sampleRate.framesPerSecond <= 655_350) else {
      throw .unsupportedSampleRate(sampleRate, format: format)
    }
    self.path = path
    self.format = format
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.tags = tags
    isShort = wordLength == 16 && (format == .wave24 || format == .flac)
    let seed = isDithered ? nil : isShort ? ditherSeed ?? 0 : ditherSeed
    dither = seed.map { NoiseGenerator(seed: $0, stream: 0x6469_7468) }
    output = try OutputFile(path: path, capacity: capacity)
    if format == .mp3, !tags.isEmpty {
      let bytes = try ID3Tag.encode(tags, format: format)
      try output.write(bytes)
      output.origin = bytes.count
      output.seek(to: 0)
    }
    handle = try openEncoder(
      format, isShort: isShort, sampleRate: sampleRate.framesPerSecond,
      channelCount: channelCount, tags: tags, output: output)
  }

  deinit {
    if let handle { sf_close(handle) }
  }

  /// Appends the frames of a block.
  ///
  /// Throws `channelMismatch`, `notFinite` (nothing of that block may be relied on), `tooLong`,
  /// `diskFull` and the file system's other errors.
  public func write(_ block: AudioBlock) throws(AudioFileError) {
    guard let handle else { throw .closed(path: path) }
    guard block.channelCount == channelCount else {
      throw .channelMismatch(expected: channelCount, found: block.channelCount)
    }
    if framesWritten + block.frameCount > maximumFrames {
      throw .tooLong(format: format, maximumFrames: maximumFrames)
    }
    var start = 0
    while start < block.frameCount {
      let end = min(start + AudioFileWriter.chunkFrames, block.frameCount)
      let part = block[frames: start..<end]
      let written =
        format == .wave24 || format == .flac
        ? try writeIntegers(part, to: handle) : try writeFloats(part, to: handle)
      if let failure = output.failure { throw failure }
      if written != part.frameCount {
        throw .encoderFailed(path: path, reason: String(cString: sf_strerror(handle)))
      }
      framesWritten += part.frameCount
      start = end
    }
  }

  /// Appends all frames of a buffer.
  public func write(_ buffer: AudioBuffer) throws(AudioFileError) {
    try buffer.withReadOnlyBlock { block throws(AudioFileError) in try write(block) }
  }

  /// Completes the file and gives it its name.
  ///
  /// Throws `noFrames` for an empty file that is not WAVE, and the file system's errors; nothing is left then.
  @discardableResult
  public func finish() throws(AudioFileError) -> Summary {
    guard let handle else { throw .closed(path: path) }
    self.handle = nil
    let status = sf_close(handle)
    if let failure = output.failure {
      output.discard()
      throw failure
    }
    if framesWritten == 0, format != .wave24, format != .waveFloat {
      output.discard()
      throw .noFrames(format: format)
    }
    if status != 0 {
      output.discard()
      throw .encoderFailed(path: path, reason: String(cString: sf_error_number(status)))
    }
    switch format {
    case .wave24, .waveFloat, .mp3:
      try output.commit()
    case .flac:
      try FLACBlocks.replaceComments(in: output, with: tags)
    case .opus:
      try OggPages.normalize(output, tags: tags)
    }
    return Summary(length: Frames(framesWritten), clippedSamples: clipped)
  }

  /// Gives up and removes what was written.
  public func cancel() {
    if let handle { sf_close(handle) }
    handle = nil
    output.discard()
  }

  /// Writes a whole buffer to a file.
  @discardableResult
  public static func write(
    _ buffer: AudioBuffer, to path: String, format: AudioFormat, sampleRate: SampleRate,
    tags: AudioTags = AudioTags(), ditherSeed: UInt64? = nil, wordLength: Int = 24
  ) throws(AudioFileError) -> Summary {
    let writer = try AudioFileWriter(
      path: path, format: format, sampleRate: sampleRate, channelCount: buffer.channelCount,
      tags: tags, ditherSeed: ditherSeed, wordLength: wordLength)
    try writer.write(buffer)
    return try writer.finish()
  }

  /// RIFF counts bytes in 32 bits; 64 KiB are kept for the chunks around the samples.
  private var maximumFrames: Int {
    let room = Int(UInt32.max) - 65_536
    switch format {
    case .wave24: return room / ((isShort ? 2 : 3) * channelCount)
    case .waveFloat: return room / (4 * channelCount)
    case .flac: return (1 << 36) - 1
    case .mp3, .opus: return Int(Int32.max)
    }
  }

  private func writeFloats(
    _ block: AudioBlock, to handle: OpaquePointer
  ) throws(AudioFileError) -> Int {
    let (frames, channels) = (block.frameCount, channelCount)
    if interleavedFloats.count < frames * channels {
      interleavedFloats = [Float](repeating: 0, count: AudioFileWriter.chunkFrames * channels)
    }
    let start = framesWritten
    return try interleavedFloats.withUnsafeMutableBufferPointer { target throws(AudioFileError) in
      for channel in 0..<channels {
        let source = block[channel]
        for frame in 0..<frames {
          guard source[frame].isFinite else {
            throw .notFinite(channel: channel, frame: start + frame)
          }
          target[frame * channels + channel] = source[frame]
        }
      }
      return Int(sf_writef_float(handle, target.baseAddress, sf_count_t(frames)))
    }
  }

  private func writeIntegers(
    _ block: AudioBlock, to handle: OpaquePointer
  ) throws(AudioFileError) -> Int {
    let (frames, channels) = (block.frameCount, channelCount)
    if interleavedIntegers.count < frames * channels {
      interleavedIntegers = [Int32](repeating: 0, count: AudioFileWriter.chunkFrames * channels)
    }
    let (start, dither) = (framesWritten, dither)
    let scale: Float = isShort ? 0x1p15 : 0x1p23
    let shift: Int32 = isShort ? 16 : 8
    var clippedHere = 0
    let written = try interleavedIntegers.withUnsafeMutableBufferPointer {
      target throws(AudioFileError) in
      for channel in 0..<channels {
        let source = block[channel]
        for frame in 0..<frames {
          guard source[frame].isFinite else {
            throw .notFinite(channel: channel, frame: start + frame)
          }
          var steps = source[frame] * scale
          if let dither {
            steps += dither.triangular(at: (start + frame) * channels + channel)
          }
          if steps > scale - 1 || steps < -scale {
            clippedHere += 1
            steps = steps > 0 ? scale - 1 : -scale
          }
          // Adding and taking away 1.5 * 2^23 would round floats below 2^22 only; let the processor round.
          target[frame * channels + channel] = Int32(steps.rounded(.toNearestOrEven)) << shift
        }
      }
      return Int(sf_writef_int(handle, target.baseAddress, sf_count_t(frames)))
    }
    clipped += clippedHere
    return written
  }
}
