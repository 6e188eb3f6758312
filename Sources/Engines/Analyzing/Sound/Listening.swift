import Metering
import Production
import Recognition
import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One pass over a recording: every meter and feature that an analysis needs, fed block by block.
final class Listening {
  let sampleRate: SampleRate
  let meter: LoudnessMeter
  private(set) var check: SoundCheck
  private(set) var stereo: StereoMeter
  private(set) var dynamics: DynamicRangeMeter
  private(set) var onsets: OnsetStrength
  private(set) var chroma: Chromagram
  private var spectrum: LongTermSpectrum
  private var drawing: OverviewDrawing?

  private var shortFrames: FrameSlicer
  private var longFrames: FrameSlicer
  private let shortSpectrum: PowerSpectrum
  private let longSpectrum: PowerSpectrum

  /// Sound of one channel comes on both sides, and is as loud as one (BS.1770-5).
  init(sampleRate: SampleRate, channels: Int, expectedFrames: Int, overviewColumns: Int?) {
    self.sampleRate = sampleRate
    meter = LoudnessMeter(
      sampleRate: sampleRate, channelCount: min(max(channels, 1), 2),
      historyStep: Int((100 * SoundAnalyzer.historyStep).rounded()))
    check = SoundCheck(sampleRate: sampleRate)
    stereo = StereoMeter(sampleRate: sampleRate)
    dynamics = DynamicRangeMeter(sampleRate: sampleRate)
    onsets = OnsetStrength(sampleRate: sampleRate)
    chroma = Chromagram(sampleRate: sampleRate)
    let (short, long) = (OnsetStrength.grid(at: sampleRate), Chromagram.grid(at: sampleRate))
    spectrum = LongTermSpectrum(sampleRate: sampleRate, size: long.size)
    shortFrames = FrameSlicer(size: short.size, hop: short.hop)
    longFrames = FrameSlicer(size: long.size, hop: long.hop)
    shortSpectrum = PowerSpectrum(size: short.size)
    longSpectrum = PowerSpectrum(size: long.size)
    drawing = overviewColumns.map {
      OverviewDrawing(sampleRate: sampleRate, expectedFrames: expectedFrames, columns: $0)
    }
  }

  /// Takes in the next frames of left and right, none of them broken.
  func add(_ block: AudioBlock) {
    meter.add(
      AudioBlock(
        base: block[0], channelStride: block.channelStride, channelCount: meter.channelCount,
        frameCount: block.frameCount))
    check.add(block)
    stereo.add(block)
    dynamics.add(block)
    drawing?.add(block)
    shortFrames.add(block) { takeShort($0) }
    longFrames.add(block) { takeLong($0) }
  }

  /// Completes the last frames.
  func finish() {
    shortFrames.finish { takeShort($0) }
    longFrames.finish { takeLong($0) }
    // The interpolation of true peaks sees the end.
    meter.add(AudioBuffer(channelCount: meter.channelCount, frameCount: 48))
  }

  private func takeShort(_ frame: AudioBlock) {
    shortSpectrum.analyze(frame)
    onsets.add(shortSpectrum)
    drawing?.addShort(shortSpectrum, rate: onsets.rate)
  }

  private func takeLong(_ frame: AudioBlock) {
    longSpectrum.analyze(frame)
    spectrum.add(longSpectrum)
    chroma.add(longSpectrum)
    drawing?.addLong(longSpectrum, rate: chroma.rate)
  }

  /// Whether there is nothing to hear.
  var isSilent: Bool { check.peak < SoundCheck.silence.gain }

  /// The long-term spectrum.
  var spectrumReading: SoundAnalysis.Spectrum {
    SoundAnalysis.Spectrum(
      bands: spectrum.bands.map {
        SoundAnalysis.Spectrum.Band(
          frequency: $0.frequency, level: $0.power > 1e-15 ? Decibels(power: $0.power) : nil)
      }, slope: spectrum.slope, centroid: spectrum.centroid)
  }

  /// The loudness of a stretch: the power mean of its momentary values above the gates of BS.1770.
  func loudness(from start: Double, to end: Double) -> LUFS? {
    let powers = meter.history.filter { $0.time > start + 0.4 && $0.time <= end }
      .compactMap { $0.momentary.map { pow(10, $0.value / 10) } }
      .filter { $0 > 1e-7 }
    guard !powers.isEmpty else { return nil }
    let gate = 0.1 * powers.reduce(0, +) / Double(powers.count)
    let kept = powers.filter { $0 > gate }
    return LUFS(10 * log10(kept.reduce(0, +) / Double(kept.count)))
  }

  /// What a picture shows; nil if none was asked for.
  func overview(duration: Double) -> SoundOverview? {
    drawing?.overview(
      duration: duration,
      loudness: meter.history.map {
        SoundOverview.Moment(
          time: $0.time, momentary: $0.momentary, shortTerm: $0.shortTerm)
      })
  }
}
