import Foundation
import Mixing
import Production
import Signal
import Studio

/// What a person reads after a mix.
enum MixSummary {
  static func print(_ report: MixReport) {
    table(report)
    show("")
    let corner = report.plan.bus.monoBelow.value
    if corner > 0 { show("  bus: below \(Int(corner)) Hz all stands in the middle.") }
    for move in report.plan.moves {
      show("  \(move.applied ? " " : "off ")\(move.id): \(sentence(move)).")
    }
    for notice in report.notices { show("  note: \(notice)") }
    if let comparison = report.comparison {
      show(
        "  masked \(percent(comparison.maskedBefore)) before, \(percent(comparison.maskedAfter)) "
          + "after; in mono \(one(comparison.monoLossBefore)) LU are lost before, "
          + "\(one(comparison.monoLossAfter)) after")
      if let loudness = comparison.loudness, let peak = comparison.peak {
        show(
          "  mix    \(one(loudness + report.headroomGain)) LUFS, peak "
            + "\(one(peak + report.headroomGain)) dBFS")
      }
    }
    if let loudness = report.master?.loudness {
      let peak = report.master?.truePeak.map { ", \(one($0.value)) dBTP" } ?? ""
      show("  master \(one(loudness.value)) LUFS\(peak)")
    }
    for file in report.files { show("  \(file)") }
  }

  /// What a move does, and why; the reasons of bells say both.
  private static func sentence(_ move: MixPlan.Move) -> String {
    let begins = move.reason.first.map { "+-0123456789".contains($0) } ?? false
    return begins ? move.reason : "\(what(move.action)). \(move.reason)"
  }

  /// A line a stem, before and after.
  private static func table(_ report: MixReport) {
    var rows = [["stem", "role", "by", "LUFS", "masked", "gain", "pan"]]
    for guess in report.stems {
      let line = report.comparison?.lines.first { $0.stem == guess.stem }
      let settings = report.plan.channel(guess.stem).map { report.plan.settings(of: $0) }
      rows.append([
        PlainText.line(guess.stem), guess.kind.rawValue, guess.source.rawValue,
        line.map { "\(level($0.loudnessBefore)) -> \(level($0.loudnessAfter))" } ?? "",
        line.map { "\(percent($0.maskedBefore)) -> \(percent($0.maskedAfter))" } ?? "",
        settings.map { String(format: "%+.1f dB", $0.gain.value) } ?? "",
        settings.map { String(format: "%+.2f", $0.pan) } ?? "",
      ])
    }
    for line in StylesList.table(rows) { show("  \(line)") }
  }

  /// A move in a few words.
  private static func what(_ action: MixPlan.Action) -> String {
    switch action {
    case .gain(let gain): "fader \(signed(gain))"
    case .invert: "right polarity turned round"
    case .balance(let gain): "right against left \(signed(gain))"
    case .pan(let position): String(format: "pan %+.2f", position)
    case .width(let width): String(format: "width %.2f", width)
    case .highPass(let corner): "high-pass \(Int(corner.value)) Hz"
    case .lowPass(let corner): "low-pass \(Int(corner.value)) Hz"
    case .equalize(let band):
      "\(band.shape.rawValue) \(signed(band.gain)) at \(Int(band.frequency.value)) Hz"
    case .unmask(let band):
      "bell \(signed(band.gain)) at \(Int(band.frequency.value)) Hz while \(band.key) sounds"
    case .compress(let settings):
      "compressor \(String(format: "%.2f", settings.ratio)):1 above \(one(settings.threshold.value)) dB"
    case .duck(let settings): "ducked \(signed(settings.gain)) by \(settings.key)"
    case .reverb(let level): "room at \(one(level.value)) dB"
    case .delay(let level): "delay at \(one(level.value)) dB"
    }
  }

  private static func show(_ line: String) {
    Swift.print(PlainText.withoutSignedNoughts(PlainText.line(line)))
  }
  private static func one(_ value: Double) -> String { String(format: "%.1f", value) }
  private static func signed(_ level: Decibels) -> String {
    String(format: "%+.1f dB", level.value)
  }
  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
  private static func level(_ value: Double?) -> String { value.map(one) ?? "silent" }
}
