import AudioFiles
import Foundation
import Metering
import Signal

extension MasterSource {
  /// What was done to the file on its way in, in sentences.
  var intakeNotes: [String] {
    passage.notes.map { note in
      switch note {
      case .doubledMono: "One channel was put on both sides."
      case .foldedDown(let layout, let count):
        "\(count) channels (\(layout)) were folded down to stereo after BS.775."
      case .resampled(let from, let to): "The input was resampled from \(from) to \(to)."
      case .mislabelled(let fileExtension, let content):
        "The name ends in .\(fileExtension), but the content is \(content.name)."
      case .truncated(let expected, let found):
        "The file ends early: \(found) of \(expected) frames are there."
      case .silencedBrokenSamples(let count, _, _):
        "\(count) samples that were no numbers became silence."
      }
    }
  }

  /// What is wrong with the sound and was not a reason to refuse it, in sentences.
  var faultNotes: [String] {
    faults.map { fault in
      switch fault {
      case .clipped(let runs, let longest, let share, let level, _, _):
        String(
          format:
            "The input is clipped in %d places, up to %d samples long, %.3f %% of all, at %.1f dBFS: what is lost "
            + "there cannot be brought back.", runs, longest, share * 100, level.value)
      case .beyondFullScale(let peak, let samples):
        String(
          format:
            "The input peaks at %+.1f dBFS, %d samples beyond full scale; the gain brings them back.",
          peak.value, samples)
      case .directCurrent(let means):
        "The input has an offset of "
          + means.map { String(format: "%.4f", $0) }.joined(separator: " and ")
          + " of full scale; it is taken away."
      case .outOfPhase(let correlation, let loss):
        String(format: "Left and right work against each other (correlation %.2f)", correlation)
          + (loss.map { String(format: ": %.1f dB are lost in mono.", $0.value) } ?? ".")
      case .oneChannelOnly(let silent):
        "Only the \(silent == 0 ? "right" : "left") channel carries sound."
      case .silent, .tooShort, .notFinite: "\(fault)"
      }
    }
  }
}
