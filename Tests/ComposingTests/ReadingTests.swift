import Composing
import Foundation
import Music
import Production
import StyleFiles
import Testing

/// Prints scores for a musician to read; runs only when asked for.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ETUDE_READ"] != nil))
struct ReadingTests {
  @Test("a score can be read as text")
  func reads() throws {
    let words = ProcessInfo.processInfo.environment["ETUDE_READ"] ?? ""
    let data = try #require(words.data(using: .utf8))
    var brief = Brief()
    var seed: UInt64 = 7
    var name = "lo-fi"
    if words.hasPrefix("{") {
      brief = try JSONDecoder().decode(Brief.self, from: data)
      name = brief.styles.first?.name ?? name
      seed = UInt64(ProcessInfo.processInfo.environment["ETUDE_SEED"] ?? "") ?? 7
    }
    let style = try House.styles().style(named: name)
    let plan = try Planner(engineVersion: "test").plan(brief: brief, style: style, seed: seed)
    let score = Composer().compose(plan: plan, style: style)
    print(text(of: score, plan: plan))
    print(ScoreCheck.faults(in: score).prefix(30))
  }
}
