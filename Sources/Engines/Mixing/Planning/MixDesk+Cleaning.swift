import Foundation
import Production
import Signal

extension MixDesk {
  /// Puts right what is broken before anything is balanced: polarity, a leaning image, rumble.
  ///
  /// Corners follow section 4 of the facts on mixing: 0.7 of the lowest fundamental, or the kind's usual
  /// corner where that is lower.
  mutating func clean() {
    for stem in stems.indices where !stems[stem].isSilent {
      turnPolarity(stem)
      cutRumble(stem)
    }
  }

  /// A stem whose channels cancel vanishes in mono.
  private mutating func turnPolarity(_ stem: Int) {
    let stereo = stems[stem].analysis.stereo
    guard stereo.correlation < -0.7, abs(stereo.balance.value) < 12 else { return }
    add(
      stem, .invert,
      "the channels of \(name(stem)) cancel each other, correlation "
        + String(format: "%.2f", stereo.correlation) + ": right polarity turned round")
    let turned = StereoPower(left: stereo.left, right: stereo.right, cross: -stereo.cross)
    stems[stem].analysis.stereo = turned
  }

  /// Below its lowest tone a stem has nothing but rumble that covers others.
  private mutating func cutRumble(_ stem: Int) {
    guard stems[stem].channel.highPass == nil,
      let most = MixDesk.corner(of: stems[stem].kind)
    else { return }
    let mean = stems[stem].analysis.bands.mean
    let total = mean.reduce(0, +)
    guard total > 0 else { return }
    // The lowest band that matters: a thousandth of the power lies below it.
    var sum = 0.0
    var lowest = 0
    for (band, power) in mean.enumerated() {
      sum += power
      if sum > 0.001 * total {
        lowest = band
        break
      }
    }
    // At least 20 Hz: direct current is no sound.
    let corner = max(
      20, min(most.value, 0.7 * ERBScale.frequency(ofNumber: Double(lowest) + 1).value))
    add(
      stem, .highPass(Hertz(corner)),
      "\(name(stem)) has nothing of its own below \(Say.hertz(Hertz(corner / 0.7))), rumble there "
        + "would only cover the bass")
  }

  /// The highest corner of a kind's high-pass; nil for none.
  static func corner(of kind: StemKind) -> Hertz? {
    switch kind {
    case .effectReturn: nil
    case .kick: 25
    case .bass, .drums: 30
    case .chords: 80
    case .vocal, .backing: 90
    case .lead, .counter, .arpeggio, .pad, .snare: 100
    case .percussion, .effects: 100
    case .hats: 300
    }
  }
}
