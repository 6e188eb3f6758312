import Metering
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The true-peak cases of EBU Tech 3341, table 1: tolerance +0.2 and -0.4 dB.
///
/// Both meters of the program are held to them: libebur128 behind `LoudnessMeter`, and the interpolation that
/// the limiter sees.
@Suite("EBU Tech 3341, true peak")
struct TruePeakCaseTests {
  static let rates = [SampleRate.compactDisc, .studio, SampleRate(96_000)]

  struct Sine: Sendable, CustomTestStringConvertible {
    var number: Int
    var divisor: Double
    var amplitude: Double
    var degrees: Double
    var expected: Double
    var testDescription: String { "case \(number): fs/\(divisor), \(degrees) degrees" }
  }

  static let sines = [
    Sine(number: 15, divisor: 4, amplitude: 0.5, degrees: 0, expected: -6),
    Sine(number: 16, divisor: 4, amplitude: 0.5, degrees: 45, expected: -6),
    Sine(number: 17, divisor: 6, amplitude: 0.5, degrees: 60, expected: -6),
    Sine(number: 18, divisor: 8, amplitude: 0.5, degrees: 67.5, expected: -6),
    Sine(number: 19, divisor: 4, amplitude: 1.41, degrees: 45, expected: 3),
  ]

  static func check(_ wave: [Float], rate: SampleRate, expected: Double, name: String) throws {
    let buffer = AudioBuffer(channels: [wave, wave])
    let reading = LoudnessMeter.measure(buffer, sampleRate: rate, measures: .truePeak)
    let meter = try #require(reading.truePeak).value
    #expect(meter <= expected + 0.2 && meter >= expected - 0.4, "meter, \(name)")
    let own = try #require(Decibels(gain: Double(TruePeakDetector.truePeak(of: buffer)))).value
    #expect(own <= expected + 0.2 && own >= expected - 0.4, "interpolation, \(name)")
  }

  @Test("cases 15 to 19: sines whose peaks lie between samples", arguments: sines, rates)
  func sine(item: Sine, rate: SampleRate) throws {
    let count = rate.framesPerSecond / 2
    let fade = rate.framesPerSecond / 100
    let wave = (0..<count).map { frame in
      let envelope = min(1, Double(min(frame, count - 1 - frame)) / Double(fade))
      let phase = 2 * Double.pi * (Double(frame) / item.divisor + item.degrees / 360)
      return Float(item.amplitude * envelope * sin(phase))
    }
    try TruePeakCaseTests.check(
      wave, rate: rate, expected: item.expected, name: item.testDescription)
  }

  @Test(
    "cases 20 to 23: one loud period in a sine, four times oversampled, brought down at four offsets",
    arguments: 0..<4, rates)
  func transient(offset: Int, rate: SampleRate) throws {
    // At four times the rate: fs/6 at 0.5, and one period of fs/4 at 1 that joins in phase.
    let (slow, fast) = (24, 16)
    let count = rate.framesPerSecond
    let start = slow * (count / 2 / slow)
    let wave = (0..<count).map { frame -> Double in
      if frame < start { return 0.5 * sin(2 * Double.pi * Double(frame) / Double(slow)) }
      if frame < start + fast {
        return sin(2 * Double.pi * Double(frame - start) / Double(fast))
      }
      return 0.5 * sin(2 * Double.pi * Double(frame - start - fast) / Double(slow))
    }
    // The low-pass in front of the decimation: a sinc to fs/2 under a Kaiser window.
    let reach = 256
    let taper = Window.kaiser(beta: 9).samples(2 * reach + 1, periodic: false)
    let taps = (-reach...reach).map { place -> Double in
      let x = Double.pi * Double(place) / 4
      return taper[place + reach] * (place == 0 ? 1 : sin(x) / x) / 4
    }
    let low = stride(from: offset + reach, to: count - reach, by: 4).map { middle in
      Float(
        taps.indices.reduce(0.0) { sum, tap in sum + taps[tap] * wave[middle + tap - reach] })
    }
    try TruePeakCaseTests.check(low, rate: rate, expected: 0, name: "case \(20 + offset)")
  }
}
