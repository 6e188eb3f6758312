import Composing
import Music
import Production
import Testing

/// Events at stated times, whatever else was stated.
@Suite struct MarkPlannerTests {
  private func plan(_ brief: Brief, seed: UInt64) throws -> Plan {
    try Planner(engineVersion: "1").plan(brief: brief, style: TestStyle.pop, seed: seed)
  }

  private func miss(_ plan: Plan, of at: Double, names: Set<String>) -> Double {
    let times = plan.sections.filter { names.contains($0.name) }.map {
      plan.tempo.seconds(at: plan.meters.start(ofBar: $0.startBar))
    }
    return times.map { abs($0 - at) }.min() ?? .infinity
  }

  @Test("a drop is on its time with every tempo that is stated", arguments: UInt64(0)..<60)
  func statedTempo(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, purpose: "drop")
    var brief = Brief()
    brief.tempo = 60 + Double(stream.index(1300)) / 10
    let at = 8 + Double(stream.index(7000)) / 100
    brief.events = [.init(what: "drop", at: at)]
    if stream.chance(0.4) {
      brief.meter = [Meter(3, 4), Meter(6, 8), Meter(5, 4)][stream.index(3)]
    }
    let bar = (brief.meter ?? .common).barLength.value
    switch stream.index(3) {
    case 0: brief.duration = at + 15 + Double(stream.index(60))
    case 1: brief.bars = Int(at * (brief.tempo ?? 100) / 60 / bar) + 10
    default: break
    }
    let plan = try plan(brief, seed: seed)
    #expect(miss(plan, of: at, names: ["drop"]) <= 0.020, "seed \(seed)")
    #expect(plan.tempo.changes.map(\.beatsPerMinute) == [brief.tempo])
    #expect(plan.meters.changes.count <= 3)
    if let bars = brief.bars { #expect(plan.bars == bars) }
    if let seconds = brief.duration {
      #expect(abs(plan.tempo.seconds(at: plan.length) - seconds) <= 0.010)
    }
    #expect(PlanCheck.faults(in: plan).isEmpty)
    let score = Composer().compose(plan: plan, style: TestStyle.pop)
    #expect(ScoreCheck.faults(in: score).isEmpty, "seed \(seed)")
  }

  @Test(
    "bars shorter than a quarter note are planned too", arguments: ["3/16", "1/8", "1/4", "3/8"])
  func shortBars(meter: String) throws {
    var brief = Brief()
    brief.meter = Meter(meter)
    brief.bars = 40
    brief.duration = 40 * (brief.meter?.barLength.value ?? 1) * 60 / 125
    brief.events = [.init(what: "drop", at: (brief.duration ?? 0) / 2)]
    let plan = try plan(brief, seed: 1)
    #expect(plan.bars == 40)
    #expect(PlanCheck.faults(in: plan).isEmpty)
  }

  @Test("where no bar before the event meets it, the last bar is of another metre")
  func lastBar() throws {
    var found = 0
    for seed in UInt64(0)..<60 {
      var stream = RandomStream(seed: seed, purpose: "last bar")
      var brief = Brief()
      brief.bars = 24 + stream.index(12)
      // At so slow a tempo the finest step is longer than the time may be missed by.
      brief.duration = Double(brief.bars ?? 24) * (7 + 3 * stream.unit())
      let at = (brief.duration ?? 60) * (0.1 + stream.unit() * 0.4)
      brief.events = [.init(what: "drop", at: at)]
      let plan = try plan(brief, seed: seed)
      guard plan.notices.contains(where: { $0.hasPrefix("The last bar is in") }) else { continue }
      found += 1
      #expect(miss(plan, of: at, names: ["drop"]) <= 0.020, "seed \(seed)")
      #expect(plan.bars == brief.bars)
      #expect(abs(plan.tempo.seconds(at: plan.length) - (brief.duration ?? 0)) <= 0.010)
      #expect(plan.meters.changes.last?.bar == plan.bars - 1)
      #expect(PlanCheck.faults(in: plan).isEmpty)
    }
    #expect(found > 0)
  }

  @Test("a drop at 0:45 of 120 bpm follows a bar of two beats")
  func halfBar() throws {
    var brief = Brief()
    brief.tempo = 120
    brief.duration = 90
    brief.events = [.init(what: "drop", at: 45)]
    let plan = try plan(brief, seed: 3)
    #expect(plan.meters.changes.map(\.meter) == [.common, Meter(2, 4), .common])
    #expect(plan.meters.changes.map(\.bar) == [0, 22, 23])
    #expect(plan.section(ofBar: 23)?.name == "drop")
    #expect(plan.notices.contains { $0.contains("Bar 23 is in 2/4") })
  }

  @Test("bars and seconds stand beside a drop", arguments: UInt64(0)..<20)
  func barsAndSeconds(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, purpose: "rigid")
    var brief = Brief()
    brief.bars = 24 + stream.index(40)
    brief.duration = Double(brief.bars ?? 24) * (1.8 + stream.unit() * 0.5)
    let at = (brief.duration ?? 60) * (0.3 + stream.unit() * 0.4)
    brief.events = [.init(what: "drop", at: at)]
    let plan = try plan(brief, seed: seed)
    #expect(plan.bars == brief.bars)
    #expect(abs(plan.tempo.seconds(at: plan.length) - (brief.duration ?? 0)) <= 0.010)
    #expect(miss(plan, of: at, names: ["drop"]) <= 0.020, "seed \(seed)")
  }

  @Test("several events are all on their times")
  func several() throws {
    var brief = Brief()
    brief.tempo = 126
    brief.duration = 150
    brief.events = [
      .init(what: "drop", at: 31), .init(what: "break", at: 70.3), .init(what: "drop", at: 95),
    ]
    let plan = try plan(brief, seed: 5)
    for (name, at) in [("drop", 31.0), ("break", 70.3), ("drop", 95)] {
      #expect(miss(plan, of: at, names: [name]) <= 0.020)
    }
  }

  @Test("a stated form moves its tempo to the time, or is refused")
  func statedForm() throws {
    var brief = Brief()
    brief.form = [
      .init(name: "intro", bars: 8), .init(name: "verse", bars: 16), .init(name: "drop", bars: 16),
    ]
    brief.events = [.init(what: "drop", at: 45)]
    let plan = try plan(brief, seed: 1)
    #expect(miss(plan, of: 45, names: ["drop"]) <= 0.020)
    #expect(plan.sections.map(\.bars) == [8, 16, 16])
    brief.tempo = 150
    #expect(throws: PlanningError.eventOffForm(what: "drop", at: 45, nearest: 38.4)) {
      try self.plan(brief, seed: 1)
    }
    brief.form.removeLast()
    #expect(throws: PlanningError.eventOffForm(what: "drop", at: 45, nearest: nil)) {
      try self.plan(brief, seed: 1)
    }
  }
}
