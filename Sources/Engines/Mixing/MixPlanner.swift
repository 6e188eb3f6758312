import AudioFiles
public import Music
public import Production
public import Signal

/// Sets up a mix from what the parts do, what the style wants, and how loud the stems measure.
///
/// Each strip's gain brings its measured loudness to the style's level for the part; the whole lies at
/// about -20 LUFS before the bus, so that the bus compressor's threshold means the same in every song.
public struct MixPlanner: Sendable {
  /// The folder that holds the stems under their digests.
  public var stemFolder: String
  /// How many stems are measured at once; changes nothing in the plan.
  public var threads: Int
  /// The loudness of the sum of all strips that gains aim at.
  public static let premixLoudness = LUFS(-20)

  /// Makes a planner.
  public init(stemFolder: String, threads: Int = 2) {
    self.stemFolder = stemFolder
    self.threads = threads
  }

  /// Plans a mix.
  ///
  /// With `kept` the strips, moves and bus of an earlier plan stay as they are, and only parts that it does
  /// not know get new strips. Reads every stem that is planned once.
  public func plan(
    stems: Stems, score: Score, plan: Plan, style: Style, keeping kept: MixPlan? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> MixPlan {
    let drafts = MixPlanner.drafts(stems: stems, score: score, style: style)
    guard var result = kept else {
      return try propose(
        stems: stems, score: score, plan: plan, style: style, isCancelled: isCancelled
      ).plan
    }
    let unknown = drafts.filter { result.channel($0.stem.id) == nil }
    let measured = try measure(unknown, of: stems, cancellation: Cancellation(isCancelled))
    let anchor = MixPlanner.anchor(drafts.map(\.channel.level))
    let fresh = zip(unknown, measured).map { draft, found in
      draft.channel(measured: found, anchor: anchor)
    }
    result.channels = stems.stems.compactMap { stem in
      result.channel(stem.id) ?? fresh.first { $0.id == stem.id }
    }
    let known = Set(result.channels.map(\.id))
    result.moves.removeAll { move in
      !known.contains(move.channel) || move.action.key.map { !known.contains($0) } ?? false
    }
    return result
  }

  /// Plans a mix anew, and tells what the plan rests on.
  ///
  /// Levels, places and rooms are the style's; moves beyond them make room between parts where they cover
  /// each other, by sound and by the notes.
  public func propose(
    stems: Stems, score: Score, plan: Plan, style: Style, focus: MixFocus = MixFocus(),
    kinds: [String: StemKind] = [:],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> MixProposal {
    let drafts = MixPlanner.drafts(stems: stems, score: score, style: style)
    let measured = try measure(drafts, of: stems, cancellation: Cancellation(isCancelled))
    let anchor = MixPlanner.anchor(drafts.map(\.channel.level))
    let strips = zip(drafts, measured).map { draft, found in
      DeskStem(
        channel: draft.channel(measured: found, anchor: anchor),
        kind: kinds[draft.stem.id] ?? StemKind(draft.stem.role), analysis: found.analysis,
        isPlaced: true, hasRooms: true)
    }
    var desk = MixDesk(
      stems: strips, sections: MixPlanner.sections(of: score), focus: focus,
      beat: 60 / score.tempo.beatsPerMinute(at: .zero))
    // A style's sounds were chosen to fit: less is taken from them than from strangers.
    desk.deepestCut = 4.5
    desk.clashes = NoteClash.all(in: score)
    desk.dances = KickPattern.isFourOnTheFloor(score)
    desk.bringToFocus()
    desk.unmask()
    desk.duck()
    var result = MixPlanner.frame(
      strips.map(\.channel), score: score, plan: plan, style: style)
    result.moves = desk.moves
    let guesses = strips.map {
      StemGuess(
        stem: $0.id, kind: $0.kind, source: kinds[$0.id] == nil ? .score : .given, confidence: 1)
    }
    let before = strips.map { strip in
      strip.analysis.behind(result.settings(of: strip.channel, withMoves: false))
    }
    return MixProposal(plan: result, guesses: guesses, analyses: before)
  }

  /// The sections of a score in seconds.
  static func sections(of score: Score) -> [MixSection] {
    score.sections.map { section in
      MixSection(
        name: section.id,
        start: score.tempo.seconds(at: score.meters.start(ofBar: section.startBar)),
        end: score.tempo.seconds(at: score.meters.start(ofBar: section.startBar + section.bars)))
    }
  }

  /// The loudness of a part at level 0: many parts that sound together add up to the premix loudness.
  static func anchor(_ levels: [Decibels]) -> LUFS {
    let power = levels.reduce(0.0) { $0 + $1.power }
    return premixLoudness - (Decibels(power: power) ?? 0)
  }

  /// What is known of each strip before measuring.
  private static func drafts(stems: Stems, score: Score, style: Style) -> [StripDraft] {
    var used: [Role: Int] = [:]
    return stems.stems.map { stem in
      let lowest = score.part(stem.id).flatMap { part in
        part.instrument.isDrumKit ? nil : part.notes.map(\.pitch.number).min()
      }
      let occurrence = used[stem.role, default: 0]
      used[stem.role] = occurrence + 1
      return StripDraft(stem: stem, style: style, lowestNote: lowest, occurrence: occurrence)
    }
  }

  private func measure(
    _ drafts: [StripDraft], of stems: Stems, cancellation: Cancellation
  ) throws(MixingError) -> [StemMeasurement] {
    let folder = stemFolder
    return try Crew(threads: max(1, threads)).map(drafts) { draft in
      let reader = try StemSource.open(draft.stem, of: stems, in: folder)
      return try StemMeasurement.measure(
        reader, part: draft.stem.id, frames: stems.frames, highPass: draft.channel.highPass,
        lowPass: draft.channel.lowPass, cancellation: cancellation)
    }
  }

  /// Everything but the strips.
  private static func frame(
    _ channels: [MixPlan.Channel], score: Score, plan: Plan, style: Style
  ) -> MixPlan {
    let mix = style.mix
    let beat = 60 / score.tempo.beatsPerMinute(at: .zero)
    var (fade, fadeEnd) = (0.0, 0.0)
    if plan.ending == .fade, !plan.loop {
      fadeEnd = score.seconds
      let start = score.sections.last.map { score.meters.start(ofBar: $0.startBar) } ?? .zero
      let section = score.seconds - score.tempo.seconds(at: start)
      fade = min(min(16, max(5, section * 0.75)), score.seconds / 2)
    }
    return MixPlan(
      channels: channels, reverbTime: mix.reverbTime,
      delayTime: min(4, max(0.002, mix.delayBeats.value * beat)),
      delayFeedback: min(max(mix.delayFeedback, 0), 0.9),
      bus: bus(mix, loudness: plan.loudness),
      loudness: plan.loudness, ceiling: -1, fade: fade, fadeEnd: fadeEnd)
  }

  /// The bus for a loudness: what must be loud has its peaks rounded before the limiter.
  ///
  /// A limiter that takes 6 dB under -1 dBTP leaves room for peaks 19 LU above -14 LUFS, but only 13 LU above
  /// -8; each LU above -14 is met by 0.11 of drive and 0.5 dB of threshold, which together take about as much.
  static func bus(_ mix: MixProfile, loudness: LUFS) -> MixPlan.Bus {
    let excess = min(8, max(0, loudness.value + 14))
    let drive = min(1, mix.busDrive + 0.11 * excess)
    return MixPlan.Bus(
      ratio: max(1, mix.busRatio), threshold: Decibels(-17 - 0.5 * excess), drive: drive,
      lowPass: mix.busLowPass)
  }
}
