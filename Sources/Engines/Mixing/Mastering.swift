import AudioFiles
import Effects
import Foundation
import Metering
import Production
import Signal

/// Brings a premix to its loudness under its ceiling: a gain, then a limiter.
///
/// The gain is foretold from the loudness curve of the premix (`LimiterForecast`), tried on the samples and
/// mended by regula falsi: mostly one pass. Stretches are limited on several threads, each entered four
/// seconds early, by when the limiter's release has forgotten; they do not depend on how many threads there are.
struct Mastering: Sendable {
  /// A master, as far as it is known.
  struct Take: Sendable {
    /// The gain into the limiter.
    var gain: Decibels
    /// Integrated loudness; nil for silence.
    var loudness: LUFS?
    /// The most that the limiter took away.
    var reduction: Decibels
    /// The mean that it took away, and the share of the time with more than 3 dB.
    var meanReduction: Decibels = 0, shareAboveThree = 0.0
    /// The highest peak between samples by the filters of `TruePeakDetector`; nil for silence.
    var truePeak: Decibels?
    /// Whether the gain was held back by the most limiting that is allowed.
    var isHeld = false
    /// The loudness of the master over time.
    var curve: LoudnessCurve?
  }

  let premix: SampleCacheReader
  let loops: Bool
  let crew: Crew
  /// The most that the limiter may take away.
  var most = Mastering.mostLimiting
  /// The ride of the premix, done before everything else.
  var ride: RideCurve?
  /// The most that the limiter may take away where nobody says otherwise.
  static let mostLimiting = Decibels(6)
  /// The error at which the search ends.
  private static let precision = 0.04
  private static let runIn = 4.0
  private static let block = 4096

  /// Finds the gain for a loudness and writes the master to a cache file.
  ///
  /// `curve` is the premix's without its ride, where it is known already.
  func master(
    target: LUFS, ceiling: Decibels, curve: LoudnessCurve? = nil, to path: String,
    cancellation: Cancellation
  ) throws(MixingError) -> Take {
    var curve = if let curve { curve } else { try survey(cancellation) }
    curve = ride?.applied(to: curve) ?? curve
    let forecast = LimiterForecast(curve, ceiling: ceiling)
    var (gain, held) = forecast.gain(for: target, most: most)
    var aim = ceiling
    var takes: [Take] = []
    while true {
      var take = try write(gain: gain, ceiling: aim, to: path, cancellation: cancellation)
      take.isHeld = held
      takes.append(take)
      guard take.loudness != nil, takes.count < 7 else { return take }
      if let peak = take.truePeak, peak > ceiling {
        // The moving gain of the limiter may leave a hundredth: aim lower.
        aim -= (peak - ceiling) + 0.01
        continue
      }
      let error = Mastering.error(take, target)
      if take.reduction <= most + 0.05,
        error <= Mastering.precision || (held && take.reduction > most - 0.1)
      {
        return take
      }
      let next = self.next(takes, target: target, forecast: forecast)
      if abs(next.gain.value - gain.value) < 0.005 { return take }
      (gain, held) = next
    }
  }

  private static func error(_ take: Take, _ target: LUFS) -> Double {
    take.loudness.map { abs($0.value - target.value) } ?? .infinity
  }

  /// The next gain by regula falsi between the two nearest takes, held where limiting reaches its most.
  ///
  /// After a single take the forecast gives the slope.
  private func next(
    _ takes: [Take], target: LUFS, forecast: LimiterForecast
  ) -> (gain: Decibels, held: Bool) {
    let nearest = takes.sorted { Mastering.error($0, target) < Mastering.error($1, target) }
    let first = nearest[0]
    var slope = 1.0
    let second: (gain: Decibels, loudness: LUFS?)
    if nearest.count > 1 {
      second = (nearest[1].gain, nearest[1].loudness)
    } else {
      let ahead = first.gain + 0.5
      let (here, there) = (forecast.take(gain: first.gain), forecast.take(gain: ahead))
      let rise = (there.loudness?.value ?? 0) - (here.loudness?.value ?? 0)
      second = (ahead, first.loudness.map { LUFS($0.value + rise) })
    }
    var gain = first.gain
    if let low = first.loudness, let high = second.loudness {
      let rise = high.value - low.value
      slope = abs(rise) > 1e-4 ? (second.gain.value - first.gain.value) / rise : 1
      gain += Decibels((target.value - low.value) * min(max(slope, 0.5), 6))
    }
    // A decibel more gain is a decibel more reduction at the highest peak.
    guard let limited = takes.filter({ $0.reduction > 0.05 }).min(by: { $0.gain < $1.gain })
    else { return (gain, false) }
    let highest = limited.gain + (most - 0.02 - limited.reduction)
    return gain > highest ? (highest, true) : (gain, false)
  }

  /// Masters at a gain to a cache file.
  private func write(
    gain: Decibels, ceiling: Decibels, to path: String, cancellation: Cancellation
  ) throws(MixingError) -> Take {
    do {
      let writer = try SampleCacheWriter(path: path, sampleRate: premix.sampleRate)
      let take = try render(gain: gain, ceiling: ceiling, to: writer, cancellation: cancellation)
      try writer.finish()
      return take
    } catch let error as AudioFileError {
      throw .output(error)
    } catch let error as MixingError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  /// Masters at a gain, to a file or to nowhere.
  func render(
    gain: Decibels, ceiling: Decibels, to writer: SampleCacheWriter?, cancellation: Cancellation
  ) throws(MixingError) -> Take {
    let stretches = Stretch.all(frames: premix.length.count, sampleRate: premix.sampleRate)
    var curve = LoudnessCurve(sampleRate: premix.sampleRate)
    var take = Take(gain: gain, loudness: nil, reduction: 0)
    var peak: Float = 0
    var start = 0
    while start < stretches.count {
      let batch = Array(stretches[start..<min(start + max(1, crew.threads), stretches.count)])
      let parts = try crew.map(batch) { stretch in
        try limit(stretch, gain: gain, ceiling: ceiling, cancellation: cancellation)
      }
      for (part, stretch) in zip(parts, batch) {
        do {
          try part.sound.withReadOnlyBlock { block throws(AudioFileError) in
            try writer?.write(block[frames: part.frames])
          }
        } catch {
          throw .output(error)
        }
        curve.append(part.curve)
        peak = max(peak, part.peak)
        take.reduction = max(take.reduction, part.reduction)
        let share = Double(stretch.count) / Double(max(1, premix.length.count))
        take.meanReduction += part.meanReduction * share
        take.shareAboveThree += part.shareAboveThree * share
      }
      start += batch.count
    }
    take.loudness = curve.integrated()
    take.curve = curve
    take.truePeak = Decibels(gain: Double(peak))
    return take
  }

  private struct Part: Sendable {
    /// The sound of the stretch lies in these frames.
    var sound: AudioBuffer
    var frames: Range<Int>
    var curve: LoudnessCurve
    var peak: Float
    var reduction, meanReduction: Decibels
    var shareAboveThree: Double
  }

  /// Limits one stretch.
  private func limit(
    _ stretch: Range<Int>, gain: Decibels, ceiling: Decibels, cancellation: Cancellation
  ) throws -> Part {
    try cancellation.check()
    let rate = premix.sampleRate
    let transport = Transport(sampleRate: rate, frames: premix.length.count, loops: loops, tail: 0)
    var limiter = TruePeakLimiter(ceiling: ceiling)
    limiter.prepare(sampleRate: rate, maximumFrames: Mastering.block)
    let longest = rate.frames(in: Mastering.runIn).count
    let runIn = loops ? longest : min(stretch.lowerBound, longest)
    let latency = limiter.latency.count
    let total = runIn + stretch.count + latency
    var sound = AudioBuffer(frameCount: total)
    let factor = Float(gain.gain)
    try sound.withMutableBlock { block throws(AudioFileError) in
      try transport.read(premix, at: stretch.lowerBound - runIn, into: block)
      ride?.apply(to: block, at: stretch.lowerBound - runIn)
    }
    sound.forEachBlock(of: Mastering.block) { block in
      block.scale(by: factor)
      limiter.process(block)
    }
    let first = runIn + latency
    var builder = LoudnessCurveBuilder(sampleRate: rate)
    let peak = sound.withReadOnlyBlock { block in
      let warm = min(first, rate.frames(in: 0.5).count)
      builder.warm(block[frames: first - warm..<first])
      builder.add(block[frames: first..<total])
      let early = min(first, TruePeakScan.runIn)
      return TruePeakScan.peak(
        block[frames: first - early..<total], isStart: early < TruePeakScan.runIn,
        isEnd: stretch.upperBound == premix.length.count)
    }
    return Part(
      sound: sound, frames: first..<total, curve: builder.curve, peak: peak,
      reduction: limiter.maximumReduction, meanReduction: limiter.meanReduction,
      shareAboveThree: limiter.shareAboveThreeDecibels)
  }

  /// The loudness curve of the premix.
  func survey(_ cancellation: Cancellation) throws(MixingError) -> LoudnessCurve {
    let rate = premix.sampleRate
    let parts = try crew.map(Stretch.all(frames: premix.length.count, sampleRate: rate)) {
      stretch in
      try cancellation.check()
      let warm = min(stretch.lowerBound, rate.frames(in: 0.5).count)
      let sound = try premix.read(stretch.lowerBound - warm..<stretch.upperBound)
      var builder = LoudnessCurveBuilder(sampleRate: rate)
      sound.withReadOnlyBlock { block in
        builder.warm(block[frames: 0..<warm])
        builder.add(block[frames: warm..<block.frameCount])
      }
      return builder.curve
    }
    var curve = LoudnessCurve(sampleRate: rate)
    for part in parts { curve.append(part) }
    return curve
  }
}
