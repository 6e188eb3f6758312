import Music
public import Production
public import Progressions
import Signal

/// Turns a brief into a plan: form, tempo, keys, chords, energies, band and layers.
///
/// Whatever the brief states holds exactly; the style and the seed decide the rest. The same brief,
/// style, seed and version give the same plan. Cost is linear in the number of bars.
public struct Planner: Sendable {
  /// The version of the program, kept in every plan.
  public var engineVersion: String
  /// What learned progressions are drawn from, where a brief asks for them.
  public var chordModel: ChordModel?

  /// Makes a planner of a program version.
  public init(engineVersion: String, chordModel: ChordModel? = nil) {
    self.engineVersion = engineVersion
    self.chordModel = chordModel
  }

  /// The plan of a brief in a style.
  public func plan(
    brief: Brief, style: Style, seed: UInt64
  ) throws(PlanningError) -> Plan {
    let chooser = KeyPlanner(brief: brief, style: style, seed: seed)
    let meter = try chooser.meter()
    let given =
      brief.chordTrack.isEmpty
      ? try GivenBar.read(brief.chords) : try GivenBar.read(brief.chordTrack, meter: meter)
    let key = chooser.key(chords: given)
    var parts = try BandPlanner(brief: brief, style: style, seed: seed).parts()
    for energy in brief.energy.map(\.energy) + brief.passages.compactMap(\.energy)
    where !(0...1).contains(energy) {
      throw .energyOutOfRange(energy: energy)
    }
    let (frame, form) = try framed(
      brief, style: style, seed: seed, given: given, comesHome: comesHome(brief, style, given, key),
      chooser, meter)
    let length = frame.length
    try checkCurve(brief, frame)
    try PassagePlanner(brief: brief, style: style, frame: frame).checkPlaces()
    var notices = brief.notices + length.notices + form.notices
    let modulation = ModulationPlanner(
      brief: brief, style: style, seed: seed, frame: frame,
      hasSymbols: given.contains { $0.chords.contains { $0.symbol != nil } })
    let keys = modulation.keys(from: key, form.sections, notices: &notices)
    let ending = self.ending(brief, style)
    var harmony = HarmonyPlanner(
      brief: brief, style: style, seed: seed, given: given, keys: keys, meters: frame.meters,
      length: length.length, hasEnding: !brief.loop && ending != .fade,
      isLastBarCarried: Self.isLastBarCarried(
        bars: length.bars, length: length.length, frame.meters))
    harmony.learned = learned(brief, style, &notices, isGiven: !given.isEmpty)
    let progressions = given.isEmpty ? harmony.progressions(for: form.sections) : []
    let chords = try harmony.chords(form.sections, on: progressions)
    let cycles =
      given.isEmpty
      ? progressions.map(\.count) : form.sections.map { _ in Self.cycle(given.count) }
    var sections = planned(
      form.sections, cycles: cycles, parts: parts, style: style, seed: seed,
      loop: brief.loop, ending: ending)
    try seat(&parts, in: &sections, brief: brief, style: style, frame: frame, notices: &notices)
    var plan = Plan(
      title: "\(style.title) in \(key)", seed: seed, engine: engineVersion,
      styles: brief.styles.isEmpty ? [.init(name: style.name, weight: 1)] : brief.styles,
      keys: keys, meters: frame.meters, tempo: TempoMap(beatsPerMinute: length.tempo),
      sections: sections, chords: chords, parts: parts, length: length.length, ending: ending,
      loop: brief.loop, loudness: brief.loudness.map { LUFS($0) } ?? style.loudness,
      notices: notices)
    TensionPlanner().draw(&plan.sections, climax: plan.climax?.id)
    try LimitPlanner.checkRoots(of: plan)
    return plan
  }

  /// Who draws the progressions, if they are to be learned ones; what keeps them out is noted.
  private func learned(
    _ brief: Brief, _ style: Style, _ notices: inout [String], isGiven: Bool
  ) -> LearnedHarmony? {
    guard brief.harmony == .learned else { return nil }
    if isGiven {
      notices.append("The chords were given; no learned ones are drawn.")
    } else if style.exceptions.contains("same-loop") {
      notices.append("\(style.title) lives on its own progressions, which stay.")
    } else if let chordModel {
      let name = brief.styles.max { $0.weight < $1.weight }?.name ?? style.name
      return LearnedHarmony(
        model: chordModel, style: style, genre: chordModel.genre(ofStyle: name))
    } else {
      notices.append("There is no chord model; the style's own progressions stand for it.")
    }
    return nil
  }

  /// Length, metres and marks, and the form that fits them.
  private func framed(
    _ brief: Brief, style: Style, seed: UInt64, given: [GivenBar], comesHome: Bool,
    _ chooser: KeyPlanner, _ meter: Meter
  ) throws(PlanningError) -> (MarkedFrame, FormPlanner.Result) {
    let unit = Self.unit(ofCycle: given.count)
    let former = FormPlanner(brief: brief, style: style, seed: seed, unit: unit)
    let pinned = try former.pinnedBars()
    let fitted = try fittedLength(
      brief, style: style, meter: meter, target: chooser.targetTempo(), former: former,
      unit: unit, comesHome: comesHome, pinned: pinned)
    let frame = try MarkPlanner(brief: brief, style: style, meter: meter, pinned: pinned)
      .frame(fitted)
    return (frame, try former.plan(frame))
  }

  /// Wishes for parts of the piece and limits of voices; parts that play nowhere leave the band.
  private func seat(
    _ parts: inout [Plan.PlannedPart], in sections: inout [Plan.PlannedSection], brief: Brief,
    style: Style, frame: MarkedFrame, notices: inout [String]
  ) throws(PlanningError) {
    try PassagePlanner(brief: brief, style: style, frame: frame)
      .apply(to: &sections, parts: parts, notices: &notices)
    if let voices = try LimitPlanner.voicesOfAll(brief) {
      let wanted = try LimitPlanner.wanted(brief, style: style, parts: parts)
      try VoicePlanner(voices: voices, wanted: wanted).share(&sections, parts: parts)
    }
    guard !brief.passages.isEmpty || !brief.limits.isEmpty else { return }
    let heard = Set(sections.flatMap(\.layers.keys))
    for part in parts where !heard.contains(part.id) {
      for index in sections.indices {
        sections[index].silence(part.id)
        sections[index].wishes.removeAll { $0.part == part.id }
      }
    }
    parts.removeAll { !heard.contains($0.id) }
    if parts.isEmpty { throw .noPartsLeft }
  }

  /// Refuses points of an energy curve that lie before the piece or behind its end.
  private func checkCurve(_ brief: Brief, _ frame: MarkedFrame) throws(PlanningError) {
    let seconds = frame.length.length.value * 60 / frame.length.tempo
    for point in brief.energy where point.at < 0 || point.at > seconds + 0.5 {
      throw .energyBeyondEnd(energy: point.energy, at: point.at, seconds: seconds)
    }
  }

  /// Whether the last bar is cut so short (under one felt beat and a half) that the last chord
  /// begins in the bar before and is held into it.
  static func isLastBarCarried(bars: Int, length: Beat, _ meters: MeterMap) -> Bool {
    guard bars > 1 else { return false }
    let left = length - meters.start(ofBar: bars - 1)
    let meter = meters.meter(ofBar: bars - 1)
    return left < meter.barLength && left * 2 < meter.unit * 3
  }

  private func fittedLength(
    _ brief: Brief, style: Style, meter: Meter, target: Double, former: FormPlanner, unit: Int,
    comesHome: Bool, pinned: [Int: Int]
  ) throws(PlanningError) -> FittedLength {
    let stated = try former.statedBars()
    if let stated, let bars = brief.bars, stated != bars {
      throw .contradictoryForm(formBars: stated, bars: bars)
    }
    let timed = brief.events.filter {
      guard let at = $0.at else { return false }
      return at > 0 && !FormPlanner.isEnd($0.what)
    }
    let arrivals = timed.filter { SectionKind.isArrival(SectionKind.canonical($0.what)) }
    var natural = try former.naturalBars()
    // A long chord track is a song.
    let track = (brief.chordTrack.last?.end ?? .zero) / meter.barLength
    if brief.form.isEmpty, track >= 16 { natural = track.floor }
    if comesHome, brief.form.isEmpty, natural % unit == 0 { natural += 1 }
    let own = pinnedTempo(brief, meter: meter, range: style.tempo, pinned: pinned)
    let planner = LengthPlanner(
      tempo: brief.tempo ?? own, bars: brief.bars ?? stated, seconds: brief.duration, meter: meter,
      range: style.tempo, target: target, naturalBars: natural, unit: unit,
      isLoop: brief.loop, eventTime: (arrivals.first ?? timed.first)?.at,
      lastEventTime: (timed.compactMap(\.at) + brief.energy.map(\.at)).max())
    return try planner.fit()
  }

  /// Whether a given cycle that ends away from the tonic on which it begins should be followed by
  /// its first chord, held as the last bar: given chords are not changed to close.
  ///
  /// Only where a bar more falls on the beginning of the cycle: sections are whole phrases of four bars.
  private func comesHome(_ brief: Brief, _ style: Style, _ given: [GivenBar], _ key: Key) -> Bool {
    guard !brief.loop, ending(brief, style) != .fade, [1, 2, 4].contains(given.count),
      let first = given.first?.chords.first, let last = given.last?.chords.last
    else { return false }
    let home = key.tonic.pitchClass
    return first.chord(in: key).root.pitchClass == home
      && last.chord(in: key).root.pitchClass != home
  }

  /// The tempo that brings a section of a stated form in time, where nothing else fixes it and it
  /// is no more than half as fast or twice as fast as the style.
  private func pinnedTempo(
    _ brief: Brief, meter: Meter, range: Style.TempoRange, pinned: [Int: Int]
  ) -> Double? {
    guard brief.tempo == nil, brief.duration == nil,
      let first = pinned.filter({ $0.value > 0 }).min(by: { $0.value < $1.value }),
      let at = brief.events[first.key].at, at > 0
    else { return nil }
    let beats = meter.barLength.value * Double(first.value)
    let tempo = LengthPlanner.tempo(beats: beats, seconds: at)
    return (range.low / 2...range.high * 2).contains(tempo) && LengthPlanner.tempos.contains(tempo)
      ? tempo : nil
  }

  private func ending(_ brief: Brief, _ style: Style) -> Style.Ending {
    for event in brief.events {
      switch SectionKind.canonical(event.what) {
      case "fade-out", "fade": return .fade
      case "stop", "hard-stop", "cold-end": return .stop
      case "ring-out": return .ringOut
      default: continue
      }
    }
    let refused = Set(brief.events.compactMap { $0.refused.map(SectionKind.canonical) })
    let names: [Style.Ending: Set<String>] = [
      .fade: ["fade-out", "fade"], .stop: ["stop", "hard-stop", "cold-end"],
      .ringOut: ["ring-out"],
    ]
    return names[style.ending]?.isDisjoint(with: refused) == false ? .held : style.ending
  }

  private func planned(
    _ drafts: [DraftSection], cycles: [Int], parts: [Plan.PlannedPart], style: Style,
    seed: UInt64, loop: Bool, ending: Style.Ending
  ) -> [Plan.PlannedSection] {
    let layers = LayerPlanner(parts: parts, style: style).layers(drafts, loop: loop)
    let transitions = TransitionPlanner(seed: seed, loop: loop, ending: ending)
    var occurrences: [String: Int] = [:]
    var sections: [Plan.PlannedSection] = []
    var bar = 0
    for (index, draft) in drafts.enumerated() {
      let occurrence = occurrences[draft.name, default: 0]
      occurrences[draft.name] = occurrence + 1
      let id = "\(draft.name)-\(occurrence + 1)"
      let next = index + 1 < drafts.count ? drafts[index + 1] : nil
      sections.append(
        Plan.PlannedSection(
          id: id, name: draft.name, startBar: bar, bars: draft.bars, energy: draft.energy,
          phrase: Self.phrase(bars: draft.bars, cycle: cycles[index]), occurrence: occurrence,
          transition: transitions.transition(
            name: draft.name, bars: draft.bars, energy: draft.energy,
            next: next.map { ($0.name, $0.energy) }, place: id),
          layers: layers[index]))
      bar += draft.bars
    }
    return loop
      ? sections : RestPlanner(parts: parts, exceptions: style.exceptions).rested(sections)
  }

  /// The bars in which a piece on a given cycle of chords is counted: four where four divide it.
  static func unit(ofCycle bars: Int) -> Int { bars % 4 == 0 ? 4 : cycle(bars) }

  /// The phrase that a given cycle of chords makes: the cycle itself up to eight bars, else four
  /// bars or the longest phrase that divides it.
  static func cycle(_ bars: Int) -> Int {
    guard bars >= 3 else { return 4 }
    if bars <= 8 { return bars }
    return bars % 4 == 0 ? 4 : (3...8).last { bars % $0 == 0 } ?? 4
  }

  /// The length of a phrase in a section: that of its chords where it divides the section, else 4.
  static func phrase(bars: Int, cycle: Int) -> Int {
    if bars <= 3 || bars == 6 { return bars }
    if (3...8).contains(cycle), bars % cycle == 0 { return cycle }
    return 4
  }
}
