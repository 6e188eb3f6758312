import Foundation
import Metering
import Signal

/// The spectrum that a master shall have: third octaves of middle and side, relative to the K-weighted level.
package struct ToneTarget: Sendable, Hashable {
  /// The level of each third octave of the middle, in dB relative to the K-weighted level of the whole.
  package var mid: [Double]
  /// The same of the side.
  package var side: [Double]
  /// The integrated loudness; nil for none.
  package var loudness: Double?
  /// The peak to loudness ratio in dB by sample peaks; nil for none.
  package var peakToLoudness: Double?

  /// The levels of middle and side together.
  package var levels: [Double] {
    zip(mid, side).map { 10 * log10(pow(10, $0 / 10) + pow(10, $1 / 10)) }
  }

  /// The side relative to the middle in dB.
  package var width: Double {
    func power(_ levels: [Double]) -> Double { levels.reduce(0) { $0 + pow(10, $1 / 10) } }
    return 10 * log10(max(1e-15, power(side)) / max(1e-15, power(mid)))
  }

  /// What a programme has.
  package init(_ programme: Programme) {
    let level = programme.tone.weightedLevel
    mid = programme.tone.midLevels.map { $0 - level }
    side = programme.tone.sideLevels.map { $0 - level }
    loudness = programme.loudness?.value
    peakToLoudness = programme.loudness.flatMap { loudness in
      Decibels(gain: Double(programme.curve.peak)).map { $0.value - loudness.value }
    }
  }

  /// The weighted mean in decibels of several recordings; nil of none.
  package init?(_ recordings: [(programme: Programme, weight: Double)]) {
    guard let first = recordings.first else { return nil }
    self.init(first.programme)
    let targets = recordings.map { ToneTarget($0.programme) }
    let weights = recordings.map { max(0, $0.weight) }
    let total = max(1e-9, weights.reduce(0, +))
    func mean(_ value: (ToneTarget) -> Double) -> Double {
      zip(targets, weights).reduce(0) { $0 + value($1.0) * $1.1 } / total
    }
    for band in mid.indices {
      mid[band] = mean { $0.mid[band] }
      side[band] = mean { $0.side[band] }
    }
    if targets.allSatisfy({ $0.loudness != nil }) { loudness = mean { $0.loudness ?? 0 } }
    if targets.allSatisfy({ $0.peakToLoudness != nil }) {
      peakToLoudness = mean { $0.peakToLoudness ?? 0 }
    }
  }
}

/// How far an equalizer may go.
package struct ToneLimits: Sendable, Hashable {
  /// The most and the least gain of each third octave in dB.
  package var most, least: [Double]

  /// The limits of an automatic equalizer: `limit` to both sides, no boost below 40 Hz and above 16 kHz.
  package init(limit: Double, edgeBoost: Double = 0) {
    most = ThirdOctaves.centres.map { $0 < 39 || $0 > 16_500 ? min(limit, edgeBoost) : limit }
    least = [Double](repeating: -limit, count: ThirdOctaves.count)
  }

  /// Lifts nothing by more than 6 dB that lies 75 dB below the loudest band: that is noise, not music.
  package func sparing(_ levels: [Double]) -> ToneLimits {
    var limits = self
    let loudest = levels.max() ?? 0
    for band in levels.indices where levels[band] < loudest - 75 {
      limits.most[band] = min(most[band], levels[band] < loudest - 100 ? 0 : 6)
    }
    return limits
  }

  func held(_ gain: Double, _ band: Int) -> Double { min(max(gain, least[band]), most[band]) }
}

/// Finds the gains of third octaves that bring a spectrum to levels.
package enum ToneMatch {
  /// Gains in dB, within limits, by which the filtered spectrum has the wanted levels.
  ///
  /// The gain between centres is interpolated and the filter smears narrow steps, so that the difference of
  /// levels alone would miss: the filter is designed, its effect computed and the rest added, some times.
  package static func gains(
    _ spectrum: [Double], binWidth: Double, wanted: [Double], limits: ToneLimits,
    design: ToneFilterDesign, rounds: Int = 10
  ) -> [Double] {
    let present = ThirdOctaves.levels(ThirdOctaves.powers(spectrum, binWidth: binWidth))
    // A band without sound can be brought to nothing.
    let isPresent = present.map { $0 > -140 }
    var gains = present.indices.map { band in
      isPresent[band] ? limits.held(wanted[band] - present[band], band) : 0
    }
    let designer = ToneDesigner(design)
    for _ in 0..<rounds {
      let filtered = zip(spectrum, designer.power(of: gains)).map { $0 * $1 }
      let reached = ThirdOctaves.levels(ThirdOctaves.powers(filtered, binWidth: binWidth))
      for band in gains.indices where isPresent[band] {
        gains[band] = limits.held(gains[band] + 0.7 * (wanted[band] - reached[band]), band)
      }
    }
    return gains
  }

  /// Gains with their bends softened and their steps held.
  ///
  /// `share` of the way to the mean with both neighbours, weighted 1 : 2 : 1; then steps above `steepest` dB are parted
  /// among both sides until there is none.
  package static func smoothed(
    _ gains: [Double], by share: Double, steepest: Double
  ) -> [Double] {
    var smooth = gains.indices.map { band in
      let low = gains[max(0, band - 1)]
      let high = gains[min(gains.count - 1, band + 1)]
      return (1 - share) * gains[band] + share * (low + 2 * gains[band] + high) / 4
    }
    for _ in 0..<200 {
      var isSteep = false
      for band in 1..<max(1, smooth.count) {
        let excess = abs(smooth[band] - smooth[band - 1]) - steepest
        guard excess > 1e-3 else { continue }
        isSteep = true
        let half = smooth[band] > smooth[band - 1] ? excess / 2 : -excess / 2
        smooth[band] -= half
        smooth[band - 1] += half
      }
      if !isSteep { break }
    }
    return smooth
  }

  /// The levels of third octaves of a spectrum behind the filter of gains.
  package static func levels(
    _ spectrum: [Double], binWidth: Double, gains: [Double], design: ToneFilterDesign
  ) -> [Double] {
    let filtered = filtered(spectrum, gains: gains, design: design)
    return ThirdOctaves.levels(ThirdOctaves.powers(filtered, binWidth: binWidth))
  }

  /// A spectrum behind the filter of gains.
  package static func filtered(
    _ spectrum: [Double], gains: [Double], design: ToneFilterDesign
  ) -> [Double] {
    zip(spectrum, ToneDesigner(design).power(of: gains)).map { $0 * $1 }
  }

  /// The root mean square of differences of levels from 40 Hz to 16 kHz, in dB.
  package static func distance(_ first: [Double], _ second: [Double]) -> Double {
    let bands = ThirdOctaves.centres.indices.filter {
      (39...16_500).contains(ThirdOctaves.centres[$0])
    }
    let sum = bands.reduce(0.0) { $0 + (first[$1] - second[$1]) * (first[$1] - second[$1]) }
    return (sum / Double(bands.count)).squareRoot()
  }
}
