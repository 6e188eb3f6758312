import Metering
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("LongTermSpectrum")
struct LongTermSpectrumTests {
  static func spectrum(_ samples: [Float], rate: SampleRate = .studio) -> LongTermSpectrum {
    let power = PowerSpectrum(size: 16_384)
    var slicer = FrameSlicer(size: 16_384, hop: 4096, channelCount: 1)
    var spectrum = LongTermSpectrum(sampleRate: rate, size: 16_384)
    let take = { (frame: AudioBlock) in
      power.analyze(frame)
      spectrum.add(power)
    }
    AudioBuffer(channels: [samples]).withReadOnlyBlock { slicer.add($0, take) }
    return spectrum
  }

  @Test("white noise rises by 3 dB an octave and adds up to its power")
  func white() throws {
    let noise = NoiseGenerator(seed: 9)
    let samples = (0..<480_000).map { noise.white(at: $0) * 0.5 }
    let found = LongTermSpectrumTests.spectrum(samples)
    #expect(abs(try #require(found.slope).value - 3.01) < 0.1)
    // A third of the squared amplitude, spread evenly to 24 kHz; the bands reach 17.8 Hz to 22.4 kHz.
    let sum = found.bands.reduce(0) { $0 + $1.power }
    #expect(abs(sum - 0.25 / 3 * (22_387 - 17.8) / 24_000) < 0.002)
    #expect(found.bands.count == 31)
    #expect(abs(try #require(found.centroid).value - 12_000) < 100)
  }

  @Test("a sine lies in its band alone, at its level", arguments: [50.0, 1000, 8000])
  func sine(frequency: Double) throws {
    let samples = (0..<240_000).map {
      Float(0.5 * sin(2 * Double.pi * frequency * Double($0) / 48_000))
    }
    let bands = LongTermSpectrumTests.spectrum(samples).bands
    let loudest = try #require(bands.max { $0.power < $1.power })
    #expect(abs(log2(loudest.frequency.value / frequency)) < 1.0 / 6)
    #expect(abs(10 * log10(loudest.power) + 9.03) < 0.15)
  }

  @Test("bands end below half the sample rate")
  func lowRate() {
    let found = LongTermSpectrumTests.spectrum(
      [Float](repeating: 0, count: 20_000), rate: SampleRate(8_000))
    #expect(found.bands.count == 23)
    #expect(found.slope == nil && found.centroid == nil)
  }
}

@Suite("StereoMeter and DynamicRangeMeter")
struct StereoMeterTests {
  static func noise(_ stream: UInt64, seconds: Int = 4) -> [Float] {
    let noise = NoiseGenerator(seed: 3, stream: stream)
    return (0..<seconds * 48_000).map { noise.white(at: $0) * 0.3 }
  }

  static func read(_ left: [Float], _ right: [Float]) throws -> StereoMeter.Reading {
    var meter = StereoMeter(sampleRate: .studio)
    AudioBuffer(channels: [left, right]).withReadOnlyBlock { meter.add($0) }
    return try #require(meter.reading)
  }

  @Test("one signal on both sides is mono: correlation 1, no width, no loss")
  func mono() throws {
    let wave = StereoMeterTests.noise(1)
    let found = try StereoMeterTests.read(wave, wave)
    #expect(abs(found.correlation - 1) < 1e-9 && abs(found.leastCorrelation - 1) < 1e-9)
    #expect(found.width < 1e-9 && found.balance == 0)
    #expect(abs(try #require(found.monoLoss).value) < 0.01)
  }

  @Test("two strangers: correlation 0, width 1, 3 LU lost in mono")
  func strangers() throws {
    let found = try StereoMeterTests.read(StereoMeterTests.noise(1), StereoMeterTests.noise(2))
    #expect(abs(found.correlation) < 0.02 && abs(found.width - 1) < 0.03)
    #expect(abs(try #require(found.monoLoss).value - 3.01) < 0.1)
  }

  @Test("a second in opposite phase is found, and a softer side tips the balance")
  func phase() throws {
    let left = StereoMeterTests.noise(1)
    let right = left.enumerated().map { index, sample in
      0.5 * (index / 48_000 == 2 ? -sample : sample)
    }
    let found = try StereoMeterTests.read(left, right)
    #expect(abs(found.leastCorrelation + 1) < 1e-6)
    #expect(abs(found.balance - (0.25 - 1) / 1.25) < 1e-6)
    #expect(abs(found.correlation - 0.5) < 0.02)
  }

  @Test("a sine has no dynamic range, a soft one with loud bursts has much")
  func dynamicRange() throws {
    func range(_ gain: (Int) -> Float) -> Decibels? {
      var meter = DynamicRangeMeter(sampleRate: .studio, channelCount: 1)
      let wave = (0..<30 * 48_000).map {
        Float(sin(2 * Double.pi * 440 * Double($0) / 48_000)) * gain($0)
      }
      AudioBuffer(channels: [wave]).withReadOnlyBlock { meter.add($0) }
      return meter.reading
    }
    #expect(abs(try #require(range { _ in 0.5 }).value) < 0.01)
    // A tenth of each second at full level: 10 dB.
    let bursts = try #require(range { $0 % 48_000 < 4800 ? 0.9 : 0 })
    #expect(abs(bursts.value - 10) < 0.1)
    #expect(range { _ in 0 } == nil)
  }
}
