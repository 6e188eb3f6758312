/// The filters that make the points between samples, one for each phase but the first, which is the sample.
struct InterpolationPhases: Sendable {
  /// The number of points for each frame.
  let factor: Int
  /// The number of taps of each phase.
  let span: Int
  /// If all samples under the filter are below this, no interpolated point reaches 1.
  let safeLevel: Float
  /// The taps of phases 1..<factor, `[factor - 1][span]`.
  private let taps: [Float]
  /// The taps of phases 1...3 of the usual meter's short filter, `[3][12]`, or nothing.
  private let meterTaps: [Float]
  private static let meterSpan = 12
  /// The most frames at a time.
  static let chunk = 64

  init(factor: Int, span: Int, matchesMeters: Bool) {
    let filter = interpolationFilter(
      factor: factor, span: span, cutoff: 0.5, window: .kaiser(beta: 7))
    var taps: [Float] = []
    var greatestSum = 1.0
    for phase in 1..<factor {
      // y(n - span / 2 + phase / factor) = sum over k of x[n - k] h[k * factor + phase]
      let branch = (0..<span).map { filter[$0 * factor + phase] }
      let gain = branch.reduce(0, +)
      taps += branch.map { Float($0 / gain) }
      greatestSum = max(greatestSum, branch.reduce(0) { $0 + abs($1 / gain) })
    }
    // 49 taps of a sinc under a Hann window at four times the rate, as libebur128 and others have it; its
    // images near the Nyquist frequency make it read higher than a long filter there.
    let short = interpolationFilter(factor: 4, span: 12, cutoff: 0.5, window: .hann)
    let meterBranches = matchesMeters ? (1..<4).map { p in (0..<12).map { short[$0 * 4 + p] } } : []
    for branch in meterBranches {
      greatestSum = max(greatestSum, branch.reduce(0) { $0 + abs($1) })
    }
    meterTaps = meterBranches.joined().map { Float($0) }
    self.taps = taps
    self.factor = factor
    self.span = span
    safeLevel = Float(0.999 / greatestSum)
  }

  /// Raises peaks by the points of the meter's filter.
  func raiseByMeter(
    _ peaks: UnsafeMutablePointer<Float>, _ fresh: UnsafePointer<Float>,
    _ point: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let meterSpan = InterpolationPhases.meterSpan
    // Both filters look at the same middle.
    let input = fresh - (span - meterSpan) / 2
    meterTaps.withUnsafeBufferPointer { taps in
      guard let taps = taps.baseAddress, !meterTaps.isEmpty else { return }
      for phase in 0..<3 {
        convolve(
          input, taps + phase * meterSpan, tapCount: meterSpan, into: point, count: count)
        for frame in 0..<count {
          let magnitude = point[frame].magnitude
          peaks[frame] = magnitude > peaks[frame] ? magnitude : peaks[frame]
        }
      }
    }
  }

  /// Raises peaks by the interpolated points.
  ///
  /// The half-way point is always computed. A signal of limited band that peaks at A is at least
  /// A cos(pi / 4) = 0.71 A within a quarter of a sample from there (R. Duffin, A. Schaeffer 1938), so frames
  /// whose samples and half-way point stay below 0.6 of what is relevant need no finer look. The choice is
  /// made frame by frame, so that it does not depend on how the audio is cut. With `fine` the quarter points are
  /// computed first, within an eighth of a sample of any peak, where A cos(pi / 8) = 0.92 A is left; frames that
  /// stay below `fine` then are left at that.
  func raise(
    _ peaks: UnsafeMutablePointer<Float>, _ fresh: UnsafePointer<Float>,
    _ middle: UnsafePointer<Float>, _ point: UnsafeMutablePointer<Float>, _ count: Int,
    _ coarse: Float, fine: Float?
  ) {
    let group = 16
    let isStepwise = fine != nil && factor % 4 == 0
    taps.withUnsafeBufferPointer { taps in
      guard let taps = taps.baseAddress else { return }
      let half = factor / 2 - 1
      let near = point + InterpolationPhases.chunk
      convolve(fresh, taps + half * span, tapCount: span, into: point, count: count)
      for frame in 0..<count {
        let magnitude = point[frame].magnitude
        let peak = magnitude > peaks[frame] ? magnitude : peaks[frame]
        let next = middle[frame + 1].magnitude
        near[frame] = next > peak ? next : peak
        peaks[frame] = peak
      }
      var start = 0
      while start < count {
        let length = min(group, count - start)
        for step in 0..<(isStepwise ? 2 : 1) {
          let least = step == 0 ? coarse : fine ?? coarse
          guard greatestMagnitude(near + start, length) >= least else { break }
          for phase in 0..<factor - 1 where phase != half {
            let isQuarter = (phase + 1) % max(1, factor / 4) == 0
            guard !isStepwise || isQuarter == (step == 0) else { continue }
            convolve(
              fresh + start, taps + phase * span, tapCount: span, into: point, count: length)
            for frame in 0..<length {
              let magnitude = near[start + frame] >= least ? point[frame].magnitude : 0
              let peak = peaks[start + frame]
              peaks[start + frame] = magnitude > peak ? magnitude : peak
            }
          }
          for frame in start..<start + length where isStepwise {
            near[frame] = peaks[frame] > near[frame] ? peaks[frame] : near[frame]
          }
        }
        start += length
      }
    }
  }
}
