import AudioFiles
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("AudioFileWriter")
struct AudioFileWriterTests {
  static let tags = AudioTags(
    title: "Süße Nächte", artist: "Etude", album: "Studies", genre: "lo-fi", comment: "take 3",
    tempo: 82.5, key: "E♭ minor", software: "Etude", isrc: "DEA122600001", track: 3, trackCount: 12,
    albumArtist: "Various")

  @Test(
    "lossless formats give back every sample", arguments: [AudioFormat.wave24, .waveFloat, .flac])
  func lossless(format: AudioFormat) throws {
    let scratch = Scratch()
    for channels in [1, 2, 6] {
      let path = scratch.path("a.\(format.fileExtension)")
      let buffer = sampleBuffer(channels: channels)
      let summary = try AudioFileWriter.write(
        buffer, to: path, format: format, sampleRate: .compactDisc)
      #expect(summary.length == 24_000)
      #expect(summary.clippedSamples == 0)
      let (read, description) = try AudioFileReader.read(path: path)
      #expect(read == buffer)
      #expect(description.sampleRate == .compactDisc)
      #expect(description.channelCount == channels)
      #expect(description.length == 24_000)
    }
    #expect(scratch.names.count == 1)
  }

  @Test("lossy formats come close", arguments: [AudioFormat.mp3, .opus], [1, 2])
  func lossy(format: AudioFormat, channels: Int) throws {
    let scratch = Scratch()
    let path = scratch.path("a.\(format.fileExtension)")
    let buffer = sampleBuffer(frames: 48_000, channels: channels)
    try AudioFileWriter.write(buffer, to: path, format: format, sampleRate: .studio)
    let (read, description) = try AudioFileReader.read(path: path)
    #expect(description.format == format)
    #expect(description.channelCount == channels)
    #expect(abs(description.length.count - 48_000) < 3000)
    let ratio = read.rootMeanSquare / buffer.rootMeanSquare
    #expect(ratio > 0.9 && ratio < 1.1)
  }

  @Test("equal input gives equal bytes", arguments: AudioFormat.allCases)
  func deterministic(format: AudioFormat) throws {
    let scratch = Scratch()
    let buffer = sampleBuffer()
    let paths = ["a", "b"].map { scratch.path($0) }
    for path in paths {
      try AudioFileWriter.write(
        buffer, to: path, format: format, sampleRate: .studio, tags: AudioFileWriterTests.tags)
      // libsndfile seeds its random numbers by the clock.
      usleep(20_000)
    }
    let bytes = Scratch.bytes(paths[0])
    #expect(!bytes.isEmpty)
    #expect(bytes == Scratch.bytes(paths[1]))
  }

  @Test("the cut into blocks changes no byte", arguments: AudioFormat.allCases)
  func blocks(format: AudioFormat) throws {
    let scratch = Scratch()
    var buffer = sampleBuffer(frames: 9000)
    for (name, size) in [("a", 9000), ("b", 333)] {
      let writer = try AudioFileWriter(
        path: scratch.path(name), format: format, sampleRate: .studio, ditherSeed: 4)
      try buffer.forEachBlock(of: size) { block throws(AudioFileError) in try writer.write(block) }
      #expect(writer.framesWritten == 9000)
      try writer.finish()
    }
    #expect(Scratch.bytes(scratch.path("a")) == Scratch.bytes(scratch.path("b")))
  }

  @Test("tags come back", arguments: AudioFormat.allCases)
  func tags(format: AudioFormat) throws {
    let scratch = Scratch()
    let path = scratch.path("a")
    try AudioFileWriter.write(
      sampleBuffer(), to: path, format: format, sampleRate: .studio,
      tags: AudioFileWriterTests.tags)
    let reader = try AudioFileReader(path: path)
    #expect(try reader.readTags() == AudioFileWriterTests.tags)
    #expect(reader.description.format == format)
    if format.isLossless {
      #expect(try reader.read(frames: 24_000) == sampleBuffer())
    }
  }

  @Test("a WAVE file says tempo and key in LIST INFO too")
  func waveInformation() throws {
    let scratch = Scratch()
    try AudioFileWriter.write(
      sampleBuffer(frames: 10), to: scratch.path("a"), format: .wave24, sampleRate: .studio,
      tags: AudioTags(title: "Rain", tempo: 82, key: "D minor"))
    let text = String(decoding: Scratch.bytes(scratch.path("a")), as: UTF8.self)
    #expect(text.contains("INAM") && text.contains("Rain"))
    #expect(text.contains("82 BPM, D minor"))
    #expect(try AudioFileReader(path: scratch.path("a")).readTags().comment == nil)
  }

  @Test("no tags are no tags", arguments: AudioFormat.allCases)
  func noTags(format: AudioFormat) throws {
    let scratch = Scratch()
    try AudioFileWriter.write(
      sampleBuffer(frames: 5000), to: scratch.path("a"), format: format, sampleRate: .studio)
    #expect(try AudioFileReader(path: scratch.path("a")).readTags().isEmpty)
  }

  @Test("long tags survive in Ogg pages of many segments")
  func longTags() throws {
    let scratch = Scratch()
    for length in [254, 255, 30_000] {
      let tags = AudioTags(comment: String(repeating: "x", count: length))
      try AudioFileWriter.write(
        sampleBuffer(), to: scratch.path("a"), format: .opus, sampleRate: .studio, tags: tags)
      #expect(try AudioFileReader(path: scratch.path("a")).readTags() == tags)
    }
    #expect(throws: AudioFileError.tagsTooLong(format: .opus)) {
      try AudioFileWriter.write(
        sampleBuffer(), to: scratch.path("b"), format: .opus, sampleRate: .studio,
        tags: AudioTags(comment: String(repeating: "x", count: 70_000)))
    }
    #expect(scratch.names == ["a"])
  }

  @Test(
    "a WAVE file holds no PEAK chunk and no time stamp",
    arguments: [AudioFormat.wave24, .waveFloat])
  func noPeakChunk(format: AudioFormat) throws {
    let scratch = Scratch()
    try AudioFileWriter.write(
      sampleBuffer(frames: 100), to: scratch.path("a"), format: format, sampleRate: .studio)
    let text = String(decoding: Scratch.bytes(scratch.path("a")), as: UTF8.self)
    #expect(!text.contains("PEAK"))
  }

  @Test("samples beyond full scale are clipped and counted in 24 bit, kept in float")
  func clipping() throws {
    let scratch = Scratch()
    let buffer = AudioBuffer(channels: [[1.5, -1.5, 1, -1, 0.5]])
    let summary = try AudioFileWriter.write(
      buffer, to: scratch.path("a"), format: .wave24, sampleRate: .studio)
    #expect(summary.clippedSamples == 3)
    let read = try AudioFileReader.read(path: scratch.path("a")).buffer
    #expect(read.channel(0) == [1 - 0x1p-23, -1, 1 - 0x1p-23, -1, 0.5])
    let float = try AudioFileWriter.write(
      buffer, to: scratch.path("b"), format: .waveFloat, sampleRate: .studio)
    #expect(float.clippedSamples == 0)
    #expect(try AudioFileReader.read(path: scratch.path("b")).buffer == buffer)
  }

  @Test("dither moves a sample by at most one and a half steps")
  func dither() throws {
    let scratch = Scratch()
    let buffer = sampleBuffer(frames: 8000)
    try AudioFileWriter.write(
      buffer, to: scratch.path("a"), format: .wave24, sampleRate: .studio, ditherSeed: 1)
    let read = try AudioFileReader.read(path: scratch.path("a")).buffer
    #expect(read != buffer)
    let steps = zip(read.samples, buffer.samples).map { abs($0 - $1) * 0x1p23 }
    #expect((steps.max() ?? 9) <= 1.5)
  }

  @Test("an empty WAVE file is a valid file; other formats refuse", arguments: AudioFormat.allCases)
  func empty(format: AudioFormat) throws {
    let scratch = Scratch()
    let write = {
      try AudioFileWriter.write(
        AudioBuffer(frameCount: 0), to: scratch.path("a"), format: format, sampleRate: .studio)
    }
    if format == .wave24 || format == .waveFloat {
      _ = try write()
      #expect(try AudioFileReader.read(path: scratch.path("a")).buffer.frameCount == 0)
    } else {
      #expect(throws: AudioFileError.noFrames(format: format)) { try write() }
      #expect(scratch.names.isEmpty)
    }
  }

  @Test("what a format cannot hold is refused, and nothing is left behind")
  func unsupported() {
    let scratch = Scratch()
    let refused: [(AudioFormat, SampleRate, Int, AudioFileError)] = [
      (.opus, 44_100, 2, .unsupportedSampleRate(44_100, format: .opus)),
      (.mp3, 96_000, 2, .unsupportedSampleRate(96_000, format: .mp3)),
      (.wave24, 800_000, 2, .unsupportedSampleRate(800_000, format: .wave24)),
      (.mp3, 48_000, 3, .unsupportedChannelCount(3, format: .mp3)),
      (.flac, 48_000, 9, .unsupportedChannelCount(9, format: .flac)),
      (.wave24, 48_000, 0, .unsupportedChannelCount(0, format: .wave24)),
    ]
    for (format, rate, channels, error) in refused {
      #expect(throws: error) {
        try AudioFileWriter(
          path: scratch.path("a"), format: format, sampleRate: rate, channelCount: channels)
      }
    }
    #expect(scratch.names.isEmpty)
  }

  @Test("NaN is refused with its place", arguments: AudioFormat.allCases)
  func notFinite(format: AudioFormat) throws {
    let scratch = Scratch()
    var buffer = sampleBuffer(frames: 6000)
    buffer[1, 5000] = .nan
    #expect(throws: AudioFileError.notFinite(channel: 1, frame: 5000)) {
      try AudioFileWriter.write(
        buffer, to: scratch.path("a"), format: format, sampleRate: .studio)
    }
    #expect(scratch.names.isEmpty)
  }

  @Test("a wrong number of channels is refused")
  func mismatch() throws {
    let scratch = Scratch()
    let writer = try AudioFileWriter(
      path: scratch.path("a"), format: .wave24, sampleRate: .studio, channelCount: 2)
    #expect(throws: AudioFileError.channelMismatch(expected: 2, found: 1)) {
      try writer.write(sampleBuffer(channels: 1))
    }
  }

  @Test(
    "a cancelled or forgotten file leaves nothing, and an older file stays",
    arguments: [true, false])
  func cancel(explicitly: Bool) throws {
    let scratch = Scratch()
    let old = scratch.write([1, 2, 3], to: "a")
    do {
      let writer = try AudioFileWriter(path: old, format: .flac, sampleRate: .studio)
      try writer.write(sampleBuffer())
      #expect(scratch.names.count == 2)
      if explicitly {
        writer.cancel()
        #expect(throws: AudioFileError.closed(path: old)) { try writer.write(sampleBuffer()) }
        #expect(throws: AudioFileError.closed(path: old)) { try writer.finish() }
      }
    }
    #expect(scratch.names == ["a"])
    #expect(Scratch.bytes(old) == [1, 2, 3])
  }

  @Test("a finished file replaces an older one")
  func replace() throws {
    let scratch = Scratch()
    let path = scratch.write([1, 2, 3], to: "a")
    try AudioFileWriter.write(sampleBuffer(), to: path, format: .wave24, sampleRate: .studio)
    #expect(try AudioFileReader.read(path: path).buffer == sampleBuffer())
  }

  @Test("missing folders, folders in the way and forbidden folders are told apart")
  func places() {
    let scratch = Scratch()
    let missing = scratch.path("no/such/a.wav")
    #expect(throws: AudioFileError.notFound(path: missing)) {
      try AudioFileWriter(path: missing, format: .wave24, sampleRate: .studio)
    }
    #expect(throws: AudioFileError.notAFile(path: scratch.folder)) {
      try AudioFileWriter(path: scratch.folder, format: .wave24, sampleRate: .studio)
    }
    if getuid() != 0 {
      chmod(scratch.folder, 0o555)
      let path = scratch.path("a.wav")
      #expect(throws: AudioFileError.permissionDenied(path: path)) {
        try AudioFileWriter(path: path, format: .wave24, sampleRate: .studio)
      }
    }
  }

  @Test(
    "a full disk is reported at any moment, and nothing is left", arguments: AudioFormat.allCases)
  func full(format: AudioFormat) throws {
    let scratch = Scratch()
    let path = scratch.path("a")
    let buffer = sampleBuffer(frames: 20_000)
    try AudioFileWriter.write(
      buffer, to: path, format: format, sampleRate: .studio, tags: AudioFileWriterTests.tags)
    let size = Scratch.bytes(path).count
    unlink(path)
    for capacity in stride(from: 0, to: size, by: max(1, size / 23)) {
      #expect(throws: AudioFileError.diskFull(path: path), "after \(capacity) of \(size) bytes") {
        let writer = try AudioFileWriter(
          path: path, format: format, sampleRate: .studio, channelCount: 2,
          tags: AudioFileWriterTests.tags, ditherSeed: nil, capacity: capacity)
        try writer.write(buffer)
        try writer.finish()
      }
      #expect(scratch.names.isEmpty)
    }
  }

  @Test("names of formats")
  func extensions() {
    for format in AudioFormat.allCases where format != .waveFloat {
      #expect(AudioFormat(fileExtension: format.fileExtension.uppercased()) == format)
    }
    #expect(AudioFormat(fileExtension: "doc") == nil)
    #expect(AudioFormat.opus.allowedSampleRates?.contains(.compactDisc) == false)
  }
}

@Suite("AudioFileReader")
struct AudioFileReaderTests {
  @Test("blocks and seeking give the same samples")
  func blocks() throws {
    let scratch = Scratch()
    let buffer = sampleBuffer(frames: 10_000)
    try AudioFileWriter.write(
      buffer, to: scratch.path("a"), format: .flac, sampleRate: .studio)
    let reader = try AudioFileReader(path: scratch.path("a"))
    var joined = AudioBuffer(frameCount: 0)
    while let part = try reader.read(frames: 777) { joined.append(part) }
    #expect(joined == buffer)
    #expect(reader.position == 10_000)
    try reader.seek(to: 4321)
    #expect(try reader.read(frames: 100) == buffer[frames: 4321..<4421])
    try reader.seek(to: 99_999)
    #expect(try reader.read(frames: 1) == nil)
  }

  @Test("a block of another shape is refused")
  func mismatch() throws {
    let scratch = Scratch()
    try AudioFileWriter.write(
      sampleBuffer(frames: 10), to: scratch.path("a"), format: .wave24, sampleRate: .studio)
    let reader = try AudioFileReader(path: scratch.path("a"))
    var mono = AudioBuffer(channelCount: 1, frameCount: 10)
    #expect(throws: AudioFileError.channelMismatch(expected: 2, found: 1)) {
      try mono.withMutableBlock { block throws(AudioFileError) in _ = try reader.read(into: block) }
    }
  }

  @Test("what is not audio is told so")
  func unreadable() throws {
    let scratch = Scratch()
    #expect(throws: AudioFileError.notFound(path: scratch.path("none"))) {
      try AudioFileReader(path: scratch.path("none"))
    }
    #expect(throws: AudioFileError.notAFile(path: scratch.folder)) {
      try AudioFileReader(path: scratch.folder)
    }
    for (index, bytes) in [[], [0x52], Array("RIFF....WAVEfmt ".utf8), Array("hello, world".utf8)]
      .enumerated()
    {
      let path = scratch.write(bytes, to: "bad\(index)")
      do {
        _ = try AudioFileReader(path: path)
        Issue.record("no error for \(bytes)")
      } catch {
        guard case .unreadable = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test(
    "cut files end in an error or in fewer frames, never in a crash",
    arguments: AudioFormat.allCases)
  func cut(format: AudioFormat) throws {
    let scratch = Scratch()
    try AudioFileWriter.write(
      sampleBuffer(frames: 6000), to: scratch.path("a"), format: format, sampleRate: .studio,
      tags: AudioFileWriterTests.tags)
    let bytes = Scratch.bytes(scratch.path("a"))
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 13)) {
      let path = scratch.write(Array(bytes[..<length]), to: "cut")
      do throws(AudioFileError) {
        let reader = try AudioFileReader(path: path)
        _ = try reader.readTags()
        _ = try reader.read(frames: reader.description.length.count)
      } catch {
        switch error {
        case .unreadable, .truncated: break
        default: Issue.record("\(error)")
        }
      }
    }
  }
}

@Suite("SampleCache")
struct SampleCacheTests {
  @Test("samples come back bit for bit, from any place", arguments: [1, 2, 5])
  func roundTrip(channels: Int) throws {
    let scratch = Scratch()
    var buffer = sampleBuffer(frames: 40_000, channels: channels)
    buffer[0, 7] = 17.25
    let writer = try SampleCacheWriter(
      path: scratch.path("a"), sampleRate: .compactDisc, channelCount: channels)
    try buffer.forEachBlock(of: 7001) { block throws(AudioFileError) in try writer.write(block) }
    #expect(try writer.finish() == 40_000)
    let reader = try SampleCacheReader(path: scratch.path("a"))
    #expect(reader.sampleRate == .compactDisc)
    #expect(reader.channelCount == channels && reader.length == 40_000)
    #expect(try reader.readAll() == buffer)
    #expect(try reader.read(30_000..<30_010) == buffer[frames: 30_000..<30_010])
    var expected = AudioBuffer(channelCount: channels, frameCount: 50_000)
    expected.mix(buffer, at: 100)
    #expect(try reader.read(-100..<49_900) == expected)
    #expect(try reader.read(90_000..<90_010).peak == 0)
  }

  @Test("cut, prolonged and foreign files are refused")
  func integrity() throws {
    let scratch = Scratch()
    let writer = try SampleCacheWriter(path: scratch.path("a"), sampleRate: .studio)
    try writer.write(sampleBuffer(frames: 100))
    try writer.finish()
    let bytes = Scratch.bytes(scratch.path("a"))
    #expect(bytes.count == 48 + 800)
    for changed in [Array(bytes.dropLast()), bytes + [0]] {
      let path = scratch.write(changed, to: "b")
      #expect(
        throws: AudioFileError.wrongLength(
          path: path, expectedBytes: 848, foundBytes: changed.count)
      ) { try SampleCacheReader(path: path) }
    }
    var (foreign, future, mute) = (bytes, bytes, bytes)
    foreign[0] = 0
    future[8] = 99
    mute[16] = 0
    for changed in [foreign, future, mute, [], Array(bytes.prefix(20))] {
      let path = scratch.write(changed, to: "c")
      #expect(throws: AudioFileError.self) { try SampleCacheReader(path: path) }
    }
    #expect(throws: AudioFileError.notFound(path: scratch.path("none"))) {
      try SampleCacheReader(path: scratch.path("none"))
    }
  }

  @Test("NaN and wrong shapes are refused; cancelling leaves nothing")
  func refusals() throws {
    let scratch = Scratch()
    let writer = try SampleCacheWriter(path: scratch.path("a"), sampleRate: .studio)
    var buffer = sampleBuffer(frames: 10)
    buffer[0, 3] = .infinity
    #expect(throws: AudioFileError.notFinite(channel: 0, frame: 3)) { try writer.write(buffer) }
    #expect(throws: AudioFileError.channelMismatch(expected: 2, found: 1)) {
      try writer.write(sampleBuffer(channels: 1))
    }
    writer.cancel()
    #expect(scratch.names.isEmpty)
    #expect(throws: AudioFileError.self) { try writer.finish() }
  }

  @Test("an empty cache is a cache")
  func empty() throws {
    let scratch = Scratch()
    try SampleCacheWriter(path: scratch.path("a"), sampleRate: .studio).finish()
    #expect(try SampleCacheReader(path: scratch.path("a")).readAll().frameCount == 0)
  }
}
