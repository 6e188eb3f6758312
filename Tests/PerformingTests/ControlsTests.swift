import Music
import Performing
import Production
import Testing

/// What the controls of a part change in its performance.
@Suite("Controls of performance")
struct ControlsTests {
  private func play(
    _ turn: (inout PlayerControls) -> Void, looseness: Double = 8
  ) throws -> PerformedPart {
    var style = try Fixture.style()
    style.groove = Groove(swing: 0.5, looseness: looseness, dynamics: 0.5)
    let notes = (0..<64).map { Fixture.note(Beat($0, 2), Beat(1, 2), 60 + $0 % 3, 80) }
    let part = Part(
      id: "lead", name: "lead", role: .lead, instrument: Fixture.instrument("tenor-sax"),
      notes: notes)
    let score = Fixture.score([part], bars: 8, meter: .common, tempo: 60)
    var plan = try Fixture.plan(score)
    var controls = PlayerControls()
    turn(&controls)
    plan.parts = [
      Plan.PlannedPart(
        id: "lead", name: "lead", role: .lead, instrument: part.instrument,
        register: part.instrument.range, complexity: 0.5, controls: controls)
    ]
    return try #require(
      Performer.perform(score: score, style: style, plan: plan, amount: 1).parts.first)
  }

  @Test("swing moves the second half of a pair of that part", arguments: [0.5, 0.58, 0.667])
  func swing(_ ratio: Double) throws {
    let part = try play({ $0.swing = ratio }, looseness: 0)
    for note in part.notes where note.written % 1 != .zero {
      let phase = note.time - Double(note.written.floor)
      #expect((phase - ratio).magnitude < 1e-9, "\(note.written) at \(phase)")
    }
  }

  @Test("humanise widens time and loudness from none to twice the style's")
  func humanise() throws {
    var times: [Double] = []
    var levels: [Double] = []
    for share in [0, 0.25, 0.5, 0.75, 1] {
      let part = try play { $0.humanise = share }
      let late = part.notes.map { ($0.time - $0.written.value).magnitude }
      times.append(late.reduce(0, +) / Double(late.count))
      let mean = Double(part.notes.map(\.velocity).reduce(0, +)) / Double(part.notes.count)
      levels.append(
        part.notes.map { (Double($0.velocity) - mean).magnitude }.reduce(0, +))
    }
    #expect(times[0] < 1e-9 && zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "\(times)")
    #expect((times[4] / times[2] - 2).magnitude < 0.01)
    #expect(levels[4] > levels[0], "\(levels)")
  }
}
