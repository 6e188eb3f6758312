import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The greatest momentary and short-term loudness, by windows that slide in steps of 10 ms.
///
/// The power of each 10 ms of K-weighted audio is kept once and windows are sums of 40 and 300 of them
/// (EBU Tech 3341, section 2.2), where asking libebur128 again at each step would sum every sample 40 times.
struct SlidingLoudness {
  /// The greatest values so far; minus infinity if there is none.
  private(set) var maximumMomentary = -Double.infinity
  private(set) var maximumShortTerm = -Double.infinity

  private let stepFrames: Int
  /// BS.1770-5 Table 3, as libebur128 lays channels out.
  private let weights: [Double]
  private var filters: [BiquadCascade]
  private var filtered: AudioBuffer
  /// The powers of the last 300 steps, in a ring.
  private var powers = [Double](repeating: 0, count: 300)
  private var steps = 0
  /// The mean squares of short-term windows, one every 100 ms, for the loudness range.
  private var shortTerms: [Double] = []
  /// The sums of squares of the step that is being filled, one a channel.
  private var sums: [Double]
  private var filled = 0

  init(sampleRate: SampleRate, channelCount: Int, stepFrames: Int) {
    self.stepFrames = stepFrames
    weights = (0..<channelCount).map { channel in
      switch (channelCount, channel) {
      case (4, 2...3), (5, 3...4), (6..., 4...5): 1.41
      case (6..., 3), (6..., 6...): 0
      default: 1
      }
    }
    filters = Array(
      repeating: BiquadCascade(SlidingLoudness.weighting(at: sampleRate)), count: channelCount)
    sums = [Double](repeating: 0, count: channelCount)
    filtered = AudioBuffer(channelCount: 1, frameCount: stepFrames)
  }

  /// The K-weighting of BS.1770-5, Tables 1 and 2, by bilinear transform for any rate.
  static func weighting(at rate: SampleRate) -> [BiquadCoefficients] {
    let high = 3.999843853973347
    let k = tan(Double.pi * 1681.974450955533 / rate.hertz)
    let q = 0.7071752369554196
    let vh = pow(10, high / 20)
    let vb = pow(vh, 0.4996667741545416)
    let a0 = 1 + k / q + k * k
    let shelf = BiquadCoefficients(
      b0: (vh + vb * k / q + k * k) / a0, b1: 2 * (k * k - vh) / a0,
      b2: (vh - vb * k / q + k * k) / a0, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
    let l = tan(Double.pi * 38.13547087602444 / rate.hertz)
    let p = 0.5003270373238773
    let d = 1 + l / p + l * l
    return [
      shelf,
      BiquadCoefficients(
        b0: 1, b1: -2, b2: 1, a1: 2 * (l * l - 1) / d, a2: (1 - l / p + l * l) / d),
    ]
  }

  /// The loudness of the last 400 ms and 3 s, minus infinity in silence or before there is so much.
  var momentary: Double { loudness(ofLast: 40) }
  var shortTerm: Double { loudness(ofLast: 300) }

  /// Takes in interleaved frames, `[frames][channels]`, that do not cross the end of a step.
  mutating func add(_ interleaved: UnsafePointer<Float>, count: Int) {
    let channels = weights.count
    for channel in 0..<channels where weights[channel] > 0 {
      filtered.withMutableBlock { block in
        let samples = block[0]
        for frame in 0..<count { samples[frame] = interleaved[frame * channels + channel] }
        filters[channel].process(block[frames: 0..<count])
        var power = sums[channel]
        for frame in 0..<count { power += Double(samples[frame]) * Double(samples[frame]) }
        sums[channel] = power
      }
    }
    filled += count
    if filled == stepFrames { endStep() }
  }

  private mutating func endStep() {
    powers[steps % 300] = zip(weights, sums).reduce(0) { $0 + $1.0 * $1.1 }
    steps += 1
    filled = 0
    for channel in sums.indices { sums[channel] = 0 }
    maximumMomentary = max(maximumMomentary, loudness(ofLast: 40))
    maximumShortTerm = max(maximumShortTerm, loudness(ofLast: 300))
    if steps >= 300, steps % 10 == 0 { shortTerms.append(meanSquare(ofLast: 300)) }
  }

  /// The loudness of the last steps, minus infinity in silence or before there are so many.
  private func loudness(ofLast count: Int) -> Double {
    guard steps >= count else { return -.infinity }
    let meanSquare = meanSquare(ofLast: count)
    return meanSquare > 1e-15 ? -0.691 + 10 * log10(meanSquare) : -.infinity
  }

  private func meanSquare(ofLast count: Int) -> Double {
    var total = 0.0
    for index in steps - count..<steps { total += powers[index % 300] }
    return total / Double(count * stepFrames)
  }

  /// The loudness range in LU, EBU Tech 3342: of short-term loudness every 100 ms, above -70 LUFS and above the
  /// power mean of what remains less 20 LU, the 95th less the 10th percentile; 0 where nothing remains.
  var range: Double {
    let absolute = pow(10, (-70 + 0.691) / 10)
    let audible = shortTerms.filter { $0 > absolute }
    let gate = 0.01 * audible.reduce(0, +) / Double(max(1, audible.count))
    let kept = audible.filter { $0 >= gate }.sorted()
    guard let last = kept.indices.last else { return 0 }
    let high = kept[Int((Double(last) * 0.95).rounded())]
    return 10 * log10(high / kept[Int((Double(last) * 0.1).rounded())])
  }
}
