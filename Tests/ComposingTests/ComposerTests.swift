import Composing
import Measures
import Music
import Production
import Testing

@Suite struct ComposerTests {
  private static let planner = Planner(engineVersion: "1")
  private static let composers = [("strikers", TestStyle.strikers), ("players", Composer())]

  private func song(
    _ composer: Composer, seed: UInt64 = 3, _ change: (inout Brief) -> Void = { $0.bars = 32 }
  ) throws -> (plan: Plan, score: Score) {
    let plan = try Self.planner.plan(brief: .with(change), style: TestStyle.pop, seed: seed)
    return (plan, composer.compose(plan: plan, style: TestStyle.pop))
  }

  @Test("the same plan gives the same score", arguments: 0..<2)
  func determinism(which: Int) throws {
    let composer = Self.composers[which].1
    let (plan, score) = try song(composer)
    #expect(composer.compose(plan: plan, style: TestStyle.pop) == score)
    #expect(ScoreCheck.faults(in: score).isEmpty)
    #expect(score.parts.map(\.id) == plan.parts.map(\.id))
    #expect(score.sections.map(\.barRange) == plan.sections.map(\.barRange))
  }

  @Test("a part plays only in sections where it has a layer")
  func layers() throws {
    let (plan, score) = try song(TestStyle.strikers)
    for part in score.parts {
      for section in plan.sections {
        let span = score.span(ofBars: section.barRange)
        let plays = part.notes.contains { span.contains($0.onset) }
        if section.layers[part.id] == nil { #expect(!plays) }
      }
    }
  }

  @Test(
    "the last note-off falls on the length, also in a tiny last bar",
    arguments: [
      59.0, 60, 58.6, 58.7, 58.53,
    ])
  func lastNote(seconds: Double) throws {
    for composer in Self.composers.map(\.1) {
      let (plan, score) = try song(composer) { brief in
        brief.tempo = 82
        brief.duration = seconds
      }
      let end = score.parts.flatMap { $0.notes.map(\.end) }.max() ?? .zero
      #expect(end == plan.length)
      #expect(abs(score.tempo.seconds(at: end) - seconds) <= 0.010)
      #expect(ScoreCheck.faults(in: score).isEmpty)
    }
  }

  // MARK: Regenerating

  @Test("a regenerate changes only the notes it was asked for", arguments: 0..<20)
  func locality(number: Int) throws {
    let seed = UInt64(number)
    var stream = RandomStream(seed: seed, purpose: "locality")
    let composer = Self.composers[number % 2].1
    let (plan, score) = try song(composer, seed: seed)
    let start = stream.index(plan.bars)
    let bars = start..<(start + 1 + stream.index(plan.bars - start))
    let parts = plan.parts.map(\.id).filter { _ in stream.chance(0.4) }
    let locked = stream.index(plan.bars)
    let locks = [Lock(part: stream.element(of: plan.parts)?.id, bars: locked..<(locked + 2))]
    let changed = composer.regenerate(
      score: score, plan: plan, style: TestStyle.pop, parts: parts, bars: bars, take: 1,
      locks: locks)
    #expect(ScoreCheck.faults(in: changed).isEmpty, "seed \(seed)")
    let span = score.span(ofBars: bars)
    for (before, after) in zip(score.parts, changed.parts) {
      let mayChange = parts.isEmpty || parts.contains(before.id)
      if !mayChange { #expect(before == after, "seed \(seed)") }
      #expect(
        before.notes.filter { !span.contains($0.onset) }
          == after.notes.filter { !span.contains($0.onset) }, "seed \(seed) \(before.id)")
      for bar in 0..<plan.bars where locks.contains(where: { $0.covers(part: before.id, bar: bar) })
      {
        let own = score.span(ofBars: bar..<(bar + 1))
        func sounding(_ part: Part) -> [Note] {
          part.notes.filter { $0.onset < own.upperBound && $0.end > own.lowerBound }
        }
        #expect(sounding(before) == sounding(after), "seed \(seed) bar \(bar)")
      }
    }
  }

  @Test("another take gives other notes, the first take the old ones")
  func takes() throws {
    let (plan, score) = try song(Composer())
    func again(_ take: Int) -> Score {
      Composer().regenerate(
        score: score, plan: plan, style: TestStyle.pop, parts: ["lead"], bars: 0..<plan.bars,
        take: take)
    }
    #expect(again(1).part("lead") != score.part("lead"))
    #expect(again(1) == again(1))
    #expect(again(2) != again(1))
    #expect(again(0).part("lead") == score.part("lead"))
  }

  @Test("a theme that is drawn anew comes back as the new one", arguments: 0..<6)
  func renewedTheme(number: Int) throws {
    let (plan, score) = try song(Composer(), seed: UInt64(number)) { $0.bars = 64 }
    let again = Composer().regenerate(
      score: score, plan: plan, style: TestStyle.pop, parts: ["lead"], bars: 0..<plan.bars, take: 1)
    let choruses = plan.sections.filter { $0.name == "chorus" && ($0.layers["lead"] ?? 0) > 0 }
    try #require(choruses.count >= 2)
    func tune(_ section: Plan.PlannedSection) -> [Beat: Int] {
      let span = again.span(ofBars: section.barRange)
      let notes = (again.part("lead")?.notes ?? []).filter { span.contains($0.onset) }
      return Dictionary(
        notes.map { ($0.onset - span.lowerBound, $0.pitch.number % 12) }, uniquingKeysWith: max)
    }
    let (first, second) = (tune(choruses[0]), tune(choruses[1]))
    let common = first.filter { second[$0.key] != nil }
    let kept = common.filter { second[$0.key] == $0.value }
    #expect(kept.count * 2 > common.count, "\(kept.count) of \(common.count) notes came back")
  }

  @Test("intensity and complexity take the place of the plan's")
  func overrides() throws {
    let (plan, score) = try song(Composer())
    func count(_ intensity: Double) -> Int {
      var controls = PlayerControls()
      (controls.intensity, controls.complexity) = (intensity, intensity)
      let changed = Composer().regenerate(
        score: score, plan: plan, style: TestStyle.pop, parts: ["drums", "piano"],
        bars: 0..<plan.bars, take: 1, controls: controls)
      return changed.parts.filter { ["drums", "piano"].contains($0.id) }.reduce(0) {
        $0 + $1.notes.count
      }
    }
    #expect(count(1) > count(0.1))
  }

  // MARK: Varying

  @Test("a larger amount varies more, none changes nothing, and locks hold")
  func vary() throws {
    let (plan, score) = try song(Composer())
    func varied(_ amount: Double, _ locks: [Lock] = []) -> Score {
      Composer().vary(
        score: score, plan: plan, style: TestStyle.pop, amount: amount, take: 1, locks: locks)
    }
    func kept(_ other: Score) -> Int {
      zip(score.parts, other.parts).reduce(0) { sum, pair in
        sum + Set(pair.0.notes).intersection(pair.1.notes).count
      }
    }
    #expect(varied(0) == score)
    let amounts = [0.1, 0.5, 1].map { kept(varied($0)) }
    #expect(amounts == amounts.sorted(by: >))
    for amount in [0.1, 0.3, 0.5, 0.8, 1] {
      let faults = ScoreCheck.faults(in: varied(amount))
      #expect(faults.isEmpty, "\(amount): \(faults.prefix(3))")
    }
    #expect(varied(0.9, [Lock(part: nil, bars: nil)]) == score)
    let locked = varied(1, [Lock(part: "bass", bars: nil)])
    #expect(locked.part("bass") == score.part("bass"))
    #expect(locked.part("lead") != score.part("lead"))
  }

  // MARK: Variations

  @Test("variations of an idea differ in motif, harmony and groove")
  func variations() throws {
    let variations = try Composer().variations(
      of: .with { $0.bars = 8 }, style: TestStyle.pop, seed: 9, count: 12, planner: Self.planner)
    #expect(variations.map(\.merit) == variations.map(\.merit).sorted(by: >))
    #expect(variations.count == 12)
    #expect(Set(variations.map(\.seed)).count == 12)
    #expect(variations.contains { $0.seed == 9 })
    for (index, left) in variations.enumerated() {
      for right in variations[(index + 1)...] {
        let likeness = ScoreSimilarity(left.score, right.score)
        #expect(likeness.overall < 0.95)
        #expect(left.score.parts != right.score.parts)
      }
      #expect((0...1).contains(left.merit))
    }
  }
}
