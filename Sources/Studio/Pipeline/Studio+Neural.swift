import Composing
import Inference
import Music
import Production
import Weights

extension Studio {
  /// The neural composer; nil where no weights are installed.
  ///
  /// Throws `NeuralComposerError` for weights that are there and not sound.
  func neuralComposer() throws(NeuralComposerError) -> NeuralComposer? {
    do {
      return try NeuralComposer(folder: resources.composer)
    } catch {
      switch error {
      case .weights(_, .notFound(_)), .vocabulary(_, .missing(_)): return nil
      default: throw error
      }
    }
  }

  /// The song with what the model is to write in place of the players' notes.
  ///
  /// The last bar stays the players', who bring the piece to its end.
  func modelled(
    _ song: Song, by choice: ComposerChoice, monitor: WorkMonitor = WorkMonitor()
  ) throws -> Song {
    try written(song, by: choice, monitor: monitor).song
  }

  /// The same, with how unlikely the model held what it wrote, in nats an event; nil where it wrote
  /// nothing.
  func written(
    _ song: Song, by choice: ComposerChoice, monitor: WorkMonitor
  ) throws -> (song: Song, nats: Double?) {
    let work = NeuralWork(choice: choice, song: song, monitor: monitor)
    let bars = 0..<max(1, song.score.bars - 1)
    guard
      let made = try work.rewritten(
        song.score, draft: song.score, parts: song.plan.parts.map(\.id), bars: bars, take: 0,
        composer: { try neuralComposer() })
    else { return (song, nil) }
    var song = song
    song.score = made.score
    song.plan.notices += made.notices
    song.performance = try perform(
      song.score, style: song.style, plan: song.plan, amount: song.settings.performance)
    return (song, made.nats)
  }
}

/// What the model has to do in a song.
struct NeuralWork {
  /// A score that the model had a hand in.
  struct Result {
    var score: Score
    var notices: [String]
    /// How unlikely the model held what it wrote, in nats an event; nil where it wrote nothing.
    var nats: Double?
  }

  /// The most notices of bars that could not be written.
  private static let mostNotices = 4

  var choice: ComposerChoice
  var song: Song
  var monitor = WorkMonitor()

  /// The parts that the model writes.
  func parts(among ids: [String]) -> [String] {
    song.plan.parts.filter { ids.contains($0.id) && choice.isModel(writing: $0, of: song.style) }
      .map(\.id)
  }

  /// A score in which the model wrote its parts in some bars; nil where it has none.
  func rewritten(
    _ score: Score, draft: Score?, parts ids: [String], bars: Range<Int>, take: Int,
    composer: () throws -> NeuralComposer?
  ) throws -> Result? {
    try rewritten(
      score, draft: draft,
      targets: Dictionary(
        parts(among: ids).map { ($0, Set(bars)) }, uniquingKeysWith: { first, _ in first }),
      take: take, composer: composer)
  }

  /// A score in which the model wrote some bars of some of its parts; nil where there are none.
  func rewritten(
    _ score: Score, draft: Score?, targets: [String: Set<Int>], take: Int,
    composer: () throws -> NeuralComposer?
  ) throws -> Result? {
    guard targets.values.contains(where: { !$0.isEmpty }) else { return nil }
    guard let composer = try composer() else {
      return Result(score: score, notices: [Self.missing])
    }
    let made = try Self.cancelling { () throws(NeuralWritingError) in
      try composer.rewrite(
        score, plan: song.plan, style: song.style, targets: targets, draft: draft,
        locks: song.locks, take: take, isCancelled: monitor.isCancelled)
    }
    let more = made.notices.count - Self.mostNotices
    return Result(
      score: made.score,
      notices: made.notices.prefix(Self.mostNotices)
        + (more > 0 ? ["\(more) more bars stay as they were, for the same reasons."] : []),
      nats: made.written.isEmpty ? nil : made.nats)
  }

  /// A variation in which the model wrote the bars that the players drew anew; nil where it writes
  /// none of them.
  ///
  /// Bars with a few ornaments alone stay the players'.
  func varied(
    to draft: Score, parts ids: [String], take: Int, composer: () throws -> NeuralComposer?
  ) throws -> Result? {
    var targets: [String: Set<Int>] = [:]
    for id in parts(among: ids) {
      let before = Dictionary(
        grouping: song.score.part(id)?.notes ?? [], by: { draft.meters.bar(at: $0.onset) })
      let after = Dictionary(
        grouping: draft.part(id)?.notes ?? [], by: { draft.meters.bar(at: $0.onset) })
      targets[id] = Set(
        after.filter { bar, notes in
          let old = Set(before[bar] ?? [])
          return notes.count { !old.contains($0) } * 2 > notes.count
        }.keys)
    }
    return try rewritten(draft, draft: draft, targets: targets, take: take, composer: composer)
  }

  /// Does the model's work; that it was stopped is told as the studio tells it.
  static func cancelling<Result>(
    _ work: () throws(NeuralWritingError) -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch {
      throw error == .inference(.cancelled) ? StudioError.cancelled : error
    }
  }

  static let missing =
    "The neural composer's weights are not installed; the players wrote its parts."
}
