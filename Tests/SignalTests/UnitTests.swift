import Signal
import Testing

@Suite("Units")
struct UnitTests {
  @Test("decibels and gains agree", arguments: [(0.0, 1.0), (20, 10), (-20, 0.1), (6.0206, 2)])
  func decibels(level: Double, gain: Double) throws {
    #expect(abs(Decibels(level).gain - gain) < 1e-4)
    #expect(abs(try #require(Decibels(gain: gain)).value - level) < 1e-4)
    #expect(abs(try #require(Decibels(power: gain * gain)).value - level) < 1e-4)
    #expect(abs(Decibels(level).power - gain * gain) < 1e-2)
  }

  @Test("silence and nonsense have no level", arguments: [0, -1, Double.nan, .infinity])
  func noLevel(gain: Double) {
    #expect(Decibels(gain: gain) == nil)
    #expect(Decibels(power: gain) == nil)
  }

  @Test("levels add, loudnesses differ by levels")
  func arithmetic() {
    var level: Decibels = 3
    level += 2.5
    level -= 1
    #expect(level == 4.5)
    #expect(-level * 2 == -9)
    #expect(LUFS(-14) - LUFS(-20) == Decibels(6))
    #expect(LUFS(-20) + 6 == LUFS(-14))
    #expect(LUFS(-14) - Decibels(6) == LUFS(-20))
    #expect(Hertz(440) * 2 / 440.0 == 2)
    #expect(Hertz(880) / Hertz(440) == 2)
    #expect(Frames(3) + 4 - 2 == 5 && Frames(3) * 2 == 6)
    #expect([Decibels(1), -2, 0].sorted() == [-2, 0, 1])
  }

  @Test("frames and seconds agree")
  func time() {
    #expect(SampleRate.studio.frames(in: 0.5) == 24_000)
    #expect(Frames(22_050).seconds(at: .compactDisc) == 0.5)
    #expect(SampleRate.studio.nyquist == 24_000)
  }

  @Test("units print themselves")
  func description() {
    #expect("\(Decibels(-6.04))" == "-6.0 dB")
    #expect("\(Decibels(-0.04))" == "0.0 dB")
    #expect("\(LUFS(-14.26))" == "-14.3 LUFS")
    #expect("\(Hertz(440))" == "440.0 Hz")
    #expect("\(SampleRate.studio)" == "48000 Hz")
    #expect("\(Frames(1)), \(Frames(2))" == "1 frame, 2 frames")
    #expect("\(Decibels(-.infinity))" == "-inf dB")
  }
}

@Suite("NoiseGenerator")
struct NoiseGeneratorTests {
  @Test("white noise is flat, centred and bounded; seed 11")
  func white() {
    let noise = NoiseGenerator(seed: 11)
    let values = (0..<100_000).map { noise.white(at: $0) }
    let mean = values.reduce(0, +) / 100_000
    let power = values.reduce(0) { $0 + $1 * $1 } / 100_000
    #expect(abs(mean) < 0.01)
    #expect(abs(power - 1 / 3) < 0.01)
    #expect(values.allSatisfy { $0 >= -1 && $0 < 1 })
  }

  @Test("triangular noise has half the power; seed 12")
  func triangular() {
    let noise = NoiseGenerator(seed: 12)
    let values = (0..<100_000).map { noise.triangular(at: $0) }
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 100_000 - 1 / 6) < 0.005)
    #expect(values.allSatisfy { $0.magnitude <= 1 })
  }

  @Test("seeds and streams are independent; equal ones are equal")
  func streams() {
    let first = NoiseGenerator(seed: 1)
    #expect(first.bits(at: 5) == NoiseGenerator(seed: 1).bits(at: 5))
    for other in [NoiseGenerator(seed: 2), NoiseGenerator(seed: 1, stream: 1)] {
      let product = (0..<10_000).reduce(Float(0)) { $0 + first.white(at: $1) * other.white(at: $1) }
      #expect(abs(product / 10_000) < 0.02)
    }
  }
}
