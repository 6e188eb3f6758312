public import Signal

/// Takes audio files in: any container that is read, any rate, mono to 7.1, as stereo at one rate.
///
/// Frame n of the file appears at n times the ratio of the rates, and a file of `n` frames gives exactly
/// `Resampler.frames(n, ...)`. Audio flows in blocks, so that memory is bounded whatever the file's header
/// says, but for `read`, which holds what it returns. Nothing is repaired silently: what was changed on
/// the way stands in `Sound.notes`, and what is broken throws unless `tolerance` allows it. The same file gives
/// the same samples. A value may be used on any thread, by several at once.
public struct AudioIntake: Hashable, Sendable {
  /// What may be wrong with a file that is taken nevertheless, with a note.
  public struct Tolerance: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Makes a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Samples that are NaN, infinite or 120 dB beyond full scale; they become silence.
    public static let brokenSamples = Tolerance(rawValue: 1)
    /// A file that ends before its header says.
    public static let truncation = Tolerance(rawValue: 2)
  }

  /// The rate that everything is brought to; nil keeps the rate of each file.
  public let sampleRate: SampleRate?
  /// How much is spent on resampling.
  public let quality: Resampler.Quality
  /// What is taken with a note where it would else throw.
  public let tolerance: Tolerance
  /// The longest sound that `read` holds in memory, in seconds.
  public let longestInMemory: Double
  /// The longest sound that is taken in blocks, in seconds.
  public let longest: Double

  /// The rates that are converted: from telephones to eight times 96 kHz.
  public static let sampleRates = 4_000...768_000

  /// Makes an intake.
  ///
  /// Half an hour of stereo at 48 kHz takes 691 MB, the default for what is held in memory; in blocks 12
  /// hours are taken.
  public init(
    sampleRate: SampleRate?, quality: Resampler.Quality = .best, tolerance: Tolerance = [],
    longestInMemory: Double = 1800, longest: Double = 43_200
  ) {
    precondition(sampleRate.map { AudioIntake.sampleRates.contains($0.framesPerSecond) } ?? true)
    self.sampleRate = sampleRate
    self.quality = quality
    self.tolerance = tolerance
    self.longestInMemory = longestInMemory
    self.longest = longest
  }

  /// Reads a whole file into memory.
  ///
  /// Throws the file system's errors; `empty`, `unreadable`, `unsupportedContainer`, `unknownChannelLayout`
  /// and `sampleRateOutOfRange` for what cannot be taken, `damaged` where the decoder gives up;
  /// `brokenSamples` and `truncated` unless they are tolerated; `lastsTooLong` beyond `longestInMemory`; `cancelled`, asked for about once a second of audio.
  public func read(
    _ path: String, isCancelled: () -> Bool = { false }
  ) throws(AudioFileError) -> Sound {
    let stream = try IntakeStream(path: path, intake: self)
    guard stream.description.duration <= longestInMemory else {
      throw .lastsTooLong(
        path: path, seconds: stream.description.duration, limit: longestInMemory)
    }
    var buffer = AudioBuffer(channelCount: 2, frameCount: stream.expectedFrames)
    var place = 0
    try buffer.withMutableBlock { block throws(AudioFileError) in
      try stream.run(isCancelled: isCancelled) { piece throws(AudioFileError) in
        let count = min(piece.count / 2, block.frameCount - place)
        let (left, right) = (block[0] + place, block[1] + place)
        for frame in 0..<count {
          left[frame] = piece[2 * frame]
          right[frame] = piece[2 * frame + 1]
        }
        place += count
      }
    }
    buffer.resize(toFrames: place)
    return Sound(buffer: buffer, passage: stream.passage)
  }

  /// Hands a file on block by block, `[2 channels][frames]`, each valid inside `body` only.
  ///
  /// Throws as `read` does, with the limit `longest`, and what `body` throws.
  @discardableResult
  public func forEachBlock(
    of path: String, isCancelled: () -> Bool = { false },
    _ body: (AudioBlock) throws(AudioFileError) -> Void
  ) throws(AudioFileError) -> Passage {
    let stream = try IntakeStream(path: path, intake: self)
    var planar = AudioBuffer(channelCount: 2, frameCount: IntakeStream.blockFrames)
    try planar.withMutableBlock { block throws(AudioFileError) in
      try stream.run(isCancelled: isCancelled) { piece throws(AudioFileError) in
        var start = 0
        while start < piece.count / 2 {
          let count = min(IntakeStream.blockFrames, piece.count / 2 - start)
          let (left, right) = (block[0], block[1])
          for frame in 0..<count {
            left[frame] = piece[2 * (start + frame)]
            right[frame] = piece[2 * (start + frame) + 1]
          }
          try body(block[frames: 0..<count])
          start += count
        }
      }
    }
    return stream.passage
  }

  /// Copies a file into a sample cache of two channels at the intake's rate, for what is too long for memory.
  ///
  /// The caller finishes the writer, and cancels it when this throws. Throws as `forEachBlock` does.
  @discardableResult
  public func copy(
    _ path: String, to writer: SampleCacheWriter, isCancelled: () -> Bool = { false }
  ) throws(AudioFileError) -> Passage {
    guard writer.channelCount == 2 else {
      throw .channelMismatch(expected: 2, found: writer.channelCount)
    }
    precondition(sampleRate == nil || sampleRate == writer.sampleRate, "one rate")
    let intake = AudioIntake(
      sampleRate: writer.sampleRate, quality: quality, tolerance: tolerance,
      longestInMemory: longestInMemory, longest: longest)
    return try intake.forEachBlock(of: path, isCancelled: isCancelled) {
      block throws(AudioFileError) in try writer.write(block)
    }
  }

  /// What a file is, and whether it could be taken, without decoding it.
  public func inspect(_ path: String) throws(AudioFileError) -> AudioFileDescription {
    try IntakeStream(path: path, intake: self).description
  }

  /// What would be done to a file on the way in, as far as its header tells; nothing is decoded.
  ///
  /// Without tolerance that is all that `copy` would note. Throws as `inspect` does.
  public func foreseen(_ path: String) throws(AudioFileError) -> [Note] {
    try IntakeStream(path: path, intake: self).passage.notes
  }

  /// The audio files of a folder, by content, sorted by name; see `AudioFolder`.
  public static func files(inFolder folder: String) throws(AudioFileError) -> AudioFolder {
    try AudioFolder(folder)
  }
}
