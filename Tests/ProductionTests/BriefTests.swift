import Foundation
import Music
import Production
import Testing

/// Values written by earlier versions still open.
@Suite struct EarlierValuesTests {
  @Test("a brief without limits, places and chord tracks opens")
  func brief() throws {
    let text = #"{"prompt": "house", "bars": 8, "events": [{"what": "drop", "at": 45}]}"#
    let brief = try JSONDecoder().decode(Brief.self, from: Data(text.utf8))
    #expect(brief.bars == 8)
    #expect(brief.limits.isEmpty && brief.passages.isEmpty && brief.chordTrack.isEmpty)
    #expect(brief.events == [.init(what: "drop", at: 45)])
  }

  @Test("a section and a part without limits, rests and tension open")
  func plan() throws {
    let section = #"""
      {"id": "verse-1", "name": "verse", "startBar": 0, "bars": 8, "energy": 0.5, "phrase": 4,
       "occurrence": 0, "transition": "fill", "layers": {"bass": 0.5}}
      """#
    let found = try JSONDecoder().decode(Plan.PlannedSection.self, from: Data(section.utf8))
    #expect(found.rests.isEmpty && found.voices.isEmpty && found.tension.isEmpty)
    #expect(found.plays("bass", inBar: 3) && !found.plays("lead", inBar: 3))
    let part = #"""
      {"id": "bass", "name": "Bass", "role": "bass", "instrument": "electric-bass",
       "register": [28, 52], "complexity": 0.5}
      """#
    #expect(try JSONDecoder().decode(Plan.PlannedPart.self, from: Data(part.utf8)).limits.isEmpty)
  }

  @Test("everything new comes back as it was written")
  func roundTrip() throws {
    var brief = Brief(prompt: "x")
    brief.limits = [
      .init(of: "lead", limits: NoteLimits(low: Pitch("C4"), high: Pitch("C6"), voices: 2)),
      .init(limits: NoteLimits(rootsOnly: true)),
    ]
    brief.passages = [
      .init(
        text: "no drums until the chorus", until: .init(section: "chorus", number: -1),
        instruments: .init(without: ["drums"]), energy: 0.25)
    ]
    brief.chordTrack = [ChordSpan(onset: .zero, duration: 4, chord: try Chord(symbol: "Am7"))]
    brief.events = [.init(what: "key change", key: Key("E major"), semitones: 2)]
    let data = try JSONEncoder().encode(brief)
    #expect(try JSONDecoder().decode(Brief.self, from: data) == brief)
  }

  @Test("limits meet in the narrower of each, and cut a range")
  func limits() {
    let one = NoteLimits(low: Pitch("C3"), high: Pitch("C6"), voices: 4)
    let both = one.and(NoteLimits(low: Pitch("E3"), voices: 6, rootsOnly: true))
    #expect(both == NoteLimits(low: Pitch("E3"), high: Pitch("C6"), voices: 4, rootsOnly: true))
    #expect(both.allowed(in: 40...60) == 52...60)
    #expect(both.allowed(in: 20...51) == nil)
    #expect(both.allows(52) && !both.allows(51) && both.allows(84) && !both.allows(85))
  }
}
