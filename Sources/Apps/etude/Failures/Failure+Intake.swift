import AudioFiles
import Foundation
import Signal

extension Failure {
  /// What is wrong with a sound that was given; nil for what concerns writing.
  static func soundFile(_ error: AudioFileError) -> Failure? {
    switch error {
    case .notAFile(let path):
      return Failure(.noInput, "'\(path)' is not a file.", hint: "Give a file of sound.")
    case .empty(let path):
      return Failure(
        .data, "'\(path)' is empty.", hint: "Export it again from where it comes from.")
    case .unreadable(let path, let reason):
      return Failure(
        .data, "'\(path)' is not sound that can be read: \(sentence(reason)).",
        hint: "WAV, FLAC, AIFF, OGG, Opus and MP3 are read. Export it anew as WAV.")
    case .unsupportedContainer(let path, .midi):
      return Failure(
        .data, "'\(path)' is a MIDI file and holds notes, no sound.",
        hint: "Make sound of it with `etude import` and `etude render`.")
    case .unsupportedContainer(let path, let container):
      return Failure(
        .data, "'\(path)' is a file of the kind \(container.name), which is not read.",
        hint: "Convert it first, such as with: ffmpeg -i '\(path)' sound.wav")
    case .truncated(let path, let expected, let found):
      return Failure(
        .data, "'\(path)' ends too early: \(found) of \(expected) frames are there.",
        hint: "Copy or export it again; the rest is missing.")
    case .damaged(let path, let frame, let reason):
      return Failure(
        .data, "'\(path)' is damaged after frame \(frame): \(sentence(reason)).",
        hint: "Copy or export it again.")
    case .brokenSamples(let path, let count, let channel, let frame):
      return Failure(
        .data,
        "'\(path)' holds \(count) broken \(count == 1 ? "sample" : "samples") (NaN or infinite), "
          + "the first in channel \(channel + 1) at frame \(frame).",
        hint: "The effect that made it has failed; export it again without it.")
    case .unknownChannelLayout(let path, let channels):
      return Failure(
        .data, "'\(path)' has \(channels) channels in no order that is known.",
        hint: "Mono, stereo and surround up to 7.1 are read; export a stereo file.")
    case .sampleRateOutOfRange(let path, let rate, let allowed):
      return Failure(
        .data,
        "'\(path)' has \(rate.framesPerSecond) Hz; \(allowed.lowerBound) to \(allowed.upperBound) are read.",
        hint: "Convert it to 44100 or 48000 Hz.")
    case .lastsTooLong(let path, let seconds, let limit):
      return Failure(
        .data, "'\(path)' lasts \(clock(seconds)); at most \(clock(limit)) are taken here.",
        hint: "Cut it into parts.")
    case .symbolicLinkLoop(let path):
      return Failure(
        .noInput, "'\(path)' is a link that leads in a circle.", hint: "Remove the link.")
    case .notAFolder(let path):
      return Failure(.noInput, "'\(path)' is not a folder.", hint: "Give the folder of the files.")
    case .noAudioFiles(let folder, let skipped):
      return Failure(
        .noInput,
        "the folder '\(folder)' holds no sound"
          + (skipped.isEmpty ? "." : ", only \(skipped.count) other things."),
        hint: skipped.isEmpty
          ? "Put WAV, FLAC, AIFF, OGG or MP3 files there."
          : "Passed over: "
            + skipped.prefix(5).map {
              "\(($0.path as NSString).lastPathComponent) (\(word($0.reason)))"
            }
            .joined(separator: ", ") + (skipped.count > 5 ? " and others." : "."))
    case .resamplingFailed(let reason):
      return Failure(.software, "the sample rate could not be changed: \(reason).")
    default: return nil
    }
  }

  /// Why a file of a folder is passed over, in a few words.
  static func word(_ reason: AudioFolder.Reason) -> String {
    switch reason {
    case .hidden: "hidden"
    case .folder: "a folder"
    case .special: "no file"
    case .notAudio(.unknown): "no sound"
    case .notAudio(let container): container.name
    case .empty: "empty"
    case .brokenLink: "a link to nothing"
    case .linkLoop: "a link in a circle"
    case .duplicate(let other): "the same as \((other as NSString).lastPathComponent)"
    case .unreadable: "may not be read"
    }
  }

  /// Hours, minutes and seconds, such as `3:00:05`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let tail = String(format: "%02d", rest)
    return hours > 0 ? "\(hours):\(String(format: "%02d", minutes)):\(tail)" : "\(minutes):\(tail)"
  }

  /// A reason of a library, without its full stop and capital.
  private static func sentence(_ reason: String) -> String {
    var words = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    if words.hasSuffix(".") { words.removeLast() }
    return words.isEmpty ? "no reason is given" : words.prefix(1).lowercased() + words.dropFirst()
  }
}
