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

  @Test("the history holds a point a step, with the peaks since the one before")
  func history() throws {
    let buffer = tones([Tone(3.5, -30), Tone(0.5, -300), Tone(1, -9)], rate: .compactDisc)
    let meter = LoudnessMeter(sampleRate: .compactDisc, historyStep: 10)
    meter.add(buffer)
    #expect(meter.history.count == 50)
    for (index, moment) in meter.history.enumerated() {
      #expect(abs(moment.time - Double(index + 1) / 10) < 1e-9)
      #expect((moment.momentary == nil) == (index < 3 || index == 39))
      #expect((moment.shortTerm == nil) == (index < 29))
    }
    #expect(abs(try #require(meter.history[20].truePeak).value + 30) < 0.05)
    #expect(meter.history[37].truePeak == nil)
    #expect(abs(try #require(meter.history[49].truePeak).value + 9) < 0.05)
    #expect(meter.history[49].momentary == meter.momentary)
    let ratios = meter.history.peakToShortTerm(step: 0.1, integrated: meter.reading.integrated)
    // One second of -9 in three: 4.77 LU below the peak, and a sine's peak is its loudness.
    #expect(abs(try #require(ratios.last) - 4.77) < 0.1)
    #expect(LoudnessMeter(sampleRate: .studio).history.isEmpty)
  }

  @Test("peak to loudness is their difference")
  func peakToLoudness() throws {
    let reading = LoudnessReading(integrated: -14, truePeak: -1)
    #expect(try #require(reading.peakToLoudness) == 13)
  }
}
