import Metering
import Signal
import Testing

/// The minimum requirements of EBU Tech 3342 (November 2023), table 1: loudness range within 1 LU.
///
/// Cases 5 and 6 are recordings of programmes.
@Suite("EBU Tech 3342")
struct Tech3342Tests {
  static let cases: [(name: String, levels: [Double], range: Double)] = [
    ("case 1", [-20, -30], 10), ("case 2", [-20, -15], 5), ("case 3", [-40, -20], 20),
    ("case 4", [-50, -35, -20, -35, -50], 15),
  ]

  @Test(
    "cases 1 to 4", arguments: 0..<4, [SampleRate.compactDisc, .studio, SampleRate(96_000)])
  func range(index: Int, rate: SampleRate) throws {
    let item = Tech3342Tests.cases[index]
    let reading = LoudnessMeter.measure(
      tones(item.levels.map { Tone(20, $0) }, rate: rate), sampleRate: rate, measures: .range)
    #expect(abs(try #require(reading.range).value - item.range) <= 1, "\(item.name)")
  }
}
