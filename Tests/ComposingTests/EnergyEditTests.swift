import Composing
import Music
import Production
import StyleFiles
import Testing

/// A section becomes louder or softer, and what was asked for still holds.
@Suite("Edits of energy") struct EnergyEditTests {
  private typealias Song = (plan: Plan, score: Score, style: Style)

  private func song(
    _ style: Style = TestStyle.pop, seed: UInt64 = 4, _ change: (inout Brief) -> Void = { _ in }
  ) throws -> Song {
    let brief = Brief.with { brief in
      brief.bars = 48
      change(&brief)
    }
    let plan = try Planner(engineVersion: "1").plan(brief: brief, style: style, seed: seed)
    return (plan, Composer().compose(plan: plan, style: style), style)
  }

  private func edited(
    _ song: Song, _ section: String, _ energy: Double, locks: [Lock] = []
  ) throws -> Arrangement {
    let result = try Arranger(style: song.style).apply(
      .setEnergy(section: section, energy: energy), plan: song.plan, score: song.score,
      locks: locks)
    #expect(ScoreCheck.faults(in: result.score).isEmpty)
    #expect(PlanCheck.faults(in: result.plan).isEmpty)
    return result
  }

  private func section(_ id: String, of plan: Plan) throws -> Plan.PlannedSection {
    try #require(plan.sections.first { $0.id == id })
  }

  private func sounds(_ part: String, in bars: Range<Int>, of score: Score) -> Bool {
    let span = score.span(ofBars: bars)
    return score.part(part)?.notes.contains { span.contains($0.onset) } ?? false
  }

  @Test("who was to rest until a section rests however loud the sections before become")
  func rests() throws {
    for seed in UInt64(1)...4 {
      let song = try song(seed: seed) { brief in
        brief.passages = [
          .init(
            text: "no drums until the chorus", until: .init(section: "chorus"),
            instruments: .init(without: ["drums"]))
        ]
      }
      let chorus = try #require(song.plan.sections.first { $0.name == "chorus" })
      for section in song.plan.sections where section.startBar < chorus.startBar {
        let result = try edited(song, section.id, 0.95)
        #expect(!sounds("drums", in: 0..<chorus.startBar, of: result.score), "\(section.id)")
        #expect(result.plan.sections.count == song.plan.sections.count)
      }
      let quiet = try edited(song, chorus.id, 0.05)
      #expect(sounds("drums", in: chorus.barRange, of: quiet.score))
    }
  }

  @Test("a part that enters a section rests in the bars that were refused to it")
  func bars() throws {
    let song = try song { brief in
      brief.form = [
        .init(name: "verse", bars: 8, energy: 0.1), .init(name: "chorus", bars: 8, energy: 0.9),
        .init(name: "outro", bars: 4, energy: 0.3),
      ]
      brief.bars = 20
      brief.passages = [
        .init(
          text: "no bass in bars 3 and 4", from: .init(bar: 2), until: .init(bar: 4),
          instruments: .init(without: ["bass"]))
      ]
    }
    var quiet = song
    quiet.plan.sections[0].silence("bass")
    quiet.score = Composer().compose(plan: quiet.plan, style: quiet.style)
    let result = try edited(quiet, "verse-1", 0.8)
    #expect(sounds("bass", in: 0..<2, of: result.score))
    #expect(!sounds("bass", in: 2..<4, of: result.score))
    #expect(sounds("bass", in: 4..<8, of: result.score))
  }

  @Test("who was asked to play plays however soft the section becomes")
  func plays() throws {
    let song = try song { brief in
      brief.passages = [
        .init(
          text: "lead in the verse", during: .init(section: "verse"),
          instruments: .init(with: ["lead"]))
      ]
    }
    let verse = try #require(song.plan.sections.first { $0.name == "verse" })
    let result = try edited(song, verse.id, 0.02)
    #expect(sounds("lead", in: verse.barRange, of: result.score))
  }

  @Test(
    "a limit of voices holds at every energy", arguments: ["pop-ballad", "house", "string-quartet"])
  func voices(_ name: String) throws {
    let style = try House.styles().style(named: name)
    for voices in [3, 5] {
      let song = try song(style, seed: 3) {
        $0.limits = [.init(limits: NoteLimits(voices: voices))]
      }
      for (index, energy) in [0.95, 0.1, 0.6].enumerated() {
        let id = song.plan.sections[min(index + 1, song.plan.sections.count - 1)].id
        let result = try edited(song, id, energy)
        let edges = result.score.parts.filter { !$0.instrument.isDrumKit }.flatMap(\.notes)
          .flatMap { [($0.onset, 1), ($0.end, -1)] }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        var (sounding, most) = (0, 0)
        for (_, step) in edges {
          sounding += step
          most = max(most, sounding)
        }
        #expect(most <= voices, "\(name) \(id) at \(energy)")
      }
    }
  }

  @Test("a rise takes nobody out, a fall brings nobody in, and a part stays where it plays at all")
  func direction() throws {
    let song = try song()
    for section in song.plan.sections {
      let before = Set(section.layers.keys)
      let up = try self.section(section.id, of: try edited(song, section.id, 1).plan)
      let down = try self.section(section.id, of: try edited(song, section.id, 0).plan)
      #expect(before.isSubset(of: up.layers.keys))
      #expect(before.isSuperset(of: down.layers.keys) && !down.layers.isEmpty)
    }
    var alone = song
    for index in alone.plan.sections.indices where alone.plan.sections[index].id != "chorus-1" {
      alone.plan.sections[index].silence("lead")
    }
    let soft = try edited(alone, "chorus-1", 0.05)
    #expect(try section("chorus-1", of: soft.plan).layers["lead"] != nil)
  }

  @Test("locked parts keep their layer, and their voices")
  func locked() throws {
    let song = try song { $0.limits = [.init(limits: NoteLimits(voices: 4))] }
    let verse = try #require(song.plan.sections.first { $0.name == "verse" })
    let playing = try #require(
      verse.layers.keys.sorted().first { id in
        song.plan.parts.contains { $0.id == id && !$0.instrument.isDrumKit }
      })
    let result = try edited(
      song, verse.id, 0.99, locks: [Lock(part: playing, bars: verse.barRange)])
    let after = try section(verse.id, of: result.plan)
    #expect(after.layers[playing] == verse.layers[playing])
    let pitched = song.plan.parts.filter { !$0.instrument.isDrumKit }.map(\.id)
    #expect(Set(after.layers.keys.filter(pitched.contains)).isSubset(of: verse.layers.keys))
    #expect(after.voices == verse.voices)
  }

  @Test("the tension follows the energy, so that a verse as loud as a chorus sounds so")
  func tension() throws {
    let song = try song()
    let verse = try section("verse-1", of: song.plan)
    let result = try edited(song, "verse-1", 0.95)
    let after = try section("verse-1", of: result.plan)
    #expect(after.tension.allSatisfy { abs($0 - 0.95) <= 0.13 }, "\(after.tension)")
    func loudness(_ score: Score) -> Double {
      let span = score.span(ofBars: verse.barRange)
      let notes = score.part("piano")?.notes.filter { span.contains($0.onset) } ?? []
      return Double(notes.map(\.velocity).reduce(0, +)) / Double(max(1, notes.count))
    }
    #expect(loudness(result.score) > loudness(song.score) + 10)
    for (old, new) in zip(song.plan.sections, result.plan.sections) where old.id != "verse-1" {
      #expect(old.tension == new.tension)
    }
  }

  @Test("hand-overs that a person wrote stay, those of the planner follow their neighbours")
  func transitions() throws {
    var song = try song()
    let own = try edited(song, "verse-1", 0.95).plan.sections
    for (old, new) in zip(song.plan.sections, own) where !["verse-1", "intro-1"].contains(old.id) {
      #expect(old.transition == new.transition)
    }
    for index in song.plan.sections.indices.dropLast() {
      song.plan.sections[index].transition = .none
    }
    let kept = try edited(song, "chorus-1", 0.4).plan.sections
    #expect(kept.map(\.transition) == song.plan.sections.map(\.transition))
    let moved = try Arranger(style: song.style).apply(
      .moveSection(section: "chorus-1", index: 1), plan: song.plan, score: song.score)
    #expect(moved.plan.sections.dropLast().allSatisfy { $0.transition == .none })
    let last = try #require(song.plan.sections.last)
    let ended = try Arranger(style: song.style).apply(
      .deleteSection(section: last.id), plan: song.plan, score: song.score)
    #expect(ended.plan.sections.last?.transition == .ending)
  }

  @Test("a section that grows has a tension for each phrase, and its wishes for its new bars")
  func grown() throws {
    let song = try song { brief in
      brief.passages = [
        .init(
          text: "no drums in the verse", during: .init(section: "verse"),
          instruments: .init(without: ["drums"]))
      ]
    }
    let verse = try section("verse-1", of: song.plan)
    let result = try Arranger(style: song.style).apply(
      .resizeSection(section: "verse-1", bars: verse.bars + 8), plan: song.plan, score: song.score)
    let after = try section("verse-1", of: result.plan)
    #expect(after.tension.count == (after.bars + after.phrase - 1) / after.phrase)
    #expect(after.wish(for: "drums", inBar: after.barRange.upperBound - 1) == false)
    #expect(PlanCheck.faults(in: result.plan).isEmpty)
    let loud = try edited((result.plan, result.score, song.style), "verse-1", 0.95)
    #expect(!sounds("drums", in: after.barRange, of: loud.score))
  }
}
