import AudioFiles
import Effects
import Metering
import Production
import Signal

/// What the planner hears of a stem.
struct StemMeasurement: Sendable {
  /// The sound before its strip.
  var analysis: StemAnalysis
  /// The level behind the strip's filters to balance by: loudness while it plays (gated, BS.1770-5), or for
  /// a sound shorter than 400 ms twelve decibels below its peak; nil for silence.
  var level: LUFS?
  /// Whether the level is a loudness.
  var isLoudness: Bool

  /// Measures a stem before and behind the filters that its strip will have.
  static func measure(
    _ reader: SampleCacheReader, part: String, frames: Int, highPass: Hertz?, lowPass: Hertz?,
    cancellation: Cancellation
  ) throws(MixingError) -> StemMeasurement {
    let filters = Strip.filters(highPass: highPass, lowPass: lowPass)
    var chain = EffectChain(filters)
    chain.prepare(sampleRate: reader.sampleRate, maximumFrames: block)
    let meter = LoudnessMeter(
      sampleRate: reader.sampleRate, measures: [.integrated, .samplePeak])
    let listener = StemListener(sampleRate: reader.sampleRate, frames: frames)
    try forEachBlock(of: reader, part: part, cancellation: cancellation) { piece in
      listener.add(piece)
      guard !filters.isEmpty else { return }
      chain.process(piece)
      meter.add(piece)
    }
    let analysis = listener.analysis(id: part)
    guard !filters.isEmpty else {
      return StemMeasurement(
        analysis: analysis, level: analysis.level, isLoudness: analysis.loudness != nil)
    }
    let reading = meter.reading
    return StemMeasurement(
      analysis: analysis,
      level: reading.integrated ?? reading.samplePeak.map { LUFS($0.value - 12) },
      isLoudness: reading.integrated != nil)
  }

  /// Hears a stem as it is.
  static func listen(
    _ reader: SampleCacheReader, part: String, frames: Int, cancellation: Cancellation
  ) throws(MixingError) -> StemAnalysis {
    let listener = StemListener(sampleRate: reader.sampleRate, frames: frames)
    try forEachBlock(of: reader, part: part, cancellation: cancellation) { listener.add($0) }
    return listener.analysis(id: part)
  }

  private static let block = 8192

  private static func forEachBlock(
    of reader: SampleCacheReader, part: String, cancellation: Cancellation,
    _ body: (AudioBlock) -> Void
  ) throws(MixingError) {
    var buffer = AudioBuffer(frameCount: block)
    var position = 0
    while position < reader.length.count {
      try cancellation.check()
      let count = min(block, reader.length.count - position)
      do throws(AudioFileError) {
        try buffer.withMutableBlock { whole throws(AudioFileError) in
          let piece = whole[frames: 0..<count]
          try reader.read(at: position, into: piece)
          body(piece)
        }
      } catch {
        throw .stem(part: part, error)
      }
      position += count
    }
  }
}
