import Composing
import Music
import Production
import Testing

@Suite struct BandPlannerTests {
  private func band(_ seed: UInt64 = 1, _ change: (inout Brief) -> Void) throws -> [Plan
    .PlannedPart]
  {
    try Planner(engineVersion: "1").plan(
      brief: .with { brief in
        brief.bars = 32
        change(&brief)
      }, style: TestStyle.pop, seed: seed
    ).parts
  }

  @Test(
    "a wanted instrument plays, in the part that suits it",
    arguments: [
      ("flute", Role.lead), ("nylon-guitar", .chords), ("double-bass", .bass), ("choir", .pad),
      ("vibraphone", .lead), ("timpani", .percussion), ("Electric Piano", .chords),
      ("rhodes", .chords), ("jazz-kit", .drums),
    ])
  func wanted(name: String, role: Role) throws {
    for seed in UInt64(1)...5 {
      let parts = try band(seed) { $0.instruments.with = [name] }
      let wanted = Instrument(
        id: name == "Electric Piano" || name == "rhodes" ? "electric-piano" : name)
      let part = try #require(parts.first { $0.instrument.id == wanted?.id })
      #expect(part.role == role)
      #expect(part.instrument.range.contains(part.register.lowerBound))
      #expect(part.instrument.range.contains(part.register.upperBound))
    }
  }

  @Test("two wanted instruments for one seat both play")
  func twoForOne() throws {
    let parts = try band { $0.instruments.with = ["grand-piano", "steel-guitar", "flute", "oboe"] }
    let ids = parts.map(\.instrument.id)
    for id in ["grand-piano", "steel-guitar", "flute", "oboe"] { #expect(ids.contains(id)) }
    #expect(Set(parts.map(\.id)).count == parts.count)
  }

  @Test(
    "families and roles name parts",
    arguments: [
      "strings", "brass", "guitar", "percussion", "arpeggio", "pads", "drums", "synth",
    ])
  func families(name: String) throws {
    let plain = try band { _ in }
    let parts = try band { $0.instruments.with = [name] }
    #expect(parts.count >= plain.filter { $0.role != .pad && $0.role != .counter }.count)
    #expect(!parts.isEmpty)
  }

  @Test(
    "what is not wanted does not play",
    arguments: [
      "drums", "piano", "bass", "lead", "saw-lead", "synthLead", "pad",
    ])
  func unwanted(name: String) throws {
    for seed in UInt64(1)...5 {
      let parts = try band(seed) { $0.instruments.without = [name] }
      for part in parts {
        #expect(part.role.rawValue != name)
        #expect(part.instrument.id != name)
        #expect(part.instrument.family.rawValue != name)
        if name == "drums" { #expect(!part.instrument.isDrumKit) }
      }
    }
  }

  @Test(
    "who is wanted and refused is refused before planning, by whatever name",
    arguments: [
      (["piano"], ["piano"], false), (["grand-piano"], ["grand-piano"], false),
      (["drums"], ["drums"], true), (["jazz-kit"], ["drums"], false),
      (["electric-bass"], ["bass"], false), (["synth-bass"], ["bass"], true),
      (["strings"], ["ensemble", "strings"], false), (["comp"], ["chords"], false),
      (["guitar"], ["guitars"], false), (["drum kit"], ["drums"], false),
    ])
  func contradictions(with: [String], without: [String], only: Bool) throws {
    var style = TestStyle.pop
    let index = try #require(style.parts.firstIndex { $0.role == .chords })
    style.parts[index].id = "comp"
    let brief = Brief.with { brief in
      brief.instruments.with = with
      brief.instruments.without = without
      brief.instruments.only = only
    }
    for seed in UInt64(1)...3 {
      #expect(throws: PlanningError.contradictoryInstrument(name: with[0])) {
        try Planner(engineVersion: "1").plan(brief: brief, style: style, seed: seed)
      }
    }
  }

  @Test("an instrument by name is exempt from a refused family, and plays what is not refused")
  func exempt() throws {
    for seed in UInt64(1)...5 {
      let nylon = try band(seed) {
        $0.instruments.with = ["nylon-guitar"]
        $0.instruments.without = ["guitar"]
      }
      #expect(
        nylon.filter { $0.instrument.family == .guitar }.map(\.instrument.id) == ["nylon-guitar"])
      let bowed = try band(seed) {
        $0.instruments.with = ["double-bass"]
        $0.instruments.without = ["bass"]
      }
      #expect(bowed.contains { $0.instrument.id == "double-bass" && $0.role == .counter })
      #expect(!bowed.contains { $0.role == .bass })
    }
  }

  @Test("who plays roots only may not be refused; other limits of the absent are kept")
  func limited() throws {
    func band(_ limits: NoteLimits) throws -> [Plan.PlannedPart] {
      try self.band {
        $0.limits = [Brief.LimitWish(of: "bass", limits: limits)]
        $0.instruments.without = ["bass"]
      }
    }
    #expect(throws: PlanningError.contradictoryInstrument(name: "bass")) {
      try band(NoteLimits(rootsOnly: true))
    }
    for limits in [NoteLimits(high: Pitch("G3")), NoteLimits(voices: 1)] {
      let parts = try band(limits)
      #expect(!parts.isEmpty && !parts.contains { $0.role == .bass })
    }
  }

  @Test("only some instruments play all that is needed")
  func only() throws {
    let parts = try band { brief in
      brief.instruments.with = ["strings", "piano"]
      brief.instruments.only = true
    }
    let families: Set<InstrumentFamily> = [.piano, .ensemble, .strings]
    #expect(parts.allSatisfy { families.contains($0.instrument.family) })
    #expect(parts.contains { $0.role == .chords })
    #expect(parts.contains { $0.role == .lead })
    let roles = try band { brief in
      brief.instruments.with = ["drums", "bass"]
      brief.instruments.only = true
    }
    #expect(Set(roles.map(\.role)) == [.drums, .bass])
  }

  @Test("every part is heard, and none plays from first to last bar")
  func rests() throws {
    for seed in UInt64(1)...20 {
      let plan = try Planner(engineVersion: "1").plan(
        brief: .with { $0.bars = 56 }, style: TestStyle.pop, seed: seed)
      for part in plan.parts {
        #expect(plan.sections.contains { $0.layers[part.id] != nil }, "seed \(seed) \(part.id)")
      }
      let always = plan.parts.filter { part in
        plan.sections.allSatisfy { $0.layers[part.id] != nil }
      }
      #expect(always.count <= 1, "seed \(seed): \(always.map(\.id))")
      for (left, right) in zip(plan.sections, plan.sections.dropFirst()) {
        #expect(left.layers != right.layers)
      }
    }
  }
}
