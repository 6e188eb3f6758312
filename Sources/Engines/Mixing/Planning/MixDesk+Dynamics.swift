import Foundation
import Production
import Signal

extension MixDesk {
  /// Compresses what varies much, by how percussive and how low it is among its neighbours.
  ///
  /// The model of Z. Ma, B. De Man, P. Pestana, D. Black, J. Reiss, "Intelligent multitrack dynamic range
  /// compression", JAES 63 (2015): ratio 0.54 wP + 0.764 wF + 1, threshold -11.03 + 0.44 x - 4.9 wP dB, knee |threshold| / 2, with wP how
  /// percussive and wF how low a stem is among its neighbours and x its level in dB, here at -20 LUFS, since
  /// levels of stems mean nothing. Times follow the crest factor: D. Giannoulis, M. Massberg, J. Reiss,
  /// "Parameter automation in a dynamic range compressor", JAES 61 (2013). Left alone: what varies less
  /// than 3 LU. The mean reduction stays below 3 dB, 6 dB on voices.
  mutating func compress() {
    let active = stems.indices.filter { !stems[$0].isSilent }
    guard !active.isEmpty else { return }
    let crests = active.map { stems[$0].analysis.features.crest }
    let lows = active.map { stems[$0].analysis.features.lowShare }
    for (index, stem) in active.enumerated() {
      let features = stems[stem].analysis.features
      guard features.range >= 3, features.activity > 0.02,
        ![.hats, .effects, .effectReturn, .pad].contains(stems[stem].kind)
      else { continue }
      compress(
        stem, percussive: MixDesk.place(crests[index], in: crests),
        low: MixDesk.place(lows[index], in: lows))
    }
  }

  /// Where a value lies between the least and the greatest, 0...1.
  private static func place(_ value: Double, in values: [Double]) -> Double {
    guard let low = values.min(), let high = values.max(), high - low > 1e-6 else { return 0.5 }
    return (value - low) / (high - low)
  }

  private mutating func compress(_ stem: Int, percussive: Double, low: Double) {
    let analysis = stems[stem].analysis
    guard let level = analysis.level, let peak = analysis.peak else { return }
    let features = analysis.features
    let meanLevel = peak.value - features.crest
    let shift = -20 - level.value
    var ratio = 0.54 * percussive + 0.764 * low + 1
    let threshold = -11.03 + 0.44 * (meanLevel + shift) - 4.9 * percussive
    let knee = abs(threshold) / 2
    // Squared crest factor of 200 ms windows: of the whole, less the slow rise and fall.
    let crest = min(max(Decibels(features.crest - 0.5 * features.range).power, 2), 40)
    let attack = min(max(0.16 / crest, 0.004), 0.08)
    let release = min(max(2 / crest - attack, 0.06), 1)
    let own = threshold - shift
    let most = stems[stem].kind == .vocal || stems[stem].kind == .backing ? 6.0 : 3.0
    var reduction = MixDesk.reduction(
      analysis.envelope, threshold: own, ratio: ratio, knee: knee, release: release)
    while reduction.mean > most, ratio > 1.1 {
      ratio = 1 + (ratio - 1) * 0.8
      reduction = MixDesk.reduction(
        analysis.envelope, threshold: own, ratio: ratio, knee: knee, release: release)
    }
    guard reduction.greatest > 1 else { return }
    add(
      stem,
      .compress(
        .init(
          threshold: Decibels(own), ratio: ratio, knee: Decibels(knee), attack: attack,
          release: release, makeUp: Decibels(reduction.loss))),
      "\(name(stem)) varies by \(Say.one(features.range)) dB and has a crest factor of "
        + "\(Say.one(features.crest)) dB: ratio \(String(format: "%.2f", ratio)), about "
        + "\(Say.one(reduction.mean)) dB in the mean and \(Say.one(reduction.greatest)) dB at most, "
        + "made up by \(Say.one(reduction.loss)) dB")
  }

  /// The predicted gain reduction over an envelope of 10 ms steps: mean where it plays, greatest, and the
  /// loss of power.
  static func reduction(
    _ envelope: [Float], threshold: Double, ratio: Double, knee: Double, release: Double
  ) -> (mean: Double, greatest: Double, loss: Double) {
    let top = envelope.max() ?? 0
    let floor = top * 3.2e-5
    guard top > 1e-9 else { return (0, 0, 0) }
    let pole = exp(-0.01 / release)
    let slope = 1 - 1 / ratio
    var (held, sum, greatest) = (0.0, 0.0, 0.0)
    var (before, after) = (0.0, 0.0)
    var count = 0
    for power in envelope {
      // Half of both channels' power is the level of one; RMS counts.
      let level = 10 * log10(max(Double(power) / 2, 1e-12))
      let over = level - threshold
      let inside = over + knee / 2
      let wanted =
        inside <= 0 ? 0 : over >= knee / 2 ? slope * over : slope * inside * inside / (2 * knee)
      held = max(wanted, pole * held + (1 - pole) * wanted)
      guard power > floor else { continue }
      count += 1
      sum += held
      greatest = max(greatest, held)
      before += Double(power)
      after += Double(power) * Decibels(-held).power
    }
    guard count > 0, after > 0 else { return (0, 0, 0) }
    return (sum / Double(count), greatest, 10 * log10(before / after))
  }

  /// Lets the kick push bass and pads aside where the music dances to it.
  mutating func duck() {
    guard dances,
      let kick = stems.indices.first(where: { stems[$0].kind == .kick && !stems[$0].isSilent })
        ?? stems.indices.first(where: { stems[$0].kind == .drums && !stems[$0].isSilent })
    else { return }
    let low = stems[kick].analysis.lowEnvelope
    guard let top = low.max(), top > 1e-8 else { return }
    // 9 dB below the loudest stroke's peak, which lies some 3 dB above its 10 ms mean.
    let threshold = 10 * log10(Double(top) / 2) + 3 - 9
    let isKit = stems[kick].kind == .drums
    let release = min(max((beat ?? 0.5) * 0.4, 0.08), 0.3)
    for stem in stems.indices where stem != kick && !stems[stem].isSilent {
      let depth: Double
      switch stems[stem].kind {
      case .bass: depth = -4
      case .pad: depth = -3
      default: continue
      }
      add(
        stem,
        .duck(
          .init(
            key: stems[kick].id, keyLowPass: isKit ? 120 : nil, threshold: Decibels(threshold),
            gain: Decibels(depth), release: release)),
        "\(name(kick)) marks every beat: it pushes \(name(stem)) aside by "
          + "\(Say.one(-depth)) dB, back within \(Int(release * 1000)) ms")
    }
  }

  /// Whether a kick falls evenly, as dance music wants: most distances are one and the same.
  static func isSteady(_ lowEnvelope: [Float]) -> (steady: Bool, seconds: Double) {
    let top = lowEnvelope.max() ?? 0
    guard top > 1e-8 else { return (false, 0) }
    let onsets = StemFeatures.onsets(in: lowEnvelope, floor: top * 0.01)
    guard onsets.count >= 16 else { return (false, 0) }
    let steps = zip(onsets.dropFirst(), onsets).map { Double($0 - $1) / 100 }
    let beat = median(steps)
    guard (0.35...0.6).contains(beat) else { return (false, beat) }
    let even = steps.filter { abs($0 - beat) < 0.03 }.count
    return (Double(even) > 0.8 * Double(steps.count), beat)
  }
}
