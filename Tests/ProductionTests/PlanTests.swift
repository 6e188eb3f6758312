import Foundation
import Music
import Production
import Signal
import Testing

@Suite struct PlanTests {
  private func plan() -> Plan {
    let parts = ["piano", "bass"].map {
      Plan.PlannedPart(
        id: $0, name: $0, role: .chords, instrument: .standardKit, register: 40...60,
        complexity: 0.5)
    }
    let section = Plan.PlannedSection(
      id: "verse-1", name: "verse", startBar: 0, bars: 8, energy: 0.5, phrase: 4, occurrence: 0,
      transition: .ending, layers: ["piano": 0.5, "bass": 0.5],
      rests: [.init(part: "bass", bars: 2..<3)], voices: ["piano": 3, "bass": 1],
      wishes: [
        .init(part: "bass", bars: 0..<4, plays: false),
        .init(part: "bass", bars: 2..<4, plays: true),
      ])
    return Plan(
      title: "T", seed: 1, engine: "1", styles: [], keys: [], meters: MeterMap(.common),
      tempo: TempoMap(beatsPerMinute: 100), sections: [section], chords: [], parts: parts,
      length: 32, ending: .held, loop: false, loudness: -14, notices: [])
  }

  @Test("a part that is removed leaves nothing behind")
  func removed() {
    var plan = plan()
    plan.remove(part: "bass")
    #expect(plan.parts.map(\.id) == ["piano"])
    #expect(plan.sections[0].layers == ["piano": 0.5] && plan.sections[0].voices == ["piano": 3])
    #expect(plan.sections[0].rests.isEmpty && plan.sections[0].wishes.isEmpty)
  }

  @Test("a later wish for a bar is the one that holds")
  func wishes() {
    let section = plan().sections[0]
    #expect(section.wish(for: "bass", inBar: 1) == false)
    #expect(section.wish(for: "bass", inBar: 3) == true)
    #expect(section.wish(for: "bass", inBar: 5) == nil)
    #expect(section.wish(for: "piano", inBar: 1) == nil)
    #expect(section.refusedBars(of: "bass") == [0, 1])
  }

  @Test("a plan of before there were wishes is still read")
  func decoded() throws {
    let plan = plan()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(plan)
    #expect(try JSONDecoder().decode(Plan.self, from: data) == plan)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var sections = try #require(object["sections"] as? [[String: Any]])
    sections[0]["wishes"] = nil
    object["sections"] = sections
    let old = try JSONDecoder().decode(
      Plan.self, from: JSONSerialization.data(withJSONObject: object))
    var expected = plan
    expected.sections[0].wishes = []
    #expect(old == expected)
  }

  @Test("numbers become stretches of neighbours, and names the first free one")
  func small() {
    #expect([0, 1, 2, 5, 7, 8].stretches == [0..<3, 5..<6, 7..<9])
    #expect([Int]().stretches.isEmpty)
    let taken: Set = ["bass", "bass-2", "bass-4"]
    #expect("bass".numbered(unless: taken.contains) == "bass-3")
    #expect("lead".numbered(unless: taken.contains) == "lead")
  }
}
