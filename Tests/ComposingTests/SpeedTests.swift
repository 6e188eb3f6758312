import Composing
import Foundation
import Production
import StyleFiles
import Testing

/// Prints how long planning and composing take; runs only when asked for and asserts nothing.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ETUDE_SPEED"] != nil))
struct SpeedTests {
  @Test("planning and composing are timed")
  func speed() throws {
    let planner = Planner(engineVersion: "1")
    for style in try House.styles().all {
      let clock = ContinuousClock()
      let idea = clock.measure {
        if let plan = try? planner.plan(brief: .with { $0.bars = 8 }, style: style, seed: 1) {
          _ = Composer().compose(plan: plan, style: style)
        }
      }
      var parts = 0
      let song = clock.measure {
        if let plan = try? planner.plan(brief: .with { $0.duration = 180 }, style: style, seed: 1) {
          parts = plan.parts.count
          _ = Composer().compose(plan: plan, style: style)
        }
      }
      let ideas = clock.measure {
        _ = try? Composer().variations(
          of: .with { $0.bars = 8 }, style: style, seed: 1, count: 24, planner: planner)
      }
      print(style.name, "8 bars", idea, "3 minutes of", parts, "parts", song, "24 ideas", ideas)
    }
  }
}
