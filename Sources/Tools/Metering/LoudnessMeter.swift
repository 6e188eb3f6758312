import CEBUR128
public import Signal

/// Measures loudness and peaks of streaming audio, through libebur128.
///
/// Our own are the sliding windows of momentary and short-term loudness, since they need finer steps, the
/// loudness range, whose windows libebur128 takes once a second and Tech 3342 ten times, and true peaks
/// (`FinePeaks`), which take a longer filter than its.
/// Mono counts as one channel: a stereo copy of it reads 3 LU louder. Five channels are left, right, centre
/// and the surrounds. An object belongs to one thread at a time.
public final class LoudnessMeter {
  /// What a meter shall measure; less is faster.
  public struct Measures: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Makes a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Integrated loudness.
    public static let integrated = Measures(rawValue: 1)
    /// The greatest momentary loudness, found in steps of 10 ms.
    public static let momentary = Measures(rawValue: 2)
    /// The greatest short-term loudness, found in steps of 10 ms.
    public static let shortTerm = Measures(rawValue: 4)
    /// Loudness range.
    public static let range = Measures(rawValue: 8)
    /// The greatest sample.
    public static let samplePeak = Measures(rawValue: 16)
    /// The greatest peak between samples.
    public static let truePeak = Measures(rawValue: 32)
    /// Everything.
    public static let all: Measures = [
      .integrated, .momentary, .shortTerm, .range, .samplePeak, .truePeak,
    ]
  }

  /// The rate of the audio.
  public let sampleRate: SampleRate
  /// The number of channels.
  public let channelCount: Int
  /// What is measured.
  public let measures: Measures

  private let state: UnsafeMutablePointer<ebur128_state>
  private var interleaved: [Float]
  private var grid: FrameGrid
  private var sliding: SlidingLoudness?
  private var finePeaks: FinePeaks?
  private var brokenSamples = 0
  /// The steps of 10 ms that were completed, and how many make a point of the history; 0 for none.
  private var steps = 0
  private let stepsPerPoint: Int
  /// The greatest true peak since the last point, linear.
  private var latestPeak = 0.0

  /// The course of loudness and peaks, one point every `historyStep`; empty unless it was asked for.
  ///
  /// A point is 32 bytes: three hours in steps of 100 ms are 3.5 MB.
  public private(set) var history: [LoudnessMoment] = []

  /// Makes a meter for 1...64 channels at 16 Hz to 2.8 MHz, the limits of libebur128.
  ///
  /// With a `historyStep`, in steps of 10 ms, the course is kept too; it takes `momentary` or `shortTerm`.
  public init(
    sampleRate: SampleRate, channelCount: Int = 2, measures: Measures = .all,
    historyStep: Int = 0
  ) {
    precondition(historyStep >= 0)
    stepsPerPoint = historyStep
    precondition(channelCount > 0 && channelCount <= 64)
    precondition(sampleRate.framesPerSecond >= 16 && sampleRate.framesPerSecond <= 2_822_400)
    var mode: UInt32 = EBUR128_MODE_M.rawValue
    if measures.contains(.integrated) { mode |= EBUR128_MODE_I.rawValue }
    if measures.contains(.samplePeak) { mode |= EBUR128_MODE_SAMPLE_PEAK.rawValue }
    guard
      let state = ebur128_init(
        UInt32(channelCount), UInt(sampleRate.framesPerSecond), Int32(mode))
    else { preconditionFailure("out of memory") }
    self.state = state
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.measures = measures
    grid = FrameGrid(step: max(1, sampleRate.framesPerSecond / 100))
    interleaved = [Float](repeating: 0, count: grid.step * channelCount)
    if measures.contains(.truePeak) {
      finePeaks = FinePeaks(channelCount: channelCount, stepFrames: grid.step)
    }
    if !measures.isDisjoint(with: [.momentary, .shortTerm, .range]) {
      sliding = SlidingLoudness(
        sampleRate: sampleRate, channelCount: channelCount, stepFrames: grid.step)
    }
  }

  deinit {
    var state: UnsafeMutablePointer<ebur128_state>? = state
    ebur128_destroy(&state)
  }

  /// Measures the frames of a block, which follow those of earlier blocks.
  public func add(_ block: AudioBlock) {
    precondition(block.channelCount == channelCount, "as many channels as the meter")
    var start = 0
    while start < block.frameCount {
      let (count, _) = grid.advance(remaining: block.frameCount - start)
      let (channels, state, exact) = (channelCount, state, stepsPerPoint > 0)
      interleaved.withUnsafeMutableBufferPointer { target in
        for channel in 0..<channels {
          let source = block[channel] + start
          for frame in 0..<count {
            let sample = source[frame]
            if !sample.isFinite { brokenSamples += 1 }
            target[frame * channels + channel] = sample.isFinite ? sample : 0
          }
        }
        guard let frames = target.baseAddress else { return }
        _ = ebur128_add_frames_float(state, frames, count)
        sliding?.add(frames, count: count)
        finePeaks?.add(frames, count: count, isExact: exact)
      }
      if stepsPerPoint > 0 { keepHistory(isStep: grid.isAtLine) }
      start += count
    }
  }

  /// Notes the greatest true peak of the frames that were just added and, when it is time, a point.
  private func keepHistory(isStep: Bool) {
    latestPeak = max(latestPeak, Double(finePeaks?.latest ?? 0))
    guard isStep else { return }
    steps += 1
    guard steps % stepsPerPoint == 0 else { return }
    history.append(
      LoudnessMoment(
        time: Double(steps * grid.step) / sampleRate.hertz, momentary: momentary,
        shortTerm: shortTerm, truePeak: Decibels(gain: latestPeak > 1e-8 ? latestPeak : 0)))
    latestPeak = 0
  }

  /// The loudness of the last 400 ms, up to the last whole 10 ms; nil in silence and before.
  public var momentary: LUFS? {
    guard let value = sliding?.momentary, value.isFinite else { return nil }
    return LUFS(value)
  }

  /// The loudness of the last 3 s, up to the last whole 10 ms; nil in silence and before.
  public var shortTerm: LUFS? {
    guard let value = sliding?.shortTerm, value.isFinite else { return nil }
    return LUFS(value)
  }

  /// Measures all frames of a buffer.
  public func add(_ buffer: AudioBuffer) {
    buffer.withReadOnlyBlock { add($0) }
  }

  /// What was found so far.
  public var reading: LoudnessReading {
    var reading = LoudnessReading(brokenSamples: brokenSamples)
    if measures.contains(.integrated) {
      reading.integrated = value { ebur128_loudness_global(state, $0) }.map { LUFS($0) }
    }
    if let sliding, measures.contains(.momentary), sliding.maximumMomentary.isFinite {
      reading.maximumMomentary = LUFS(sliding.maximumMomentary)
    }
    if let sliding, measures.contains(.shortTerm), sliding.maximumShortTerm.isFinite {
      reading.maximumShortTerm = LUFS(sliding.maximumShortTerm)
    }
    if measures.contains(.range), reading.integrated != nil || !measures.contains(.integrated) {
      reading.range = sliding.map { Decibels($0.range) }
    }
    if measures.contains(.samplePeak) { reading.samplePeak = peak(ebur128_sample_peak) }
    reading.truePeak = finePeaks.flatMap { Decibels(gain: Double($0.greatest)) }
    return reading
  }

  /// Measures a whole buffer, true peaks behind its last sample included.
  public static func measure(
    _ buffer: AudioBuffer, sampleRate: SampleRate, measures: Measures = .all
  ) -> LoudnessReading {
    let meter = LoudnessMeter(
      sampleRate: sampleRate, channelCount: buffer.channelCount, measures: measures)
    meter.add(buffer)
    if measures.contains(.truePeak) {
      // The interpolation filters span 12 and 48 frames; let them see the end.
      meter.add(AudioBuffer(channelCount: buffer.channelCount, frameCount: 48))
    }
    return meter.reading
  }

  /// The integrated loudness of several programmes as one, for instance an album.
  ///
  /// Their blocks are pooled, then gated. All meters must measure `integrated`.
  public static func integrated(of meters: [LoudnessMeter]) -> LUFS? {
    var states: [UnsafeMutablePointer<ebur128_state>?] = meters.map(\.state)
    var result = 0.0
    let status = ebur128_loudness_global_multiple(&states, states.count, &result)
    return status == EBUR128_SUCCESS.rawValue && result.isFinite ? LUFS(result) : nil
  }

  /// A finite result of a C function, nil for an error or silence.
  private func value(_ read: (UnsafeMutablePointer<Double>) -> Int32) -> Double? {
    var result = 0.0
    let status = read(&result)
    return status == Int32(EBUR128_SUCCESS.rawValue) && result.isFinite ? result : nil
  }

  private func peak(
    _ read: (UnsafeMutablePointer<ebur128_state>?, UInt32, UnsafeMutablePointer<Double>?) -> Int32
  ) -> Decibels? {
    let peaks = (0..<channelCount).map { channel in
      var result = 0.0
      return read(state, UInt32(channel), &result) == Int32(EBUR128_SUCCESS.rawValue) ? result : 0
    }
    return peaks.max().flatMap { Decibels(gain: $0) }
  }
}
