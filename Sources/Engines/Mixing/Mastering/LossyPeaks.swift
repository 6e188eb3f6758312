import AudioFiles
import Foundation
import Production
import Signal

/// Measures true peaks behind lossy codecs by encoding and decoding the loudest passage.
///
/// MP3 and Opus through libsndfile; AAC through an installed `ffmpeg`, run as a separate program.
struct LossyPeaks: Sendable {
  let master: SampleCacheReader
  /// A path that the temporary files' names begin with.
  let scratch: String
  /// The frames that are encoded.
  let passage: Range<Int>
  /// The longest passage in seconds.
  static let longest = 10.0

  /// The passage around the loudest three seconds, or all of a short programme.
  static func passage(of curve: LoudnessCurve, frames: Int, sampleRate: SampleRate) -> Range<Int> {
    let length = sampleRate.frames(in: longest).count
    guard frames > length else { return 0..<frames }
    let values = curve.shortTerm()
    let loudest = values.indices.max { values[$0] < values[$1] } ?? 0
    let centre = loudest * 10 * curve.stepFrames + sampleRate.frames(in: 1.5).count
    let start = min(max(0, centre - length / 2), frames - length)
    return start..<start + length
  }

  /// The tasks that fill previews by their place, one a codec.
  func tasks(_ previews: Locked<[CodecPreview]>) -> [Crew.Task] {
    let codecs: [@Sendable (AudioBuffer, Float) throws -> CodecPreview] = [
      { try sndfile($0, $1, .mp3, CodecPreview(codec: "MP3", setting: "VBR V0")) },
      { try sndfile($0, $1, .opus, CodecPreview(codec: "Opus", setting: "VBR 200 kbit/s")) },
      { try aac($0, $1) },
    ]
    return codecs.indices.map { index in
      {
        let sound = try master.read(passage)
        let peak = sound.withReadOnlyBlock { TruePeakScan.peak($0) }
        let preview = try codecs[index](sound, peak)
        previews.use { $0[index] = preview }
      }
    }
  }

  /// Previews to begin with: what stands there if a codec cannot be tried.
  static let none = ["MP3", "Opus", "AAC"].map { CodecPreview(codec: $0, setting: "") }

  private func sndfile(
    _ sound: AudioBuffer, _ peak: Float, _ format: AudioFormat, _ preview: CodecPreview
  ) throws -> CodecPreview {
    let path = "\(scratch)-preview.\(format.fileExtension)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var preview = preview
    do throws(AudioFileError) {
      // Opus takes the rates of its own; what is encoded would be resampled anyway.
      let rate =
        format.allowedSampleRates?.contains(master.sampleRate) ?? true
        ? master.sampleRate : .studio
      let heard = try Resampler.convert(sound, from: master.sampleRate, to: rate)
      try AudioFileWriter.write(heard, to: path, format: format, sampleRate: rate)
      let decoded = try AudioFileReader.read(path: path).buffer
      return measured(preview, decoded, peak)
    } catch {
      preview.note = "The codec failed: \(error)."
      return preview
    }
  }

  private func measured(_ preview: CodecPreview, _ decoded: AudioBuffer, _ peak: Float)
    -> CodecPreview
  {
    var preview = preview
    let found = decoded.withReadOnlyBlock { TruePeakScan.peak($0) }
    preview.truePeak = Decibels(gain: Double(found))
    if let after = preview.truePeak, let before = Decibels(gain: Double(peak)) {
      preview.overshoot = after - before
    }
    return preview
  }

  private func aac(_ sound: AudioBuffer, _ peak: Float) throws -> CodecPreview {
    var preview = CodecPreview(codec: "AAC", setting: "256 kbit/s")
    guard let program = LossyPeaks.program("ffmpeg") else {
      preview.note = "No program ffmpeg is installed: AAC was not tried."
      return preview
    }
    let paths = ["wav", "m4a", "decoded.wav"].map { "\(scratch)-preview-aac.\($0)" }
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    do {
      try AudioFileWriter.write(
        sound, to: paths[0], format: .waveFloat, sampleRate: master.sampleRate)
      let encode = ["-i", paths[0], "-c:a", "aac", "-b:a", "256k", paths[1]]
      let decode = ["-i", paths[1], "-c:a", "pcm_f32le", paths[2]]
      for arguments in [encode, decode] {
        guard try LossyPeaks.run(program, arguments) else {
          preview.note = "ffmpeg could not encode or decode AAC."
          return preview
        }
      }
      return measured(preview, try AudioFileReader.read(path: paths[2]).buffer, peak)
    } catch {
      preview.note = "ffmpeg could not be run: \(error)."
      return preview
    }
  }

  /// A program of the path.
  private static func program(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-nostdin", "-v", "error", "-y"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
