import Foundation
import Music
import Production
import Signal

/// The numbers of an analysis as they are printed in pictures.
enum SoundFacts {
  /// A number with one decimal and a real minus sign.
  static func number(_ value: Double) -> String {
    let text = String(format: "%.1f", value)
    return (text == "-0.0" ? "0.0" : text).replacingOccurrences(of: "-", with: "−")
  }

  /// The line under a title.
  static func headline(_ analysis: SoundAnalysis) -> String {
    var items = [
      "\(analysis.source.container), \(analysis.source.sampleRate.framesPerSecond) Hz, "
        + (analysis.source.channels == 1
          ? "mono"
          : analysis.source.channels == 2 ? "stereo" : "\(analysis.source.channels) channels"),
      Notation.clock(analysis.source.duration),
    ]
    if let key = analysis.tonality?.key { items.append(Notation.printed(key.description)) }
    if let tempo = analysis.tempo {
      items.append("\(Notation.tempo(tempo.beatsPerMinute)) BPM")
    }
    if let loudness = analysis.loudness.integrated {
      items.append("\(number(loudness.value)) LUFS")
    }
    if let peak = analysis.loudness.truePeak { items.append("\(number(peak.value)) dBTP") }
    return items.joined(separator: "  ·  ")
  }

  /// Names and values; what was not found is left out.
  static func rows(_ analysis: SoundAnalysis) -> [(name: String, value: String)] {
    let (loudness, levels) = (analysis.loudness, analysis.levels)
    var rows: [(String, Double?, String)] = [
      ("momentary max", loudness.maximumMomentary?.value, "LUFS"),
      ("short-term max", loudness.maximumShortTerm?.value, "LUFS"),
      ("loudness range", loudness.range?.value, "LU"),
      ("peak to loudness", loudness.peakToLoudness?.value, "LU"),
      ("peak to short-term", loudness.peakToShortTerm?.value, "LU"),
      ("crest factor", levels.crestFactor?.value, "dB"),
      ("dynamic range", levels.dynamicRange?.value, "dB"),
      ("spectral slope", analysis.spectrum.slope?.value, "dB/octave"),
    ]
    if let stereo = analysis.stereo { rows.append(("mono loss", stereo.monoLoss?.value, "LU")) }
    var found = rows.compactMap { name, value, unit in
      value.map { (name: name, value: "\(number($0)) \(unit)") }
    }
    if let stereo = analysis.stereo {
      found.append(("correlation", String(format: "%.2f", stereo.correlation)))
      found.append(("width", String(format: "%.2f", min(stereo.width, 99))))
    }
    if levels.clippedRuns > 0 { found.append(("clipped", "\(levels.clippedRuns) times")) }
    return found
  }
}
