import AudioFiles
import Effects
import Metering
import Production
import Signal

/// Brings a premix to its loudness under its ceiling: a gain, then a limiter.
struct Mastering: Sendable {
  /// A master, as far as it is known.
  struct Take: Sendable {
    /// The gain into the limiter.
    var gain: Decibels
    /// Integrated loudness; nil for silence.
    var loudness: LUFS?
    /// The most that the limiter took away.
    var reduction: Decibels
  }

  let premix: SampleCacheReader
  let loops: Bool
  let crew: Crew
  /// The most that the limiter may take away.
  static let mostLimiting = Decibels(6)
  /// The error at which the search ends.
  private static let precision = 0.04
  private static let block = 8192

  /// The first two takes of a search for a loudness; the premix alone has the loudness `before`.
  ///
  /// Limiting costs loudness, so that the second take is a little louder.
  func firstTakes(
    target: LUFS, before: LUFS, ceiling: Decibels, cancellation: Cancellation
  ) throws(MixingError) -> [Take] {
    let gain = target - before
    return try crew.map([gain, gain + 0.8]) { gain in
      try render(gain: gain, ceiling: ceiling, to: nil, cancellation: cancellation)
    }
  }

  /// The gain to try next, and whether it is held back by `mostLimiting`.
  static func next(_ takes: [Take], target: LUFS) -> (gain: Decibels, held: Bool) {
    if let hit = takes.first(where: { isHit($0, target) }), hit.reduction <= mostLimiting {
      return (hit.gain, false)
    }
    return interpolate(takes, target: target)
  }

  /// Whether a take is near enough to a loudness.
  static func isHit(_ take: Take, _ target: LUFS) -> Bool { error(take, target) <= precision }

  private static func error(_ take: Take, _ target: LUFS) -> Double {
    take.loudness.map { abs($0.value - target.value) } ?? .infinity
  }

  /// The next gain by regula falsi between the two nearest takes, held where limiting reaches its most.
  private static func interpolate(_ takes: [Take], target: LUFS) -> (gain: Decibels, held: Bool) {
    let nearest = takes.sorted { error($0, target) < error($1, target) }
    let (first, second) = (nearest[0], nearest[1])
    var gain = first.gain
    if let low = first.loudness, let high = second.loudness {
      let rise = high.value - low.value
      let slope = abs(rise) > 1e-4 ? (second.gain.value - first.gain.value) / rise : 1
      gain += Decibels((target.value - low.value) * min(max(slope, 0.5), 6))
    }
    // A decibel more gain is a decibel more reduction at the highest peak.
    guard let limited = takes.filter({ $0.reduction > 0.05 }).min(by: { $0.gain < $1.gain })
    else { return (gain, false) }
    let most = limited.gain + (mostLimiting - 0.02 - limited.reduction)
    return gain > most ? (most, true) : (gain, false)
  }

  /// Masters at a gain, to a file or to nowhere.
  func render(
    gain: Decibels, ceiling: Decibels, to writer: SampleCacheWriter?, cancellation: Cancellation
  ) throws(MixingError) -> Take {
    let rate = premix.sampleRate
    let frames = premix.length.count
    var limiter = TruePeakLimiter(ceiling: ceiling)
    limiter.prepare(sampleRate: rate, maximumFrames: Mastering.block)
    let meter = LoudnessMeter(sampleRate: rate, measures: .integrated)
    let latency = limiter.latency.count
    // A loop is entered two seconds early, by when the limiter's release has forgotten.
    let transport = Transport(
      sampleRate: rate, frames: frames, loops: loops, tail: rate.frames(in: 2).count)
    var position = transport.start
    var buffer = AudioBuffer(frameCount: Mastering.block)
    let factor = Float(gain.gain)
    while position - latency < frames {
      try cancellation.check()
      do {
        try buffer.withMutableBlock { block throws(AudioFileError) in
          try transport.read(premix, at: position, into: block)
          block.scale(by: factor)
          limiter.process(block)
          let first = position - latency
          let (lower, upper) = (max(0, -first), min(block.frameCount, frames - first))
          guard lower < upper else { return }
          meter.add(block[frames: lower..<upper])
          try writer?.write(block[frames: lower..<upper])
        }
      } catch {
        throw .output(error)
      }
      position += Mastering.block
    }
    return Take(
      gain: gain, loudness: meter.reading.integrated, reduction: limiter.maximumReduction)
  }
}
