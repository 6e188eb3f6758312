import Music
import Production

/// Reads limits of notes and finds those that no song can keep.
struct LimitPlanner {
  /// The most voices that can be asked for.
  static let voiceCounts = 1...128

  private var limits: [(wish: InstrumentWish?, limits: NoteLimits)] = []

  /// Reads the limits of a brief; throws where one contradicts itself.
  init(_ brief: Brief, style: Style) throws(PlanningError) {
    for limit in brief.limits {
      var own = limit.limits
      if let low = own.low, let high = own.high, low.number > high.number {
        throw .emptyRange(of: limit.of, low: low, high: high)
      }
      if let voices = own.voices, !Self.voiceCounts.contains(voices) {
        throw .voicesOutOfRange(of: limit.of, voices: voices, allowed: Self.voiceCounts)
      }
      // Voices of all parts together are shared out by section.
      if limit.of == nil { own.voices = nil }
      let wish: InstrumentWish?
      if let text = limit.of {
        wish = try InstrumentWish(text, style: style)
      } else {
        wish = nil
      }
      limits.append((wish, own))
    }
  }

  /// Those who are to play roots only: they are to play, where a range or a polyphony of somebody who
  /// does not play is kept all the same.
  var rooted: [InstrumentWish] { limits.filter(\.limits.rootsOnly).compactMap(\.wish) }

  /// What a part on an instrument must keep to.
  func limits(of part: String, role: Role, on instrument: Instrument) -> NoteLimits {
    guard !instrument.isDrumKit else {
      var own = merged(part, role, instrument)
      (own.low, own.high, own.rootsOnly) = (nil, nil, false)
      return own
    }
    return merged(part, role, instrument)
  }

  /// What every part must keep to, whoever plays it.
  func general(of part: StylePart, on instrument: Instrument) -> NoteLimits {
    guard !instrument.isDrumKit else { return NoteLimits() }
    return limits.filter { $0.wish == nil }.reduce(NoteLimits()) { $0.and($1.limits) }
  }

  private func merged(_ part: String, _ role: Role, _ instrument: Instrument) -> NoteLimits {
    limits.reduce(NoteLimits()) { found, limit in
      let isMeant =
        limit.wish?.matches(part: part, role: role, instrument: instrument) ?? true
      return isMeant ? found.and(limit.limits) : found
    }
  }

  /// The notes that a part may play on an instrument; throws where there are none.
  func allowed(
    part: String, role: Role, on instrument: Instrument
  ) throws(PlanningError) -> ClosedRange<Int> {
    let own = limits(of: part, role: role, on: instrument)
    if let low = own.low, let high = own.high, low.number > high.number {
      throw .emptyRange(of: part, low: low, high: high)
    }
    guard let allowed = own.allowed(in: instrument.range) else {
      throw .rangeOutsideInstrument(part: part, instrument: instrument, limits: own)
    }
    return allowed
  }

  /// The voices that all pitched parts share, if they are limited.
  static func voicesOfAll(_ brief: Brief) throws(PlanningError) -> Int? {
    brief.limits.filter { $0.of == nil }.compactMap(\.limits.voices).min()
  }

  /// The pitched parts that answer a wish for an instrument, one for each wish.
  static func wanted(
    _ brief: Brief, style: Style, parts: [Plan.PlannedPart]
  ) throws(PlanningError) -> Set<String> {
    var found: Set<String> = []
    let texts = brief.instruments.with + brief.passages.flatMap(\.instruments.with)
    for text in texts {
      let wish = try InstrumentWish(text, style: style)
      let part = parts.first {
        !$0.instrument.isDrumKit && !found.contains($0.id)
          && wish.matches(part: $0.id, role: $0.role, instrument: $0.instrument)
      }
      if let part { found.insert(part.id) }
    }
    return found
  }

  /// Refuses a plan in which a part that plays roots only cannot reach one of them.
  static func checkRoots(of plan: Plan) throws(PlanningError) {
    for part in plan.parts where part.limits.rootsOnly && !part.instrument.isDrumKit {
      let range = part.held().register
      for span in plan.chords
      where !range.contains(where: { number in
        (number - span.chord.lowest.pitchClass) % 12 == 0
      }) {
        // A chord may last for bars, and the part enter in a later one of them.
        let last = plan.meters.bar(at: span.end)
        let end = plan.meters.start(ofBar: last) == span.end ? last : last + 1
        let sounding = (plan.meters.bar(at: span.onset)..<end).first { bar in
          plan.section(ofBar: bar)?.plays(part.id, inBar: bar) ?? false
        }
        guard let sounding else { continue }
        throw .rootOutOfReach(part: part.id, chord: span.chord, bar: sounding, range: range)
      }
    }
  }
}

extension Plan.PlannedPart {
  /// The part as its limits and a share of voices leave it: players that ask its instrument and
  /// register what can be played keep to both by themselves.
  func held(voices: Int? = nil) -> Plan.PlannedPart {
    var held = self
    let most = [limits.voices, voices, instrument.polyphony].compactMap { $0 }.min() ?? 1
    guard !instrument.isDrumKit, let range = limits.allowed(in: instrument.range) else {
      held.instrument = instrument.limited(to: instrument.range, voices: most)
      return held
    }
    held.instrument = instrument.limited(to: range, voices: most)
    let low = max(range.lowerBound, register.lowerBound)
    let high = min(range.upperBound, register.upperBound)
    held.register = low <= high ? low...high : range
    return held
  }
}
