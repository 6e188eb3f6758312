import Foundation
import Production
import Signal
import Studio

/// Masters, plans and targets as a person reads them.
enum MasterTable {
  static func print(_ result: MasterResult) {
    for delivery in result.tracks { print(delivery) }
    if let album = result.album {
      let loudness = album.loudness.map { String(format: "%.1f LUFS together. ", $0) } ?? ""
      show("album  \(loudness)\(album.rule)")
    }
    show("files")
    for file in result.files { show("  \(file)") }
  }

  /// A master: what was done, and before and after at the loudness of the master.
  static func print(_ delivery: MasterDelivery) {
    show(delivery.input)
    stages(delivery.plan)
    let (after, input) = (delivery.after, delivery.before)
    let gain = after.loudness.flatMap { now in input.loudness.map { now - $0 } } ?? 0
    let before = input.scaled(by: gain)
    show(row("", ["input", "at equal loudness", "master"]))
    func line(_ name: String, _ unit: String, _ value: (DeliveryMeasurement) -> Double?) {
      show(row("  \(name)", [input, before, after].map { number(value($0), unit) }))
    }
    line("integrated", "LUFS") { $0.loudness?.value }
    line("loudness range", "LU") { $0.range?.value }
    line("highest short-term", "LUFS") { $0.maximumShortTerm?.value }
    line("highest momentary", "LUFS") { $0.maximumMomentary?.value }
    line("true peak", "dBTP") { $0.truePeak?.value }
    line("peak to loudness", "dB") { $0.peakToLoudness?.value }
    line("side to middle", "dB") { $0.width?.value }
    line("correlation", "") { $0.correlation }
    for (name, bands) in [
      ("lows to 120 Hz", 0..<8), ("low mids to 800 Hz", 8..<16), ("mids to 5 kHz", 16..<24),
      ("highs", 24..<31),
    ] {
      line(name, "dB") { measurement in
        guard measurement.thirdOctaves.count == 31 else { return nil }
        return 10 * log10(bands.reduce(0) { $0 + pow(10, measurement.thirdOctaves[$1] / 10) })
      }
    }
    show(
      String(
        format:
          "  limiting  at most %.1f dB, %.1f dB on average, above 3 dB in %.1f %% of the time",
        delivery.limiting.value, delivery.meanLimiting.value, delivery.limitingAboveThree * 100))
    for preview in delivery.codecs {
      guard let peak = preview.truePeak, let overshoot = preview.overshoot else { continue }
      show(
        "  \(preview.codec) (\(preview.setting))"
          + String(
            format: " decodes to %.1f dBTP (%+.1f dB) over the %.0f loudest seconds",
            peak.value, overshoot.value, delivery.previewSeconds))
    }
    for note in delivery.notes + delivery.plan.notes { show("  note: \(note)") }
  }

  /// A plan that was not carried out.
  static func print(_ plan: MasterPlan) {
    stages(plan)
    for note in plan.notes { show("  note: \(note)") }
  }

  private static func stages(_ plan: MasterPlan) {
    show(String(format: "  gain        %+.1f dB into the stages", plan.gain.value))
    if let tone = plan.tone { show("  equalizer   \(tone.phase.rawValue) phase. \(tone.reason)") }
    if let multiband = plan.multiband { show("  multiband   \(multiband.reason)") }
    if let width = plan.width {
      show("  width       \(String(format: "%.2f", width.amount)). \(width.reason)")
    }
    if let saturation = plan.saturation { show("  saturation  \(saturation.reason)") }
    show("  limiter     \(plan.limiter.ceiling.value) dBTP. \(plan.limiter.reason)")
  }

  static func print(_ targets: [DeliveryTarget]) {
    show(
      "\(pad("name", 12))\(pad("LUFS", 7))\(pad("dBTP", 7))\(pad("looked up", 11))for")
    for target in targets {
      let loudness = String(format: "%.0f", target.loudness.value)
      let format = [
        target.sampleRate.map { "\($0.framesPerSecond) Hz" }, target.bits.map { "\($0) bit" },
      ].compactMap { $0 }.joined(separator: ", ")
      show(
        "\(pad(target.name, 12))\(pad(loudness, 7))\(pad("\(target.ceiling.value)", 7))"
          + "\(pad(target.date, 11))\(target.title)\(format.isEmpty ? "" : ", \(format)"); softer tracks: "
          + target.quietTracks)
    }
  }

  private static func number(_ value: Double?, _ unit: String) -> String {
    guard let value, value.isFinite, value > -149 else { return "-" }
    return String(format: unit.isEmpty ? "%.2f" : "%.1f \(unit)", value)
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    pad(name, 24) + cells.map { pad($0, 20) }.joined()
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func show(_ text: String) {
    var line = PlainText.withoutSignedNoughts(PlainText.line(text))[...]
    while line.last == " " { line = line.dropLast() }
    Swift.print(line)
  }
}
