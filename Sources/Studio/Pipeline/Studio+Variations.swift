import Composing
import Music
import Production

extension Studio {
  /// Several truly different songs of one order: near duplicates are drawn again.
  func variations(_ request: ComposeRequest) throws -> [Song] {
    let style = try style(for: request.brief)
    let found = try Composer().variations(
      of: request.brief, style: style, seed: request.seed, count: request.variations,
      planner: Planner(engineVersion: EtudeVersion.current)
    ) { try give(request.ideas, to: &$0, style: style) }
    let ranked = ranked(found, for: request.brief, exceptions: style.exceptions)
    return ranked.enumerated().map { index, variation in
      var plan = variation.plan
      plan.notices += styleNotice(request.brief, style)
      var score = variation.score
      if let title = request.title {
        plan.title = "\(title) \(index + 1)"
        score.title = plan.title
      }
      return Song(
        brief: request.brief, style: variation.style, plan: plan, score: score,
        performance: perform(score, style: style, plan: plan, amount: request.performance),
        settings: SoundSettings(
          sampleRate: request.sampleRate ?? configuration.sampleRate ?? 48_000,
          performance: request.performance))
    }
  }
}
