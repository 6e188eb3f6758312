import Foundation
import Production
import Signal

extension MixDesk {
  /// Where each stem lies between left and right, before the strip's own panner.
  private func lean(_ stem: Int) -> Double {
    // The place whose constant-power gains have this difference: tan of the angle.
    let ratio = stems[stem].analysis.stereo.balance.gain
    return atan(ratio) * 4 / .pi - 1
  }

  /// Places stems: lead and bass in the middle, the rest to both sides as far as their pitch allows.
  ///
  /// The rules are those of E. Perez-Gonzalez and J. Reiss, "Automatic mixing: live downmixing stereo
  /// panner" (DAFx 2007), and B. De Man (2017). What carries the song or the bass stands in the middle; nothing is wider than its pitch allows: 0 below
  /// 200 Hz, rising in log frequency to 0.8 at 4 kHz; the rest fill both sides alike. What was placed within
  /// its bounds already stays.
  mutating func place() {
    var sides = 0.0
    let order = stems.indices.filter { !stems[$0].isSilent && !stems[$0].isPlaced }
      .sorted { (loudness($1) ?? -200, $0) < (loudness($0) ?? -200, $1) }
    for stem in order {
      let power = Decibels(loudness(stem)?.value ?? -200).power
      let lean = lean(stem)
      let limit = limit(stem)
      if limit < 0.05 {
        if abs(lean) > 0.06 {
          centre(stem, lean: lean, because: "\(stems[stem].kind.rawValue) belongs in the middle")
        }
        continue
      }
      if abs(lean) > 0.08, abs(lean) <= limit {
        sides += power * lean
        continue
      }
      if abs(lean) > limit {
        let target = lean < 0 ? -limit : limit
        move(
          stem, from: lean, to: target,
          "\(name(stem)) lies at \(Say.hertz(middle(stem))), too low for its place so far out")
        sides += power * target
        continue
      }
      // Wide stems need no place of their own.
      guard stems[stem].analysis.stereo.width < 0.25 else { continue }
      let target = (sides > 0 ? -1.0 : 1.0) * 0.6 * limit
      move(
        stem, from: lean, to: target,
        "\(name(stem)) leaves the middle to lead and bass; at \(Say.hertz(middle(stem))) up to "
          + String(format: "%.2f", limit) + " is allowed, and this side is lighter")
      sides += power * target
    }
  }

  /// The K-weighted middle frequency of a stem.
  private func middle(_ stem: Int) -> Hertz {
    let mean = stems[stem].analysis.bands.mean
    var (sum, first) = (0.0, 0.0)
    for band in mean.indices {
      let power = mean[band] * ERBScale.loudnessWeights[band]
      sum += power
      first += power * (Double(band) + 1.5)
    }
    return sum > 0 ? ERBScale.frequency(ofNumber: first / sum) : 0
  }

  /// How far out a stem may stand.
  private func limit(_ stem: Int) -> Double {
    switch stems[stem].kind {
    case .vocal, .lead, .kick, .snare, .drums, .bass: return 0
    default: break
    }
    guard stems[stem].analysis.features.lowShare < 0.35 else { return 0 }
    let octaves = log2(max(200, middle(stem).value) / 200) / log2(20)
    return min(0.8, 0.8 * octaves)
  }

  private mutating func centre(_ stem: Int, lean: Double, because: String) {
    let offset = stems[stem].analysis.stereo.balance
    add(
      stem, .balance(Decibels(min(max(-offset.value, -18), 18))),
      "\(name(stem)) leans \(Say.one(abs(offset.value))) dB to the "
        + "\(lean < 0 ? "left" : "right"); \(because)")
  }

  /// Brings a stem from where it leans to a place: straightens it, then pans.
  private mutating func move(_ stem: Int, from lean: Double, to target: Double, _ reason: String) {
    if abs(lean) > 0.06 { centre(stem, lean: lean, because: "straightened before it is placed") }
    add(stem, .pan(target), reason)
  }

  /// The predicted power of both sides of the mix and of their product, over the whole.
  func stereo() -> StereoPower {
    var sum = StereoPower()
    for stem in stems.indices where !stems[stem].isSilent {
      let settings = settings(stem)
      guard !settings.muted else { continue }
      let gain = (settings.gain + tonalChange(stem)).power
      let placed = MixDesk.placed(stems[stem].analysis.stereo, settings)
      sum.left += placed.left * gain
      sum.right += placed.right * gain
      sum.cross += placed.cross * gain
    }
    return sum
  }

  /// What balance, width and panner make of a sound's powers.
  static func placed(
    _ power: StereoPower, _ settings: MixPlan.ChannelSettings
  ) -> StereoPower {
    let half = (settings.balance * 0.5).gain
    var result = StereoPower(
      left: power.left / (half * half), right: power.right * half * half, cross: power.cross)
    let (m, s) = ((1 + settings.width) / 2, (1 - settings.width) / 2)
    result = result.mixed(m, s, s, m)
    guard settings.pan != 0 else { return result }
    // The matrix of `Panner`, with the strip's width.
    let (position, width) = (settings.pan, 1 - 0.5 * abs(settings.pan))
    let quarter = Double.pi / 4
    let left = (max(position - width, -1) + 1) * quarter
    let right = (min(position + width, 1) + 1) * quarter
    let scale = (1 / (1 + cos(right - left))).squareRoot()
    return result.mixed(
      scale * cos(left), scale * cos(right), scale * sin(left), scale * sin(right))
  }

  /// Narrows the widest stems until the sum loses no more than 1.2 LU in mono.
  mutating func keepMono() {
    for _ in 0..<12 {
      let loss = stereo().monoLoss.value
      guard loss > 1.2 else { return }
      var best: (stem: Int, gain: Double)?
      for stem in stems.indices where !stems[stem].isSilent {
        let settings = settings(stem)
        guard settings.width > 0.3, !settings.muted else { continue }
        var trial = self
        trial.narrow(stem, to: settings.width * 0.7, "")
        let gain = loss - trial.stereo().monoLoss.value
        if gain > best?.gain ?? 0.02 { best = (stem, gain) }
      }
      guard let best else { return }
      let width = settings(best.stem).width * 0.7
      narrow(
        best.stem, to: width,
        "the mix would lose \(Say.one(loss)) LU in mono, most of it by the sides of "
          + "\(name(best.stem)): narrowed, which wins \(String(format: "%.2f", best.gain)) LU")
    }
  }
}

extension StereoPower {
  /// The powers behind a matrix: left = a l + b r, right = c l + d r.
  func mixed(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> StereoPower {
    StereoPower(
      left: a * a * left + b * b * right + 2 * a * b * cross,
      right: c * c * left + d * d * right + 2 * c * d * cross,
      cross: a * c * left + b * d * right + (a * d + b * c) * cross)
  }
}
