import AudioFiles
import Effects
import Foundation
import Production
import Signal

/// The stages before the limiter, run over a stretch of the source.
///
/// A stretch is entered three seconds early, by when filters and compressors have forgotten how they began, so
/// that stretches can be made on several threads; where they begin depends on the length alone.
struct MasterChain: Sendable {
  let stages: MasterStages
  let source: SampleCacheReader
  /// The offset of each channel, taken away before all stages; nil where there is none worth it.
  var offset: SIMD2<Double>?
  /// Whether the source is one turn of a loop: what stands before its beginning is its end.
  var loops = false
  /// How long before a stretch the stages begin, in seconds.
  var runIn = 3.0
  private static let block = 1024

  /// What a stretch became.
  struct Result: Sendable {
    /// The sound of the range lies in `frames`.
    var sound: AudioBuffer
    var frames: Range<Int>
    var curve: LoudnessCurve

    /// Appends the sound to a cache file.
    func write(to writer: SampleCacheWriter) throws(AudioFileError) {
      try sound.withReadOnlyBlock { block throws(AudioFileError) in
        try writer.write(block[frames: frames])
      }
    }
  }

  /// Renders the frames of a range.
  func render(_ range: Range<Int>, cancellation: Cancellation) throws -> Result {
    try cancellation.check()
    let rate = source.sampleRate
    var chain = EffectChain(effects)
    chain.prepare(sampleRate: rate, maximumFrames: MasterChain.block)
    let early = min(range.lowerBound, rate.frames(in: runIn).count)
    let latency = chain.latency.count
    let start = range.lowerBound - early
    var sound = try toned(start..<range.upperBound + latency)
    sound.forEachBlock(of: MasterChain.block) { chain.process($0) }
    var builder = LoudnessCurveBuilder(sampleRate: rate)
    sound.withReadOnlyBlock { block in
      let warm = min(early, rate.frames(in: 0.5).count)
      let first = early + latency
      builder.warm(block[frames: first - warm..<first])
      builder.add(block[frames: first..<first + range.count])
    }
    let first = early + latency
    return Result(sound: sound, frames: first..<first + range.count, curve: builder.curve)
  }

  /// Gain and equalizer; silence beyond both ends of the source.
  private func toned(_ range: Range<Int>) throws -> AudioBuffer {
    let filter = stages.tone.map { ToneFilter($0, sampleRate: source.sampleRate) }
    let (before, behind) = (filter?.before ?? 0, filter?.behind ?? 0)
    let position = range.lowerBound - before
    var input = try read(position..<range.upperBound + behind)
    let gain = Float(stages.gain.gain)
    input.withMutableBlock { block in
      if let offset {
        // The offset is part of the recording only: silence beyond its ends stays silent.
        let inside =
          max(0, -position)..<max(0, min(block.frameCount, source.length.count - position))
        for (channel, value) in [offset.x, offset.y].enumerated() where !inside.isEmpty {
          for frame in inside { block[channel][frame] -= Float(value) }
        }
      }
      block.scale(by: gain)
    }
    guard let filter else { return input }
    var output = AudioBuffer(frameCount: range.count)
    input.withReadOnlyBlock { input in
      output.withMutableBlock { filter.process(input, into: $0) }
    }
    return output
  }

  /// Frames of the source; beyond its ends silence, or its next turn.
  private func read(_ range: Range<Int>) throws -> AudioBuffer {
    guard loops else { return try source.read(range) }
    let transport = Transport(
      sampleRate: source.sampleRate, frames: source.length.count, loops: true, tail: 0)
    var buffer = AudioBuffer(frameCount: range.count)
    try buffer.withMutableBlock { block throws(AudioFileError) in
      try transport.read(source, at: range.lowerBound, into: block)
    }
    return buffer
  }

  private var effects: [any Effect] {
    var effects: [any Effect] = []
    if let multiband = stages.multiband {
      effects.append(MultibandCompressor(multiband.effectBands))
    }
    if let width = stages.width {
      effects.append(
        StereoWidth(width: width.amount, monoBelow: width.monoBelow, keepsImage: true))
    }
    if let amount = stages.saturation?.amount, let saturation = Drive.saturation(amount) {
      effects += [saturation, Gain(Drive.makeUp(amount))]
    }
    return effects
  }
}

extension MasterPlan.Multiband {
  /// The bands as the effect takes them; a ratio of 1 leaves a band's level alone.
  fileprivate var effectBands: [MultibandCompressor.Band] {
    bands.enumerated().map { index, band in
      MultibandCompressor.Band(
        from: index == 0 ? 0 : crossovers[index - 1],
        compressor: band.ratio > 1
          ? Compressor.Settings(
            threshold: band.threshold, ratio: band.ratio, knee: 6, attack: band.attack,
            release: band.release, detector: .rootMeanSquare(seconds: 0.03)) : nil,
        gain: band.makeUp)
    }
  }
}
