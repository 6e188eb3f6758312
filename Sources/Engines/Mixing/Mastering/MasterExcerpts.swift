import AudioFiles
import Effects
import Foundation
import Metering
import Production
import Signal

/// Hears what the stages behind the equalizer do to the spectrum, on some excerpts, so that the equalizer can
/// take it into account beforehand.
struct MasterExcerpts: Sendable {
  private let source: MasterSource
  private let crew: Crew
  private let cancellation: Cancellation
  private let ranges: [Range<Int>]
  /// The spectra of all excerpts together, as they are.
  private let before: ToneProfile
  private static let seconds = 4.0
  /// Where in the order of loudness the excerpts lie.
  private static let shares = [0.97, 0.85, 0.7, 0.55]

  /// Chooses excerpts and hears them.
  init(source: MasterSource, crew: Crew, cancellation: Cancellation) throws(MixingError) {
    (self.source, self.crew, self.cancellation) = (source, crew, cancellation)
    let ranges = MasterExcerpts.ranges(of: source.programme)
    self.ranges = ranges
    before = MasterExcerpts.sum(
      try crew.map(ranges) { range in
        MasterExcerpts.profile(
          try source.sound.reader.read(range), from: 0, length: range.count,
          rate: source.programme.sampleRate)
      })
  }

  /// The change of the levels of third octaves of middle and side by compression, saturation and limiter.
  ///
  /// In dB, without the change of level that all have in common; bands without sound have 0.
  func correction(of plan: MasterPlan) throws(MixingError) -> (mid: [Double], side: [Double]) {
    let gain = forecastGain(plan)
    var before = before
    let after = MasterExcerpts.sum(
      try crew.map(ranges) { range in try heard(in: range, plan: plan, gain: gain) })
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

  /// The powers of several spectra together.
  private static func sum(_ profiles: [ToneProfile]) -> ToneProfile {
    var sum = profiles[0]
    for other in profiles.dropFirst() {
      for bin in sum.mid.indices {
        sum.mid[bin] += other.mid[bin]
        sum.side[bin] += other.side[bin]
      }
    }
    return sum
  }

  /// The gain behind the stages that the loudness needs, as far as it is known before they run.
  private func forecastGain(_ plan: MasterPlan) -> Decibels {
    let forecast = LimiterForecast(source.programme.curve, ceiling: plan.limiter.ceiling)
    return forecast.gain(for: plan.limiter.loudness, most: plan.limiter.mostReduction).gain
      - plan.gain
  }

  /// Excerpts of four seconds around given places in the order of loudness; everything of a short programme.
  private static func ranges(of programme: Programme) -> [Range<Int>] {
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

  private func heard(
    in range: Range<Int>, plan: MasterPlan, gain: Decibels
  ) throws -> ToneProfile {
    let reader = source.sound.reader
    let rate = reader.sampleRate
    let chain = MasterChain(stages: MasterStages(plan), source: reader, runIn: 1)
    let rendered = try chain.render(range, cancellation: cancellation)
    var sound = rendered.sound[frames: rendered.frames]
    var limiter = TruePeakLimiter(ceiling: plan.limiter.ceiling)
    limiter.prepare(sampleRate: rate, maximumFrames: 4096)
    let latency = limiter.latency.count
    sound.scale(by: gain)
    sound.resize(toFrames: sound.frameCount + latency)
    sound.forEachBlock(of: 4096) { limiter.process($0) }
    return MasterExcerpts.profile(sound, from: latency, length: range.count, rate: rate)
  }

  /// The spectra of the windows that lie side by side in some frames.
  private static func profile(
    _ sound: AudioBuffer, from start: Int, length: Int, rate: SampleRate
  ) -> ToneProfile {
    let size = ToneProfile.size(at: rate)
    var sums = ToneSums(bins: size / 2 + 1)
    let analyzer = ToneAnalyzer(size: size, sampleRate: rate)
    sound.withReadOnlyBlock { block in
      var place = start
      while place + size <= min(sound.frameCount, start + length) {
        _ = analyzer.add(block[frames: place..<place + size], to: &sums)
        place += size
      }
    }
    return sums.profile(binWidth: rate.hertz / Double(size))
  }
}
