public import AudioFiles
import Metering
import Music
public import Production
import Recognition
public import Signal

/// Finds out what is in a recording: loudness, spectrum, stereo, tempo, key and sections.
///
/// Files are read once, in blocks, at their own rate: memory does not depend on how long they are, but for
/// about 5 kB a second of what was measured. The same file gives the same analysis. One thread at a time.
public struct SoundAnalyzer: Hashable, Sendable {
  /// The longest recording that is analysed, in seconds.
  public static let longest = 14_400.0
  /// The distance of the moments of the loudness curve in seconds.
  public static let historyStep = 0.1

  /// How many columns a picture wants; nil for no overview.
  public var overviewColumns: Int?

  /// Makes an analyser.
  public init(overviewColumns: Int? = nil) { self.overviewColumns = overviewColumns }

  /// What an analysis gives.
  public struct Result: Sendable {
    /// What was found.
    public var analysis: SoundAnalysis
    /// What a picture shows; nil if none was asked for.
    public var overview: SoundOverview?
  }

  /// Analyses a file.
  ///
  /// Broken samples and a missing end are said in the notices; other damage throws as `AudioIntake` does,
  /// and `lastsTooLong` beyond four hours.
  public func analyze(
    file path: String, isCancelled: () -> Bool = { false }
  ) throws(AudioFileError) -> Result {
    let intake = AudioIntake(
      sampleRate: nil, tolerance: [.brokenSamples, .truncation], longest: SoundAnalyzer.longest)
    let description = try intake.inspect(path)
    let listening = Listening(
      sampleRate: description.sampleRate, channels: description.channelCount,
      expectedFrames: description.length.count, overviewColumns: overviewColumns)
    let passage = try intake.forEachBlock(of: path, isCancelled: isCancelled) {
      block throws(AudioFileError) in listening.add(block)
    }
    listening.finish()
    return result(
      listening,
      source: SoundAnalysis.Source(
        container: passage.description.container.name, sampleRate: description.sampleRate,
        channels: description.channelCount, duration: passage.description.duration),
      notices: passage.notes.compactMap(SoundNotices.sentence))
  }

  /// Analyses sound in memory.
  public func analyze(_ buffer: AudioBuffer, sampleRate: SampleRate) -> Result {
    let listening = Listening(
      sampleRate: sampleRate, channels: buffer.channelCount, expectedFrames: buffer.frameCount,
      overviewColumns: overviewColumns)
    var stereo = buffer.stereo()
    stereo.forEachBlock(of: 8192) { listening.add($0) }
    listening.finish()
    return result(
      listening,
      source: SoundAnalysis.Source(
        container: "memory", sampleRate: sampleRate, channels: buffer.channelCount,
        duration: Double(buffer.frameCount) / sampleRate.hertz),
      notices: [])
  }

  private func result(
    _ listening: Listening, source: SoundAnalysis.Source, notices: [String]
  ) -> Result {
    let reading = listening.meter.reading
    let check = listening.check
    let tempo = listening.isSilent ? nil : TempoFinder.find(listening.onsets)
    let key = listening.isSilent ? nil : SoundKeyFinder.find(listening.chroma)
    let ratios = listening.meter.history.peakToShortTerm(
      step: SoundAnalyzer.historyStep, integrated: reading.integrated
    ).sorted()
    let level = check.rootMeanSquare
    let analysis = SoundAnalysis(
      source: source,
      loudness: SoundAnalysis.Loudness(
        integrated: reading.integrated, maximumMomentary: reading.maximumMomentary,
        maximumShortTerm: reading.maximumShortTerm, range: reading.range,
        truePeak: reading.truePeak, samplePeak: reading.samplePeak,
        peakToLoudness: reading.peakToLoudness,
        peakToShortTerm: ratios.isEmpty ? nil : Decibels(ratios[ratios.count / 20])),
      levels: SoundAnalysis.Levels(
        rootMeanSquare: Decibels(gain: level),
        crestFactor: level > 0 ? Decibels(gain: check.peak / level) : nil,
        dynamicRange: listening.dynamics.reading, directCurrent: check.means,
        clippedRuns: check.clipping?.runs ?? 0, clippedShare: check.clipping?.share ?? 0),
      spectrum: listening.spectrumReading, stereo: stereo(listening, source),
      tempo: tempo.map {
        SoundAnalysis.Tempo(
          beatsPerMinute: $0.beatsPerMinute, confidence: $0.confidence,
          alternatives: $0.alternatives, unsteadiness: $0.unsteadiness,
          firstBeat: $0.beats.first ?? 0)
      },
      tonality: key.map {
        SoundAnalysis.Tonality(
          key: $0.key, confidence: $0.confidence, alternatives: $0.alternatives,
          tuning: $0.tuning)
      },
      sections: sections(listening, beats: tempo?.beats ?? [], duration: source.duration),
      notices: notices + check.faults.map(SoundNotices.sentence))
    return Result(
      analysis: analysis, overview: listening.overview(duration: source.duration))
  }

  private func stereo(
    _ listening: Listening, _ source: SoundAnalysis.Source
  ) -> SoundAnalysis.Stereo? {
    guard source.channels > 1, let found = listening.stereo.reading else { return nil }
    return SoundAnalysis.Stereo(
      correlation: found.correlation, leastCorrelation: found.leastCorrelation,
      width: found.width, balance: found.balance, monoLoss: found.monoLoss)
  }

  private func sections(
    _ listening: Listening, beats: [Double], duration: Double
  ) -> [SoundAnalysis.SoundSection] {
    guard !listening.isSilent else { return [] }
    return NoveltySections.find(listening.chroma, beats: beats, duration: duration).map {
      SoundAnalysis.SoundSection(
        name: SoundNotices.letters($0.kind), start: $0.start, end: $0.end,
        loudness: listening.loudness(from: $0.start, to: $0.end))
    }
  }
}
