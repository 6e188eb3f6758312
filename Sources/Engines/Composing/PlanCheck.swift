import Music
public import Production
import Signal

/// A look at a plan that a person wrote or changed, before anything is composed from it.
public struct PlanCheck: Sendable {
  /// The denominators of times that a stored song may have: as fine as the ticks of MIDI.
  public static let storedDenominators = 1...(1 << 17)

  /// How far the numbers of a plan may go.
  struct Bounds {
    /// The denominators of times that are still counted exactly.
    var denominators = 1...10_080
    var bars = LengthPlanner.barCounts
    var tempos = LengthPlanner.tempos
    /// The longest pattern or motif in quarter notes.
    var idea = Beat(64)
  }

  private let plan: Plan
  let bounds: Bounds
  private var faults: [PlanFault] = []

  /// The faults of a plan, in the order of its keys; empty where it can be composed.
  public static func faults(in plan: Plan) -> [PlanFault] {
    var check = PlanCheck(plan: plan)
    check.look()
    return check.faults
  }

  /// The faults of a stored plan that would end or stall the program: in its frame, the bars of its
  /// sections, the ids of its parts and how they play.
  ///
  /// The plan of an imported piece is as odd as the piece: its tempo may be any, its times as fine
  /// as the ticks of MIDI, and its bars as many as the piece has.
  public static func structuralFaults(in plan: Plan) -> [PlanFault] {
    var check = PlanCheck(
      plan: plan,
      bounds: Bounds(
        denominators: storedDenominators, bars: 1...400_000, tempos: 1...60_000_000,
        idea: Beat(4000)))
    check.lookAtFrame()
    guard check.faults.isEmpty else { return check.faults }
    check.lookAtSections()
    guard check.faults.isEmpty else { return check.faults }
    for (index, section) in plan.sections.enumerated() {
      check.lookAtSpans(of: section, path: "sections[\(index)]")
    }
    if plan.parts.isEmpty { check.add("parts", "nothing", "at least one part") }
    if plan.keys.isEmpty { check.add("keys", "nothing", "at least one key") }
    for (index, part) in plan.parts.enumerated() {
      check.lookAtName(of: part, path: "parts[\(index)]")
      check.lookAtIdeas(of: part, path: "parts[\(index)]")
      check.lookAtPlaying(of: part, path: "parts[\(index)]")
    }
    return check.faults
  }

  private init(plan: Plan, bounds: Bounds = Bounds()) {
    self.plan = plan
    self.bounds = bounds
  }

  mutating func add(
    _ path: String, _ found: some CustomStringConvertible, _ expected: String
  ) {
    faults.append(PlanFault(path: path, found: found.description, expected: expected))
  }

  private mutating func look() {
    lookAtFrame()
    // Everything else is measured in bars: without a frame there is nothing to measure with.
    guard faults.isEmpty else { return }
    lookAtSections()
    lookAtParts()
    guard faults.isEmpty else { return }
    lookAtLength()
    lookAtKeys()
    lookAtChords()
    lookAtLayers()
    if faults.isEmpty, let fault = rootFault { faults.append(fault) }
  }

  // MARK: The frame

  private mutating func lookAtFrame() {
    if plan.styles.isEmpty { add("styles", "nothing", "at least one style with its weight") }
    for (index, share) in plan.styles.enumerated() where !(share.weight > 0) {
      add("styles[\(index)].weight", share.weight, "a share above 0")
    }
    if plan.meters.changes.first?.bar != 0 {
      add(
        "meters.changes",
        plan.meters.changes.isEmpty
          ? "nothing"
          : "a first change at bar "
            + "\(plan.meters.changes[0].bar)", "a metre at bar 0, where the piece begins")
    }
    for (index, pair) in zip(plan.meters.changes, plan.meters.changes.dropFirst()).enumerated()
    where pair.0.bar >= pair.1.bar {
      add("meters.changes[\(index + 1)].bar", pair.1.bar, "a bar behind \(pair.0.bar)")
    }
    if let last = plan.meters.changes.last, last.bar > bounds.bars.upperBound {
      add("meters.changes", last.bar, "bars up to \(bounds.bars.upperBound)")
    }
    if plan.tempo.changes.first?.beat != .zero {
      add("tempo.changes", "no change at beat 0", "a tempo at beat 0, where the piece begins")
    }
    for (index, change) in plan.tempo.changes.enumerated() {
      if !bounds.tempos.contains(change.beatsPerMinute) {
        add(
          "tempo.changes[\(index)].beatsPerMinute", change.beatsPerMinute,
          "\(Int(bounds.tempos.lowerBound)) to \(Int(bounds.tempos.upperBound)) quarter notes a minute"
        )
      }
      checkTime(change.beat, "tempo.changes[\(index)].beat")
    }
    for (index, pair) in zip(plan.tempo.changes, plan.tempo.changes.dropFirst()).enumerated()
    where pair.0.beat >= pair.1.beat {
      add("tempo.changes[\(index + 1)].beat", pair.1.beat, "a beat behind \(pair.0.beat)")
    }
    checkTime(plan.length, "length")
    for (index, span) in plan.chords.enumerated() {
      let path = "chords[\(index)]"
      guard checkTime(span.onset, "\(path).onset") else { continue }
      // Between two times may lie a duration finer than both.
      if !isTime(span.end) {
        add("\(path).duration", span.duration, "one up to \(timeWords)")
      }
    }
    if !(-40...(-5)).contains(plan.loudness.value) {
      add("loudness", plan.loudness.value, "-40 to -5 LUFS")
    }
  }

  private func isTime(_ beat: Beat) -> Bool {
    bounds.denominators.contains(beat.denominator) && abs(beat.value) <= 100_000
  }

  @discardableResult
  mutating func checkTime(_ beat: Beat, _ path: String) -> Bool {
    guard !isTime(beat) else { return true }
    add(path, beat, timeWords)
    return false
  }

  private var timeWords: String {
    "a time in quarter notes with a denominator up to \(bounds.denominators.upperBound)"
  }

  // MARK: Sections

  private mutating func lookAtSections() {
    guard !plan.sections.isEmpty else {
      add("sections", "nothing", "at least one section")
      return
    }
    var bar = 0
    var ids: [String: Int] = [:]
    for (index, section) in plan.sections.enumerated() {
      let path = "sections[\(index)]"
      if let first = ids[section.id] {
        add("\(path).id", section.id, "a name of its own: sections[\(first)] has it already")
      }
      ids[section.id] = index
      if section.startBar != bar {
        let what =
          index == 0
          ? "0: the piece begins with its first section"
          : section.startBar > bar
            ? "\(bar), right behind sections[\(index - 1)]: there is a gap"
            : "\(bar), right behind sections[\(index - 1)]: sections may not overlap or go back"
        add("\(path).startBar", section.startBar, what)
      }
      if !bounds.bars.contains(section.bars) {
        add("\(path).bars", section.bars, "1 to \(bounds.bars.upperBound) bars")
        return
      }
      bar += section.bars
      if !(0...1).contains(section.energy) {
        add("\(path).energy", section.energy, "an energy of 0 to 1")
      }
      if section.phrase < 1 || section.phrase > section.bars {
        add("\(path).phrase", section.phrase, "1 to \(section.bars) bars")
      }
      if !(0...bounds.bars.upperBound).contains(section.occurrence) {
        add("\(path).occurrence", section.occurrence, "0 to \(bounds.bars.upperBound)")
      }
      for (place, tension) in section.tension.enumerated() where !(0...1).contains(tension) {
        add("\(path).tension[\(place)]", tension, "a tension of 0 to 1")
      }
      for (name, voices) in section.voices.sorted(by: { $0.key < $1.key }) where voices < 1 {
        add("\(path).voices.\(name)", voices, "at least 1 voice")
      }
    }
    if bar > bounds.bars.upperBound {
      add("sections", "\(bar) bars", "at most \(bounds.bars.upperBound)")
    }
  }

  // MARK: Parts

  private mutating func lookAtParts() {
    if plan.parts.isEmpty { add("parts", "nothing", "at least one part") }
    var ids: [String: Int] = [:]
    for (index, part) in plan.parts.enumerated() {
      let path = "parts[\(index)]"
      if let first = ids[part.id] {
        add("\(path).id", part.id, "an id of its own: parts[\(first)] has it already")
      }
      ids[part.id] = index
      lookAtName(of: part, path: path)
      let range = part.instrument.range
      if !part.register.overlaps(range), part.register.clamped(to: Self.notes) == part.register {
        add(
          "\(path).register", "\(part.register)",
          "notes of the \(part.instrument.name), \(range.lowerBound) to \(range.upperBound)")
      }
      lookAtPlaying(of: part, path: path)
      let isKit = part.instrument.isDrumKit
      if isKit, ![.drums, .percussion, .effects].contains(part.role) {
        add("\(path).instrument", part.instrument.id, "a pitched instrument for \(part.role)")
      } else if !isKit, part.role == .drums {
        add("\(path).instrument", part.instrument.id, "a drum kit for drums")
      }
      lookAtIdeas(of: part, path: path)
      lookAtLimits(of: part, path: "\(path).limits")
      lookAtControls(part.controls, path: "\(path).controls")
    }
  }

  /// The notes of MIDI.
  private static let notes = 0...127

  /// How a part plays, as numbers that any part can have.
  private mutating func lookAtPlaying(of part: Plan.PlannedPart, path: String) {
    if part.register.clamped(to: Self.notes) != part.register {
      add("\(path).register", "\(part.register)", "two notes of MIDI, 0 to 127")
    }
    if !(0...1).contains(part.complexity) {
      add("\(path).complexity", part.complexity, "0 to 1")
    }
  }

  /// A part's files bear its id.
  private mutating func lookAtName(of part: Plan.PlannedPart, path: String) {
    guard !Self.isFileName(part.id) else { return }
    add(
      "\(path).id", "'\(part.id)'",
      "1 to 64 letters, digits, hyphens, underscores and blanks, with a letter or digit first")
  }

  /// The most bytes of a part's id, which leaves room for what its files' names add.
  private static let nameLimit = 64

  /// Whether an id can be the name of a file in any folder.
  public static func isFileName(_ id: String) -> Bool {
    guard let first = id.first, first.isLetter || first.isNumber, id.utf8.count <= nameLimit else {
      return false
    }
    return id.allSatisfy { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
  }

  private mutating func lookAtControls(_ controls: PlayerControls, path: String) {
    for (name, value) in ControlCheck.shares(of: controls) {
      if let value, !(0...1).contains(value) { add("\(path).\(name)", value, "0 to 1") }
    }
    if let swing = controls.swing, !ControlCheck.swings.contains(swing) {
      add("\(path).swing", swing, "0.5 to 0.75")
    }
    let sources = plan.parts.map(\.id) + ["kick"]
    if let follow = controls.follow, !sources.contains(follow) {
      add("\(path).follow", "'\(follow)'", "a part or the kick: \(sources.joined(separator: ", "))")
    }
  }

  private mutating func lookAtLimits(of part: Plan.PlannedPart, path: String) {
    if let voices = part.limits.voices, !LimitPlanner.voiceCounts.contains(voices) {
      add("\(path).voices", voices, "1 to 128 voices")
    }
    guard !part.instrument.isDrumKit else { return }
    if let low = part.limits.low, let high = part.limits.high, low.number > high.number {
      add("\(path).low", low, "a note not above \(high), the highest")
    } else if part.limits.allowed(in: part.instrument.range) == nil {
      let range = part.instrument.range
      add(
        path,
        "\(part.limits.low.map { "\($0)" } ?? "") to "
          + "\(part.limits.high.map { "\($0)" } ?? "")",
        "notes that the \(part.instrument.name) has, \(Pitch(number: range.lowerBound)) to "
          + "\(Pitch(number: range.upperBound))")
    }
  }

  private var rootFault: PlanFault? {
    do throws(PlanningError) {
      try LimitPlanner.checkRoots(of: plan)
      return nil
    } catch {
      guard case .rootOutOfReach(let part, let chord, let bar, _) = error,
        let index = plan.parts.firstIndex(where: { $0.id == part })
      else { return nil }
      return PlanFault(
        path: "parts[\(index)].limits",
        found: "no \(chord.lowest) for the \(chord.symbol) of bar "
          + "\(bar + 1)", expected: "a range that holds the root of every chord")
    }
  }

  // MARK: What covers the bars

  private mutating func lookAtLength() {
    let last = plan.meters.start(ofBar: plan.bars - 1)
    let end = plan.meters.start(ofBar: plan.bars)
    if plan.length <= last || plan.length > end {
      add("length", plan.length, "more than \(last) and at most \(end): inside the last bar")
    } else if plan.loop, plan.length != end {
      add("length", plan.length, "\(end): a loop is whole bars")
    }
    for (index, change) in plan.meters.changes.enumerated() where change.bar >= plan.bars {
      add("meters.changes[\(index)].bar", change.bar, "a bar below \(plan.bars)")
    }
  }

  private mutating func lookAtKeys() {
    if plan.keys.first?.bar != 0 { add("keys", "no key at bar 0", "a key at bar 0") }
    for (index, pair) in zip(plan.keys, plan.keys.dropFirst()).enumerated()
    where pair.0.bar >= pair.1.bar {
      add("keys[\(index + 1)].bar", pair.1.bar, "a bar behind \(pair.0.bar)")
    }
    if let last = plan.keys.last, last.bar >= plan.bars {
      add("keys[\(plan.keys.count - 1)].bar", last.bar, "a bar below \(plan.bars)")
    }
  }

  private mutating func lookAtChords() {
    var end = Beat.zero
    for (index, span) in plan.chords.enumerated() {
      if span.duration <= .zero {
        add("chords[\(index)].duration", span.duration, "more than 0")
      } else if span.onset != end {
        let kind = span.onset > end ? "there is a gap before it" : "it overlaps the one before"
        add("chords[\(index)].onset", span.onset, "\(end), where the chord before ends: \(kind)")
      }
      end = span.end
    }
    if end != plan.length {
      add(
        "chords", plan.chords.isEmpty ? "nothing" : "chords up to \(end)",
        "chords from 0 to \(plan.length), the length")
    }
  }

  private mutating func lookAtSpans(of section: Plan.PlannedSection, path: String) {
    func look(_ bars: Range<Int>, _ key: String) {
      guard bars.clamped(to: section.barRange) != bars else { return }
      add(
        "\(path).\(key).bars", "\(bars)",
        "bars of the section, \(section.startBar) to \(section.startBar + section.bars)")
    }
    for (place, rest) in section.rests.enumerated() { look(rest.bars, "rests[\(place)]") }
    for (place, wish) in section.wishes.enumerated() { look(wish.bars, "wishes[\(place)]") }
  }

  private mutating func lookAtLayers() {
    let ids = plan.parts.map(\.id)
    for (index, section) in plan.sections.enumerated() {
      let path = "sections[\(index)]"
      for (id, amount) in section.layers.sorted(by: { $0.key < $1.key }) {
        if !ids.contains(id) {
          add("\(path).layers.\(id)", id, "a part: \(ids.joined(separator: ", "))")
        } else if !(0...1).contains(amount) {
          add("\(path).layers.\(id)", amount, "0 to 1")
        }
      }
      for id in section.voices.keys.sorted() where !ids.contains(id) {
        add("\(path).voices.\(id)", id, "a part: \(ids.joined(separator: ", "))")
      }
      for (place, rest) in section.rests.enumerated() where !ids.contains(rest.part) {
        add("\(path).rests[\(place)].part", rest.part, "a part: \(ids.joined(separator: ", "))")
      }
      for (place, wish) in section.wishes.enumerated() where !ids.contains(wish.part) {
        add("\(path).wishes[\(place)].part", wish.part, "a part: \(ids.joined(separator: ", "))")
      }
      lookAtSpans(of: section, path: path)
    }
    if plan.sections.allSatisfy({ $0.layers.values.allSatisfy { $0 <= 0 } }) {
      add("sections", "no layers above 0", "a layer for at least one part, so that somebody plays")
    }
  }
}
