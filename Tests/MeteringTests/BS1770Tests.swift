import Metering
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Signals after ITU-R BS.2217, which accompanies BS.1770: tolerance 0.1 LU.
///
/// The files themselves are not at hand; what they test is synthesised: frequencies, channels and gates.
@Suite("ITU-R BS.1770")
struct BS1770Tests {
  static let rates = [SampleRate.compactDisc, .studio, SampleRate(96_000)]

  /// A sine of some seconds at a level in dBFS.
  static func wave(
    _ frequency: Double, _ level: Double, seconds: Double, rate: SampleRate
  ) -> [Float] {
    let amplitude = pow(10, level / 20)
    return (0..<rate.frames(in: seconds).count).map {
      Float(amplitude * sin(2 * Double.pi * frequency * Double($0) / rate.hertz))
    }
  }

  static func integrated(_ channels: [[Float]], rate: SampleRate) throws -> Double {
    let reading = LoudnessMeter.measure(
      AudioBuffer(channels: channels), sampleRate: rate, measures: .integrated)
    return try #require(reading.integrated).value
  }

  @Test("a full-scale sine of 997 Hz in one channel reads -3.01 LKFS", arguments: rates)
  func calibration(rate: SampleRate) throws {
    let wave = BS1770Tests.wave(997, 0, seconds: 3, rate: rate)
    let silence = [Float](repeating: 0, count: wave.count)
    for channels in [[wave], [wave, silence], [silence, wave]] {
      let found = try BS1770Tests.integrated(channels, rate: rate)
      #expect(abs(found + 3.01) <= 0.02)
    }
  }

  /// The weighting's gain in dB at 48 kHz, computed from tables 1 and 2 of the recommendation.
  static let gains: [(frequency: Double, gain: Double)] = [
    (25, gain(25)), (100, gain(100)), (500, gain(500)), (1000, gain(1000)), (2000, gain(2000)),
    (10_000, gain(10_000)),
  ]

  static func gain(_ frequency: Double) -> Double {
    let shelf = BiquadCoefficients(
      b0: 1.53512485958697, b1: -2.69169618940638, b2: 1.19839281085285,
      a1: -1.69065929318241, a2: 0.73248077421585)
    let highPass = BiquadCoefficients(
      b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621)
    let product =
      shelf.gain(at: Hertz(frequency), sampleRate: .studio)
      * highPass.gain(at: Hertz(frequency), sampleRate: .studio)
    return 20 * log10(product)
  }

  @Test(
    "sines from 25 Hz to 10 kHz whose loudness is -23 and -24 LKFS", arguments: 0..<6, rates)
  func frequencies(index: Int, rate: SampleRate) throws {
    let (frequency, gain) = BS1770Tests.gains[index]
    for target in [-23.0, -24] {
      // Two channels of a sine of level p: p - 0.691 + gain.
      let wave = BS1770Tests.wave(frequency, target + 0.691 - gain, seconds: 10, rate: rate)
      let found = try BS1770Tests.integrated([wave, wave], rate: rate)
      #expect(abs(found - target) <= 0.1, "\(frequency) Hz at \(target)")
    }
  }

  @Test("each channel of 5.1 has its weight, and the effects channel none", arguments: rates)
  func channels(rate: SampleRate) throws {
    let silence = [Float](repeating: 0, count: 5 * rate.framesPerSecond)
    let wave = BS1770Tests.wave(997, -20, seconds: 5, rate: rate)
    for (channel, gain) in [(0, 0.0), (1, 0), (2, 0), (4, 1.49), (5, 1.49)] {
      var channels = Array(repeating: silence, count: 6)
      channels[channel] = wave
      // The low frequencies are loud and count for nothing.
      channels[3] = BS1770Tests.wave(50, -6, seconds: 5, rate: rate)
      let found = try BS1770Tests.integrated(channels, rate: rate)
      #expect(abs(found - (-23.01 + gain)) <= 0.1, "channel \(channel)")
    }
  }

  @Test("what lies below -70 LKFS is not counted, what lies above is", arguments: rates)
  func absoluteGate(rate: SampleRate) throws {
    let loud = tones([Tone(20, -69.5), Tone(20, -72)], rate: rate)
    let found = LoudnessMeter.measure(loud, sampleRate: rate, measures: .integrated)
    #expect(abs(try #require(found.integrated).value + 69.5) <= 0.1)
    let quiet = LoudnessMeter.measure(
      tones([Tone(20, -71)], rate: rate), sampleRate: rate, measures: .integrated)
    #expect(quiet.integrated == nil)
  }

  @Test("what lies 10 LU below the mean is not counted, what lies above is", arguments: rates)
  func relativeGate(rate: SampleRate) throws {
    // The mean of both is -13.0: -23.5 falls below its gate at -23.0.
    let gated = LoudnessMeter.measure(
      tones([Tone(20, -10), Tone(20, -23.5)], rate: rate), sampleRate: rate,
      measures: .integrated)
    #expect(abs(try #require(gated.integrated).value + 10) <= 0.1)
    // -19 stays: 10 log10((10^-1 + 10^-1.9) / 2) = -12.50.
    let counted = LoudnessMeter.measure(
      tones([Tone(20, -10), Tone(20, -19)], rate: rate), sampleRate: rate, measures: .integrated)
    #expect(abs(try #require(counted.integrated).value + 12.5) <= 0.1)
  }
}
