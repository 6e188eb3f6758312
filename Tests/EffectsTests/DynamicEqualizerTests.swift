import Effects
import Signal
import Testing

@Suite("DynamicEqualizer")
struct DynamicEqualizerTests {
  private let band = DynamicEqualizer.Band(
    frequency: 1000, quality: 2, range: -12, threshold: -30, ratio: 4, knee: 0, attack: 0.002,
    release: 0.5, detector: .peak)

  /// The steady change in dB of a tone.
  private func change(_ band: DynamicEqualizer.Band, frequency: Double, level: Double) -> Double {
    let input = TestSignals.sine(frequency, amplitude: Decibels(level).gain, frames: 96_000)
    let output = DynamicEqualizer([band]).applied(to: input, sampleRate: .studio)
    return TestSignals.change(from: input, to: output, over: 72_000..<96_000)
  }

  @Test(
    "a tone in the band falls by the curve of its ratio",
    arguments: [(-35.0, 0.0), (-26, -3), (-22, -6), (-14, -12), (-6, -12)])
  func falls(level: Double, expected: Double) {
    #expect(abs(change(band, frequency: 1000, level: level) - expected) < 0.15)
  }

  @Test("a tone elsewhere passes bit for bit, however loud")
  func elsewhere() {
    let input = TestSignals.sine(60, amplitude: 0.4, frames: 48_000)
    #expect(DynamicEqualizer([band]).applied(to: input, sampleRate: .studio) == input)
  }

  @Test("a positive range brings out")
  func rises() {
    var up = band
    up.range = 6
    #expect(abs(change(up, frequency: 1000, level: -14) - 6) < 0.1)
    #expect(abs(change(up, frequency: 1000, level: -40)) < 0.01)
  }

  @Test(
    "a band moved all the way is the equalizer's band",
    arguments: [
      DynamicEqualizer.Shape.bell, .lowShelf, .highShelf,
    ])
  func sameFilter(shape: DynamicEqualizer.Shape) {
    var moved = band
    (moved.shape, moved.gain, moved.range, moved.quality) = (shape, 2, -8, 0.7)
    let still: ParametricEqualizer.Band =
      switch shape {
      case .bell: .peak(1000, gain: -6, quality: 0.7)
      case .lowShelf: .lowShelf(1000, gain: -6, quality: 0.7)
      case .highShelf: .highShelf(1000, gain: -6, quality: 0.7)
      }
    let input = TestSignals.noise(amplitude: 0.3, frames: 48_000)
    let key = TestSignals.sine(1000, amplitude: 1, frames: 48_000)
    let output = DynamicEqualizer([moved]).applied(to: input, key: key, sampleRate: .studio)
    let expected = ParametricEqualizer([still]).applied(to: input, sampleRate: .studio)
    for frame in stride(from: 24_000, to: 48_000, by: 7) {
      #expect(abs(output[0, frame] - expected[0, frame]) < 1e-4)
    }
  }

  @Test("a key makes room: the pad falls only while the voice sounds")
  func room() {
    let pad = TestSignals.sine(1000, amplitude: 0.1, frames: 96_000)
    var voice = TestSignals.sine(900, amplitude: 0.5, frames: 48_000)
    voice.resize(toFrames: 96_000)
    var quick = band
    quick.release = 0.05
    let output = DynamicEqualizer([quick]).applied(to: pad, key: voice, sampleRate: .studio)
    #expect(TestSignals.change(from: pad, to: output, over: 24_000..<48_000) < -11)
    #expect(abs(TestSignals.change(from: pad, to: output, over: 72_000..<96_000)) < 0.01)
  }

  @Test("it says how far its bands moved")
  func movements() {
    var other = band
    other.frequency = 8000
    var equalizer = DynamicEqualizer([band, other]).prepared()
    var buffer = TestSignals.sine(1000, amplitude: Decibels(-22).gain, frames: 48_000)
    equalizer.process(&buffer)
    #expect(abs(equalizer.movements[0].value - 6) < 0.15)
    #expect(equalizer.movements[1] == 0)
    equalizer.reset()
    #expect(equalizer.movements[0] == 0)
  }

  @Test("a gain that moves makes no clicks")
  func smooth() {
    // Bursts of a key switch 12 dB; a steady tone under them has no step above its own slope.
    let tone = TestSignals.sine(1000, amplitude: 0.25, frames: 48_000)
    var key = TestSignals.sine(1000, amplitude: 0.8, frames: 48_000)
    key.withMutableBlock { block in
      for frame in 0..<block.frameCount where frame / 4800 % 2 == 1 {
        (block[0][frame], block[1][frame]) = (0, 0)
      }
    }
    let output = DynamicEqualizer([band]).applied(to: tone, key: key, sampleRate: .studio)
    let step = (1..<48_000).map { abs(output[0, $0] - output[0, $0 - 1]) }.max() ?? 0
    #expect(step < 0.25 * 2 * Float.pi * 1000 / 48_000 * 1.02)
  }
}
