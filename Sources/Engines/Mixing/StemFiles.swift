import AudioFiles
import Signal

/// The writer of one stem of the mix.
struct StemStation {
  /// Which track it writes: the strips in order, then the returns.
  let track: Int
  private let writer: AudioFileWriter

  init(track: Int, file: MixOutput.File, sampleRate: SampleRate) throws(MixingError) {
    self.track = track
    do {
      writer = try AudioFileWriter(
        path: file.path, format: file.format, sampleRate: sampleRate, tags: file.tags)
    } catch {
      throw .output(error)
    }
  }

  /// Writes the frames of a segment that lie inside the mix.
  func write(_ buffer: AudioBuffer, frames: Range<Int>) throws(MixingError) {
    var buffer = buffer
    do {
      try buffer.withMutableBlock { block throws(AudioFileError) in
        try writer.write(block[frames: frames])
      }
    } catch {
      throw .output(error)
    }
  }

  /// Gives the file its name.
  func finish() throws(MixingError) {
    do {
      try writer.finish()
    } catch {
      throw .output(error)
    }
  }

  /// Removes what was written.
  func cancel() { writer.cancel() }
}
