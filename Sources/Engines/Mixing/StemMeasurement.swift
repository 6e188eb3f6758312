import AudioFiles
import Effects
import Metering
import Production
import Signal

/// What the planner hears of a stem behind its filters.
struct StemMeasurement: Sendable {
  /// The loudness of the passages in which it plays (gated, BS.1770-5); nil for silence.
  var loudness: LUFS?
  /// Its greatest sample; nil for silence.
  var peak: Decibels?

  /// The level to balance by: loudness, or for a sound shorter than 400 ms twelve decibels below its peak.
  var level: LUFS? { loudness ?? peak.map { LUFS($0.value - 12) } }

  /// Measures a stem through the filters that its strip will have.
  static func measure(
    _ reader: SampleCacheReader, part: String, highPass: Hertz?, lowPass: Hertz?,
    cancellation: Cancellation
  ) throws(MixingError) -> StemMeasurement {
    let block = 8192
    var chain = EffectChain(Strip.filters(highPass: highPass, lowPass: lowPass))
    chain.prepare(sampleRate: reader.sampleRate, maximumFrames: block)
    let meter = LoudnessMeter(sampleRate: reader.sampleRate, measures: [.integrated, .samplePeak])
    var buffer = AudioBuffer(frameCount: block)
    var position = 0
    while position < reader.length.count {
      try cancellation.check()
      let count = min(block, reader.length.count - position)
      do throws(AudioFileError) {
        try buffer.withMutableBlock { whole throws(AudioFileError) in
          let piece = whole[frames: 0..<count]
          try reader.read(at: position, into: piece)
          chain.process(piece)
          meter.add(piece)
        }
      } catch {
        throw .stem(part: part, error)
      }
      position += count
    }
    let reading = meter.reading
    return StemMeasurement(loudness: reading.integrated, peak: reading.samplePeak)
  }
}
