import Foundation
import Production
import Signal

/// What the kinds of stems usually are: how loud, with which spectrum, how they are told by sound.
///
/// Levels are the starting template of section 1 of the facts on mixing, brought from "against the rest" to
/// "against the whole mix", and what composers of openly licensed multitracks set (`KindModel+Fitted`).
enum KindModel {
  /// The loudness of a kind against the whole mix, in LU, as engineers of popular music set it.
  static func level(of kind: StemKind) -> Decibels {
    switch kind {
    case .vocal, .lead: -3
    case .drums: -6
    case .bass: -7.8
    case .kick, .snare: -8.6
    case .backing: -9.5
    case .chords: -10.4
    case .counter, .arpeggio: -11.4
    case .pad: -13
    case .hats, .percussion: -16
    case .effects, .effectReturn: -20
    }
  }

  /// How far composers' own levels stray from the template, in dB, as standard deviation.
  static let deviation = 4.5
  /// Beyond how many spreads of its kind's spectrum a stem is out of the usual.
  static let usual = 1.5

  /// A kind's long-term spectrum around its own middle, and how far its sounds stray from it, in dB.
  static func spectrum(of kind: StemKind) -> (level: [Double], spread: [Double])? {
    spectra[kind] ?? (kind == .vocal || kind == .counter || kind == .backing ? spectra[.lead] : nil)
  }

  /// How far a sound's spectrum strays from a usual one around their own middle, by band, in dB; nil
  /// where it has nothing.
  static func stray(of mean: [Double], from usual: [Double]) -> [Double?] {
    let own = shape(of: mean)
    let strays = zip(own, usual).map { own, usual in own.map { $0 - usual } }
    let middle = MixDesk.median(strays.compactMap { $0 })
    return strays.map { $0.map { $0 - middle } }
  }

  /// A spectrum in dB, smoothed over nine bands, nil where it lies 50 dB below its greatest band.
  static func shape(of mean: [Double]) -> [Double?] {
    let top = mean.max() ?? 0
    return mean.indices.map { band in
      let near = max(0, band - 4)...min(mean.count - 1, band + 4)
      let power = near.reduce(0.0) { $0 + mean[$1] } / Double(near.count)
      guard power > top * 1e-5, let level = Decibels(power: power) else { return nil }
      return level.value
    }
  }

  /// The kind that a sound most likely is, and how sure that is, 0...1.
  ///
  /// Single drums, which the fitted pieces do not have, are told by rule: a bass drum by being low, short and
  /// without tune, cymbals by being high, short and noisy.
  static func guess(_ features: StemFeatures) -> (kind: StemKind, confidence: Double) {
    if features.steadiness < 0.45, features.onsets > 0.5 {
      if features.lowShare > 0.75, features.spread < 4 { return (.kick, 0.7) }
      if features.highShare > 0.55, features.lowShare < 0.02 { return (.hats, 0.7) }
    }
    let standard = features.vector.indices.map { index in
      (features.vector[index] - featureMeans[index]) / featureSpreads[index]
    }
    let scores: [Double] = weights.indices.map { kind in
      var score = offsets[kind]
      for index in standard.indices { score += weights[kind][index] * standard[index] }
      return score
    }
    let top = scores.max() ?? 0
    let odds = scores.map { exp($0 - top) }
    let best = odds.indices.max { odds[$0] < odds[$1] } ?? 0
    return (told[best], odds[best] / odds.reduce(0, +))
  }
}

extension KindModel {
  /// The loudness that a stem aims at against the whole mix.
  ///
  /// Of a kind that was told by sound only what was fitted counts: composers' own levels of such kinds lie near
  /// each other, and a wrong guess then moves little. Single drums have the kit's. The fitted levels are
  /// around their own middle, which lies where the template has the same kinds: else a stem without a name
  /// would be brought up against those with one.
  static func goal(_ guess: StemGuess) -> Decibels {
    guard guess.source == .sound, guess.kind != .effectReturn else { return level(of: guess.kind) }
    return Decibels(fittedMiddle + (fittedLevels[guess.kind] ?? fittedLevels[.drums] ?? 0))
  }

  /// How far the template lies above the fitted levels, in the mean of their kinds.
  private static let fittedMiddle: Double = {
    let kinds = StemKind.allCases.filter { fittedLevels[$0] != nil }
    let sum = kinds.reduce(0) { $0 + level(of: $1).value - (fittedLevels[$1] ?? 0) }
    return sum / Double(max(1, kinds.count))
  }()
}
