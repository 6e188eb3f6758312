public import Signal

/// Why an audio file could not be read or written.
public enum AudioFileError: Error, Hashable, Sendable {
  /// The file, or the folder that it should go to, does not exist.
  case notFound(path: String)
  /// The system does not let this user read or write there.
  case permissionDenied(path: String)
  /// The file system is full, or the user's quota is used up.
  case diskFull(path: String)
  /// There is a folder or a device where a file is needed.
  case notAFile(path: String)
  /// Another system call failed with this `errno`.
  case system(path: String, code: Int32)
  /// The content is not audio that is understood, or is damaged; `reason` comes from the decoder.
  case unreadable(path: String, reason: String)
  /// The file is shorter or longer than its header says.
  case wrongLength(path: String, expectedBytes: Int, foundBytes: Int)
  /// The decoder ended before the frame count that the header promised.
  case truncated(path: String, expectedFrames: Int, foundFrames: Int)
  /// The decoder met nonsense in the block that begins at this frame; `reason` comes from it.
  case damaged(path: String, frame: Int, reason: String)
  /// The format cannot be written at this sample rate; the caller must resample.
  case unsupportedSampleRate(SampleRate, format: AudioFormat)
  /// The format cannot hold so many channels, or there are none.
  case unsupportedChannelCount(Int, format: AudioFormat)
  /// A block has another number of channels than the file.
  case channelMismatch(expected: Int, found: Int)
  /// A sample is NaN or infinite; the frame counts from the start of the file.
  case notFinite(channel: Int, frame: Int)
  /// The format cannot hold a file without frames; WAVE can.
  case noFrames(format: AudioFormat)
  /// The audio does not fit into the format's size fields.
  case tooLong(format: AudioFormat, maximumFrames: Int)
  /// The tags do not fit into the format's size fields.
  case tagsTooLong(format: AudioFormat)
  /// The encoder refused; `reason` comes from it.
  case encoderFailed(path: String, reason: String)
  /// The file holds no bytes, or its sound no frames.
  case empty(path: String)
  /// The file is of a kind that is known but not read, such as M4A or a MIDI file.
  case unsupportedContainer(path: String, AudioContainer)
  /// Symbolic links lead in a circle.
  case symbolicLinkLoop(path: String)
  /// Samples are NaN, infinite or 120 dB beyond full scale: `count` of them, the first at this channel and
  /// frame of the file.
  case brokenSamples(path: String, count: Int, channel: Int, frame: Int)
  /// The channels are so many, or so ordered, that no rule says how they become stereo.
  case unknownChannelLayout(path: String, channelCount: Int)
  /// The sample rate is outside of what is converted.
  case sampleRateOutOfRange(path: String, SampleRate, allowed: ClosedRange<Int>)
  /// The sound lasts longer than what is taken in this way, both in seconds.
  case lastsTooLong(path: String, seconds: Double, limit: Double)
  /// The resampler refused; `reason` comes from it.
  case resamplingFailed(reason: String)
  /// The folder holds no audio file; `skipped` says what else it holds.
  case noAudioFiles(folder: String, skipped: [AudioFolder.Skipped])
  /// There is a file where a folder is needed.
  case notAFolder(path: String)
  /// The caller asked to stop.
  case cancelled
  /// The writer was already finished or cancelled.
  case closed(path: String)

  /// The case that describes an `errno` for a path.
  static func from(code: Int32, path: String) -> AudioFileError {
    switch code {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case ELOOP: .symbolicLinkLoop(path: path)
    case EACCES, EPERM, EROFS: .permissionDenied(path: path)
    case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
    case EISDIR: .notAFile(path: path)
    default: .system(path: path, code: code)
    }
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
