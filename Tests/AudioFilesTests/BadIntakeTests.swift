import AudioFiles
import CSndFile
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("AudioIntake of bad files")
struct BadIntakeTests {
  let scratch = Scratch()
  let intake = AudioIntake(sampleRate: .studio)

  @Test("missing, empty, without frames, a folder, a pipe, a loop of links")
  func nothingThere() throws {
    #expect(throws: AudioFileError.notFound(path: scratch.path("none.wav"))) {
      try intake.read(scratch.path("none.wav"))
    }
    let empty = scratch.write([], to: "empty.wav")
    #expect(throws: AudioFileError.empty(path: empty)) { try intake.read(empty) }
    let noFrames = scratch.write(waveBytes(channels: 2, rate: 44_100, data: []), to: "none.wav")
    #expect(throws: AudioFileError.empty(path: noFrames)) { try intake.read(noFrames) }
    #expect(throws: AudioFileError.notAFile(path: scratch.folder)) {
      try intake.read(scratch.folder)
    }
    let pipe = scratch.path("pipe.wav")
    mkfifo(pipe, 0o600)
    #expect(throws: AudioFileError.notAFile(path: pipe)) { try intake.read(pipe) }
    let loop = scratch.path("loop.wav")
    symlink("loop.wav", loop)
    #expect(throws: AudioFileError.symbolicLinkLoop(path: loop)) { try intake.read(loop) }
  }

  @Test("no channel, no rate, and rates that nobody uses")
  func senselessHeaders() throws {
    for (name, bytes) in [
      ("channels.wav", waveBytes(channels: 0, rate: 44_100, data: rampBytes(100))),
      ("rate.wav", waveBytes(channels: 2, rate: 0, data: rampBytes(100))),
    ] {
      let path = scratch.write(bytes, to: name)
      #expect {
        try intake.read(path)
      } throws: { error in
        guard case .unreadable(path, let reason) = error as? AudioFileError else { return false }
        return !reason.isEmpty
      }
    }
    for rate in [100, 2_000_000] {
      let path = scratch.write(
        waveBytes(channels: 2, rate: rate, data: rampBytes(100)), to: "r\(rate).wav")
      #expect(
        throws: AudioFileError.sampleRateOutOfRange(
          path: path, SampleRate(rate), allowed: 4_000...768_000)
      ) { try intake.read(path) }
    }
  }

  @Test("text is not audio, and known strangers are named")
  func strangers() throws {
    let text = scratch.write(Array("this is not audio at all".utf8), to: "text.wav")
    #expect {
      try intake.read(text)
    } throws: { error in
      guard case .unreadable = error as? AudioFileError else { return false }
      return true
    }
    let strangers: [(String, [UInt8], AudioContainer)] = [
      ("a.m4a", [0, 0, 0, 32] + Array("ftypM4A ".utf8), .mp4),
      ("a.mid", Array("MThd".utf8) + [0, 0, 0, 6], .midi),
      ("a.webm", [0x1A, 0x45, 0xDF, 0xA3, 0], .matroska),
      ("a.zip", [0x50, 0x4B, 3, 4, 0], .zip),
      ("a.wma", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0], .asf),
    ]
    for (name, bytes, container) in strangers {
      let path = scratch.write(bytes, to: name)
      #expect(throws: AudioFileError.unsupportedContainer(path: path, container)) {
        try intake.read(path)
      }
    }
  }

  @Test("a FLAC file named .wav and a WAVE file named .mp3 are read, with a note")
  func mislabelled() throws {
    let buffer = sampleBuffer(frames: 5000)
    writeAny(buffer, to: scratch.path("a.wav"), SF_FORMAT_FLAC, SF_FORMAT_PCM_24)
    let flac = try intake.read(scratch.path("a.wav"))
    #expect(flac.notes == [.mislabelled(fileExtension: "wav", content: .flac)])
    #expect(flac.buffer == buffer)
    writeAny(buffer, to: scratch.path("b.MP3"), SF_FORMAT_WAV, SF_FORMAT_PCM_24)
    let wave = try intake.read(scratch.path("b.MP3"))
    #expect(wave.notes == [.mislabelled(fileExtension: "mp3", content: .wave)])
    // A name that promises nothing breaks no promise.
    writeAny(buffer, to: scratch.path("take.3"), SF_FORMAT_WAV, SF_FORMAT_PCM_24)
    #expect(try intake.read(scratch.path("take.3")).notes.isEmpty)
  }

  @Test(
    "a cut file says how much is missing, or is taken with a note",
    arguments: [
      ("a.wav", SF_FORMAT_WAV, SF_FORMAT_PCM_24), ("a.aiff", SF_FORMAT_AIFF, SF_FORMAT_PCM_16),
      ("a.flac", SF_FORMAT_FLAC, SF_FORMAT_PCM_16), ("a.ogg", SF_FORMAT_OGG, SF_FORMAT_VORBIS),
      ("a.opus", SF_FORMAT_OGG, SF_FORMAT_OPUS),
    ])
  func truncated(name: String, container: Int, coding: Int) throws {
    writeAny(sampleBuffer(frames: 144_000), to: scratch.path(name), container, coding)
    let whole = Scratch.bytes(scratch.path(name))
    for share in [0.5, 0.9] {
      let path = scratch.write(Array(whole.prefix(Int(Double(whole.count) * share))), to: name)
      #expect("\(share)") {
        try intake.read(path)
      } throws: { error in
        switch error as? AudioFileError {
        case .truncated(path, let expected, let found): expected > found && found > 0
        case .damaged(path, let frame, _): frame > 0
        default: false
        }
      }
      let tolerant = AudioIntake(sampleRate: .studio, tolerance: .truncation)
      guard let sound = try? tolerant.read(path) else { continue }
      #expect(
        sound.notes.contains {
          if case .truncated(let expected, let found) = $0 { expected > found } else { false }
        })
      #expect(sound.buffer.frameCount > 10_000 && sound.buffer.frameCount < 144_000)
    }
  }

  @Test("a length of all ones was written into a pipe and means: until the end")
  func pipedWave() throws {
    for declared in [0xFFFF_FFFF, 0xFFFF_FFFF - 36] {
      let path = scratch.write(
        waveBytes(
          channels: 2, rate: 48_000, declaredBytes: declared, data: rampBytes(2000)),
        to: "piped.wav")
      let sound = try intake.read(path)
      #expect(sound.buffer.frameCount == 1000)
      #expect(sound.notes.isEmpty)
    }
  }

  @Test("a FLAC stream without a length is counted")
  func unknownLength() throws {
    let buffer = sampleBuffer(frames: 30_000)
    writeAny(buffer, to: scratch.path("a.flac"), SF_FORMAT_FLAC, SF_FORMAT_PCM_24)
    var bytes = Scratch.bytes(scratch.path("a.flac"))
    // STREAMINFO follows 8 bytes; its 36 bits of length begin in the middle of byte 13 (RFC 9639, 8.2).
    bytes[21] &= 0xF0
    for index in 22...25 { bytes[index] = 0 }
    let sound = try intake.read(scratch.write(bytes, to: "b.flac"))
    #expect(sound.buffer == buffer)
    #expect(sound.notes.isEmpty)
  }

  @Test("NaN, infinity and absurd samples are found, counted and placed, never passed on")
  func brokenSamples() throws {
    var buffer = sampleBuffer(frames: 30_000)
    buffer[1, 12_345] = .nan
    buffer[0, 12_400] = .infinity
    buffer[0, 29_000] = 1e30
    let path = scratch.path("a.wav")
    writeAny(buffer, to: path, SF_FORMAT_WAV, SF_FORMAT_FLOAT, rate: 44_100)
    #expect(
      throws: AudioFileError.brokenSamples(path: path, count: 3, channel: 1, frame: 12_345)
    ) { try intake.read(path) }
    let tolerant = AudioIntake(sampleRate: .studio, tolerance: .brokenSamples)
    let sound = try tolerant.read(path)
    #expect(
      sound.notes.contains(.silencedBrokenSamples(count: 3, channel: 1, frame: 12_345)))
    #expect(sound.buffer.isFinite && sound.buffer.peak < 1)
  }

  @Test("a header that promises years is not believed")
  func absurdLength() throws {
    writeAny(
      sampleBuffer(frames: 30_000), to: scratch.path("a.flac"), SF_FORMAT_FLAC, SF_FORMAT_PCM_24)
    var bytes = Scratch.bytes(scratch.path("a.flac"))
    bytes[21] |= 0x0F
    for index in 22...25 { bytes[index] = 0xFF }
    let path = scratch.write(bytes, to: "b.flac")
    #expect {
      try intake.read(path)
    } throws: { error in
      switch error as? AudioFileError {
      case .unreadable, .lastsTooLong, .truncated: true
      default: false
      }
    }
  }
}

@Suite("AudioFolder")
struct AudioFolderTests {
  @Test("files are told by content, sorted, and what is skipped is explained")
  func listing() throws {
    let scratch = Scratch()
    let buffer = sampleBuffer(frames: 100)
    for (name, container) in [("b.wav", SF_FORMAT_WAV), ("a.flac", SF_FORMAT_FLAC)] {
      writeAny(buffer, to: scratch.path(name), container, SF_FORMAT_PCM_24)
    }
    writeAny(buffer, to: scratch.path("noext"), SF_FORMAT_AIFF, SF_FORMAT_PCM_24)
    _ = scratch.write(Array("hello".utf8), to: "readme.txt")
    _ = scratch.write(Array("MThd".utf8), to: "song.mid")
    _ = scratch.write([], to: "zero.wav")
    _ = scratch.write([1], to: ".hidden")
    symlink("b.wav", scratch.path("copy.wav"))
    symlink("gone.wav", scratch.path("dangling.wav"))
    symlink("loop.wav", scratch.path("loop.wav"))
    symlink(".", scratch.path("self"))
    mkfifo(scratch.path("pipe"), 0o600)
    let folder = try AudioIntake.files(inFolder: scratch.folder)
    #expect(folder.files == ["a.flac", "b.wav", "noext"].map(scratch.path))
    let reasons: [(String, AudioFolder.Reason)] = [
      (".hidden", .hidden), ("copy.wav", .duplicate(of: scratch.path("b.wav"))),
      ("dangling.wav", .brokenLink), ("loop.wav", .linkLoop), ("pipe", .special),
      ("readme.txt", .notAudio(.unknown)), ("self", .folder), ("song.mid", .notAudio(.midi)),
      ("zero.wav", .empty),
    ]
    #expect(folder.skipped.map(\.path) == reasons.map { scratch.path($0.0) })
    #expect(folder.skipped.map(\.reason) == reasons.map(\.1))
  }

  @Test("a folder without audio, a file, and nothing are errors")
  func errors() throws {
    let scratch = Scratch()
    let file = scratch.write(Array("hello".utf8), to: "readme.txt")
    #expect {
      try AudioIntake.files(inFolder: scratch.folder)
    } throws: { error in
      guard case .noAudioFiles(scratch.folder, let skipped) = error as? AudioFileError else {
        return false
      }
      return skipped.map(\.path) == [file]
    }
    #expect(throws: AudioFileError.notAFolder(path: file)) {
      try AudioIntake.files(inFolder: file)
    }
    #expect(throws: AudioFileError.notFound(path: scratch.path("none"))) {
      try AudioIntake.files(inFolder: scratch.path("none"))
    }
  }
}
