import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("MultibandCompressor")
struct MultibandCompressorTests {
  private func level(_ bands: [MultibandCompressor.Band], at frequency: Double) -> Double {
    let input = TestSignals.sine(frequency, amplitude: 0.25, frames: 48_000)
    let output = MultibandCompressor(bands).applied(to: input, sampleRate: .studio)
    return TestSignals.change(from: input, to: output, over: 24_000..<48_000)
  }

  @Test(
    "at rest every frequency keeps its level",
    arguments: [30.0, 150, 300, 900, 2500, 5000, 15_000])
  func flat(frequency: Double) {
    let bands: [MultibandCompressor.Band] = [
      .init(from: 0, compressor: nil), .init(from: 150, compressor: nil),
      .init(from: 900, compressor: .init(threshold: 0, knee: 0)),
      .init(from: 5000, compressor: nil),
    ]
    #expect(abs(level(bands, at: frequency)) < 0.001)
  }

  @Test("each side of an edge is 6 dB down there and falls by 24 dB an octave")
  func slopes() {
    let low: [MultibandCompressor.Band] = [
      .init(from: 0, compressor: nil), .init(from: 1000, compressor: nil, gain: -200),
    ]
    #expect(abs(level(low, at: 1000) + 6.02) < 0.01)
    #expect(abs(level(low, at: 125)) < 0.01)
    // Two octaves above, 48 dB, and a little more by the bilinear transform.
    #expect(abs(level(low, at: 4000) + 48.7) < 0.7)
  }

  @Test("a bass is held and what lies above stays")
  func bass() {
    let bands: [MultibandCompressor.Band] = [
      .init(
        from: 0,
        compressor: .init(
          threshold: -30, ratio: 4, knee: 0, release: 0.5,
          detector: .rootMeanSquare(seconds: 0.1))),
      .init(from: 250, compressor: nil),
    ]
    // A sine of amplitude 1/4 has -15.05 dB: 14.95 above, three quarters of them taken.
    #expect(abs(level(bands, at: 50) + 11.2) < 0.25)
    #expect(abs(level(bands, at: 3000)) < 0.01)
  }

  @Test("a key moves the bands that it sounds in")
  func key() {
    let bands: [MultibandCompressor.Band] = [
      .init(from: 0, compressor: .init(threshold: -40, ratio: 10)),
      .init(from: 250, compressor: .init(threshold: -40, ratio: 10)),
    ]
    var kick = TestSignals.sine(50, amplitude: 0.8, frames: 48_000)
    kick.fadeIn(frames: 4800)
    func change(_ frequency: Double) -> Double {
      let input = TestSignals.sine(frequency, amplitude: 0.01, frames: 48_000)
      let output = MultibandCompressor(bands).applied(to: input, key: kick, sampleRate: .studio)
      return TestSignals.change(from: input, to: output, over: 24_000..<48_000)
    }
    #expect(change(80) < -20)
    #expect(abs(change(4000)) < 0.05)
  }

  @Test("it reports each band")
  func reports() {
    var effect = MultibandCompressor([
      .init(from: 500, compressor: nil), .init(from: 0, compressor: .init(threshold: -30)),
    ]).prepared()
    var buffer = TestSignals.sine(60, amplitude: 0.5, frames: 48_000)
    effect.process(&buffer)
    #expect(effect.bands.map(\.from) == [0, 500])
    #expect(effect.maximumReductions[0] > 5 && effect.maximumReductions[1] == 0)
    #expect(effect.meanReductions[0] > 4)
  }
}

@Suite("StereoWidth that keeps the image")
struct StereoImageTests {
  /// The level of the right side against the left of a tone that is panned hard left.
  private func leak(_ frequency: Double, keepsImage: Bool) -> Double {
    var input = TestSignals.sine(frequency, amplitude: 0.5, frames: 48_000)
    input.withMutableBlock { $0[1].update(repeating: 0, count: $0.frameCount) }
    let output = StereoWidth(width: 1, monoBelow: 120, keepsImage: keepsImage).applied(
      to: input, sampleRate: .studio)
    let part = output[frames: 24_000..<48_000]
    let (left, right) = (part.channel(0), part.channel(1))
    func power(_ side: [Float]) -> Double { side.reduce(0) { $0 + Double($1) * Double($1) } }
    return 10 * log10(power(right) / power(left))
  }

  @Test("what is panned an octave above the corner stays on its side")
  func image() {
    #expect(leak(240, keepsImage: true) < -25)
    #expect(leak(240, keepsImage: false) > -12)
    #expect(leak(1000, keepsImage: true) < -60)
    #expect(leak(30, keepsImage: true) > -0.5)
  }

  @Test("mono hears every frequency as loud as before", arguments: [30.0, 90, 120, 300, 4000])
  func mono(frequency: Double) {
    let input = TestSignals.sine(frequency, amplitude: 0.4, frames: 48_000)
    let output = StereoWidth(width: 1.5, monoBelow: 120, keepsImage: true).applied(
      to: input, sampleRate: .studio)
    let change = TestSignals.change(
      from: input.mono(), to: output.mono(), over: 24_000..<48_000)
    #expect(abs(change) < 0.001)
  }
}
