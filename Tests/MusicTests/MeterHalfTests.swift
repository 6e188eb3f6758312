import Music
import Testing

@Suite("Meter in halves") struct MeterHalfTests {
  @Test(
    "the second half of a bar begins on a felt beat",
    arguments: [
      ("4/4", Beat(2)), ("3/4", 2), ("5/4", 3), ("6/8", Beat(3, 2)), ("7/8", 2), ("2/4", 1),
      ("1/4", Beat(1, 2)), ("3/8", Beat(1)), ("12/8", 3),
    ])
  func middle(text: String, middle: Beat) throws {
    #expect(try #require(Meter(text)).middle == middle)
  }

  @Test("people write lower numbers up to 32, and bars made to fit a time may have finer ones")
  func denominators() {
    #expect(Meter.writtenDenominators.allSatisfy { Meter(1, $0) != nil })
    #expect(Meter(1, 64) != nil && !Meter.writtenDenominators.contains(64))
    #expect(Meter(6, 7) == nil && Meter(33, 4) == nil)
  }
}
