import Composing
import Music
import Production

extension Studio {
  /// Several truly different songs of one order: near duplicates are drawn again.
  func variations(_ request: ComposeRequest, monitor: WorkMonitor) throws -> [Song] {
    let style = try style(for: request.brief)
    let found = try Composer().variations(
      of: request.brief, style: style, seed: request.seed, count: request.variations,
      planner: Planner(engineVersion: EtudeVersion.current)
    ) { plan in
      if monitor.isCancelled() { throw StudioError.cancelled }
      try give(request.ideas, to: &plan, style: style)
    }
    let songs = try found.map { variation in
      if monitor.isCancelled() { throw StudioError.cancelled }
      var plan = variation.plan
      plan.notices += styleNotice(request.brief, style)
      let song = Song(
        brief: request.brief, style: variation.style, plan: plan, score: variation.score,
        performance: perform(
          variation.score, style: style, plan: plan, amount: request.performance),
        settings: SoundSettings(
          sampleRate: request.sampleRate ?? configuration.sampleRate ?? 48_000,
          performance: request.performance))
      return try modelled(song, by: request.composer, monitor: monitor)
    }
    return try ranked(songs, merits: found.map(\.merit), monitor: monitor).enumerated().map {
      index, song in
      guard let title = request.title else { return song }
      var named = song
      named.plan.title = "\(title) \(index + 1)"
      named.score.title = named.plan.title
      return named
    }
  }

  /// Variations with the best first: by the mean of their merit and of what the winces leave of 1,
  /// a tenth for each ordinary and three tenths for each grave one; of equals the earlier first.
  func ranked(
    _ songs: [Song], merits: [Double], monitor: WorkMonitor
  ) throws -> [Song] {
    let worths = try zip(songs, merits).map { song, merit in
      if monitor.isCancelled() { throw StudioError.cancelled }
      let weight = critique(song, measuring: false).weight
      return (merit + max(0, 1 - Double(weight) / 10)) / 2
    }
    return songs.indices.sorted { (worths[$1], $0) < (worths[$0], $1) }.map { songs[$0] }
  }
}
