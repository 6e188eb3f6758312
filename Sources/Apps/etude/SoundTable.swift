import Foundation
import Music
import Production
import Signal

/// An analysis of sound as lines of text.
enum SoundTable {
  static func lines(_ analysis: SoundAnalysis) -> [String] {
    let source = analysis.source
    let channels =
      source.channels == 1
      ? "mono" : source.channels == 2 ? "stereo" : "\(source.channels) channels"
    return [
      "file      \(source.container), \(source.sampleRate.framesPerSecond) Hz, \(channels), "
        + Summary.time(source.duration)
    ] + loudness(analysis) + levels(analysis) + spectrum(analysis) + stereo(analysis)
      + music(analysis) + analysis.notices.map { "note      \($0)" }
  }

  /// A number with one decimal and its unit, or a dash.
  private static func text(_ value: Double?, _ unit: String) -> String {
    guard let value else { return "-" }
    let number = String(format: "%.1f", value)
    return "\(number == "-0.0" ? "0.0" : number) \(unit)"
  }

  private static func loudness(_ analysis: SoundAnalysis) -> [String] {
    let found = analysis.loudness
    return [
      "loudness  \(text(found.integrated?.value, "LUFS")), range \(text(found.range?.value, "LU")), "
        + "momentary to \(text(found.maximumMomentary?.value, "LUFS")), "
        + "short-term to \(text(found.maximumShortTerm?.value, "LUFS"))",
      "peaks     \(text(found.truePeak?.value, "dBTP")), sample \(text(found.samplePeak?.value, "dBFS")), "
        + "to loudness \(text(found.peakToLoudness?.value, "LU")), "
        + "to short-term \(text(found.peakToShortTerm?.value, "LU"))",
    ]
  }

  private static func levels(_ analysis: SoundAnalysis) -> [String] {
    let levels = analysis.levels
    let means = levels.directCurrent.map { String(format: "%.4f", 100 * $0) }
      .joined(separator: " and ")
    let clipped =
      levels.clippedRuns == 0
      ? "none"
      : "\(levels.clippedRuns) times, \(String(format: "%.3f", 100 * levels.clippedShare))% of samples"
    return [
      "dynamics  crest factor \(text(levels.crestFactor?.value, "dB")), "
        + "range of the loudest \(text(levels.dynamicRange?.value, "dB")), "
        + "level \(text(levels.rootMeanSquare?.value, "dB"))",
      "faults    clipping \(clipped), direct current \(means)%",
    ]
  }

  private static func spectrum(_ analysis: SoundAnalysis) -> [String] {
    let spectrum = analysis.spectrum
    let octaves = [63.0, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000]
    let bands = octaves.compactMap { middle -> String? in
      // An octave is three thirds.
      let own = spectrum.bands.filter { abs(log2($0.frequency.value / middle)) < 0.45 }
      let power = own.compactMap { $0.level?.power }.reduce(0, +)
      guard own.count == 3, let level = Decibels(power: power) else { return nil }
      let name = middle < 1000 ? "\(Int(middle))" : "\(Int(middle / 1000))k"
      return "\(name) \(String(format: "%.0f", level.value))"
    }
    return [
      "spectrum  slope \(text(spectrum.slope?.value, "dB/octave")), "
        + "centre \(spectrum.centroid.map { "\(Int($0.value.rounded())) Hz" } ?? "-")",
      "octaves   \(bands.joined(separator: ", ")) dB",
    ]
  }

  private static func stereo(_ analysis: SoundAnalysis) -> [String] {
    guard let stereo = analysis.stereo else { return [] }
    return [
      "stereo    correlation \(String(format: "%.2f", stereo.correlation)) "
        + "(least \(String(format: "%.2f", stereo.leastCorrelation))), "
        + "width \(String(format: "%.2f", min(stereo.width, 99))), "
        + "balance \(String(format: "%+.2f", stereo.balance)), "
        + "mono loss \(text(stereo.monoLoss?.value, "LU"))"
    ]
  }

  private static func music(_ analysis: SoundAnalysis) -> [String] {
    var lines: [String] = []
    if let tempo = analysis.tempo {
      let others = tempo.alternatives.map { String(format: "%.0f", $0) }.joined(separator: " or ")
      lines.append(
        "tempo     \(String(format: "%.1f", tempo.beatsPerMinute)) bpm "
          + "(\(percent(tempo.confidence)) sure\(others.isEmpty ? "" : "; else \(others)")), "
          + "first beat at \(String(format: "%.2f", tempo.firstBeat)) s")
    }
    if let tonality = analysis.tonality {
      let others = tonality.alternatives.prefix(2).map(\.description).joined(separator: " or ")
      lines.append(
        "key       \(tonality.key) (\(percent(tonality.confidence)) sure; else \(others)), "
          + "tuned \(String(format: "%+.0f", tonality.tuning)) cents")
    }
    for section in analysis.sections where analysis.sections.count > 1 {
      lines.append(
        "section   \(section.name): \(clock(section.start)) to \(clock(section.end)), "
          + text(section.loudness?.value, "LUFS"))
    }
    return lines
  }

  private static func percent(_ share: Double) -> String { "\(Int(share * 100 + 0.5))%" }

  /// Minutes, seconds and tenths.
  private static func clock(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return String(format: "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10)
  }
}
