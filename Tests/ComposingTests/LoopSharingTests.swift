import Composing
import Measures
import Music
import Production
import StyleFiles
import Testing

/// Songs of one style do not come back to the same four bars.
@Suite("Loops of a style") struct LoopSharingTests {
  @Test("no loop of chords is shared by more than one song in ten of a style")
  func shared() throws {
    let seeds = UInt64(0)..<64
    let planner = Planner(engineVersion: "1")
    for style in try House.styles().all where !style.exceptions.contains("same-loop") {
      var counts: [String: Int] = [:]
      for seed in seeds {
        let plan = try planner.plan(brief: Brief(), style: style, seed: seed)
        let frame = Score(
          title: plan.title, meters: plan.meters, tempo: plan.tempo, keys: plan.keys,
          sections: plan.sections.map {
            Section(
              id: $0.id, name: $0.name, startBar: $0.startBar, bars: $0.bars, energy: $0.energy)
          }, chords: plan.chords, parts: [], length: plan.length)
        guard let loop = ChordLoop.of(frame) else { continue }
        counts[loop, default: 0] += 1
      }
      let top = try #require(counts.max { ($0.value, $1.key) < ($1.value, $0.key) })
      #expect(
        top.value * 10 <= seeds.count,
        "\(style.name): \(top.key) in \(top.value) of \(seeds.count)")
    }
  }
}
