import Music
import Testing

/// Spacing of onsets, against necklaces known from the literature.
@Suite("EuclideanRhythm")
struct EuclideanRhythmTests {
  private func text(_ onsets: Int, _ steps: Int, _ rotation: Int = 0) -> String? {
    EuclideanRhythm(onsets: onsets, steps: steps, rotation: rotation).map {
      String($0.hits.map { $0 ? "x" : "." })
    }
  }

  @Test(
    "gives the necklaces that Toussaint lists",
    arguments: [
      (1, 2, "x."), (2, 3, "x.x"), (2, 5, "x.x.."), (3, 4, "x.xx"), (3, 5, "x.x.x"),
      (3, 7, "x.x.x.."), (3, 8, "x..x..x."), (4, 7, "x.x.x.x"), (4, 9, "x.x.x.x.."),
      (4, 11, "x..x..x..x."), (5, 6, "x.xxxx"), (5, 7, "x.xx.xx"), (5, 8, "x.xx.xx."),
      (5, 9, "x.x.x.x.x"), (5, 11, "x.x.x.x.x.."), (5, 12, "x..x.x..x.x."),
      (5, 16, "x..x..x..x..x..."), (7, 8, "x.xxxxxx"), (7, 12, "x.xx.x.xx.x."),
      (7, 16, "x..x.x.x..x.x.x."), (9, 16, "x.xx.x.x.xx.x.x."),
      (11, 24, "x..x.x.x.x.x..x.x.x.x.x."), (13, 24, "x.xx.x.x.x.x.xx.x.x.x.x."),
    ])
  func necklaces(onsets: Int, steps: Int, expected: String) {
    #expect(text(onsets, steps) == expected)
  }

  @Test("spaces any number of onsets as evenly as whole steps allow")
  func even() {
    for steps in 1...EuclideanRhythm.stepLimit {
      for onsets in 0...steps {
        let hits = EuclideanRhythm(onsets: onsets, steps: steps)?.hits ?? []
        let places = hits.indices.filter { hits[$0] }
        #expect(hits.count == steps && places.count == onsets)
        guard onsets > 1 else { continue }
        let gaps = places.indices.map {
          ($0 + 1 < onsets ? places[$0 + 1] : places[0] + steps) - places[$0]
        }
        #expect((gaps.max() ?? 0) - (gaps.min() ?? 0) <= 1, "E(\(onsets),\(steps))")
      }
    }
  }

  @Test("turns the necklace, also backwards and more than once round")
  func rotation() {
    #expect(text(3, 8, 1) == "..x..x.x")
    #expect(text(3, 8, 3) == "x..x.x..")
    #expect(text(3, 8, -1) == text(3, 8, 7))
    #expect(text(5, 16, 34) == text(5, 16, 2))
  }

  @Test("refuses numbers that make no rhythm")
  func refused() {
    #expect(text(9, 8) == nil && text(-1, 8) == nil && text(0, 0) == nil && text(1, 65) == nil)
    #expect(text(1, 8, 1_001) == nil)
    #expect(text(0, 4) == "....")
    #expect(text(4, 4) == "xxxx")
  }
}
