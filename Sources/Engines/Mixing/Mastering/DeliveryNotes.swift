import Foundation
import Production
import Signal

/// What a person should know of a master before it is delivered.
enum DeliveryNotes {
  /// Sentences; empty where all is well.
  static func notes(
    plan: MasterPlan, take: Mastering.Take, measured: DeliveryDesk.Measured, missed: Bool
  ) -> [String] {
    let after = measured.after
    var notes: [String] = []
    if take.isHeld, missed, let loudness = after.loudness {
      notes.append(
        String(
          format:
            "Stopped at %.1f LUFS instead of %.1f: more would take over %.0f dB off the peaks. A number with "
            + "--loudness is reached whatever it costs.", loudness.value,
          plan.limiter.loudness.value,
          plan.limiter.mostReduction.value))
    } else if take.reduction > Mastering.mostLimiting {
      notes.append(
        String(
          format:
            "The loudness costs up to %.1f dB of limiting, %.1f dB on average, more than 3 dB in %.1f %% of the time.",
          take.reduction.value, take.meanReduction.value, take.shareAboveThree * 100))
    }
    // EBU Tech 3343 names the ratio; below 8 dB little of the peaks is left.
    if let ratio = after.peakToLoudness, ratio < 7 {
      notes.append(
        String(format: "Peaks lie only %.1f dB above the loudness: a dense master.", ratio.value))
    }
    if after.outOfPhaseSeconds > 1 {
      notes.append(
        String(
          format: "Left and right work against each other for %.1f s: listen in mono.",
          after.outOfPhaseSeconds))
    }
    if after.offset.contains(where: { abs($0) > 0.001 }) {
      notes.append("An offset above -60 dBFS is left.")
    }
    if after.leadingSilence > 1 {
      notes.append(String(format: "%.1f s of silence at the start.", after.leadingSilence))
    }
    if after.trailingSilence > 10 {
      notes.append(String(format: "%.1f s of silence at the end.", after.trailingSilence))
    }
    for preview in measured.previews {
      if let note = preview.note { notes.append(note) }
      guard let peak = preview.truePeak, peak > 0 else { continue }
      let lower = (plan.limiter.ceiling.value - peak.value - 0.05)
      notes.append(
        preview.codec
          + String(
            format:
              " decodes to %+.1f dBTP, beyond full scale: a ceiling of %.1f dBTP would keep it below.",
            peak.value, lower))
    }
    return notes
  }
}
