import Foundation
import Metering
import Production
import Signal

extension MasterPlanner {
  /// The equalizer: towards the reference, else into the corridor, and a touch of character.
  func tone(_ programme: Programme, notes: inout [String]) -> MasterPlan.Tone? {
    guard intent.equalizer != .off else { return nil }
    if let reference { return match(programme, to: reference, correction: nil) }
    var curve = [Double](repeating: 0, count: ThirdOctaves.count)
    var reasons: [String] = []
    if let corridor {
      let share = intensity <= 0.5 ? intensity : 0.5 + 0.4 * (intensity - 0.5)
      let (found, text) = corridorCurve(
        album?.levels ?? programme.tone.levels, corridor, share: share,
        most: 4 * min(1, 0.5 + 0.5 * intensity))
      curve = found
      reasons.append(text)
    }
    var side = curve
    if let album {
      let (mid, wide, text) = albumCurves(programme, album)
      for band in curve.indices {
        curve[band] += mid[band]
        side[band] += wide[band]
      }
      reasons.append(text)
    }
    if let (mid, wide, text) = characterCurves {
      for band in curve.indices {
        curve[band] += mid[band]
        side[band] += wide[band]
      }
      reasons.append(text)
    }
    guard curve.contains(where: { abs($0) >= 0.1 }) || side.contains(where: { abs($0) >= 0.1 })
    else {
      notes.append("The spectrum lies in its corridor: no equalizer.")
      return nil
    }
    let (mid, wide) = levelled(programme, curve, side)
    return MasterPlan.Tone(
      phase: intent.phase ?? .minimum, bands: MasterPlanner.bands(mid, wide),
      reason: reasons.joined(separator: " "))
  }

  /// An equalizer that brings a programme to a target.
  ///
  /// `correction` is what the stages behind the equalizer do to the levels of middle and side, in dB: it is
  /// taken off beforehand.
  func match(
    _ programme: Programme, to target: ToneTarget, correction: (mid: [Double], side: [Double])?
  ) -> MasterPlan.Tone {
    let design = ToneFilterDesign(sampleRate: programme.sampleRate, phase: .linear)
    let present = ToneTarget(programme)
    let level = programme.tone.weightedLevel
    let edge = intensity >= 0.8 ? matchLimit / 2 : 0
    let share = matchShare
    func wanted(_ present: [Double], _ target: [Double], _ correction: [Double]?) -> [Double] {
      present.indices.map { band in
        present[band] + share * (target[band] - present[band]) - (correction?[band] ?? 0) + level
      }
    }
    let midLimits = ToneLimits(limit: matchLimit, edgeBoost: edge).sparing(present.mid)
    var sideLimits = ToneLimits(limit: matchLimit, edgeBoost: edge).sparing(present.side)
    // A side beyond the middle is lost in mono; noise of a nearly mono song shall not become its width.
    for band in sideLimits.most.indices {
      let headroom = max(target.mid[band], present.mid[band]) - present.side[band]
      sideLimits.most[band] = min(sideLimits.most[band], max(0, headroom), 15)
      if present.side[band] < present.mid[band] - 50 { sideLimits.most[band] = 0 }
    }
    let tone = programme.tone
    let mid = ToneMatch.gains(
      tone.mid, binWidth: tone.binWidth,
      wanted: wanted(present.mid, target.mid, correction?.mid), limits: midLimits, design: design)
    let side = ToneMatch.gains(
      tone.side, binWidth: tone.binWidth,
      wanted: wanted(present.side, target.side, correction?.side), limits: sideLimits,
      design: design)
    let (heldMid, heldSide) = levelled(
      programme, ToneMatch.smoothed(mid, by: matchSmoothing, steepest: MasterPlanner.steepest),
      ToneMatch.smoothed(side, by: matchSmoothing, steepest: MasterPlanner.steepest))
    let distance = ToneMatch.distance(present.mid, target.mid)
    let most = heldMid.enumerated().max { abs($0.element) < abs($1.element) }
    let reason = String(
      format:
        "The reference differs by %.1f dB over the third octaves from 40 Hz to 16 kHz; %.0f %% of it is "
        + "taken, within %.0f dB; the most is %+.1f dB at ",
      distance, share * 100, matchLimit, most?.element ?? 0)
    let place = MasterPlanner.frequency(ThirdOctaves.centres[most?.offset ?? 0])
    return MasterPlan.Tone(
      phase: intent.phase ?? .linear, bands: MasterPlanner.bands(heldMid, heldSide),
      reason: "\(reason)\(place).")
  }

  /// The equalizer of a song that was composed here: all that lies outside the inner two fifths of the corridor
  /// is taken back, within 9 dB; nil where nothing does.
  func songTone(_ programme: Programme) -> MasterPlan.Tone? {
    guard let corridor else { return nil }
    var levels = programme.tone.levels
    var curve = [Double](repeating: 0, count: levels.count)
    var reason = ""
    // A step is smoothed, so that the next one finds a rest.
    for round in 0..<4 {
      let (step, text) = corridorCurve(levels, corridor, share: 1, most: 9, width: 0.4)
      if round == 0 { reason = text }
      for band in curve.indices {
        let gain = min(max(curve[band] + step[band], -9), 9)
        levels[band] += gain - curve[band]
        curve[band] = gain
      }
    }
    guard curve.contains(where: { abs($0) >= 0.1 }) else { return nil }
    let (mid, side) = levelled(programme, curve, curve)
    return MasterPlan.Tone(
      phase: .minimum, bands: MasterPlanner.bands(mid, side), reason: reason)
  }

  /// What lies outside the corridor, smoothed, in part, within `most` dB; `width` in standard deviations.
  private func corridorCurve(
    _ levels: [Double], _ corridor: GenreCorridor, share: Double, most: Double, width: Double = 1
  ) -> (curve: [Double], reason: String) {
    let (wanted, spread) = corridor.bands
    let core = ThirdOctaves.centres.indices.filter {
      (90...6500).contains(ThirdOctaves.centres[$0]) && levels[$0] > -140
    }
    // The median: a single resonance must not shift the whole comparison.
    let offsets = core.map { levels[$0] - wanted[$0] }.sorted()
    let offset = offsets.isEmpty ? 0 : offsets[offsets.count / 2]
    let limits = ToneLimits(limit: most).sparing(levels)
    var excess = [Double](repeating: 0, count: levels.count)
    for band in levels.indices where levels[band] > -140 {
      let deviation = levels[band] - offset - wanted[band]
      let outside = max(0, abs(deviation) - width * spread[band])
      // What lies far below is not played: lifting it would lift hum and hiss.
      excess[band] = deviation > 0 ? outside : outside > 12 ? 0 : -outside
    }
    let curve = excess.indices.map { band in
      let low = excess[max(0, band - 1)]
      let high = excess[min(excess.count - 1, band + 1)]
      return limits.held(-share * (low + 2 * excess[band] + high) / 4, band)
    }
    let outside = excess.filter { abs($0) > 0.5 }.count
    let strongest = curve.enumerated().max { abs($0.element) < abs($1.element) }
    let reason = String(
      format:
        "%d of %d third octaves lie more than %@ off its corridor; %.0f %% of what "
        + "is outside is taken back, at most %+.1f dB at ",
      outside, levels.count,
      width == 1 ? "a standard deviation" : String(format: "%.1f standard deviations", width),
      share * 100, strongest?.element ?? 0)
    let place = MasterPlanner.frequency(ThirdOctaves.centres[strongest?.offset ?? 0])
    return (curve, "Genre \(corridor.name): \(reason)\(place).")
  }

  /// Half the way, at full intensity, to what the tracks of an album have together, within 3 dB.
  private func albumCurves(
    _ programme: Programme, _ album: ToneTarget
  ) -> (mid: [Double], side: [Double], reason: String) {
    let present = ToneTarget(programme)
    let share = 0.5 * intensity
    func curve(_ present: [Double], _ wanted: [Double]) -> [Double] {
      let limits = ToneLimits(limit: 3).sparing(present)
      let difference = zip(wanted, present).map { $0 - $1 }
      return difference.indices.map { band in
        let low = difference[max(0, band - 1)]
        let high = difference[min(difference.count - 1, band + 1)]
        return limits.held(share * (low + 2 * difference[band] + high) / 4, band)
      }
    }
    let reason = String(
      format: "The album's mean differs by %.1f dB; %.0f %% of it is taken, within 3 dB.",
      ToneMatch.distance(present.mid, album.mid), share * 100)
    return (curve(present.mid, album.mid), curve(present.side, album.side), reason)
  }

  /// The tilt of a character; nil for balanced.
  private var characterCurves: (mid: [Double], side: [Double], reason: String)? {
    let amount = 2 * intensity
    func step(_ frequency: Double, from low: Double, to high: Double) -> Double {
      min(1, max(0, log(frequency / low) / log(high / low)))
    }
    switch intent.character {
    case .balanced: return nil
    case .warm:
      let curve = ThirdOctaves.centres.map { frequency in
        amount
          * (0.8 * (1 - step(frequency, from: 160, to: 630)) * step(frequency, from: 30, to: 60)
            - 1.2 * step(frequency, from: 3000, to: 12_000))
      }
      return (
        curve, curve,
        String(
          format: "Warm: %+.1f dB below 160 Hz, %+.1f dB above 12 kHz.", 0.8 * amount, -1.2 * amount
        )
      )
    case .open:
      let curve = ThirdOctaves.centres.map { frequency in
        let body = step(frequency, from: 125, to: 250) * (1 - step(frequency, from: 400, to: 800))
        return frequency > 16_500
          ? amount * 0.8 : amount * (1.2 * step(frequency, from: 4000, to: 12_000) - 0.6 * body)
      }
      let side = zip(curve, ThirdOctaves.centres).map { gain, frequency in
        gain + amount * 0.7 * step(frequency, from: 1000, to: 4000)
      }
      return (
        curve, side,
        String(
          format: "Open: %+.1f dB above 12 kHz, %+.1f dB at 315 Hz, the side %+.1f dB above 4 kHz.",
          1.2 * amount, -0.6 * amount, 0.7 * amount)
      )
    }
  }

  /// The curves shifted so that the loudness stays where it was: the gain is the limiter's business.
  private func levelled(
    _ programme: Programme, _ mid: [Double], _ side: [Double]
  ) -> ([Double], [Double]) {
    let design = ToneFilterDesign(sampleRate: programme.sampleRate, phase: .linear)
    var filtered = programme.tone
    filtered.mid = ToneMatch.filtered(filtered.mid, gains: mid, design: design)
    filtered.side = ToneMatch.filtered(filtered.side, gains: side, design: design)
    let change = filtered.weightedLevel - programme.tone.weightedLevel
    return (mid.map { $0 - change }, side.map { $0 - change })
  }

  /// The bands of a plan, rounded to hundredths so that a person can read them.
  private static func bands(_ mid: [Double], _ side: [Double]) -> [MasterPlan.Tone.Band] {
    ThirdOctaves.centres.indices.map { band in
      MasterPlan.Tone.Band(
        frequency: Hertz((ThirdOctaves.centres[band] * 10).rounded() / 10),
        mid: Decibels((mid[band] * 100).rounded() / 100),
        side: Decibels((side[band] * 100).rounded() / 100))
    }
  }

  /// A frequency for people.
  static func frequency(_ hertz: Double) -> String {
    hertz < 1000
      ? String(format: "%.0f Hz", hertz)
      : String(format: hertz < 9950 ? "%.1f kHz" : "%.0f kHz", hertz / 1000)
  }
}

extension GenreCorridor {
  /// Level and spread at the centres of `ThirdOctaves`, in dB.
  var bands: (levels: [Double], spreads: [Double]) {
    func value(_ frequency: Double, _ value: KeyPath<Point, Decibels>) -> Double {
      guard let first = spectrum.first, let last = spectrum.last else { return 0 }
      if frequency <= first.frequency.value { return first[keyPath: value].value }
      if frequency >= last.frequency.value { return last[keyPath: value].value }
      let upper = spectrum.firstIndex { $0.frequency.value > frequency } ?? spectrum.count - 1
      let (low, high) = (spectrum[max(0, upper - 1)], spectrum[upper])
      let share =
        log(frequency / low.frequency.value) / log(high.frequency.value / low.frequency.value)
      return low[keyPath: value].value
        + share * (high[keyPath: value].value - low[keyPath: value].value)
    }
    return (
      ThirdOctaves.centres.map { value($0, \.level) },
      ThirdOctaves.centres.map { value($0, \.spread) }
    )
  }
}
