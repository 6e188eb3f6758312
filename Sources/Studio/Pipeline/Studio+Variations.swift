import Composing
import Music
import Production

extension Studio {
  /// Several truly different songs of one order: near duplicates are drawn again.
  func variations(_ request: ComposeRequest, monitor: WorkMonitor) throws -> [Song] {
    let style = try style(for: request.brief)
    let found = try Composer().variations(
      of: request.brief, style: style, seed: request.seed, count: request.variations,
      planner: try planner(for: request.brief)
    ) { plan in
      if monitor.isCancelled() { throw StudioError.cancelled }
      try give(request.ideas, to: &plan, style: style)
    }
    let written = try found.map { variation in
      if monitor.isCancelled() { throw StudioError.cancelled }
      var plan = variation.plan
      plan.notices += styleNotice(request.brief, style)
      let song = Song(
        brief: request.brief, style: variation.style, plan: plan, score: variation.score,
        performance: try perform(
          variation.score, style: style, plan: plan, amount: request.performance),
        settings: SoundSettings(
          sampleRate: request.sampleRate ?? configuration.sampleRate ?? 48_000,
          performance: request.performance))
      return try self.written(song, by: request.composer, monitor: monitor)
    }
    return try ranked(
      written.map(\.song), merits: found.map(\.merit), nats: written.map(\.nats),
      monitor: monitor
    ).enumerated().map { index, song in
      guard let title = request.title else { return song }
      var named = song
      named.plan.title = "\(title) \(index + 1)"
      named.score.title = named.plan.title
      return named
    }
  }

  /// Variations with the best first: by the mean of their merit and of what the winces leave of 1,
  /// a tenth for each ordinary and three tenths for each grave one; of equals the earlier first.
  ///
  /// Where the model wrote in all of them, the share of the others that it held less likely is a
  /// third term.
  func ranked(
    _ songs: [Song], merits: [Double], nats: [Double?] = [], monitor: WorkMonitor
  ) throws -> [Song] {
    let likelihoods = nats.compactMap { $0 }
    let isModelled = songs.count > 1 && likelihoods.count == songs.count
    let worths = try songs.indices.map { index in
      if monitor.isCancelled() { throw StudioError.cancelled }
      let weight = critique(songs[index], measuring: false).weight
      let worth = merits[index] + max(0, 1 - Double(weight) / 10)
      guard isModelled else { return worth / 2 }
      let less = likelihoods.count { $0 > likelihoods[index] }
      return (worth + Double(less) / Double(songs.count - 1)) / 3
    }
    return songs.indices.sorted { (worths[$1], $0) < (worths[$0], $1) }.map { songs[$0] }
  }
}
