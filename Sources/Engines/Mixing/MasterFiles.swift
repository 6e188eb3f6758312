import AudioFiles
import Metering
import Signal

/// Writes a finished master in several formats and measures it, side by side.
struct MasterFiles: Sendable {
  let master: SampleCacheReader
  let crew: Crew
  private static let block = 16_384

  /// Encodes all files, without giving them their names yet, and measures the master.
  func encode(
    _ files: [MixOutput.File], cancellation: Cancellation
  ) throws(MixingError) -> (writers: [Locked<AudioFileWriter>], reading: LoudnessReading) {
    var writers: [Locked<AudioFileWriter>] = []
    do {
      for file in files {
        writers.append(
          Locked(
            try AudioFileWriter(
              path: file.path, format: file.format, sampleRate: master.sampleRate,
              tags: file.tags)))
      }
    } catch {
      throw .output(error)
    }
    // The two halves of the measurement take about as long as each other.
    let halves = Locked([LoudnessReading(), LoudnessReading()])
    let measures: [LoudnessMeter.Measures] = [.truePeak, [.integrated, .range]]
    let meters = measures.indices.map { index in
      { @Sendable in
        let meter = LoudnessMeter(sampleRate: master.sampleRate, measures: measures[index])
        try read(cancellation: cancellation) { block in meter.add(block) }
        // The interpolation filter looks past the end.
        if index == 0 { meter.add(AudioBuffer(frameCount: 48)) }
        let reading = meter.reading
        halves.use { $0[index] = reading }
      }
    }
    let encoders = writers.map { writer in
      { @Sendable in
        try writer.use { writer throws(MixingError) in
          try read(cancellation: cancellation) { block throws(AudioFileError) in
            try writer.write(block)
          }
        }
      }
    }
    try crew.run(meters + encoders)
    var reading = halves.use { $0[1] }
    reading.truePeak = halves.use { $0[0].truePeak }
    return (writers, reading)
  }

  /// Reads the master from its first to its last frame.
  private func read(
    cancellation: Cancellation, _ body: (AudioBlock) throws(AudioFileError) -> Void
  ) throws(MixingError) {
    var buffer = AudioBuffer(frameCount: MasterFiles.block)
    var position = 0
    while position < master.length.count {
      try cancellation.check()
      let count = min(MasterFiles.block, master.length.count - position)
      do {
        try buffer.withMutableBlock { block throws(AudioFileError) in
          let part = block[frames: 0..<count]
          try master.read(at: position, into: part)
          try body(part)
        }
      } catch {
        throw .output(error)
      }
      position += count
    }
  }
}
