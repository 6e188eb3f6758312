import AudioFiles
import CSndFile
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("AudioIntake")
struct AudioIntakeTests {
  struct Kind: Sendable, CustomStringConvertible {
    var name: String
    var container: Int
    var coding: Int
    var content: AudioContainer
    var isExact: Bool
    var description: String { name }
  }

  static let kinds = [
    Kind(
      name: "a.wav", container: SF_FORMAT_WAV, coding: SF_FORMAT_PCM_24, content: .wave,
      isExact: true),
    Kind(
      name: "f.wav", container: SF_FORMAT_WAV, coding: SF_FORMAT_FLOAT, content: .wave,
      isExact: true),
    Kind(
      name: "a.flac", container: SF_FORMAT_FLAC, coding: SF_FORMAT_PCM_24, content: .flac,
      isExact: true),
    Kind(
      name: "a.aiff", container: SF_FORMAT_AIFF, coding: SF_FORMAT_PCM_24, content: .aiff,
      isExact: true),
    Kind(
      name: "a.caf", container: SF_FORMAT_CAF, coding: SF_FORMAT_PCM_24, content: .caf,
      isExact: true),
    Kind(
      name: "a.rf64", container: SF_FORMAT_RF64, coding: SF_FORMAT_PCM_24, content: .rf64,
      isExact: true),
    Kind(
      name: "a.w64", container: SF_FORMAT_W64, coding: SF_FORMAT_PCM_24, content: .wave64,
      isExact: true),
    Kind(
      name: "a.au", container: SF_FORMAT_AU, coding: SF_FORMAT_PCM_24, content: .au,
      isExact: true),
    Kind(
      name: "a.ogg", container: SF_FORMAT_OGG, coding: SF_FORMAT_VORBIS, content: .vorbis,
      isExact: false),
    Kind(
      name: "a.opus", container: SF_FORMAT_OGG, coding: SF_FORMAT_OPUS, content: .opus,
      isExact: false),
    Kind(
      name: "a.mp3", container: SF_FORMAT_MPEG, coding: SF_FORMAT_MPEG_LAYER_III, content: .mpeg,
      isExact: false),
  ]

  @Test("every container is told by its content and read", arguments: kinds)
  func containers(kind: Kind) throws {
    let scratch = Scratch()
    let buffer = sampleBuffer(frames: 48_000)
    #expect(writeAny(buffer, to: scratch.path(kind.name), kind.container, kind.coding))
    let sound = try AudioIntake(sampleRate: .studio).read(scratch.path(kind.name))
    #expect(sound.description.container == kind.content)
    #expect(sound.notes.isEmpty)
    #expect(sound.buffer.channelCount == 2)
    if kind.isExact {
      #expect(sound.buffer == buffer)
    } else {
      #expect(abs(sound.buffer.frameCount - 48_000) < 3000)
      let ratio = sound.buffer.rootMeanSquare / buffer.rootMeanSquare
      #expect(ratio > 0.9 && ratio < 1.1)
    }
  }

  @Test(
    "any rate comes to any rate: exact length, no delay, no gain",
    arguments: [8_000, 11_025, 22_050, 44_100, 48_000, 88_200, 96_000, 192_000],
    [SampleRate.compactDisc, .studio, SampleRate(96_000)])
  func rates(from: Int, to: SampleRate) throws {
    let scratch = Scratch()
    // 1.0001 seconds, so that the length is no whole number at the other rate.
    let count = from + from / 10_000 + 1
    let wave = (0..<count).map {
      Float(0.5 * sin(2 * Double.pi * 997 * Double($0) / Double(from)))
    }
    writeAny(
      AudioBuffer(channels: [wave, wave.map { -$0 }]), to: scratch.path("a.wav"), SF_FORMAT_WAV,
      SF_FORMAT_FLOAT, rate: from)
    let sound = try AudioIntake(sampleRate: to).read(scratch.path("a.wav"))
    let expected = Int((Double(count) * to.hertz / Double(from)).rounded())
    #expect(sound.buffer.frameCount == expected)
    #expect(sound.description.length.count == count)
    #expect(sound.notes.isEmpty == (from == to.framesPerSecond))
    // Away from the ends the sine must be the same sine: any delay or gain shows as an error. A tenth
    // of a sample at 44.1 kHz would leave -37 dB.
    var worst = 0.0
    let margin = to.framesPerSecond / 20
    for frame in margin..<(expected - margin) {
      let ideal = 0.5 * sin(2 * Double.pi * 997 * Double(frame) / to.hertz)
      worst = max(worst, abs(Double(sound.buffer[0, frame]) - ideal))
      worst = max(worst, abs(Double(sound.buffer[1, frame]) + ideal))
    }
    #expect(worst < 1e-5, "\(from) to \(to): \(20 * log10(worst)) dB")
  }

  @Test("mono comes on both sides, with a note")
  func mono() throws {
    let scratch = Scratch()
    let buffer = sampleBuffer(frames: 1000, channels: 1)
    writeAny(buffer, to: scratch.path("a.wav"), SF_FORMAT_WAV, SF_FORMAT_PCM_24)
    let sound = try AudioIntake(sampleRate: nil).read(scratch.path("a.wav"))
    #expect(sound.notes == [.doubledMono])
    #expect(sound.buffer == buffer.stereo())
  }

  @Test(
    "surround is folded down as BS.775 says, without the effects channel",
    arguments: [
      (3, "3.0", [1, 0, 0.7071], [0, 1, 0.7071]),
      (4, "4.0", [1, 0, 0.7071, 0], [0, 1, 0, 0.7071]),
      (5, "5.0", [1, 0, 0.7071, 0.7071, 0], [0, 1, 0.7071, 0, 0.7071]),
      (6, "5.1", [1, 0, 0.7071, 0, 0.7071, 0], [0, 1, 0.7071, 0, 0, 0.7071]),
      (7, "6.1", [1, 0, 0.7071, 0, 0.5, 0.7071, 0], [0, 1, 0.7071, 0, 0.5, 0, 0.7071]),
      (
        8, "7.1", [1, 0, 0.7071, 0, 0.7071, 0, 0.7071, 0],
        [0, 1, 0.7071, 0, 0, 0.7071, 0, 0.7071]
      ),
    ] as [(Int, String, [Float], [Float])])
  func surround(channels: Int, layout: String, left: [Float], right: [Float]) throws {
    let scratch = Scratch()
    // Channel n alone sounds in frame n.
    let planes = (0..<channels).map { channel in
      (0..<channels).map { $0 == channel ? Float(0.5) : 0 }
    }
    let path = scratch.path("a.wav")
    writeAny(AudioBuffer(channels: planes), to: path, SF_FORMAT_WAV, SF_FORMAT_FLOAT)
    let sound = try AudioIntake(sampleRate: nil).read(path)
    #expect(sound.notes == [.foldedDown(layout: layout, channelCount: channels)])
    for frame in 0..<channels {
      #expect(abs(sound.buffer[0, frame] - 0.5 * left[frame]) < 1e-5)
      #expect(abs(sound.buffer[1, frame] - 0.5 * right[frame]) < 1e-5)
    }
  }

  @Test("in Ogg the centre is the second channel and the effects the last")
  func vorbisOrder() throws {
    let scratch = Scratch()
    let silence = [Float](repeating: 0, count: 48_000)
    var planes = Array(repeating: silence, count: 6)
    planes[1] = sine(997, rate: 48_000, seconds: 1)
    planes[5] = sine(50, rate: 48_000, seconds: 1)
    writeAny(
      AudioBuffer(channels: planes), to: scratch.path("a.ogg"), SF_FORMAT_OGG, SF_FORMAT_VORBIS)
    let sound = try AudioIntake(sampleRate: nil).read(scratch.path("a.ogg"))
    #expect(sound.notes == [.foldedDown(layout: "5.1", channelCount: 6)])
    let expected = 0.5 * Float(0.5).squareRoot() * Float(0.5).squareRoot()
    let middle = sound.buffer[frames: 4800..<43_200]
    #expect(abs(middle.rootMeanSquare - expected) < 0.01)
    #expect(abs(middle.channel(0)[1000] - middle.channel(1)[1000]) < 0.01)
  }

  @Test("sixteen channels are no layout")
  func tooManyChannels() {
    let scratch = Scratch()
    let path = scratch.path("a.wav")
    writeAny(sampleBuffer(frames: 10, channels: 16), to: path, SF_FORMAT_WAV, SF_FORMAT_PCM_24)
    #expect(throws: AudioFileError.unknownChannelLayout(path: path, channelCount: 16)) {
      try AudioIntake(sampleRate: nil).read(path)
    }
  }

  @Test("blocks and a cache hold what memory holds")
  func streaming() throws {
    let scratch = Scratch()
    let path = scratch.path("a.wav")
    writeAny(
      sampleBuffer(frames: 30_000), to: path, SF_FORMAT_WAV, SF_FORMAT_PCM_24, rate: 44_100)
    let intake = AudioIntake(sampleRate: .studio)
    let sound = try intake.read(path)
    var blocks = AudioBuffer(channelCount: 2, frameCount: 0)
    let passage = try intake.forEachBlock(of: path) { block throws(AudioFileError) in
      var piece = AudioBuffer(channelCount: 2, frameCount: block.frameCount)
      piece.withMutableBlock { $0.copy(from: block) }
      blocks.append(piece)
    }
    #expect(blocks == sound.buffer)
    #expect(passage == sound.passage)
    let writer = try SampleCacheWriter(path: scratch.path("cache"), sampleRate: .studio)
    #expect(try intake.copy(path, to: writer) == passage)
    try writer.finish()
    #expect(try SampleCacheReader(path: scratch.path("cache")).readAll() == sound.buffer)
  }

  @Test("cancelling stops within a block and leaves nothing")
  func cancelling() throws {
    let scratch = Scratch()
    let path = scratch.path("a.wav")
    writeAny(sampleBuffer(frames: 100_000), to: path, SF_FORMAT_WAV, SF_FORMAT_PCM_24)
    let intake = AudioIntake(sampleRate: .studio)
    #expect(throws: AudioFileError.cancelled) { try intake.read(path, isCancelled: { true }) }
    let writer = try SampleCacheWriter(path: scratch.path("cache"), sampleRate: .studio)
    #expect(throws: AudioFileError.cancelled) {
      try intake.copy(path, to: writer, isCancelled: { writer.framesWritten > 20_000 })
    }
    #expect(writer.framesWritten < 40_000)
    writer.cancel()
    #expect(scratch.names == ["a.wav"])
  }

  @Test("what lasts too long is refused before it is read, and can be had in blocks")
  func tooLong() throws {
    let scratch = Scratch()
    let path = scratch.path("a.flac")
    writeAny(sampleBuffer(frames: 96_000), to: path, SF_FORMAT_FLAC, SF_FORMAT_PCM_24)
    let intake = AudioIntake(sampleRate: .studio, longestInMemory: 1.5, longest: 1.9)
    let error = AudioFileError.lastsTooLong(path: path, seconds: 2, limit: 1.9)
    #expect(throws: error) { try intake.read(path) }
    #expect(throws: error) { try intake.forEachBlock(of: path) { _ in } }
    let longer = AudioIntake(sampleRate: .studio, longestInMemory: 1.5)
    #expect(throws: AudioFileError.lastsTooLong(path: path, seconds: 2, limit: 1.5)) {
      try longer.read(path)
    }
    #expect(try longer.forEachBlock(of: path) { _ in }.length == 96_000)
  }

  @Test("three hours flow through in bounded memory")
  func threeHours() throws {
    let scratch = Scratch()
    let path = scratch.path("long.flac")
    let rate = SampleRate(8_000)
    let hour = AudioBuffer(channelCount: 1, frameCount: 3600 * 8_000)
    let writer = try AudioFileWriter(
      path: path, format: .flac, sampleRate: rate, channelCount: 1)
    for _ in 0..<3 { try writer.write(hour) }
    try writer.finish()
    let before = residentBytes()
    let passage = try AudioIntake(sampleRate: nil).forEachBlock(of: path) { _ in }
    #expect(passage.length.count == 3 * 3600 * 8_000)
    #expect(residentBytes() - before < 20_000_000)
    #expect(throws: AudioFileError.lastsTooLong(path: path, seconds: 10_800, limit: 1800)) {
      try AudioIntake(sampleRate: .studio).read(path)
    }
  }

  private func residentBytes() -> Int {
    let text = String(decoding: Scratch.bytes("/proc/self/statm"), as: UTF8.self)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
  }
}
