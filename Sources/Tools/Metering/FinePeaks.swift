import Signal

/// True peaks by four-fold interpolation with 48 taps.
///
/// libebur128 interpolates with 12 taps a phase, which read music 0.13 dB low and a sweep 0.11 dB high, and only
/// twice from 88.2 kHz on, where it reads cases 21 and 23 of EBU Tech 3341 more than 0.4 dB low.
struct FinePeaks: Sendable {
  /// The greatest peak so far, and of the frames that were added last, linear.
  private(set) var greatest: Float = 0
  private(set) var latest: Float = 0

  private var detectors: [TruePeakDetector]
  private var samples: [Float]
  private var peaks: [Float]

  init(channelCount: Int, stepFrames: Int) {
    detectors = Array(
      repeating: TruePeakDetector(factor: 4, span: 48), count: channelCount)
    samples = [Float](repeating: 0, count: stepFrames)
    peaks = samples
  }

  /// Takes in interleaved frames, `[frames][channels]`, at most a step of them.
  ///
  /// Unless `isExact`, `latest` may be too low where it is far below `greatest`, which saves most of the work.
  mutating func add(_ interleaved: UnsafePointer<Float>, count: Int, isExact: Bool) {
    latest = 0
    let channels = detectors.count
    for channel in 0..<channels {
      for frame in 0..<count { samples[frame] = interleaved[frame * channels + channel] }
      detectors[channel].process(
        samples, count: count, peaks: &peaks, relevance: isExact ? 0 : greatest)
      for frame in 0..<count where peaks[frame] > latest { latest = peaks[frame] }
    }
    greatest = max(greatest, latest)
  }
}
