import AudioFiles
public import Production
import Signal

/// Plans the mix of bare stems: what each is, how loud, where, and what gives way to what.
///
/// Reads every stem once. The same stems and request give the same plan.
public struct StemMixPlanner: Sendable {
  /// The folder that holds the stems under their digests.
  public var stemFolder: String
  /// How many stems are heard at once; changes nothing in the plan.
  public var threads: Int

  /// Makes a planner.
  public init(stemFolder: String, threads: Int = 2) {
    self.stemFolder = stemFolder
    self.threads = threads
  }

  /// Hears all stems, in order.
  public func hear(
    _ stems: Stems, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> [StemAnalysis] {
    let folder = stemFolder
    let cancellation = Cancellation(isCancelled)
    return try Crew(threads: max(1, threads)).map(stems.stems) { stem in
      let reader = try StemSource.open(stem, of: stems, in: folder)
      return try StemMeasurement.listen(
        reader, part: stem.id, frames: stems.frames, cancellation: cancellation)
    }
  }

  /// What each stem is: what the user says, else its name, else its sound.
  public static func guess(
    _ stems: Stems, analyses: [StemAnalysis], given: [String: StemKind]
  ) -> [StemGuess] {
    zip(stems.stems, analyses).map { stem, analysis in
      if let kind = given[stem.id] {
        return StemGuess(stem: stem.id, kind: kind, source: .given, confidence: 1)
      }
      if let kind = StemNames.kind(of: stem.name) {
        return StemGuess(stem: stem.id, kind: kind, source: .name, confidence: 0.9)
      }
      let guess = KindModel.guess(analysis.features)
      return StemGuess(
        stem: stem.id, kind: guess.kind, source: .sound, confidence: guess.confidence)
    }
  }

  /// Plans a mix of stems that were heard.
  public func plan(
    _ stems: Stems, analyses: [StemAnalysis], request: StemMixRequest = StemMixRequest()
  ) -> MixProposal {
    let guesses = StemMixPlanner.guess(stems, analyses: analyses, given: request.kinds)
    let desk = StemMixPlanner.desk(
      stems, analyses: analyses, guesses: guesses, request: request)
    let plan = MixPlan(
      channels: desk.stems.map(\.channel), moves: desk.moves, reverbTime: request.reverbTime,
      delayTime: 0.25, delayFeedback: 0.2,
      bus: .init(ratio: 1, threshold: -17, drive: 0, lowPass: nil), loudness: request.loudness,
      ceiling: -1, fade: 0, fadeEnd: 0)
    return MixProposal(plan: plan, guesses: guesses, analyses: analyses)
  }

  /// The order of work is that of section 1 of the facts on mixing, coarse to fine.
  private static func desk(
    _ stems: Stems, analyses: [StemAnalysis], guesses: [StemGuess], request: StemMixRequest
  ) -> MixDesk {
    let strips = zip(zip(stems.stems, analyses), guesses).map { pair, guess in
      let channel = MixPlan.Channel(
        id: pair.0.id, role: guess.kind.role, gain: 0, pan: 0, highPass: nil, lowPass: nil,
        reverb: nil, delay: nil, drive: 0, kind: guess.kind,
        reason: StemMixPlanner.reason(guess, analysis: pair.1))
      return DeskStem(
        channel: channel, kind: guess.kind, analysis: pair.1,
        target: LUFS((request.levels[guess.kind] ?? KindModel.goal(guess)).value),
        certainty: guess.source == .sound ? guess.confidence : nil,
        isPlaced: guess.kind == .effectReturn, hasRooms: guess.kind == .effectReturn)
    }
    var desk = MixDesk(stems: strips, focus: request.focus)
    let steady: (steady: Bool, seconds: Double) =
      (desk.stems.first { $0.kind == .kick } ?? desk.stems.first { $0.kind == .drums })
      .map { MixDesk.isSteady($0.analysis.lowEnvelope) } ?? (false, 0)
    desk.dances = request.dances ?? steady.steady
    desk.beat = steady.steady ? steady.seconds : nil
    desk.clean()
    desk.tone()
    desk.balance()
    desk.place()
    desk.compress()
    desk.unmask()
    desk.duck()
    desk.addRooms()
    desk.keepMono()
    return desk
  }

  private static func reason(_ guess: StemGuess, analysis: StemAnalysis) -> String {
    guard let level = analysis.level else { return "silent" }
    let source =
      switch guess.source {
      case .given: "as you say"
      case .score: "by the score"
      case .name: "by its name"
      case .sound: "by its sound, \(Say.percent(guess.confidence)) sure"
      }
    return "\(guess.kind.rawValue) \(source); measured \(level) while it plays, crest factor "
      + "\(Say.one(analysis.features.crest)) dB"
  }
}
