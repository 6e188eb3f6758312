import Composing
import Foundation
import Music
import Production
import Progressions
import StyleFiles
import Testing
import Weights

@Suite struct LearnedHarmonyTests {
  private let planner: Planner

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "Sources/Formats/Weights/Resources/\(ChordFile.name)").path
    planner = Planner(
      engineVersion: "1", chordModel: try ChordModel(ChordFile(path: path)))
  }

  private func brief(_ style: String) -> Brief {
    var brief = Brief()
    brief.styles = [.init(name: style, weight: 1)]
    brief.harmony = .learned
    brief.bars = 48
    return brief
  }

  @Test("every style plans songs on learned progressions that can be composed")
  func styles() throws {
    let library = try House.styles()
    for name in library.names {
      let style = try library.style(named: name)
      let plan = try planner.plan(brief: brief(name), style: style, seed: 3)
      #expect(PlanCheck.faults(in: plan).isEmpty, "\(name)")
      #expect(plan.chords.last.map { $0.end } == plan.length, "\(name)")
      #expect(plan == (try planner.plan(brief: brief(name), style: style, seed: 3)))
    }
  }

  @Test("learned progressions are others than the style's, and the same for the same kind")
  func differs() throws {
    let style = try House.styles().style(named: "synthwave")
    var plain = brief("synthwave")
    plain.harmony = .style
    let learned = try planner.plan(brief: brief("synthwave"), style: style, seed: 5)
    let own = try planner.plan(brief: plain, style: style, seed: 5)
    #expect(learned.chords != own.chords)
    #expect(learned.sections.map(\.name) == own.sections.map(\.name))
    plain.harmony = nil
    #expect(try planner.plan(brief: plain, style: style, seed: 5) == own)
    var kinds: [String: [Chord]] = [:]
    for section in learned.sections.dropLast() where section.bars >= 8 {
      let start = learned.meters.start(ofBar: section.startBar)
      let end = learned.meters.start(ofBar: section.startBar + 4)
      let chords = learned.chords.filter { start <= $0.onset && $0.onset < end }.map(\.chord)
      if let known = kinds[section.name] {
        let same = zip(known, chords).filter { $0.root == $1.root }.count
        #expect(same * 4 >= known.count * 3, "\(section.id): \(known) \(chords)")
      }
      kinds[section.name] = kinds[section.name] ?? chords
    }
    #expect(Set(kinds.values).count == kinds.count)
  }

  @Test(
    "a key that was asked for is kept", arguments: ["C", "A minor", "D dorian", "G mixolydian"])
  func asked(name: String) throws {
    let key = try #require(Key(name))
    let style = try House.styles().style(named: "synthwave")
    for seed in UInt64(1)...6 {
      var asked = brief("synthwave")
      asked.key = key
      let plan = try planner.plan(brief: asked, style: style, seed: seed)
      let outside = plan.chords.count { !key.contains(pitchClass: $0.chord.root.pitchClass) }
      #expect(outside * 10 <= plan.chords.count, "\(plan.chords.map(\.chord.symbol))")
      #expect(plan.chords.contains { $0.chord.root == key.tonic })
    }
  }

  @Test("a style of one loop keeps it, given chords stay, a missing model is told")
  func stays() throws {
    let library = try House.styles()
    let blues = try library.style(named: "blues")
    var plain = brief("blues")
    plain.harmony = nil
    let kept = try planner.plan(brief: brief("blues"), style: blues, seed: 2)
    #expect(kept.chords == (try planner.plan(brief: plain, style: blues, seed: 2)).chords)
    #expect(kept.notices.contains { $0.contains("own progressions") })
    let house = try library.style(named: "house")
    var given = brief("house")
    given.chords = ["Am", "F"]
    let plan = try planner.plan(brief: given, style: house, seed: 2)
    #expect(Set(plan.chords.map(\.chord.symbol)).isSubset(of: ["Am", "F"]))
    #expect(plan.notices.contains { $0.contains("were given") })
    let bare = try Planner(engineVersion: "1").plan(brief: brief("house"), style: house, seed: 2)
    #expect(bare.notices.contains { $0.contains("no chord model") })
  }
}
