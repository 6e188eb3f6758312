import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("TruePeakLimiter")
struct TruePeakLimiterTests {
  /// Signals that are hard to limit, by name.
  static let hard: [(String, @Sendable (SampleRate) -> AudioBuffer)] = [
    ("white noise", { _ in TestSignals.noise(amplitude: 4, frames: 48_000) }),
    ("drums and pad", { _ in TestSignals.music(frames: 60_000, amplitude: 2.5) }),
    (
      "a quarter of the rate",
      { rate in
        TestSignals.sine(
          rate.hertz / 4, amplitude: 1.41, frames: 24_000, rate: rate, phase: .pi / 4)
      }
    ),
    (
      "near the top of hearing",
      { rate in
        TestSignals.sine(19_000, amplitude: 1.8, frames: 24_000, rate: rate, phase: 0.3)
      }
    ),
    ("bass", { rate in TestSignals.sine(50, amplitude: 3, frames: 48_000, rate: rate) }),
    (
      "full-scale square",
      { _ in
        let wave = (0..<48_000).map { Float($0 / 27 % 2 == 0 ? 1 : -1) }
        return AudioBuffer(channels: [wave, wave])
      }
    ),
    (
      "impulses",
      { _ in
        let wave = (0..<48_000).map { Float($0 % 997 == 0 ? 5 : 0) }
        return AudioBuffer(channels: [wave, wave.map { -$0 }])
      }
    ),
    (
      "random steps",
      { _ in
        let noise = NoiseGenerator(seed: 4)
        let wave = (0..<48_000).map { noise.white(at: $0 / 5) > 0 ? Float(1.5) : -1.5 }
        return AudioBuffer(channels: [wave, wave])
      }
    ),
  ]

  @Test(
    "eight-times interpolation finds nothing above the ceiling",
    arguments: Array(hard.indices), [SampleRate.compactDisc, .studio])
  func ceiling(index: Int, rate: SampleRate) {
    let (name, make) = TruePeakLimiterTests.hard[index]
    let output = TruePeakLimiter(ceiling: -1).applied(
      to: make(rate), sampleRate: rate, extraFrames: 512)
    let peak = Decibels(gain: Double(TruePeakDetector.truePeak(of: output)))?.value ?? -100
    #expect(peak <= -1, "\(name)")
    #expect(peak > -2.2, "\(name) is not pushed further down than needed")
  }

  @Test(
    "the short filter of common meters finds nothing above the ceiling",
    arguments: Array(hard.indices), [SampleRate.compactDisc, .studio])
  func meters(index: Int, rate: SampleRate) {
    let (name, make) = TruePeakLimiterTests.hard[index]
    let output = TruePeakLimiter(ceiling: -1).applied(
      to: make(rate), sampleRate: rate, extraFrames: 512)
    #expect(meterPeak(output) <= -1, "\(name)")
  }

  /// True peak by four times interpolation with 49 taps of a Hann-windowed sinc, as libebur128 measures it.
  private func meterPeak(_ buffer: AudioBuffer) -> Double {
    let taps = (0..<49).map { index in
      let x = Double.pi * Double(index - 24) / 4
      let window = 0.5 - 0.5 * cos(2 * Double.pi * Double(index) / 48)
      return (x == 0 ? 1 : sin(x) / x) * window
    }
    var peak = 0.0
    for channel in 0..<2 {
      let samples = buffer.channel(channel)
      for frame in 12..<samples.count {
        for phase in 0..<4 {
          var sum = 0.0
          for tap in 0..<12 { sum += taps[4 * tap + phase] * Double(samples[frame - tap]) }
          peak = max(peak, abs(sum))
        }
      }
    }
    return 20 * log10(peak)
  }

  @Test("audio under the ceiling passes untouched")
  func transparent() {
    let input = TestSignals.noise(amplitude: 0.3, frames: 20_000)
    var limiter = TruePeakLimiter(ceiling: -1).prepared()
    var buffer = input
    buffer.resize(toFrames: input.frameCount + limiter.latency.count)
    limiter.process(&buffer)
    #expect(buffer[frames: limiter.latency.count..<buffer.frameCount] == input)
    #expect(limiter.maximumReduction == 0)
    #expect(limiter.meanReduction == 0)
  }

  @Test("the gain returns to one exactly after a peak")
  func recovery() {
    var input = TestSignals.sine(1000, amplitude: 0.5, frames: 480_000)
    input[0, 1000] = 3
    let output = TruePeakLimiter(ceiling: -1).applied(to: input, sampleRate: .studio)
    #expect(output[frames: 400_000..<480_000] == input[frames: 400_000..<480_000])
  }

  @Test("it reports its gain reduction")
  func statistics() {
    var limiter = TruePeakLimiter(ceiling: -1).prepared()
    var buffer = TestSignals.sine(1000, amplitude: 2, frames: 96_000)
    limiter.process(&buffer)
    // 2 is +6.02 dBFS; the stages aim at -1.05.
    #expect(abs(limiter.maximumReduction.value - 7.07) < 0.1)
    #expect(abs(limiter.meanReduction.value - 7.07) < 0.3)
    #expect(limiter.shareAboveThreeDecibels > 0.95)
    limiter.reset()
    #expect(limiter.maximumReduction == 0)
  }

  @Test("both sides move together")
  func linked() {
    var input = TestSignals.sine(500, amplitude: 0.5, frames: 20_000)
    input.withMutableBlock { block in
      for frame in 0..<block.frameCount { block[0][frame] *= 4 }
    }
    let output = TruePeakLimiter(ceiling: -1).applied(to: input, sampleRate: .studio)
    for frame in stride(from: 5000, to: 15_000, by: 111) {
      #expect(abs(output[0, frame] - 4 * output[1, frame]) < 1e-5)
    }
  }

  @Test(
    "another interpolation finds at most 0.05 dB above the ceiling", arguments: HardSignals.names,
    Subject.rates)
  func independent(name: String, rate: SampleRate) {
    for ceiling in [-1.0, -9] {
      let output = TruePeakLimiter(ceiling: Decibels(ceiling)).applied(
        to: HardSignals.signal(name, rate), sampleRate: rate, extraFrames: 512)
      let peak = HardSignals.truePeak(output)
      #expect(peak <= ceiling + 0.05, "ceiling \(ceiling)")
      #expect(peak > ceiling - 2, "not pushed further down than needed")
    }
  }
}
