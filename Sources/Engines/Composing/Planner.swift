import Music
public import Production
import Signal

/// Turns a brief into a plan: form, tempo, keys, chords, energies, band and layers.
///
/// Whatever the brief states holds exactly; the style and the seed decide the rest. The same brief,
/// style, seed and version give the same plan. Cost is linear in the number of bars.
public struct Planner: Sendable {
  /// The version of the program, kept in every plan.
  public var engineVersion: String

  /// Makes a planner of a program version.
  public init(engineVersion: String) { self.engineVersion = engineVersion }

  /// The plan of a brief in a style.
  public func plan(
    brief: Brief, style: Style, seed: UInt64
  ) throws(PlanningError) -> Plan {
    let given = try GivenBar.read(brief.chords)
    let chooser = KeyPlanner(brief: brief, style: style, seed: seed)
    let meter = try chooser.meter()
    let key = chooser.key(chords: given)
    let parts = try BandPlanner(brief: brief, style: style, seed: seed).parts()
    for point in brief.energy where !(0...1).contains(point.energy) {
      throw .energyOutOfRange(energy: point.energy)
    }
    // A given cycle of chords is a phrase where its length is not that of the usual ones.
    let unit = given.isEmpty || given.count % 4 == 0 || given.count < 3 ? 4 : given.count
    let former = FormPlanner(brief: brief, style: style, seed: seed, unit: unit)
    let length = try fittedLength(
      brief, style: style, meter: meter, target: chooser.targetTempo(), former: former,
      unit: unit)
    let form = try former.plan(length, meter: meter)
    var notices = brief.notices + length.notices + form.notices
    let keys = keyChanges(key, form: form, brief: brief, given: given, notices: &notices)
    let meters = MeterMap(meter)
    let ending = self.ending(brief, style)
    let harmony = HarmonyPlanner(
      brief: brief, style: style, seed: seed, given: given, keys: keys, meters: meters,
      length: length.length, hasEnding: !brief.loop && ending != .fade,
      isLastBarCarried: Self.isLastBarCarried(bars: length.bars, length: length.length, meters))
    let chords = try harmony.chords(form.sections)
    let phrases = try harmony.progressionLengths(form.sections)
    let sections = planned(
      form.sections, phrases: phrases, parts: parts, style: style, seed: seed,
      loop: brief.loop, ending: ending)
    return Plan(
      title: "\(style.title) in \(key)", seed: seed, engine: engineVersion,
      styles: brief.styles.isEmpty ? [.init(name: style.name, weight: 1)] : brief.styles,
      keys: keys, meters: meters, tempo: TempoMap(beatsPerMinute: length.tempo),
      sections: sections, chords: chords, parts: parts, length: length.length, ending: ending,
      loop: brief.loop, loudness: brief.loudness.map { LUFS($0) } ?? style.loudness,
      notices: notices)
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
    _ brief: Brief, style: Style, meter: Meter, target: Double, former: FormPlanner, unit: Int
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
    let planner = LengthPlanner(
      tempo: brief.tempo, bars: brief.bars ?? stated, seconds: brief.duration, meter: meter,
      range: style.tempo, target: target, naturalBars: try former.naturalBars(), unit: unit,
      isLoop: brief.loop, eventTime: (arrivals.first ?? timed.first)?.at)
    return try planner.fit()
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
    return style.ending
  }

  private func keyChanges(
    _ key: Key, form: FormPlanner.Result, brief: Brief, given: [GivenBar], notices: inout [String]
  ) -> [KeyChange] {
    var keys = [KeyChange(bar: 0, key: key)]
    guard let bar = form.keyChangeBar, bar > 0 else { return keys }
    if given.contains(where: { $0.chords.contains { $0.symbol != nil } }) {
      notices.append("The given chords are kept, so the key does not change.")
    } else {
      let raised = key.transposed(by: 2)
      keys.append(KeyChange(bar: bar, key: raised))
      notices.append("From bar \(bar + 1) on the key is \(raised).")
    }
    return keys
  }

  private func planned(
    _ drafts: [DraftSection], phrases: [Int], parts: [Plan.PlannedPart], style: Style,
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
          phrase: Self.phrase(bars: draft.bars, cycle: phrases[index]), occurrence: occurrence,
          transition: transitions.transition(
            name: draft.name, bars: draft.bars, energy: draft.energy,
            next: next.map { ($0.name, $0.energy) }, place: id),
          layers: layers[index]))
      bar += draft.bars
    }
    return sections
  }

  /// The length of a phrase in a section: that of its chords where it divides the section, else 4.
  static func phrase(bars: Int, cycle: Int) -> Int {
    if bars <= 3 || bars == 6 { return bars }
    if (3...8).contains(cycle), bars % cycle == 0 { return cycle }
    return 4
  }
}
