import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Compressor")
struct CompressorTests {
  private func steadyLevel(_ settings: Compressor.Settings, amplitude: Double) -> Double {
    let input = TestSignals.sine(1000, amplitude: amplitude, frames: 96_000)
    let output = Compressor(settings).applied(to: input, sampleRate: .studio)
    let end = output[frames: 72_000..<96_000].rootMeanSquare
    return Decibels(gain: Double(end) * 2.0.squareRoot())?.value ?? -200
  }

  @Test(
    "above the threshold the level grows by the ratio",
    arguments: [(-6.0, 4.0), (-10.0, 4.0), (-6.0, 2.0), (0.0, 10.0)])
  func ratio(level: Double, ratio: Double) {
    let settings = Compressor.Settings(
      threshold: -20, ratio: ratio, knee: 0, attack: 0.005, release: 0.3,
      detector: .rootMeanSquare(seconds: 0.05))
    // The mean square of a sine lies 3.01 dB under its peak.
    let over = level - 3.01 + 20
    let found = steadyLevel(settings, amplitude: Decibels(level).gain)
    #expect(abs(found - (level - over * (1 - 1 / ratio))) < 0.15)
  }

  @Test("below the threshold nothing happens")
  func below() {
    let settings = Compressor.Settings(threshold: -10, ratio: 8, knee: 0, detector: .peak)
    let input = TestSignals.sine(1000, amplitude: 0.2, frames: 9600)
    let output = Compressor(settings).applied(to: input, sampleRate: .studio)
    #expect(output == input)
  }

  @Test("the knee halves the reduction gradually around the threshold")
  func knee() {
    let settings = Compressor.Settings(
      threshold: -20, ratio: 4, knee: 12, attack: 0.005, release: 0.3,
      detector: .rootMeanSquare(seconds: 0.05))
    // At the threshold the parabola gives slope * knee / 8.
    let found = steadyLevel(settings, amplitude: Decibels(-16.99).gain)
    #expect(abs(found - (-16.99 - 0.75 * 12 / 8)) < 0.1)
  }

  @Test("make-up gain and mix are applied")
  func makeUpAndMix() {
    let settings = Compressor.Settings(threshold: 0, ratio: 4, knee: 0, makeUp: 6, mix: 1)
    #expect(abs(steadyLevel(settings, amplitude: 0.1) - (-14)) < 0.01)
    var half = settings
    half.mix = 0
    #expect(abs(steadyLevel(half, amplitude: 0.1) - (-20)) < 0.01)
  }

  @Test("attack and release take their time")
  func times() {
    let settings = Compressor.Settings(
      threshold: -20, ratio: 100, knee: 0, attack: 0.05, release: 0.2, detector: .peak)
    var compressor = Compressor(settings).prepared()
    var loud = AudioBuffer(
      channels: Array(repeating: [Float](repeating: 1, count: 24_000), count: 2))
    compressor.process(&loud)
    // After one time constant 63 % of the 19.8 dB: 12.5 dB.
    let early = Decibels(gain: Double(loud[0, 2400]))?.value ?? 0
    #expect(abs(early - (-12.5)) < 0.3)
    #expect(abs(compressor.maximumReduction.value - 19.8) < 0.2)
    var quiet = AudioBuffer(
      channels: Array(repeating: [Float](repeating: 0.01, count: 48_000), count: 2))
    compressor.process(&quiet)
    #expect(abs(quiet[0, 47_999] - 0.01) < 0.000_3)
    let later = Decibels(gain: Double(quiet[0, 9600] / 0.01))?.value ?? 0
    #expect(later < -6 && later > -10)
  }

  @Test("a side chain ducks another signal")
  func sidechain() {
    var compressor = Compressor(
      Compressor.Settings(threshold: -20, ratio: 10, attack: 0.001, detector: .peak)
    ).prepared()
    var pad = TestSignals.sine(300, amplitude: 0.05, frames: 9600)
    var kick = TestSignals.sine(60, amplitude: 1, frames: 9600)
    pad.withMutableBlock { padBlock in
      kick.withMutableBlock { compressor.process(padBlock, sidechain: $0) }
    }
    #expect(pad[frames: 4800..<9600].peak < 0.02)
    #expect(kick.peak > 0.99)
  }

  @Test("settings survive a round trip through their values")
  func settings() {
    #expect(Compressor().settings == Compressor.Settings())
  }

  @Test("the automatic make-up gives back what was taken on average", arguments: [-30.0, -20])
  func makesUp(threshold: Double) {
    let settings = Compressor.Settings(
      threshold: Decibels(threshold), ratio: 3, attack: 0.005, release: 0.3, makesUp: true)
    let input = TestSignals.sine(1000, amplitude: 0.5, frames: 720_000)
    var compressor = Compressor(settings).prepared()
    var output = input
    compressor.process(&output)
    #expect(compressor.meanReduction > 5)
    #expect(
      abs(TestSignals.change(from: input, to: output, over: 672_000..<720_000)) < 0.1)
    #expect(abs(compressor.presentMakeUp.value - compressor.maximumReduction.value) < 0.1)
  }

  @Test("the range is the most that is taken")
  func range() {
    let settings = Compressor.Settings(
      threshold: -40, ratio: 10, attack: 0.005, release: 0.3, range: 4)
    #expect(abs(steadyLevel(settings, amplitude: 0.5) - (-6.02 - 4)) < 0.02)
  }

  @Test("what lies below `listensAbove` moves nothing")
  func listensAbove() {
    var settings = Compressor.Settings(threshold: -30, ratio: 4, knee: 0, detector: .peak)
    let bass = TestSignals.sine(40, amplitude: 0.5, frames: 48_000)
    func change() -> Double {
      TestSignals.change(
        from: bass, to: Compressor(settings).applied(to: bass, sampleRate: .studio),
        over: 36_000..<48_000)
    }
    #expect(change() < -15)
    settings.listensAbove = 400
    #expect(abs(change()) < 0.01)
  }

  @Test("the crest factor sets the times: slow for tones, quick for drums")
  func crestFactor() {
    let settings = Compressor.Settings(
      threshold: -30, ratio: 4, knee: 0, attack: 0.08, release: 1, detector: .peak,
      timing: .byCrestFactor)
    /// The greatest difference of gain in dB over the last eighth, against fixed times.
    func difference(_ input: AudioBuffer, attack: Double, release: Double) -> Double {
      var fixed = settings
      fixed.timing = .fixed
      (fixed.attack, fixed.release) = (attack, release)
      let found = Compressor(settings).applied(to: input, sampleRate: .studio)
      let expected = Compressor(fixed).applied(to: input, sampleRate: .studio)
      let loud = (336_000..<384_000).filter { input[0, $0] > 0.1 }
      return loud.map { abs(20 * log10(Double(found[0, $0] / expected[0, $0]))) }.max() ?? 100
    }
    // A sine has a squared crest factor of 2, one frame in a hundred has one of 100.
    let tone = TestSignals.sine(30, amplitude: 0.5, frames: 384_000)
    #expect(difference(tone, attack: 0.08, release: 0.92) < 0.1)
    #expect(difference(tone, attack: 0.001_6, release: 0.018_4) > 1)
    let clicks = (0..<384_000).map { Float($0 % 100 == 0 ? 0.5 : 0.000_5) }
    let drums = AudioBuffer(channels: [clicks, clicks])
    #expect(difference(drums, attack: 0.001_6, release: 0.018_4) < 0.1)
    #expect(difference(drums, attack: 0.08, release: 0.92) > 0.5)
  }
}
