import CSndFile
public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads an audio file block by block, from any format that libsndfile knows.
///
/// Samples come as 32-bit floats with full scale at -1...1. One thread at a time.
public final class AudioFileReader {
  /// Where the file lies.
  public let path: String
  /// What its header says.
  public let description: AudioFileDescription
  /// The next frame that will be read.
  public private(set) var position = 0

  /// Where the loudspeaker of each channel stands, as libsndfile names places; nil if the file says nothing.
  let channelMap: [Int32]?

  private let handle: OpaquePointer
  private var interleaved: [Float] = []
  private static let chunkFrames = 4096
  /// libsndfile says a greater number where it does not know: no file of 2^46 frames exists.
  private static let unknownLength: sf_count_t = 1 << 46

  /// Opens a file; throws the file system's errors, or `unreadable` if it is not audio.
  public init(path: String) throws(AudioFileError) {
    self.path = path
    let descriptor = try openForReading(path)
    let container = AudioContainer(startingWith: firstBytes(of: descriptor))
    var information = SF_INFO()
    guard let handle = sf_open_fd(descriptor, Int32(SFM_READ), &information, 1) else {
      let reason = String(cString: sf_strerror(nil))
      throw .unreadable(path: path, reason: reason)
    }
    guard information.channels > 0, information.samplerate > 0, information.frames >= 0 else {
      sf_close(handle)
      throw .unreadable(path: path, reason: "no channels or no sample rate")
    }
    // A FLAC stream that was written to a pipe does not know its length: count once.
    if information.frames >= AudioFileReader.unknownLength {
      guard let frames = countFrames(handle, channels: Int(information.channels)) else {
        sf_close(handle)
        throw .unreadable(path: path, reason: "a length is neither given nor to be found")
      }
      information.frames = frames
    }
    self.handle = handle
    channelMap = readChannelMap(handle, channels: Int(information.channels))
    let code = information.format & Int32(SF_FORMAT_TYPEMASK | SF_FORMAT_SUBMASK)
    description = AudioFileDescription(
      format: AudioFormat.allCases.first { $0.libraryCode == code }, container: container,
      sampleRate: SampleRate(Int(information.samplerate)),
      channelCount: Int(information.channels), length: Frames(Int(information.frames)))
  }

  deinit { sf_close(handle) }

  /// Reads frames into a block, as many as there are, and returns their number: 0 at the end.
  ///
  /// Throws `channelMismatch` if the block has another shape `truncated` if the decoder stops early
  /// and `damaged` if it meets nonsense.
  public func read(into block: AudioBlock) throws(AudioFileError) -> Int {
    let channels = description.channelCount
    guard block.channelCount == channels else {
      throw .channelMismatch(expected: channels, found: block.channelCount)
    }
    if interleaved.isEmpty {
      interleaved = [Float](repeating: 0, count: AudioFileReader.chunkFrames * channels)
    }
    var done = 0
    while done < block.frameCount {
      let wanted = min(
        block.frameCount - done, AudioFileReader.chunkFrames, description.length.count - position)
      if wanted <= 0 { break }
      let count = interleaved.withUnsafeMutableBufferPointer { source in
        let count = Int(sf_readf_float(handle, source.baseAddress, sf_count_t(wanted)))
        for channel in 0..<channels {
          let target = block[channel] + done
          for frame in 0..<count { target[frame] = source[frame * channels + channel] }
        }
        return count
      }
      // After an error at the end the decoder gives less than was asked for, and next time nothing; only
      // where it goes on behind one is there a hole in the middle.
      let status = sf_error(handle)
      guard status == 0 || count < wanted else {
        throw .damaged(
          path: path, frame: position, reason: String(cString: sf_error_number(status)))
      }
      if count <= 0 {
        throw .truncated(
          path: path, expectedFrames: description.length.count, foundFrames: position)
      }
      done += count
      position += count
    }
    return done
  }

  /// Reads the next `count` frames, fewer at the end, or nil after the last.
  public func read(frames count: Int) throws(AudioFileError) -> AudioBuffer? {
    let available = min(count, description.length.count - position)
    guard available > 0 else { return nil }
    var buffer = AudioBuffer(channelCount: description.channelCount, frameCount: available)
    _ = try buffer.withMutableBlock { block throws(AudioFileError) in try read(into: block) }
    return buffer
  }

  /// Moves to a frame, at most the end of the file.
  public func seek(to frame: Int) throws(AudioFileError) {
    let target = max(0, min(frame, description.length.count))
    guard sf_seek(handle, sf_count_t(target), SEEK_SET) == sf_count_t(target) else {
      throw .unreadable(path: path, reason: String(cString: sf_strerror(handle)))
    }
    position = target
  }

  /// The tags of the file; what is missing or in a form that is not known is nil.
  public func readTags() throws(AudioFileError) -> AudioTags {
    var tags = try TagReader.tags(inFile: path)
    guard tags.isEmpty else { return tags }
    tags.title = text(SF_STR_TITLE)
    tags.artist = text(SF_STR_ARTIST)
    tags.album = text(SF_STR_ALBUM)
    tags.genre = text(SF_STR_GENRE)
    tags.comment = text(SF_STR_COMMENT)
    return tags
  }

  /// Reads a whole file into memory.
  public static func read(path: String) throws(AudioFileError) -> (
    buffer: AudioBuffer, description: AudioFileDescription
  ) {
    let reader = try AudioFileReader(path: path)
    let description = reader.description
    let buffer = try reader.read(frames: description.length.count)
    return (
      buffer ?? AudioBuffer(channelCount: description.channelCount, frameCount: 0), description
    )
  }

  private func text(_ kind: Int) -> String? {
    sf_get_string(handle, Int32(kind)).map { String(cString: $0) }
  }
}

/// Opens a regular file for reading and returns its descriptor.
func openForReading(_ path: String) throws(AudioFileError) -> Int32 {
  // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw .from(code: errno, path: path) }
  var information = stat()
  guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
    close(descriptor)
    throw .notAFile(path: path)
  }
  return descriptor
}

/// The bytes that tell what a file is; the position stays where it was.
///
/// A FLAC file with an ID3 tag in front, as content credentials need one, is told by what is behind the tag.
func firstBytes(of descriptor: Int32) -> [UInt8] {
  let start = probe(descriptor, at: 0)
  guard let length = ID3Tag.length(header: start) else { return start }
  let behind = probe(descriptor, at: length)
  return behind.starts(with: "fLaC".utf8) ? behind : start
}

private func probe(_ descriptor: Int32, at offset: Int) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: AudioContainer.probeBytes) { buffer, initialized in
    initialized = max(
      0, pread(descriptor, buffer.baseAddress, AudioContainer.probeBytes, off_t(offset)))
  }
}

/// Decodes a whole file to find its length, then rewinds; nil if that fails.
private func countFrames(_ handle: OpaquePointer, channels: Int) -> sf_count_t? {
  var scratch = [Float](repeating: 0, count: 4096 * channels)
  var frames: sf_count_t = 0
  while true {
    let count = sf_readf_float(handle, &scratch, 4096)
    if count <= 0 { break }
    frames += count
  }
  return sf_seek(handle, 0, SEEK_SET) == 0 ? frames : nil
}

/// The loudspeaker of each channel, nil if the file does not say it.
private func readChannelMap(_ handle: OpaquePointer, channels: Int) -> [Int32]? {
  var map = [Int32](repeating: 0, count: channels)
  let bytes = Int32(channels * MemoryLayout<Int32>.size)
  guard sf_command(handle, Int32(SFC_GET_CHANNEL_MAP_INFO), &map, bytes) != 0,
    map.allSatisfy({ $0 > Int32(SF_CHANNEL_MAP_INVALID) })
  else { return nil }
  return map
}
