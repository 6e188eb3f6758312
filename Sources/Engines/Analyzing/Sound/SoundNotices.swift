import AudioFiles
import Metering
import Signal

/// Sentences about what was found on the way into an analysis.
enum SoundNotices {
  /// A sentence, or nil for what is no news in an analysis.
  static func sentence(_ note: AudioIntake.Note) -> String? {
    switch note {
    case .doubledMono, .resampled: nil
    case .foldedDown(let layout, let channels):
      "The \(channels) channels (\(layout)) were folded down to stereo as BS.775 says; "
        + "all readings are of that."
    case .mislabelled(let suffix, let content):
      "The name says .\(suffix), but the file is \(content.name)."
    case .truncated(let expected, let found):
      "The file ends too early: \(found) of \(expected) frames are there."
    case .silencedBrokenSamples(let count, let channel, let frame):
      "\(count) samples are NaN or infinite and were measured as silence, the first in channel "
        + "\(channel + 1) at frame \(frame)."
    }
  }

  /// A sentence about a fault.
  static func sentence(_ fault: SoundFault) -> String {
    switch fault {
    case .tooShort(let seconds, let least):
      "It lasts \(decimal(seconds, 2)) s; loudness takes at least \(decimal(least, 1)) s."
    case .silent(let peak):
      "It is silent\(peak.map { ": nothing rises above \(decimal($0.value, 1)) dBFS" } ?? "")."
    case .notFinite(let count, let channel, let frame):
      "\(count) samples are NaN or infinite, the first in channel \(channel + 1) at frame \(frame)."
    case .clipped(let runs, let longest, let share, let level, let channel, let frame):
      "It clips \(runs) times at \(decimal(level.value, 2)) dBFS, at most \(longest) samples in a row, "
        + "\(decimal(100 * share, 3)) % of all, first in channel \(channel + 1) at frame \(frame)."
    case .beyondFullScale(let peak, let samples):
      "\(samples) samples lie beyond full scale, up to \(decimal(peak.value, 1)) dBFS."
    case .directCurrent(let means):
      "It has direct current: "
        + means.map { "\(decimal(100 * $0, 2)) %" }.joined(separator: " and ") + " of full scale."
    case .outOfPhase(let correlation, let loss):
      "Left and right work against each other (correlation \(decimal(correlation, 2))): in mono "
        + (loss.map { "\(decimal($0.value, 1)) dB are lost." } ?? "nothing remains.")
    case .oneChannelOnly(let silent):
      "Only the \(silent == 0 ? "right" : "left") side carries sound."
    }
  }

  /// A letter for a kind of section: A to Z, then A2 and so on.
  static func letters(_ kind: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + kind % 26)))
    return kind < 26 ? letter : "\(letter)\(kind / 26 + 1)"
  }

  /// A number with some decimals.
  static func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let whole = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(whole)" }
    let rest = String(whole % scale)
    return "\(sign)\(whole / scale)." + String(repeating: "0", count: places - rest.count) + rest
  }
}
