import AudioFiles
public import Signal

/// What was heard while a mix was made: each strip's output, and the sum behind the bus.
public struct MixHearing: Sendable {
  /// The strips in order, as they enter the mix; muted ones are silent.
  public var strips: [StemAnalysis]
  /// The mix behind its bus, before mastering.
  public var mix: StemAnalysis
  /// The gain of the mix's own file, at most 0: what keeps its peak at -6 dBFS.
  public var headroomGain: Decibels

  /// The peak that a mix leaves to mastering: section 1 of the facts on mixing.
  public static let peak = Decibels(-6)
}

/// Listens to what a station makes, segment by segment.
struct Listening {
  private let listener: StemListener
  private let id: String

  init(id: String, transport: Transport) {
    self.id = id
    listener = StemListener(
      sampleRate: transport.sampleRate, frames: transport.frames, bandsOnly: true)
  }

  /// Hears a block.
  func add(_ block: AudioBlock) { listener.add(block) }

  /// What was heard.
  var analysis: StemAnalysis { listener.analysis(id: id) }
}

extension Mixer {
  /// Writes the mix before mastering, lowered where its peak leaves less than 6 dB of headroom.
  func writeMix(
    _ reader: SampleCacheReader, to file: MixOutput.File, gain: Decibels,
    cancellation: Cancellation
  ) throws(MixingError) -> AudioFileWriter {
    do throws(AudioFileError) {
      let writer = try AudioFileWriter(
        path: file.path, format: file.format, sampleRate: reader.sampleRate, tags: file.tags)
      var buffer = AudioBuffer(frameCount: 16_384)
      var position = 0
      while position < reader.length.count {
        if cancellation.isAskedNow { writer.cancel() }
        try buffer.withMutableBlock { whole throws(AudioFileError) in
          let block = whole[frames: 0..<min(16_384, reader.length.count - position)]
          try reader.read(at: position, into: block)
          if gain != 0 { block.scale(by: Float(gain.gain)) }
          try writer.write(block)
        }
        position += 16_384
      }
      return writer
    } catch {
      try cancellation.check()
      throw MixingError.output(error)
    }
  }
}
