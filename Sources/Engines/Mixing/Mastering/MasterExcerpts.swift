import AudioFiles
import Effects
import Foundation
import Production
import Signal

/// Hears what the stages behind the equalizer do to the spectrum, on some excerpts, so that the equalizer can
/// take it into account beforehand.
struct MasterExcerpts: Sendable {
  let source: MasterSource
  let crew: Crew
  let cancellation: Cancellation
  private static let seconds = 5.0
  /// Where in the order of loudness the excerpts lie.
  private static let shares = [0.97, 0.85, 0.7, 0.55]

  /// What the excerpts' middles and sides became.
  private struct Spectra: Sendable {
    var before: ToneProfile
    var after: ToneProfile
  }

  /// The change of the levels of third octaves of middle and side by compression, saturation and limiter.
  ///
  /// In dB, without the change of level that all have in common; bands without sound have 0.
  func correction(of plan: MasterPlan) throws(MixingError) -> (mid: [Double], side: [Double]) {
    let gain = forecastGain(plan)
    let spectra = try crew.map(ranges) { range in
      try heard(in: range, plan: plan, gain: gain)
    }
    guard let first = spectra.first else { return (flat, flat) }
    var (before, after) = (first.before, first.after)
    for other in spectra.dropFirst() {
      for bin in before.mid.indices {
        before.mid[bin] += other.before.mid[bin]
        before.side[bin] += other.before.side[bin]
        after.mid[bin] += other.after.mid[bin]
        after.side[bin] += other.after.side[bin]
      }
    }
    if let tone = plan.tone {
      let design = ToneFilterDesign(sampleRate: source.programme.sampleRate, phase: .linear)
      before.mid = ToneMatch.filtered(before.mid, gains: tone.curve(\.mid), design: design)
      before.side = ToneMatch.filtered(before.side, gains: tone.curve(\.side), design: design)
    }
    if let amount = plan.width?.amount {
      // The width is wanted: the equalizer must not take it back.
      before.side = before.side.map { $0 * amount * amount }
    }
    let common = after.weightedLevel - before.weightedLevel
    func change(_ first: [Double], _ second: [Double]) -> [Double] {
      zip(first, second).map { $0 < -100 || $1 < -100 ? 0 : min(max($1 - $0 - common, -12), 12) }
    }
    return (
      change(before.midLevels, after.midLevels), change(before.sideLevels, after.sideLevels)
    )
  }

  private var flat: [Double] { [Double](repeating: 0, count: ThirdOctaves.count) }

  /// The gain behind the stages that the loudness needs, as far as it is known before they run.
  private func forecastGain(_ plan: MasterPlan) -> Decibels {
    let forecast = LimiterForecast(source.programme.curve, ceiling: plan.limiter.ceiling)
    return forecast.gain(for: plan.limiter.loudness, most: plan.limiter.mostReduction).gain
      - plan.gain
  }

  /// Excerpts of five seconds around given places in the order of loudness; everything of a short programme.
  private var ranges: [Range<Int>] {
    let programme = source.programme
    let length = programme.sampleRate.frames(in: Self.seconds).count
    guard programme.frames > 6 * length else { return [0..<programme.frames] }
    let values = programme.curve.shortTerm()
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    return Self.shares.map { share in
      let place = order[min(order.count - 1, Int(share * Double(order.count)))]
      let start = place * 10 * programme.curve.stepFrames - length / 4
      let held = min(max(0, start), programme.frames - length)
      return held..<held + length
    }
  }

  private func heard(in range: Range<Int>, plan: MasterPlan, gain: Decibels) throws -> Spectra {
    let reader = source.sound.reader
    let rate = reader.sampleRate
    let chain = MasterChain(plan: plan, source: reader, offset: nil, runIn: 1)
    var sound = try chain.render(range, cancellation: cancellation).sound
    var limiter = TruePeakLimiter(ceiling: plan.limiter.ceiling)
    limiter.prepare(sampleRate: rate, maximumFrames: 4096)
    let latency = limiter.latency.count
    sound.scale(by: gain)
    sound.resize(toFrames: sound.frameCount + latency)
    sound.forEachBlock(of: 4096) { limiter.process($0) }
    let size = ToneProfile.size(at: rate)
    func profile(_ sound: AudioBuffer, from start: Int) -> ToneProfile {
      var sums = ToneSums(bins: size / 2 + 1)
      let analyzer = ToneAnalyzer(size: size, sampleRate: rate)
      sound.withReadOnlyBlock { block in
        var place = start
        while place + size <= min(sound.frameCount, start + range.count) {
          _ = analyzer.add(block[frames: place..<place + size], to: &sums)
          place += size / 2
        }
      }
      return sums.profile(binWidth: rate.hertz / Double(size))
    }
    let before: AudioBuffer
    do {
      before = try reader.read(range)
    } catch {
      throw MixingError.output(error)
    }
    return Spectra(before: profile(before, from: 0), after: profile(sound, from: latency))
  }
}
