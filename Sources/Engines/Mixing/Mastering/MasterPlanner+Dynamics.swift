import Foundation
import Production
import Signal

extension MasterPlanner {
  /// The share of windows below each band's threshold: the loudest three tenths are compressed.
  private static let thresholdShare = 0.7
  /// Ratios above 1 at full intensity: low bands are controlled more (Pestana, Reiss 2014, number-one singles).
  private static let ratios = [0.8, 0.6, 0.5, 0.4]
  private static let attacks = [0.03, 0.02, 0.015, 0.01]
  private static let releases = [0.3, 0.25, 0.2, 0.15]

  /// The compressors of four bands; nil where the song needs none.
  func multiband(
    _ programme: Programme, gain: Decibels, notes: inout [String]
  ) -> MasterPlan.Multiband? {
    guard intent.multiband != .off, let loudness = programme.loudness,
      let peak = Decibels(gain: Double(programme.curve.peak))
    else { return nil }
    let ratio = peak.value - loudness.value
    let range = LoudnessRange.of(programme.curve.shortTerm())
    // A song that is dense already, or hardly moves, is left alone.
    let wanted = reference?.peakToLoudness.map { $0 + 2 } ?? 10
    if intent.multiband == .automatic, ratio < wanted || (range ?? 10) < 3 {
      notes.append(
        String(
          format:
            "No multiband compression: the peaks lie %.1f dB above the loudness and the loudness range is "
            + "%.1f LU.", ratio, range ?? 0))
      return nil
    }
    var bands: [MasterPlan.Multiband.Band] = []
    var reductions: [Double] = []
    for band in 0..<4 {
      guard let level = programme.dynamics.level(band, share: Self.thresholdShare) else {
        bands.append(
          MasterPlan.Multiband.Band(
            threshold: 0, ratio: 1, attack: Self.attacks[band], release: Self.releases[band],
            makeUp: 0))
        reductions.append(0)
        continue
      }
      let slope = 1 + Self.ratios[band] * intensity
      let reduction = meanReduction(programme.dynamics, band, above: level, ratio: slope)
      reductions.append(reduction)
      bands.append(
        MasterPlan.Multiband.Band(
          threshold: Decibels(((level + gain.value) * 10).rounded() / 10),
          ratio: (slope * 100).rounded() / 100, attack: Self.attacks[band],
          release: Self.releases[band], makeUp: Decibels((reduction * 100).rounded() / 100)))
    }
    let text = reductions.map { String(format: "%.1f", $0) }.joined(separator: ", ")
    return MasterPlan.Multiband(
      crossovers: BandDynamics.crossovers.map { Hertz($0) }, bands: bands,
      reason: String(
        format:
          "The peaks lie %.1f dB above the loudness; the loudest three tenths of each band are held "
          + "back by about ", ratio) + "\(text) dB from low to high.")
  }

  /// The loss of power in dB of a band whose loud windows are compressed.
  private func meanReduction(
    _ dynamics: BandDynamics, _ band: Int, above level: Double, ratio: Double
  ) -> Double {
    var (before, after) = (0.0, 0.0)
    for window in dynamics.windows where window[band] > 1e-9 {
      let power = Double(window[band])
      let over = max(0, 10 * log10(power) - level)
      before += power
      after += power * pow(10, -over * (1 - 1 / ratio) / 10)
    }
    return before > 0 && after > 0 ? 10 * log10(before / after) : 0
  }

  /// The width of the stereo field.
  func width(
    _ programme: Programme, tone: MasterPlan.Tone?, notes: inout [String]
  ) -> MasterPlan.Width? {
    let field = programme.tone.width
    let isMono = field < -50
    switch intent.width {
    case .off: return nil
    case .amount(let amount):
      return MasterPlan.Width(
        amount: min(max(amount, 0), 2), monoBelow: amount > 1 ? 120 : nil, reason: "Asked for.")
    case .automatic: break
    }
    if isMono {
      notes.append("The input is mono: no width to shape.")
      return nil
    }
    if programme.field.isOneSided {
      notes.append("Only one channel carries sound: its place is left alone.")
      return nil
    }
    if let reference { return width(programme, tone: tone, reference: reference, notes: &notes) }
    let correlation = programme.field.correlation
    if correlation < -0.9 {
      notes.append(
        "One channel is the other upside down: turn its polarity before mastering, or mono hears nothing."
      )
      return nil
    }
    var amount = 1.0
    var reason = String(format: "Correlation %.2f", correlation)
    if correlation < 0.2 {
      amount = max(0.6, 1 - intensity * (0.2 - correlation))
      reason += String(format: ": narrower by %.1f dB to survive mono.", 20 * log10(amount))
    } else if correlation > 0.9 {
      amount = 1 + (intent.character == .open ? 0.4 : 0.2) * intensity
      reason += String(format: ": wider by %+.1f dB.", 20 * log10(amount))
    } else if intent.character == .open {
      amount = 1 + 0.2 * intensity
      reason += String(format: ": wider by %+.1f dB, open.", 20 * log10(amount))
    } else {
      reason += " is sound: the width stays."
    }
    let bass = bassWidth(programme)
    if bass > -20 {
      reason += String(format: " Bass below 120 Hz is %.0f dB wide and goes to the middle.", bass)
    }
    guard bass > -20 || abs(amount - 1) > 0.01 else {
      notes.append(reason)
      return nil
    }
    return MasterPlan.Width(
      amount: (amount * 100).rounded() / 100, monoBelow: bass > -20 || amount > 1 ? 120 : nil,
      reason: reason)
  }

  /// What the side's equalizer could not do for the width of a reference.
  private func width(
    _ programme: Programme, tone: MasterPlan.Tone?, reference: ToneTarget, notes: inout [String]
  ) -> MasterPlan.Width? {
    let design = ToneFilterDesign(sampleRate: programme.sampleRate, phase: .linear)
    var filtered = programme.tone
    if let tone {
      filtered.mid = ToneMatch.filtered(filtered.mid, gains: tone.curve(\.mid), design: design)
      filtered.side = ToneMatch.filtered(filtered.side, gains: tone.curve(\.side), design: design)
    }
    let wanted = programme.tone.width + matchShare * (reference.width - programme.tone.width)
    let rest = min(max(wanted - filtered.width, -6), 4)
    guard abs(rest) > 0.15 else {
      notes.append("The equalizer of the side gives the width of the reference.")
      return nil
    }
    return MasterPlan.Width(
      amount: (pow(10, rest / 20) * 1000).rounded() / 1000, monoBelow: nil,
      reason: String(
        format:
          "The side lies %.1f dB below the middle, in the reference %.1f dB; %+.1f dB are left to do.",
        -filtered.width, -reference.width, rest))
  }

  /// The side below 120 Hz relative to the middle there, in dB.
  private func bassWidth(_ programme: Programme) -> Double {
    let tone = programme.tone
    let bins = 1..<max(2, min(tone.mid.count, Int(120 / tone.binWidth)))
    let mid = bins.reduce(0) { $0 + tone.mid[$1] }
    let side = bins.reduce(0) { $0 + tone.side[$1] }
    return side > 0 && mid > 0 ? max(-150, 10 * log10(side / mid)) : -150
  }
}

/// Loudness range, EBU Tech 3342.
package enum LoudnessRange {
  /// The range in LU of short-term values in LUFS, one each 100 ms; nil for silence.
  package static func of(_ values: [Double]) -> Double? {
    let audible = values.filter { $0 >= -70 }
    guard !audible.isEmpty else { return nil }
    let power = audible.reduce(0.0) { $0 + pow(10, $1 / 10) } / Double(audible.count)
    let gate = 10 * log10(power) - 20
    let kept = audible.filter { $0 >= gate }.sorted()
    guard !kept.isEmpty else { return nil }
    func value(_ share: Double) -> Double { kept[Int((Double(kept.count - 1) * share).rounded())] }
    return value(0.95) - value(0.1)
  }
}
