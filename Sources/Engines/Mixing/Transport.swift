import AudioFiles
import Signal

/// Where a mix begins, where it may end, and what lies outside: silence, or other turns of a loop.
struct Transport {
  let sampleRate: SampleRate
  /// The length of the music and its tails as rendered, or one turn of the loop.
  let frames: Int
  let loops: Bool
  /// Frames in a segment, the unit of work.
  let segment = 16_384
  /// The first frame that is worked on: a loop is entered early, so that all tails sound at frame 0.
  let start: Int

  /// `tail` is the longest memory of any effect.
  init(sampleRate: SampleRate, frames: Int, loops: Bool, tail: Int) {
    self.sampleRate = sampleRate
    self.frames = frames
    self.loops = loops
    start = loops ? -tail : 0
  }

  /// Reads frames from any position, round and round if it loops.
  func read(
    _ reader: SampleCacheReader, at position: Int, into block: AudioBlock
  ) throws(AudioFileError) {
    guard loops, frames > 0 else { return try reader.read(at: position, into: block) }
    var done = 0
    while done < block.frameCount {
      let inside = (position + done) % frames
      let place = inside < 0 ? inside + frames : inside
      let count = min(block.frameCount - done, frames - place)
      try reader.read(at: place, into: block[frames: done..<done + count])
      done += count
    }
  }
}
