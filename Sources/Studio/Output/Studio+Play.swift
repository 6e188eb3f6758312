import AudioFiles
import Foundation
import Music
import Playback
import Production
import Signal

extension Studio {
  /// Plays a project through the system's sound: its mix as it stands, or some bars of it.
  ///
  /// Throws `PlaybackError.noDevice` before anything is rendered when there is no sound device.
  public func play(
    _ project: Project, bars: Range<Int>?, device: String, soundFont: String?,
    monitor: WorkMonitor = WorkMonitor()
  ) throws {
    let song = try project.file.song()
    let rate = SampleRate(song.settings.sampleRate)
    let output = try AudioOutput(device: device, sampleRate: rate, channels: 2)
    if let bars, bars.upperBound > song.score.bars {
      throw StudioError.barsBeyondEnd(
        first: bars.lowerBound + 1, last: bars.upperBound, bars: song.score.bars)
    }
    let folder = try StagedFolder(
      destination: "\(cacheFolder)/play", names: [], replacing: true)
    defer { folder.discard() }
    var rendered = song
    do {
      let writer = SongWriter(
        studio: self, folder: folder, formats: [.wavFloat], soundFont: soundFont, monitor: monitor)
      _ = try writer.write(&rendered, remix: false)
    } catch {
      throw StudioError.translated(error)
    }
    let reader = try AudioFileReader(path: try folder.path("\(SongFiles.master).wav"))
    let span = bars.map { song.score.span(ofBars: $0) }
    let first = span.map { Int(song.score.tempo.seconds(at: $0.lowerBound) * rate.hertz) } ?? 0
    let last =
      span.map { Int(song.score.tempo.seconds(at: $0.upperBound) * rate.hertz) }
      ?? reader.description.length.count
    try stream(reader, to: output, from: first, to: last, monitor: monitor)
  }

  private func stream(
    _ reader: AudioFileReader, to output: borrowing AudioOutput, from first: Int, to last: Int,
    monitor: WorkMonitor
  ) throws {
    var block = AudioBuffer(channelCount: 2, frameCount: 4_096)
    while reader.position < last {
      if monitor.isCancelled() { throw StudioError.cancelled }
      let start = reader.position
      let count = try block.withMutableBlock { block throws(AudioFileError) in
        try reader.read(into: block)
      }
      guard count > 0 else { break }
      let from = max(first - start, 0)
      let to = min(count, last - start)
      guard from < to else { continue }
      let interleaved = block.interleaved()
      try output.write(Array(interleaved[(from * 2)..<(to * 2)]))
    }
    output.finish()
  }
}
