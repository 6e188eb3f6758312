import Metering
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The minimum requirements of EBU Tech 3341 (November 2023), table 1, that can be synthesised.
///
/// Cases 7 and 8 are recordings of programmes. Loudness has a tolerance of 0.1 LU.
@Suite("EBU Tech 3341")
struct Tech3341Tests {
  static let rates = [SampleRate.compactDisc, .studio, SampleRate(96_000)]

  /// A case that ends in one number.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var pieces: [Tone]
    var expected: Double
    var reads: [LoudnessMeter.Measures]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "case 1: -23 dBFS", pieces: [Tone(20, -23)], expected: -23,
      reads: [.integrated, .momentary, .shortTerm]),
    Case(
      name: "case 2: -33 dBFS", pieces: [Tone(20, -33)], expected: -33,
      reads: [.integrated, .momentary, .shortTerm]),
    Case(
      name: "case 3: relative gate", pieces: [Tone(10, -36), Tone(60, -23), Tone(10, -36)],
      expected: -23, reads: [.integrated]),
    Case(
      name: "case 4: absolute gate",
      pieces: [Tone(10, -72), Tone(10, -36), Tone(60, -23), Tone(10, -36), Tone(10, -72)],
      expected: -23, reads: [.integrated]),
    Case(
      name: "case 5: gate of the mean", pieces: [Tone(20, -26), Tone(20.1, -20), Tone(20, -26)],
      expected: -23, reads: [.integrated]),
    Case(
      name: "case 9: short-term",
      pieces: Array(repeating: [Tone(1.34, -20), Tone(1.66, -30)], count: 5).flatMap { $0 },
      expected: -23, reads: [.shortTerm]),
    Case(
      name: "case 12: momentary",
      pieces: Array(repeating: [Tone(0.18, -20), Tone(0.22, -30)], count: 25).flatMap { $0 },
      expected: -23, reads: [.momentary]),
  ]

  static func value(
    _ reading: LoudnessReading, _ measure: LoudnessMeter.Measures
  ) -> Double? {
    switch measure {
    case .integrated: reading.integrated?.value
    case .momentary: reading.maximumMomentary?.value
    case .shortTerm: reading.maximumShortTerm?.value
    default: nil
    }
  }

  @Test("cases 1 to 5, 9 and 12", arguments: cases, rates)
  func single(item: Case, rate: SampleRate) throws {
    let reading = LoudnessMeter.measure(
      tones(item.pieces, rate: rate), sampleRate: rate,
      measures: [.integrated, .momentary, .shortTerm])
    for measure in item.reads {
      let found = try #require(Tech3341Tests.value(reading, measure))
      #expect(abs(found - item.expected) <= 0.1, "\(item.name)")
    }
  }

  @Test("case 6: five channels", arguments: rates)
  func surround(rate: SampleRate) throws {
    let buffer = AudioBuffer(
      channels: [-28.0, -28, -24, -30, -30].map {
        tones([Tone(20, $0)], rate: rate, channels: 1).channel(0)
      })
    let reading = LoudnessMeter.measure(buffer, sampleRate: rate, measures: .integrated)
    #expect(abs(try #require(reading.integrated).value + 23) <= 0.1)
  }

  @Test("case 9: short-term loudness is constant after 3 s, at every 100 ms", arguments: rates)
  func constantShortTerm(rate: SampleRate) throws {
    let pieces = Array(repeating: [Tone(1.34, -20), Tone(1.66, -30)], count: 5).flatMap { $0 }
    let meter = LoudnessMeter(sampleRate: rate, measures: .shortTerm, historyStep: 10)
    meter.add(tones(pieces, rate: rate))
    let values = meter.history.compactMap { $0.shortTerm?.value }
    #expect(values.count == 121)
    for value in values { #expect(abs(value + 23) <= 0.1) }
  }

  @Test("case 12: momentary loudness is constant after 1 s, at every 10 ms", arguments: rates)
  func constantMomentary(rate: SampleRate) throws {
    let pieces = Array(repeating: [Tone(0.18, -20), Tone(0.22, -30)], count: 25).flatMap { $0 }
    let meter = LoudnessMeter(sampleRate: rate, measures: .momentary, historyStep: 1)
    meter.add(tones(pieces, rate: rate))
    let values = meter.history.dropFirst(100).compactMap { $0.momentary?.value }
    #expect(values.count == 900)
    for value in values { #expect(abs(value + 23) <= 0.1) }
  }

  @Test("case 10: the maximum of short-term in a file, at 20 offsets", arguments: rates)
  func fileShortTerm(rate: SampleRate) throws {
    for index in 0..<20 {
      let pieces = [Tone(Double(index) * 0.15, -200), Tone(3, -23), Tone(1, -200)]
      let reading = LoudnessMeter.measure(
        tones(pieces, rate: rate), sampleRate: rate, measures: .shortTerm)
      let found = try #require(reading.maximumShortTerm).value
      #expect(abs(found + 23) <= 0.1, "file \(index)")
    }
  }

  @Test("case 13: the maximum of momentary in a file, at 20 offsets", arguments: rates)
  func fileMomentary(rate: SampleRate) throws {
    for index in 0..<20 {
      let pieces = [Tone(Double(index) * 0.02, -200), Tone(0.4, -23), Tone(1, -200)]
      let reading = LoudnessMeter.measure(
        tones(pieces, rate: rate), sampleRate: rate, measures: .momentary)
      let found = try #require(reading.maximumMomentary).value
      #expect(abs(found + 23) <= 0.1, "file \(index)")
    }
  }

  @Test("case 11: the running maximum of a live short-term meter, -38 to -19", arguments: rates)
  func liveShortTerm(rate: SampleRate) throws {
    let meter = LoudnessMeter(sampleRate: rate, measures: .shortTerm)
    for index in 0..<20 {
      let (before, level) = (Double(index) * 0.15, Double(index - 38))
      meter.add(
        tones([Tone(before, -200), Tone(3, level), Tone(3 - before, -200)], rate: rate))
      let found = try #require(meter.reading.maximumShortTerm).value
      #expect(abs(found - level) <= 0.1, "segment \(index)")
    }
  }

  @Test("case 14: the running maximum of a live momentary meter, -38 to -19", arguments: rates)
  func liveMomentary(rate: SampleRate) throws {
    let meter = LoudnessMeter(sampleRate: rate, measures: .momentary)
    for index in 0..<20 {
      let (before, level) = (Double(index) * 0.02, Double(index - 38))
      meter.add(
        tones([Tone(before, -200), Tone(0.4, level), Tone(0.4 - before, -200)], rate: rate))
      let found = try #require(meter.reading.maximumMomentary).value
      #expect(abs(found - level) <= 0.1, "segment \(index)")
    }
  }
}
