import Foundation
import Production
import Signal

extension MixDesk {
  /// Sets faders by loudness: each stem to what its kind usually has, as far as its own level is no wish.
  ///
  /// Template and given level are both evidence of what is wanted. The template's error is known for its
  /// kinds (`KindModel.deviation`); how far the given levels stray from it says how much they can be
  /// trusted: the share of the way to the template is s^2 / (s^2 + d^2), with s the spread of the given
  /// levels beyond d, the template's own (W. James, C. Stein, "Estimation with quadratic loss", 1961).
  /// Stems of one loudness or one peak were normalised and say nothing. A stem whose kind is unsure goes
  /// less of the way, down to half. What an effect gave back keeps the level that it was given against the others, and
  /// is taken down to its place where levels say nothing; nothing lifts it.
  mutating func balance() {
    let active = stems.indices.filter { stems[$0].target != nil && !stems[$0].isSilent }
    guard !active.isEmpty else { return }
    var given: [Int: Double] = [:]
    for stem in active { given[stem] = loudness(stem)?.value }
    let wanted = Dictionary(
      uniqueKeysWithValues: active.map { ($0, stems[$0].target?.value ?? 0) })
    // Levels as a whole mean nothing: compare around their middle.
    let dry = active.filter { stems[$0].kind != .effectReturn }
    let judged = dry.isEmpty ? active : dry
    let shift = MixDesk.median(judged.map { (given[$0] ?? 0) - (wanted[$0] ?? 0) })
    let share = trust(judged, given: given, wanted: wanted, shift: shift)
    let isNormalised = saysNothing(active, given: given)
    var goals: [Int: Double] = [:]
    var ways: [Int: Double] = [:]
    for stem in active {
      let (is_, want) = (given[stem] ?? 0, (wanted[stem] ?? 0) + shift)
      ways[stem] =
        stems[stem].kind == .effectReturn
        ? (isNormalised && want < is_ ? 1 : 0) : way(of: stem, share, by: want - is_)
      goals[stem] = is_ + (ways[stem] ?? 0) * (want - is_)
      if focus.forward.contains(stems[stem].id) { goals[stem]? += MixFocus.step }
      if focus.back.contains(stems[stem].id) { goals[stem]? -= MixFocus.step }
    }
    let gains = active.map { ($0, (goals[$0] ?? 0) - (given[$0] ?? 0)) }
    let sum = sumLoudness(of: gains)?.value ?? MixPlanner.premixLoudness.value
    let trim = MixPlanner.premixLoudness.value - sum
    for stem in active {
      guard let is_ = given[stem], let goal = goals[stem] else { continue }
      let gain = min(max(goal + trim - is_, -40), 30)
      let want = (wanted[stem] ?? 0) + shift
      add(
        stem, .gain(Decibels(gain)),
        reason(stem, is: is_, wanted: want, way: ways[stem] ?? 0, goal: goal + trim))
    }
  }

  /// The share of the way that a stem goes: less where its kind is a guess, and up by 12 dB at most then.
  ///
  /// What lies so far below its place without a name is soft for a reason: a room, a noise, a rest of others.
  private func way(of stem: Int, _ share: Double, by distance: Double) -> Double {
    guard let certainty = stems[stem].certainty else { return share }
    let way = share * (0.5 + 0.5 * certainty)
    return distance > 0 ? min(way, MixDesk.mostLift / distance) : way
  }

  /// The most that a stem is lifted against others on the word of its sound alone, in dB.
  private static let mostLift = 12.0

  /// Why a fader stands where it does.
  private func reason(
    _ stem: Int, is loudness: Double, wanted: Double, way: Double, goal: Double
  ) -> String {
    let off = loudness - wanted
    var reason = "\(name(stem)) measures \(Say.one(loudness)) LUFS while it plays, "
    if stems[stem].kind == .effectReturn, way == 0 {
      reason += "and keeps its level against the others, as what an effect gave back"
    } else {
      reason +=
        "\(Say.one(abs(off))) LU \(off < 0 ? "below" : "above") its place as "
        + "\(stems[stem].kind.rawValue); \(Say.percent(way)) of the way there"
    }
    reason += ", \(Say.one(goal)) LUFS in a mix of \(MixPlanner.premixLoudness)"
    if focus.forward.contains(stems[stem].id) { reason += ", brought forward" }
    if focus.back.contains(stems[stem].id) { reason += ", taken back" }
    return reason
  }

  /// The predicted loudness of some stems' sum behind their strips with gains more, in dB.
  private func sumLoudness(of gains: [(stem: Int, gain: Double)]) -> LUFS? {
    let frames = gains.map { stems[$0.stem].analysis.bands.frameCount }.max() ?? 0
    guard let first = gains.first else { return nil }
    var sum = [Float](repeating: 0, count: frames * ERBScale.bandCount)
    for (stem, gain) in gains {
      let factor = Float(Decibels(gain).power)
      let response = StripResponse.power(of: settings(stem)).map { $0 * factor }
      for (index, power) in stems[stem].analysis.bands.power.enumerated() {
        sum[index] += power * response[index % ERBScale.bandCount]
      }
    }
    return BandMap(
      power: sum, frameSeconds: stems[first.stem].analysis.bands.frameSeconds
    ).loudness
  }

  /// The share of the way to the template: 1 for levels that say nothing, else 0.5...0.66.
  ///
  /// Never all of it, since any level may be a wish.
  private func trust(
    _ active: [Int], given: [Int: Double], wanted: [Int: Double], shift: Double
  ) -> Double {
    guard active.count > 2 else { return 1 }
    if saysNothing(active, given: given) { return 1 }
    let own = KindModel.deviation
    let strays = active.map { pow((given[$0] ?? 0) - (wanted[$0] ?? 0) - shift, 2) }
    let spread = strays.reduce(0, +) / Double(strays.count - 1)
    let excess = max(0, spread - own * own)
    return min(0.66, max(0.5, excess / (excess + own * own)))
  }

  /// Whether stems have one loudness or one peak, as if somebody had normalised them.
  private func saysNothing(_ active: [Int], given: [Int: Double]) -> Bool {
    guard active.count > 1 else { return false }
    let peaks = active.compactMap { stems[$0].analysis.peak?.value }
    return MixDesk.spread(active.map { given[$0] ?? 0 }) < 1 || MixDesk.spread(peaks) < 0.5
  }

  /// The middle value.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The standard deviation.
  static func spread(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}

extension MixDesk {
  /// Moves the faders of stems in focus where all others are the style's.
  mutating func bringToFocus() {
    for stem in stems.indices where !stems[stem].isSilent {
      let id = stems[stem].id
      if focus.forward.contains(id) {
        add(stem, .gain(Decibels(MixFocus.step)), "\(name(stem)) is wanted forward")
        if let reverb = stems[stem].channel.reverb {
          add(stem, .reverb(reverb - 4), "nearer: less of the room on \(name(stem))")
        }
      }
      if focus.back.contains(id) {
        add(stem, .gain(Decibels(-MixFocus.step)), "\(name(stem)) is wanted back")
        if let reverb = stems[stem].channel.reverb {
          add(stem, .reverb(reverb + 3), "farther: more of the room on \(name(stem))")
        }
      }
    }
  }
}
