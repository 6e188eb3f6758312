import Metering
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A piece of a test signal: seconds at a peak level in dBFS.
struct Tone: Sendable {
  var seconds: Double
  var level: Double

  init(_ seconds: Double, _ level: Double) {
    self.seconds = seconds
    self.level = level
  }
}

/// A 1 kHz sine whose level steps, continuous in phase, as EBU Tech 3341 and 3342 ask for.
func tones(_ pieces: [Tone], rate: SampleRate, channels: Int = 2) -> AudioBuffer {
  var wave: [Float] = []
  for piece in pieces {
    let amplitude = pow(10, piece.level / 20)
    for _ in 0..<rate.frames(in: piece.seconds).count {
      wave.append(
        Float(amplitude * sin(2 * Double.pi * 1000 * Double(wave.count) / rate.hertz)))
    }
  }
  return AudioBuffer(channels: Array(repeating: wave, count: channels))
}

@Suite("LoudnessMeter")
struct LoudnessMeterTests {
  static let rates = [SampleRate.compactDisc, .studio]

  @Test("EBU Tech 3341 cases 1 and 2: a steady tone", arguments: [-23.0, -33.0], rates)
  func steady(level: Double, rate: SampleRate) throws {
    let reading = LoudnessMeter.measure(tones([Tone(20, level)], rate: rate), sampleRate: rate)
    #expect(abs(try #require(reading.integrated).value - level) <= 0.1)
    #expect(abs(try #require(reading.maximumMomentary).value - level) <= 0.1)
    #expect(abs(try #require(reading.maximumShortTerm).value - level) <= 0.1)
    #expect(abs(try #require(reading.samplePeak).value - level) <= 0.01)
  }

  @Test(
    "EBU Tech 3341 cases 3 to 5: the gates",
    arguments: [
      [Tone(10, -36), Tone(60, -23), Tone(10, -36)],
      [Tone(10, -72), Tone(10, -36), Tone(60, -23), Tone(10, -36), Tone(10, -72)],
      [Tone(20, -26), Tone(20.1, -20), Tone(20, -26)],
    ], rates)
  func gates(pieces: [Tone], rate: SampleRate) throws {
    let reading = LoudnessMeter.measure(
      tones(pieces, rate: rate), sampleRate: rate, measures: .integrated)
    #expect(abs(try #require(reading.integrated).value + 23) <= 0.1)
  }

  @Test("EBU Tech 3341 case 6: five channels")
  func surround() throws {
    let levels = [-28.0, -28, -24, -30, -30]
    let buffer = AudioBuffer(
      channels: levels.map { tones([Tone(20, $0)], rate: .studio, channels: 1).channel(0) })
    let reading = LoudnessMeter.measure(buffer, sampleRate: .studio, measures: .integrated)
    #expect(abs(try #require(reading.integrated).value + 23) <= 0.1)
  }

  @Test("EBU Tech 3341 case 9: short-term loudness of a rhythm", arguments: rates)
  func shortTerm(rate: SampleRate) throws {
    let pieces = (0..<5).flatMap { _ in [Tone(1.34, -20), Tone(1.66, -30)] }
    let reading = LoudnessMeter.measure(
      tones(pieces, rate: rate), sampleRate: rate, measures: .shortTerm)
    #expect(abs(try #require(reading.maximumShortTerm).value + 23) <= 0.1)
  }

  @Test("EBU Tech 3341 case 10: the greatest short-term loudness at any offset", arguments: 0..<20)
  func shortTermOffset(index: Int) throws {
    let pieces = [Tone(Double(index) * 0.15, -200), Tone(3, -23), Tone(1, -200)]
    let reading = LoudnessMeter.measure(
      tones(pieces, rate: .studio), sampleRate: .studio, measures: .shortTerm)
    #expect(abs(try #require(reading.maximumShortTerm).value + 23) <= 0.1)
  }

  @Test("EBU Tech 3341 case 12: momentary loudness of a fast rhythm", arguments: rates)
  func momentary(rate: SampleRate) throws {
    let pieces = (0..<25).flatMap { _ in [Tone(0.18, -20), Tone(0.22, -30)] }
    let reading = LoudnessMeter.measure(
      tones(pieces, rate: rate), sampleRate: rate, measures: .momentary)
    #expect(abs(try #require(reading.maximumMomentary).value + 23) <= 0.1)
  }

  @Test("EBU Tech 3341 case 13: the greatest momentary loudness at any offset", arguments: 0..<20)
  func momentaryOffset(index: Int) throws {
    let pieces = [Tone(Double(index) * 0.02, -200), Tone(0.4, -23), Tone(1, -200)]
    let reading = LoudnessMeter.measure(
      tones(pieces, rate: .studio), sampleRate: .studio, measures: .momentary)
    #expect(abs(try #require(reading.maximumMomentary).value + 23) <= 0.1)
  }

  @Test(
    "EBU Tech 3341 cases 15 to 19: true peaks, by libebur128 and by our own interpolation",
    arguments: [
      (4.0, 0.5, 0.0, -6.0), (4, 0.5, 45, -6), (6, 0.5, 60, -6), (8, 0.5, 67.5, -6),
      (4, 1.41, 45, 3),
    ], rates)
  func truePeak(signal: (Double, Double, Double, Double), rate: SampleRate) throws {
    let (divisor, amplitude, degrees, expected) = signal
    let count = rate.framesPerSecond / 2
    let fade = rate.framesPerSecond / 100
    let wave = (0..<count).map { frame in
      let envelope = min(1, Double(min(frame, count - 1 - frame)) / Double(fade))
      let phase = 2 * Double.pi * (Double(frame) / divisor + degrees / 360)
      return Float(amplitude * envelope * sin(phase))
    }
    let buffer = AudioBuffer(channels: [wave, wave])
    let reading = LoudnessMeter.measure(buffer, sampleRate: rate, measures: .truePeak)
    let found = try #require(reading.truePeak).value
    #expect(found <= expected + 0.2 && found >= expected - 0.4)
    let own = try #require(Decibels(gain: Double(TruePeakDetector.truePeak(of: buffer)))).value
    #expect(own <= expected + 0.2 && own >= expected - 0.4)
  }

  @Test("EBU Tech 3342 cases 1 to 4: loudness range", arguments: 0..<4)
  func range(index: Int) throws {
    let cases: [(levels: [Double], range: Double)] = [
      ([-20, -30], 10), ([-20, -15], 5), ([-40, -20], 20), ([-50, -35, -20, -35, -50], 15),
    ]
    let (levels, expected) = cases[index]
    let buffer = tones(levels.map { Tone(20, $0) }, rate: .studio)
    let reading = LoudnessMeter.measure(buffer, sampleRate: .studio, measures: .range)
    #expect(abs(try #require(reading.range).value - expected) <= 1)
  }

  @Test("one channel of a full-scale 997 Hz sine reads -3.01 LUFS (BS.1770-5)")
  func calibration() throws {
    let wave = (0..<96_000).map { Float(sin(2 * Double.pi * 997 * Double($0) / 48_000)) }
    let silence = [Float](repeating: 0, count: wave.count)
    for buffer in [AudioBuffer(channels: [wave]), AudioBuffer(channels: [wave, silence])] {
      let reading = LoudnessMeter.measure(buffer, sampleRate: .studio, measures: .integrated)
      #expect(abs(try #require(reading.integrated).value + 3.01) <= 0.02)
    }
  }

  @Test(
    "momentary, short-term and integrated loudness agree on a steady tone", arguments: [1, 2, 5, 6])
  func agreement(channels: Int) throws {
    let buffer = tones([Tone(5, -30)], rate: .studio, channels: channels)
    let reading = LoudnessMeter.measure(buffer, sampleRate: .studio)
    let integrated = try #require(reading.integrated).value
    #expect(abs(try #require(reading.maximumMomentary).value - integrated) < 0.06)
    #expect(abs(try #require(reading.maximumShortTerm).value - integrated) < 0.06)
  }

  @Test("silence and emptiness have no loudness")
  func silence() {
    for frames in [0, 100, 480_000] {
      let reading = LoudnessMeter.measure(AudioBuffer(frameCount: frames), sampleRate: .studio)
      #expect(reading.integrated == nil)
      #expect(reading.maximumMomentary == nil)
      #expect(reading.maximumShortTerm == nil)
      #expect(reading.truePeak == nil)
      #expect(reading.samplePeak == nil)
      #expect(reading.peakToLoudness == nil)
    }
  }

  @Test("audio shorter than 400 ms has no loudness but a peak")
  func short() {
    let reading = LoudnessMeter.measure(tones([Tone(0.3, -20)], rate: .studio), sampleRate: .studio)
    #expect(reading.integrated == nil)
    #expect(reading.maximumMomentary == nil)
    #expect(reading.samplePeak != nil)
  }

  @Test("what was not asked for is nil")
  func measures() {
    let buffer = tones([Tone(4, -20)], rate: .studio)
    let reading = LoudnessMeter.measure(buffer, sampleRate: .studio, measures: .integrated)
    #expect(reading.integrated != nil)
    #expect(reading.range == nil && reading.truePeak == nil && reading.maximumShortTerm == nil)
  }

  @Test("the reading does not depend on the block size", arguments: [1, 100, 4801])
  func blocks(size: Int) {
    var buffer = tones([Tone(3.3, -20), Tone(0.5, -9)], rate: .studio)
    let whole = LoudnessMeter(sampleRate: .studio)
    whole.add(buffer)
    let cut = LoudnessMeter(sampleRate: .studio)
    buffer.forEachBlock(of: size) { cut.add($0) }
    #expect(cut.reading == whole.reading)
  }

  @Test("broken samples are counted and measured as silence")
  func broken() {
    var buffer = tones([Tone(1, -20)], rate: .studio)
    buffer[0, 100] = .nan
    buffer[1, 200] = .infinity
    let reading = LoudnessMeter.measure(buffer, sampleRate: .studio)
    #expect(reading.brokenSamples == 2)
    #expect(reading.integrated != nil)
  }

  @Test("an album is gated as one programme")
  func album() throws {
    let meters = [-20.0, -26].map { level in
      let meter = LoudnessMeter(sampleRate: .studio, measures: .integrated)
      meter.add(tones([Tone(10, level)], rate: .studio))
      return meter
    }
    // The mean of both powers: 10 log10((10^-2 + 10^-2.6) / 2) = -22.04.
    let album = try #require(LoudnessMeter.integrated(of: meters))
    #expect(abs(album.value + 22.04) < 0.05)
  }

  @Test("peak to loudness is their difference")
  func peakToLoudness() throws {
    let reading = LoudnessReading(integrated: -14, truePeak: -1)
    #expect(try #require(reading.peakToLoudness) == 13)
  }
}
