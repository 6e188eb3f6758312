import Composing
import Music
import Production
import Testing

/// Edits of what players do.
@Suite("Arranger of players")
struct ArrangerPlayerTests {
  private func song() throws -> (plan: Plan, score: Score) {
    let plan = try Planner(engineVersion: "1").plan(
      brief: .with { $0.bars = 32 }, style: TestStyle.pop, seed: 4)
    return (plan, Composer().compose(plan: plan, style: TestStyle.pop))
  }

  private func apply(_ edit: Edit, locks: [Lock] = []) throws -> (Score, Arrangement) {
    let (plan, score) = try song()
    return (
      score,
      try Arranger(style: TestStyle.pop).apply(edit, plan: plan, score: score, locks: locks)
    )
  }

  private func turning(_ turn: (inout PlayerControls) -> Void) -> PlayerControls {
    var controls = PlayerControls()
    turn(&controls)
    return controls
  }

  @Test("turned controls stay in the plan and change the unlocked bars of the part alone")
  func turned() throws {
    let controls = turning { $0.pieces = DrumPieces("-hats,ride") }
    let (before, result) = try apply(
      .setControls(part: "drums", controls: controls, resets: false),
      locks: [Lock(part: "drums", bars: 0..<8)])
    #expect(result.plan.parts.first { $0.id == "drums" }?.controls == controls)
    for (old, new) in zip(before.parts, result.score.parts) where old.id != "drums" {
      #expect(old == new)
    }
    let hats = result.score.part("drums")?.notes.filter {
      $0.onset >= 32 && DrumKey(rawValue: $0.pitch.number)?.isHat ?? false
    }
    #expect(hats?.isEmpty == true)
    let locked = before.part("drums")?.notes.filter { $0.end <= 32 }
    #expect(locked == result.score.part("drums")?.notes.filter { $0.end <= 32 })
    let again = try Arranger(style: TestStyle.pop).apply(
      .setControls(part: "drums", controls: PlayerControls(), resets: true), plan: result.plan,
      score: result.score, locks: [])
    #expect(again.plan.parts.first { $0.id == "drums" }?.controls.isEmpty == true)
  }

  @Test("swing and humanising leave the notes as they are")
  func performanceOnly() throws {
    let controls = turning {
      $0.swing = 0.6
      $0.humanise = 0.2
    }
    let (before, result) = try apply(
      .setControls(part: "drums", controls: controls, resets: false))
    #expect(before.parts == result.score.parts && result.parts == ["drums"])
  }

  @Test("controls that a player does not have are refused")
  func refused() throws {
    let wrong: [(String, PlayerControls)] = [
      ("bass", turning { $0.pieces = DrumPieces("-hats") }),
      ("drums", turning { $0.register = 40...50 }), ("bass", turning { $0.leftHand = 40...60 }),
      ("bass", turning { $0.follow = "bass" }), ("bass", turning { $0.follow = "tuba" }),
      ("bass", turning { $0.register = 110...120 }), ("bass", turning { $0.swing = 0.9 }),
      ("bass", turning { $0.fills = 1.5 }), ("tuba", turning { $0.fills = 0.5 }),
      (
        "piano",
        turning { controls in
          controls.leftHand = 72...84
          controls.rightHand = 48...60
        }
      ),
    ]
    for (part, controls) in wrong {
      #expect(throws: ArrangingError.self) {
        try apply(.setControls(part: part, controls: controls, resets: false))
      }
    }
    #expect(throws: ArrangingError.locked(part: "bass", bar: 0)) {
      try apply(
        .setControls(part: "bass", controls: turning { $0.complexity = 1 }, resets: false),
        locks: [Lock(part: "bass", bars: nil)])
    }
  }

  @Test("hands may lie over each other, but the left not wholly above the right")
  func hands() throws {
    var (plan, score) = try song()
    let index = try #require(plan.parts.firstIndex { $0.id == "piano" })
    plan.parts[index].controls.rightHand = 55...67
    let arranger = Arranger(style: TestStyle.pop)
    func turn(_ left: ClosedRange<Int>) throws -> Arrangement {
      try arranger.apply(
        .setControls(part: "piano", controls: turning { $0.leftHand = left }, resets: false),
        plan: plan, score: score)
    }
    #expect(throws: ArrangingError.self) { try turn(72...84) }
    score = try turn(48...72).score
    plan.parts[index].controls.leftHand = 72...84
    #expect(PlanCheck.faults(in: plan).map(\.path) == ["parts[\(index)].controls.leftHand"])
  }

  @Test(
    "a control that a player does not hear is told, one that it hears is not",
    arguments: [
      ("drums", PlayerControls.Name.voicing), ("lead", .follow), ("bass", .fills),
      ("bass", .voicing), ("lead", .fillComplexity),
    ])
  func idle(_ part: String, _ name: PlayerControls.Name) throws {
    var controls = turning { $0.intensity = 0.15 }
    switch name {
    case .voicing: controls.voicing = .close
    case .follow: controls.follow = "piano"
    case .fills: controls.fills = 1
    default: controls.fillComplexity = 1
    }
    let (_, result) = try apply(.setControls(part: part, controls: controls, resets: false))
    #expect(result.notices.count == 1, "\(result.notices)")
    #expect(result.notices.first?.hasPrefix(name.rawValue) == true)
  }

  @Test("a grid is written over bars; what it does not name stays")
  func grid() throws {
    let grid = try #require(PatternGrid("kick: X...X...X...X...; snare: ....X.......X..g"))
    let (before, result) = try apply(.setGrid(part: "drums", bars: 9..<11, grid: grid))
    let part = try #require(result.score.part("drums"))
    for bar in 9..<11 {
      let shown = PatternGrid(part: part, bar: bar, meters: result.score.meters)
      for row in grid.rows { #expect(shown.rows.contains(row), "\(row) in \(shown)") }
    }
    func others(_ score: Score) -> [Note] {
      (score.part("drums")?.notes ?? []).filter {
        !(36..<44).contains($0.onset) || ![36, 38].contains($0.pitch.number)
      }
    }
    #expect(others(before) == others(result.score))
    let short = try #require(PatternGrid("kick: X..."))
    let pitched = try #require(PatternGrid("C4: X..............."))
    #expect(throws: ArrangingError.gridLength(bar: 9, length: 1, expected: 4)) {
      try apply(.setGrid(part: "drums", bars: 9..<10, grid: short))
    }
    #expect(throws: ArrangingError.gridRow(part: "drums", row: "C4")) {
      try apply(.setGrid(part: "drums", bars: 9..<10, grid: pitched))
    }
    #expect(throws: ArrangingError.self) {
      try apply(
        .setGrid(part: "drums", bars: 9..<10, grid: grid),
        locks: [Lock(part: "drums", bars: 9..<10)])
    }
  }

  @Test("a part that follows another is composed after it, and circles are left")
  func order() throws {
    var (plan, _) = try song()
    for index in plan.parts.indices where plan.parts[index].role == .drums {
      plan.parts[index].controls.follow = "bass"
    }
    let followed = Composer().compose(plan: plan, style: TestStyle.pop)
    let onsets = Set(followed.part("bass")?.notes.map(\.onset) ?? [])
    let kicks = followed.part("drums")?.notes.filter { $0.pitch.number == 36 } ?? []
    let together = kicks.filter { onsets.contains($0.onset) }.count
    #expect(kicks.count > 10 && together * 10 >= kicks.count * 5, "\(together) of \(kicks.count)")
    for index in plan.parts.indices where plan.parts[index].role == .bass {
      plan.parts[index].controls.follow = "drums"
    }
    #expect(!Composer().compose(plan: plan, style: TestStyle.pop).parts.isEmpty)
  }
}
