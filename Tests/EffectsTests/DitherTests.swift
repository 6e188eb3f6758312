import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Dither")
struct DitherTests {
  private static let step = 1.0 / 32_768

  /// What a dither of 16 bits adds to a signal, in steps.
  private func error(_ input: AudioBuffer, _ dither: Dither, rate: SampleRate = .studio) -> [Double]
  {
    let output = dither.applied(to: input, sampleRate: rate)
    return (0..<input.frameCount).map {
      (Double(output[0, $0]) - Double(input[0, $0])) / DitherTests.step
    }
  }

  private func power(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }

  @Test("the noise of 16 bits is -96.33 dB, a quarter of a squared step")
  func level() {
    let found = error(
      TestSignals.sine(997, amplitude: 0.5, frames: 480_000), Dither(seed: 1))
    let decibels = 10 * log10(power(found)) + 20 * log10(DitherTests.step)
    #expect(abs(decibels + 96.33) < 0.02)
    #expect(abs(found.reduce(0, +) / Double(found.count)) < 0.003)
  }

  @Test("the noise knows nothing of the signal", arguments: [0.0, 0.1, 0.25, 0.5, 0.75])
  func modulation(offset: Double) {
    // Without dither the error of a constant would be the same each time, without triangular dither its power
    // would depend on where between two steps the constant lies.
    let level = Float((100 + offset) * DitherTests.step)
    let constant = [Float](repeating: level, count: 200_000)
    let found = error(AudioBuffer(channels: [constant, constant]), Dither(seed: 2))
    #expect(abs(found.reduce(0, +) / Double(found.count)) < 0.005)
    #expect(abs(power(found) - 0.25) < 0.004)
  }

  @Test("a tone below the last bit is still there, and without harmonics")
  func belowTheLastBit() {
    // -100 dB is 0.33 steps: plain rounding would give silence.
    let tone = TestSignals.sine(937.5, amplitude: Decibels(-100).gain, frames: 480_000)
    let output = Dither(seed: 3).applied(to: tone, sampleRate: .studio)
    func amplitude(_ frequency: Double) -> Double {
      var (real, imaginary) = (0.0, 0.0)
      for frame in 0..<480_000 {
        let angle = 2 * Double.pi * frequency * Double(frame) / 48_000
        real += Double(output[0, frame]) * cos(angle)
        imaginary += Double(output[0, frame]) * sin(angle)
      }
      return 20 * log10((real * real + imaginary * imaginary).squareRoot() / 240_000)
    }
    #expect(abs(amplitude(937.5) + 100) < 0.5)
    #expect(amplitude(3 * 937.5) < -130)
  }

  @Test("samples are whole steps within full scale", arguments: [8, 16, 20, 24])
  func steps(bits: Int) {
    let output = Dither(bits: bits, shaping: .weighted, seed: 4).applied(
      to: TestSignals.noise(amplitude: 1.3, frames: 20_000), sampleRate: .studio)
    let scale = Float(1 << (bits - 1))
    #expect(
      output.samples.allSatisfy { ($0 * scale).rounded() == $0 * scale && $0 >= -1 && $0 < 1 })
  }

  /// The noise between two frequencies in dB against white dither.
  private func noise(
    _ shaping: Dither.Shaping, _ range: ClosedRange<Double>, _ rate: SampleRate
  ) -> Double {
    let input = TestSignals.sine(997, amplitude: 0.5, frames: 200_000, rate: rate)
    func power(_ shaping: Dither.Shaping) -> Double {
      let found = error(input, Dither(shaping: shaping, seed: 5), rate: rate).map { Float($0) }
      let spectrogram = Spectrogram(of: found, sampleRate: rate)
      return spectrogram.averagePower().enumerated().reduce(0.0) { sum, bin in
        range.contains(spectrogram.frequency(ofBin: bin.offset).value)
          ? sum + Double(bin.element) : sum
      }
    }
    return 10 * log10(power(shaping) / power(.none))
  }

  @Test("shaping takes the noise away where the ear is sharpest", arguments: Subject.rates)
  func shaping(rate: SampleRate) {
    #expect(noise(.weighted, 2_500...4_500, rate) < -18)
    #expect(noise(.weighted, 200...10_000, rate) < -8)
    #expect(noise(.gentle, 200...2_000, rate) < -10)
    #expect(noise(.weighted, 0...48_000, rate) < 20)
  }

  @Test("a seed has its own noise, and a channel too")
  func seeds() {
    let input = TestSignals.sine(440, amplitude: 0.3, frames: 4000)
    func output(_ seed: UInt64) -> AudioBuffer {
      Dither(seed: seed).applied(to: input, sampleRate: .studio)
    }
    #expect(output(1) == output(1))
    #expect(output(1) != output(2))
    #expect(output(1).channel(0) != output(1).channel(1))
  }

  @Test("pauses of a few zeros are dithered, silence is silent")
  func pauses() {
    var input = TestSignals.sine(440, amplitude: 0.3, frames: 20_000)
    input.withMutableBlock { block in
      for channel in 0..<2 {
        (block[channel] + 1000).update(repeating: 0, count: 500)
        (block[channel] + 5000).update(repeating: 0, count: 10_000)
      }
    }
    let output = Dither(seed: 6).applied(to: input, sampleRate: .studio)
    #expect(output[frames: 1000..<1500].peak > 0)
    #expect(output[frames: 7500..<15_000].peak == 0)
    #expect(output[frames: 15_000..<20_000].peak > 0.2)
  }
}
