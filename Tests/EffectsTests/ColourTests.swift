import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("ParametricEqualizer")
struct ParametricEqualizerTests {
  @Test(
    "a tone comes out with the gain of the bands",
    arguments: [
      (ParametricEqualizer.Band.highPass(100, order: 2), 100.0, -3.01),
      (.highPass(100, order: 4), 50, -24.1), (.lowPass(1000, order: 2), 1000, -3.01),
      (.peak(1000, gain: 6, quality: 2), 1000, 6), (.lowShelf(200, gain: -4), 40, -4),
      (.highShelf(4000, gain: 5), 16_000, 5),
    ])
  func bands(band: ParametricEqualizer.Band, frequency: Double, expected: Double) {
    let equalizer = ParametricEqualizer([band]).prepared()
    let input = TestSignals.sine(frequency, amplitude: 0.25, frames: 48_000)
    let output = equalizer.applied(to: input, sampleRate: .studio)
    let gain =
      output[frames: 24_000..<48_000].rootMeanSquare
      / input[frames: 24_000..<48_000].rootMeanSquare
    let found = Decibels(gain: Double(gain))?.value ?? -200
    #expect(abs(found - expected) < 0.35)
    let designed = equalizer.gain(at: Hertz(frequency), sampleRate: .studio)?.value ?? -200
    #expect(abs(found - designed) < 0.02)
  }

  @Test("no bands change nothing")
  func none() {
    let input = TestSignals.music(frames: 1000)
    #expect(ParametricEqualizer([]).applied(to: input, sampleRate: .studio) == input)
  }

  @Test("a low-pass beyond the band of the rate is left out")
  func beyond() {
    let input = TestSignals.music(frames: 1000)
    let output = ParametricEqualizer.lowPass(30_000).applied(to: input, sampleRate: .studio)
    #expect(output == input)
  }
}

@Suite("Panner")
struct PannerTests {
  @Test("the centre at full width changes nothing")
  func centre() {
    let input = TestSignals.music(frames: 100)
    let output = Panner(position: 0).applied(to: input, sampleRate: .studio)
    for channel in 0..<2 {
      for frame in 0..<100 {
        #expect(abs(output[channel, frame] - input[channel, frame]) < 1e-6)
      }
    }
  }

  @Test(
    "a central source keeps its power wherever it goes",
    arguments: [-1, -0.6, 0, 0.3, 1], [0, 0.3, 1])
  func power(position: Double, width: Double) {
    let input = AudioBuffer(channels: [[0.5], [0.5]])
    let output = Panner(position: position, width: width).applied(to: input, sampleRate: .studio)
    let power = output[0, 0] * output[0, 0] + output[1, 0] * output[1, 0]
    #expect(abs(power - 0.5) < 1e-5)
  }

  @Test("hard sides are silent on the other side")
  func hard() {
    let input = AudioBuffer(channels: [[0.5], [0.5]])
    let left = Panner(position: -1, width: 0).applied(to: input, sampleRate: .studio)
    #expect(left[1, 0] == 0)
    let right = Panner(position: 2, width: -1).applied(to: input, sampleRate: .studio)
    #expect(abs(right[0, 0]) < 1e-6)
    #expect(right[1, 0] > 0.7)
  }
}

@Suite("StereoWidth")
struct StereoWidthTests {
  @Test("mono hears the same at any width", arguments: [0, 0.5, 1.7])
  func mono(width: Double) {
    let input = TestSignals.music(frames: 4000)
    let output = StereoWidth(width: width).applied(to: input, sampleRate: .studio)
    let (before, after) = (input.mono(), output.mono())
    for frame in 0..<4000 { #expect(abs(before[0, frame] - after[0, frame]) < 1e-6) }
  }

  @Test("the bass goes to the middle, the rest stays wide")
  func bass() {
    func side(_ frequency: Double) -> Float {
      var input = TestSignals.sine(frequency, amplitude: 0.5, frames: 24_000)
      input.withMutableBlock { block in
        for frame in 0..<block.frameCount { block[1][frame] *= -1 }
      }
      let output = StereoWidth(width: 1, monoBelow: 120).applied(to: input, sampleRate: .studio)
      return output[frames: 12_000..<24_000].rootMeanSquare
    }
    #expect(side(40) < 0.05)
    #expect(side(1000) > 0.35)
  }
}

@Suite("Saturation")
struct SaturationTests {
  @Test("a peak of -12 dBFS keeps its level")
  func level() {
    let saturation = Saturation(Saturation.Settings(drive: 12, bias: 0))
    let input = TestSignals.sine(500, amplitude: 0.25, frames: 9600)
    let output = saturation.applied(to: input, sampleRate: .studio)
    #expect(abs(output[frames: 4800..<9600].peak - 0.25) < 0.01)
  }

  @Test("bias adds even harmonics, no bias none")
  func harmonics() {
    func second(_ bias: Double) -> Float {
      let input = TestSignals.sine(1500, amplitude: 0.5, frames: 24_000)
      let output = Saturation(Saturation.Settings(drive: 12, bias: bias)).applied(
        to: input, sampleRate: .studio)
      return Spectrogram(of: output.channel(0), sampleRate: .studio)[30, 128]
    }
    #expect(second(0) < 1e-9)
    #expect(second(0.3) > 1e-5)
  }

  @Test("harmonics do not fold back")
  func aliasing() {
    // The fifth harmonic of 9 kHz lies at 45 kHz, and would fold to 3 kHz.
    let input = TestSignals.sine(9000, amplitude: 0.5, frames: 24_000)
    let output = Saturation(Saturation.Settings(drive: 9, bias: 0)).applied(
      to: input, sampleRate: .studio)
    let spectrogram = Spectrogram(of: output.channel(0), sampleRate: .studio, window: .blackman)
    #expect(spectrogram[30, 128] < spectrogram[30, 384] * 1e-7)
  }

  /// The loudest component below 20 kHz that is no harmonic, against the fundamental, in dB.
  private func alias(
    _ frequency: Int, drive: Double, oversampling: Int? = nil, rate: SampleRate = .studio
  ) -> Double {
    let size = rate.framesPerSecond
    let input = TestSignals.sine(
      Double(frequency), amplitude: 0.5, frames: size + 4800, rate: rate)
    let output = Saturation(
      .init(drive: Decibels(drive), bias: 0.1, oversampling: oversampling)
    ).applied(
      to: input, sampleRate: rate)
    // One second: bins are whole hertz, and so are all foldings of whole frequencies.
    let part = output[frames: 4800..<size + 4800].channel(0)
    let powers = FourierTransform(size: size).forward(part).map(\.power)
    let loudest = (6..<20_000).filter { $0 % frequency != 0 }.map { powers[$0] }.max()
    return 10 * log10(Double(loudest ?? 0) / Double(powers[frequency]))
  }

  @Test(
    "what folds back stays low at the drives that mixes use",
    arguments: [
      (997, 18.0, -85.0), (4999, 9, -88), (4999, 18, -85), (4999, 24, -70), (4999, 30, -80),
    ])
  func folding(frequency: Int, drive: Double, limit: Double) {
    #expect(alias(frequency, drive: drive) < limit)
  }

  @Test("four times the rate would not do for the hardest drives")
  func oversampling() {
    #expect(alias(4999, drive: 30, oversampling: 4) > -60)
  }

  @Test("no mix is the input, in time")
  func dry() {
    let input = TestSignals.music(frames: 2000)
    let output = Saturation(Saturation.Settings(mix: 0)).applied(to: input, sampleRate: .studio)
    #expect(output == input)
  }
}

@Suite("VinylTexture")
struct VinylTextureTests {
  @Test("the hiss has its level, and a seed its own noise")
  func level() {
    let silence = AudioBuffer(frameCount: 48_000)
    let hiss = VinylTexture(hiss: -50, crackle: nil, seed: 1)
    let output = hiss.applied(to: silence, sampleRate: .studio)
    let found = Decibels(gain: Double(output.rootMeanSquare))?.value ?? -200
    #expect(abs(found - (-50)) < 0.2)
    #expect(output == hiss.applied(to: silence, sampleRate: .studio))
    let other = VinylTexture(hiss: -50, crackle: nil, seed: 2)
    #expect(output != other.applied(to: silence, sampleRate: .studio))
  }

  @Test("crackles come as often as asked")
  func crackle() {
    let output = VinylTexture(hiss: nil, crackle: -20, cracklesPerSecond: 5, seed: 7).applied(
      to: AudioBuffer(frameCount: 480_000), sampleRate: .studio)
    #expect(output.peak > 0.02 && output.peak < 0.2)
    #expect(output.rootMeanSquare < 0.005)
  }
}
