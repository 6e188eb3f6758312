import Effects
import Foundation
import Metering
import Mixing
import Signal
import Testing

@Suite struct LoudnessCurveTests {
  private func curve(_ buffer: AudioBuffer, _ rate: SampleRate) -> LoudnessCurve {
    var builder = LoudnessCurveBuilder(sampleRate: rate)
    buffer.withReadOnlyBlock { builder.add($0) }
    return builder.curve
  }

  @Test("loudness and range agree with libebur128", arguments: [44_100, 48_000, 96_000, 22_050])
  func agreement(rate: Int) throws {
    let rate = SampleRate(rate)
    let song = MasteringFixture.song(seconds: 30, rate: rate)
    let reading = LoudnessMeter.measure(
      song, sampleRate: rate,
      measures: [.integrated, .range, .samplePeak, .momentary, .shortTerm])
    let curve = curve(song, rate)
    let loudness = try #require(curve.integrated())
    #expect(abs(loudness.value - (reading.integrated?.value ?? 0)) < 0.01)
    let range = try #require(LoudnessRange.of(curve.shortTerm()))
    #expect(abs(range - (reading.range?.value ?? 0)) < 0.2)
    #expect(Decibels(gain: Double(curve.peak)) == reading.samplePeak)
    let maxima = curve.maxima()
    let (momentary, shortTerm) = (reading.maximumMomentary, reading.maximumShortTerm)
    #expect(abs((maxima.momentary?.value ?? 0) - (momentary?.value ?? 1)) < 0.01)
    #expect(abs((maxima.shortTerm?.value ?? 0) - (shortTerm?.value ?? 1)) < 0.01)
  }

  @Test("several programmes are gated together, whatever their rates")
  func pooled() throws {
    let loud = curve(MasteringFixture.song(seconds: 12), .studio)
    let soft = curve(
      MasteringFixture.song(seconds: 12, rate: .compactDisc, gain: 0.06), .compactDisc)
    let (first, second) = (try #require(loud.integrated()), try #require(soft.integrated()))
    #expect(first.value - second.value > 20)
    // What lies below the gate of the whole does not count: the mean would be 3 LU softer.
    let whole = try #require(LoudnessCurve.pooled([loud, soft]))
    #expect(abs(whole.value - first.value) < 0.2)
    #expect(LoudnessCurve.pooled([loud]) == loud.integrated())
    #expect(LoudnessCurve.pooled([]) == nil)
  }

  @Test("the cut into blocks changes nothing")
  func blocks() {
    var song = MasteringFixture.song(seconds: 2)
    var builder = LoudnessCurveBuilder(sampleRate: .studio)
    song.forEachBlock(of: 777) { builder.add($0) }
    #expect(builder.curve.peaks == curve(song, .studio).peaks)
    #expect(builder.curve.energies.count == 2000)
  }

  @Test("silence and less than 400 ms have no loudness")
  func silence() {
    #expect(curve(AudioBuffer(frameCount: 96_000), .studio).integrated() == nil)
    #expect(curve(MasteringFixture.song(seconds: 0.3), .studio).integrated() == nil)
    #expect(LoudnessCurve(sampleRate: .studio).integrated() == nil)
  }

  @Test("the forecast is what the limiter does", arguments: [0.0, 6, 12, 18])
  func forecast(gain: Double) throws {
    var song = MasteringFixture.song(seconds: 20)
    let forecast = LimiterForecast(curve(song, .studio), ceiling: -1)
    let foretold = forecast.take(gain: Decibels(gain))
    var limiter = TruePeakLimiter(ceiling: -1)
    limiter.prepare(sampleRate: .studio, maximumFrames: 1024)
    song.scale(by: Decibels(gain))
    limiter.process(&song)
    let found = LoudnessMeter.measure(song, sampleRate: .studio, measures: .integrated).integrated
    // The bursts are white noise, whose peaks between samples lie far above them: the worst case. The limiter's
    // figure is the sum of what both its stages took at most, at whatever time.
    #expect(abs((foretold.loudness?.value ?? 0) - (found?.value ?? 1)) < 0.5)
    #expect(abs(foretold.reduction.value - limiter.maximumReduction.value) < 3)
  }

  @Test("the gain for a loudness is found, or held")
  func search() throws {
    let forecast = LimiterForecast(curve(MasteringFixture.song(seconds: 20), .studio), ceiling: -1)
    let (gain, held) = forecast.gain(for: -14, most: 30)
    #expect(!held)
    #expect(abs((forecast.take(gain: gain).loudness?.value ?? 0) + 14) < 0.02)
    let limited = forecast.gain(for: -5, most: 6)
    #expect(limited.held)
    #expect(abs(forecast.take(gain: limited.gain).reduction.value - 6) < 0.01)
  }
}
