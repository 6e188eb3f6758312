import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("FourierTransform")
struct FourierTransformTests {
  @Test("a cosine falls into its bin", arguments: [16, 60, 1024])
  func bin(size: Int) {
    let transform = FourierTransform(size: size)
    let wave = (0..<size).map { Float(cos(2 * Double.pi * 3 * Double($0) / Double(size))) }
    let bins = transform.forward(wave)
    #expect(bins.count == size / 2 + 1)
    for (index, bin) in bins.enumerated() {
      #expect(abs(bin.real - (index == 3 ? Float(size) / 2 : 0)) < 1e-3)
      #expect(abs(bin.imaginary) < 1e-3)
    }
  }

  @Test("the inverse undoes the forward transform; seed 5", arguments: [2, 8, 90, 4096])
  func roundTrip(size: Int) {
    let noise = NoiseGenerator(seed: 5)
    let wave = (0..<size).map { noise.white(at: $0) }
    let transform = FourierTransform(size: size)
    let back = transform.inverse(transform.forward(wave))
    #expect(zip(wave, back).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("energy is kept (Parseval); seed 6")
  func parseval() {
    let noise = NoiseGenerator(seed: 6)
    let wave = (0..<512).map { noise.white(at: $0) }
    let bins = FourierTransform(size: 512).forward(wave)
    let inner = bins[1..<256].reduce(0) { $0 + 2 * $1.power }
    let energy = (inner + bins[0].power + bins[256].power) / 512
    #expect(abs(energy - wave.reduce(0) { $0 + $1 * $1 }) < 0.01)
  }
}

@Suite("Window")
struct WindowTests {
  static let all: [Window] = [.hann, .hamming, .blackman, .kaiser(beta: 8)]

  @Test("windows are symmetric, greatest in the middle", arguments: all)
  func shape(window: Window) {
    let samples = window.samples(65, periodic: false)
    for index in 0..<65 { #expect(abs(samples[index] - samples[64 - index]) < 1e-12) }
    #expect(abs(samples[32] - 1) < 1e-12)
    #expect(samples.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-12 })
  }

  @Test("periodic Hann windows add up to a constant")
  func overlap() {
    let samples = Window.hann.samples(64)
    for index in 0..<32 { #expect(abs(samples[index] + samples[index + 32] - 1) < 1e-12) }
  }

  @Test("tiny windows and places outside")
  func edges() {
    #expect(Window.hann.samples(0).isEmpty)
    #expect(Window.hann.samples(1) == [1])
    #expect(Window.rectangular.value(at: 1.5) == 0)
  }
}

@Suite("Spectrogram")
struct SpectrogramTests {
  @Test("a full-scale sine on a bin reads 0 dB", arguments: [Window.hann, .blackman])
  func scale(window: Window) {
    let frequency = 48_000.0 / 1024 * 50
    let wave = (0..<8192).map { Float(sin(2 * Double.pi * frequency * Double($0) / 48_000)) }
    let spectrogram = Spectrogram(
      of: wave, sampleRate: .studio, size: 1024, hop: 256, window: window)
    #expect(spectrogram.columnCount == 32)
    #expect(abs(spectrogram[16, 50] - 1) < 1e-3)
    #expect(spectrogram.frequency(ofBin: 50) == Hertz(frequency))
    #expect(spectrogram.time(ofColumn: 16) == 4096.0 / 48_000)
    let average = spectrogram.averagePower()
    #expect(average.firstIndex(of: average.max() ?? 0) == 50)
  }

  @Test("no samples give no columns")
  func empty() {
    let spectrogram = Spectrogram(of: [], sampleRate: .studio)
    #expect(spectrogram.columnCount == 0)
    #expect(spectrogram.averagePower().count == 1025)
  }
}
