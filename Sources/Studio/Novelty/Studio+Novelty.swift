import ComparisonFiles
import Composing
import Foundation
import Music
public import Originality
import Production

extension Studio {
  private var noveltyStore: NoveltyStore { NoveltyStore(folder: dataFolder) }

  /// Whether outputs may be remembered: `remembersOutputs` of the configuration, yes where it is not said.
  var remembersOutputs: Bool { configuration.remembersOutputs ?? true }

  /// Remembers outputs, so that later songs can be steered away from them.
  ///
  /// Does nothing where the configuration forbids it. Throws `NoveltyError`.
  public func remember(_ features: [WorkFeatures]) throws {
    if remembersOutputs { try noveltyStore.add(features) }
  }

  /// Forgets everything that is remembered of outputs; throws `NoveltyError`.
  public func forgetOutputs() throws { try noveltyStore.forget() }

  /// What a song is to be unlike, and the digest of what is remembered.
  func noveltyMeasure(
    _ request: ComposeRequest
  ) throws -> (record: NoveltyRecord, loops: [String: Double]) {
    var record = remembersOutputs ? try noveltyStore.record() : NoveltyRecord()
    if let digest = request.noveltyRecord {
      guard let past = record.state(digest) else {
        throw NoveltyError.unknownState(digest: digest)
      }
      record = past
    }
    var notices: [String] = []
    return (record, try comparisons(&notices)?.loops ?? [:])
  }

  /// Songs that are steered away from what is remembered, each from those before it too.
  ///
  /// Of each so many candidates are drawn in the style with its rarer habits more frequent; what the
  /// players write of the brief as it stands is one of them. None that the critique holds worse than
  /// that one is taken; of the others the farthest from what is known is, by ``NoveltyMeasure``. Every candidate keeps the hard wishes by construction.
  func novelDrafts(
    _ request: ComposeRequest, monitor: WorkMonitor,
    finish: (Song, NoveltyInputs) throws -> Draft
  ) throws -> [Draft] {
    let given = try noveltyMeasure(request)
    var record = given.record
    let plain = try style(for: request.brief)
    return try (0..<request.variations).map { index in
      if monitor.isCancelled() { throw StudioError.cancelled }
      let known = NoveltyInputs(
        amount: request.novelty, record: record.digest,
        seed: Variation.seed(index, of: request.seed))
      let measure = NoveltyMeasure(recent: record.recent, loops: given.loops)
      let drawer = NovelDrawing(
        studio: self, request: request, plain: plain,
        varied: plain.varied(by: request.novelty, commonness: measure.commonness), measure: measure)
      var song = try drawer.song(seed: known.seed, monitor: monitor)
      song = try modelled(song, by: request.composer, monitor: monitor)
      if request.variations > 1, let title = request.title {
        song.plan.title = "\(title) \(index + 1)"
        song.score.title = song.plan.title
      }
      let draft = try finish(song, known)
      record.add(WorkFeatures(of: draft.song.score))
      return draft
    }
  }
}

/// What a song was steered away from: with these numbers it can be repeated.
struct NoveltyInputs: Encodable {
  var amount: Double
  /// The digest of what was remembered.
  var record: String
  /// The seed from which the candidates were drawn.
  var seed: UInt64
}

/// Draws one song until there are enough to choose from.
struct NovelDrawing {
  let studio: Studio
  let request: ComposeRequest
  /// The style as it is, and with its rarer habits more frequent.
  let plain: Style, varied: Style
  let measure: NoveltyMeasure

  /// How many are drawn beside the plain one: two, and up to eight more the more novelty is asked for.
  var draws: Int { 2 + Int((8 * request.novelty).rounded()) }

  /// The song of a seed that is farthest from what is known among those that are no worse.
  func song(seed: UInt64, monitor: WorkMonitor) throws -> Song {
    let first = try draft(plain, seed)
    let limit = studio.critique(first, measuring: false).weight
    var best = (song: first, nearness: measure.nearness(of: WorkFeatures(of: first.score)))
    var isPlain = true
    for index in 1...draws {
      if monitor.isCancelled() { throw StudioError.cancelled }
      var stream = RandomStream(seed: seed, purpose: "novelty", bar: index)
      // A draw that cannot meet the wishes is none.
      guard let song = try? draft(varied, stream.next()) else { continue }
      let nearness = measure.nearness(of: WorkFeatures(of: song.score))
      // Where nothing tells them apart, as when nothing is remembered, what was drawn of the varied
      // style is taken before the plain song.
      guard nearness < best.nearness || (isPlain && nearness == best.nearness),
        studio.critique(song, measuring: false).weight <= limit
      else { continue }
      best = (song, nearness)
      isPlain = false
    }
    return best.song
  }

  private func draft(_ style: Style, _ seed: UInt64) throws -> Song {
    let plan = try studio.plan(
      brief: request.brief, style: style, seed: seed, title: request.title)
    let song = try studio.song(
      brief: request.brief, style: style, plan: plan, sampleRate: request.sampleRate,
      performance: request.performance)
    return try studio.giving(request.ideas, to: song)
  }
}
