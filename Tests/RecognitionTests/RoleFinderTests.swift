import Music
import Recognition
import Testing

@Suite("RoleFinder and PartProfile")
struct RoleFinderTests {
  private func part(_ instrument: String, _ notes: [Note]) throws -> Part {
    Part(
      id: instrument, name: instrument, role: .effects,
      instrument: try #require(Instrument(id: instrument)), notes: notes)
  }

  private func line(_ numbers: [Int], step: Beat, velocity: Int = 80) -> [Note] {
    numbers.enumerated().map {
      Note(
        onset: step * $0.offset, duration: step, pitch: Pitch(number: $0.element),
        velocity: velocity)
    }
  }

  private func roles(_ parts: [Part]) -> [Role] {
    let score = Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [], parts: parts, length: 64)
    return RoleFinder.roles(of: parts, profiles: PartProfile.all(of: NoteMaterial(score)))
  }

  @Test("A band's parts have their roles, whatever order they come in")
  func band() throws {
    let chord = (0..<8).flatMap { bar in
      [60, 64, 67].map { Note(onset: Beat(bar * 2), duration: 1, pitch: Pitch(number: $0)) }
    }
    let pad = (0..<4).flatMap { bar in
      [55, 60, 64].map { Note(onset: Beat(bar * 4), duration: 4, pitch: Pitch(number: $0)) }
    }
    let parts = [
      try part("standard-kit", line([36, 42, 38, 42], step: 1)),
      try part("grand-piano", chord),
      try part("violin", line([76, 77, 79, 77, 76, 74, 72, 74, 76], step: Beat(3, 2))),
      try part("cello", line([36, 36, 43, 43, 36, 36, 43, 36], step: 2)),
      try part("warm-pad", pad),
      try part("harp", line((0..<64).map { [60, 64, 67, 72][$0 % 4] }, step: Beat(1, 4))),
      try part("standard-kit", line([54, 70, 54, 70], step: 1)),
    ]
    let wanted: [Role] = [.drums, .chords, .lead, .bass, .pad, .arpeggio, .percussion]
    #expect(roles(parts) == wanted)
    #expect(roles(parts.reversed()) == wanted.reversed())
  }

  @Test("A part without notes, and no part at all, have roles")
  func edges() throws {
    #expect(roles([]).isEmpty)
    #expect(roles([try part("flute", [])]) == [.lead])
    #expect(roles([try part("standard-kit", [])]) == [.drums])
  }

  @Test("Polyphony, thickness and steps are measured; legato overlaps are no chords")
  func profile() throws {
    let legato = line([60, 62, 64, 65], step: 1).map {
      Note(onset: $0.onset, duration: Beat(17, 16), pitch: $0.pitch)
    }
    let score = Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [], parts: [try part("flute", legato)], length: 4)
    let profile = try #require(PartProfile.all(of: NoteMaterial(score)).first)
    #expect(profile.polyphony == 1)
    #expect(profile.range == 60...65)
    #expect(profile.step == 1)
    #expect(profile.steadiness == 1)
    #expect(profile.steps == 1)
    #expect(profile.leaps == 0)
  }
}
