import AudioFiles
import Drawing
import Foundation
public import Music
public import Production
import Signal

extension Studio {
  /// A song as lines of text for a terminal.
  ///
  /// Throws `StudioError.barsBeyondEnd`.
  public func terminalRoll(
    _ song: Song, bars: Range<Int>?, width: Int, ascii: Bool, colored: Bool
  ) throws -> String {
    let score = try shown(song, bars)
    return TerminalRoll(of: score, width: width, isASCII: ascii, isColored: colored)
      .lines.joined(separator: "\n")
  }

  /// Draws a song's piano roll into a PNG, SVG or PDF file.
  ///
  /// Throws `OutputError.exists` when a file stands there and `replacing` is false, and
  /// `DrawingError`.
  public func drawPianoRoll(
    _ song: Song, to path: String, bars: Range<Int>?, dark: Bool, replacing: Bool
  ) throws {
    try Self.checkTarget(path, replacing: replacing)
    let score = try shown(song, bars)
    try PianoRoll(
      of: score, performance: bars == nil ? song.performance : nil, theme: dark ? .dark : .light
    ).write(to: path)
  }

  /// Draws the spectrogram of a project's master, or of any audio file, into a picture.
  ///
  /// Throws `ProjectError.missing` when there is no master yet.
  public func drawSpectrogram(
    _ project: Project, to path: String, dark: Bool, replacing: Bool
  ) throws {
    try Self.checkTarget(path, replacing: replacing)
    let candidates = OutputFormat.allCases.compactMap(\.audio).map {
      "\(project.folder)/\(SongFiles.master).\($0.fileExtension)"
    }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw StudioError.noMaster(folder: project.folder)
    }
    let reader = try AudioFileReader(path: file)
    var audio = AudioBuffer(
      channelCount: reader.description.channelCount, frameCount: reader.description.length.count)
    let read = try audio.withMutableBlock { block throws(AudioFileError) in
      try reader.read(into: block)
    }
    guard read > 0 else { throw StudioError.noMaster(folder: project.folder) }
    try SpectrogramPicture(
      of: audio, sampleRate: reader.description.sampleRate, title: project.name,
      theme: dark ? .dark : .light
    ).write(to: path)
  }

  private func shown(_ song: Song, _ bars: Range<Int>?) throws(StudioError) -> Score {
    guard let bars else { return song.score }
    guard bars.upperBound <= song.score.bars else {
      throw .barsBeyondEnd(
        first: bars.lowerBound + 1, last: bars.upperBound, bars: song.score.bars)
    }
    return song.score.excerpt(bars)
  }

  static func checkTarget(_ path: String, replacing: Bool) throws(OutputError) {
    guard !replacing, FileManager.default.fileExists(atPath: path) else { return }
    throw .exists(
      path: PathName(path).parent,
      names: [PathName(path).last])
  }
}

/// Every value of a song, to be printed as JSON.
public struct SongValues: Encodable, Sendable {
  /// What was wanted and what was decided.
  public let brief: Brief, plan: Plan
  /// The notes, written and played.
  public let score: Score, performance: Performance
  /// The mix, once one was made.
  public let mix: MixPlan?
  /// Bars that must not change.
  public let locks: [Lock]
  /// Settings of the sound.
  public let settings: SoundSettings

  /// Takes a song apart.
  public init(_ song: Song) {
    brief = song.brief
    plan = song.plan
    score = song.score
    performance = song.performance
    mix = song.mix
    locks = song.locks
    settings = song.settings
  }
}
