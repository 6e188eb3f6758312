import Music
import Testing

@Suite("Beat") struct BeatTests {
  @Test("equal fractions are equal values in lowest terms")
  func normalises() {
    #expect(Beat(2, 4) == Beat(1, 2))
    #expect(Beat(1, -2) == Beat(-1, 2))
    #expect(Beat(0, 7) == .zero)
    #expect(Beat(6, 4).description == "3/2")
  }

  @Test("arithmetic is exact")
  func arithmetic() {
    #expect(Beat(1, 3) + Beat(1, 6) == Beat(1, 2))
    #expect(Beat(7, 2) - Beat(4) == Beat(-1, 2))
    #expect(Beat(3, 4) * Beat(2, 3) == Beat(1, 2))
    #expect(Beat(3) / Beat(3, 2) == Beat(2))
    #expect(Beat(-1, 2).floor == -1)
    #expect(Beat(7, 2) % Beat(2) == Beat(3, 2))
    #expect(Beat(-1, 2) % Beat(2) == Beat(3, 2))
  }

  @Test("text reads back", arguments: ["0", "3", "-7/2", "1/24"])
  func text(_ text: String) { #expect(Beat(text)?.description == text) }

  @Test(
    "text that is no beat is refused", arguments: ["", "1/0", "1/-2", "a", "1/2/3", "99999999999"])
  func badText(_ text: String) { #expect(Beat(text) == nil) }

  @Test("quantising takes the nearest step, ties up")
  func quantises() {
    #expect(Beat(3, 16).quantized(to: Beat(1, 4)) == Beat(1, 4))
    #expect(Beat(1, 8).quantized(to: Beat(1, 4)) == Beat(1, 4))
    #expect(Beat(nearest: 0.26, denominator: 4) == Beat(1, 4))
  }
}
