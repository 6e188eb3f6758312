/// Finds peaks between samples by interpolating one channel, ITU-R BS.1770-5 Annex 2.
///
/// For every input frame it gives the greatest magnitude of the interpolated signal from that frame up to
/// the next, `latency` frames late. Each phase is a windowed sinc of `span` taps (flat within 0.01 dB to
/// 0.45 of the sample rate for the default span); phase 0 is the sample itself. Processing allocates
/// nothing once prepared.
public struct TruePeakDetector: Sendable {
  /// The number of interpolated points for each frame.
  public let factor: Int
  /// The number of taps of each phase, even.
  public let span: Int
  /// How many frames late the peaks come.
  public var latency: Frames { Frames(span / 2) }

  private let phases: InterpolationPhases
  private let isStepwise: Bool
  /// `span - 1` frames of history, then room for one chunk.
  private var window: [Float]
  private var scratch: [Float]

  /// Makes a detector at rest.
  ///
  /// `matchesMeters` also counts what the short filter of common meters finds, four times interpolation by 49
  /// taps under a Hann window, which reads higher where there is energy close to the Nyquist frequency.
  ///
  /// `isStepwise` looks at quarter points before all others where a relevance is given, and no closer at frames that
  /// stay below 0.9 of it: half the work for a signal whose greatest peaks are near the relevance already.
  public init(
    factor: Int = 8, span: Int = 48, matchesMeters: Bool = false, isStepwise: Bool = false
  ) {
    precondition(factor >= 2 && factor % 2 == 0 && span >= 12 && span % 2 == 0)
    self.factor = factor
    self.span = span
    self.isStepwise = isStepwise
    phases = InterpolationPhases(factor: factor, span: span, matchesMeters: matchesMeters)
    window = [Float](repeating: 0, count: span - 1 + InterpolationPhases.chunk)
    scratch = [Float](repeating: 0, count: 2 * InterpolationPhases.chunk)
  }

  /// Clears the history.
  public mutating func reset() {
    for index in window.indices { window[index] = 0 }
  }

  /// Writes the peak magnitude of each of `count` frames, `latency` frames late.
  ///
  /// Where a frame's peak is not near `relevance`, a lower bound of it may be written instead of the exact
  /// peak, which saves most of the work in all but the loudest passages; 0 asks for exact peaks.
  public mutating func process(
    _ input: UnsafePointer<Float>, count: Int, peaks: UnsafeMutablePointer<Float>,
    relevance: Float = 0
  ) {
    var start = 0
    while start < count {
      let length = min(InterpolationPhases.chunk, count - start)
      processChunk(input + start, length, peaks + start, relevance)
      start += length
    }
  }

  private mutating func processChunk(
    _ input: UnsafePointer<Float>, _ count: Int, _ peaks: UnsafeMutablePointer<Float>,
    _ relevance: Float
  ) {
    let (span, phases) = (span, phases)
    window.withUnsafeMutableBufferPointer { window in
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let base = window.baseAddress, let point = scratch.baseAddress else { return }
        let fresh = base + (span - 1)
        fresh.update(from: input, count: count)
        // Phase 0: the sample itself, in the middle of the filter.
        let middle = fresh - span / 2
        for frame in 0..<count { peaks[frame] = middle[frame].magnitude }
        if greatestMagnitude(base, span - 1 + count) >= relevance * phases.safeLevel {
          phases.raiseByMeter(peaks, fresh, point, count)
          phases.raise(
            peaks, fresh, middle, point, count, 0.6 * relevance,
            fine: isStepwise && relevance > 0 ? 0.9 * relevance : nil)
        }
        base.update(from: base + count, count: span - 1)
      }
    }
  }

  /// The true peak of a buffer, the greatest of all channels, linear; the filter's tail is counted in.
  public static func truePeak(of buffer: AudioBuffer, factor: Int = 8) -> Float {
    var greatest: Float = 0
    for channel in 0..<buffer.channelCount {
      var detector = TruePeakDetector(factor: factor)
      let samples = buffer.channel(channel) + [Float](repeating: 0, count: detector.span)
      var peaks = [Float](repeating: 0, count: samples.count)
      detector.process(samples, count: samples.count, peaks: &peaks)
      greatest = max(greatest, peaks.max() ?? 0)
    }
    return greatest
  }
}
