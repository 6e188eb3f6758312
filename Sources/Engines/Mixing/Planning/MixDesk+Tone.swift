import Foundation
import Production
import Signal

extension MixDesk {
  /// Corrects what strays far from how its kind usually sounds, as a wrong equalizer would make it.
  ///
  /// The stem's long-term spectrum against the kind's (`KindModel`), both smoothed over nine ERB bands and
  /// compared around their own middle; what lies beyond the kind's usual spread is met by a third of the
  /// whole difference, at most 4 dB. Two bells or shelves at most: broad, since resonances are the
  /// instrument's own.
  mutating func tone() {
    for stem in stems.indices where !stems[stem].isSilent { tone(stem) }
  }

  private mutating func tone(_ stem: Int) {
    guard let usual = KindModel.spectrum(of: stems[stem].kind) else { return }
    let strays = KindModel.stray(of: stems[stem].analysis.bands.mean, from: usual.level)
    var used: [Int] = []
    for _ in 0..<2 {
      var worst: (band: Int, excess: Double)?
      for band in 3..<ERBScale.bandCount - 3 {
        guard let stray = strays[band], used.allSatisfy({ abs($0 - band) >= 8 }) else { continue }
        let excess = abs(stray) - KindModel.usual * usual.spread[band]
        if excess > worst?.excess ?? 1 { worst = (band, excess) }
      }
      guard let worst, let stray = strays[worst.band] else { return }
      used.append(worst.band)
      let gain = min(max(-stray / 3, -4), 4)
      guard abs(gain) >= 1 else { continue }
      let frequency = ERBScale.centre(of: worst.band)
      add(
        stem,
        .equalize(.init(frequency: frequency, gain: Decibels(gain), quality: 0.7)),
        "\(name(stem)) is \(Say.one(abs(stray))) dB \(stray > 0 ? "stronger" : "weaker") around "
          + "\(Say.hertz(frequency)) than \(stems[stem].kind.rawValue) usually is (±"
          + "\(Say.one(usual.spread[worst.band])) dB): "
          + (abs(stray) / 3 > abs(gain) + 0.05
            ? "\(Say.one(abs(gain))) dB of it are met, the most that is done"
            : "a third of it is met"))
    }
  }
}
