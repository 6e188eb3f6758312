import Measures
import Music
import Testing

@Suite struct SectionSimilarityTests {
  private let theme = [60, 62, 64, 60, 67, 65, 64, 62, 60, 64, 62, 60]
  private let other = [72, 60, 71, 61, 70, 62, 69, 63, 68, 64, 67, 65]

  /// Sections of four bars, one melody each.
  private func score(_ sections: [(name: String, pitches: [Int])]) -> Score {
    var notes: [Note] = []
    for (index, section) in sections.enumerated() {
      notes += section.pitches.enumerated().map { place, pitch in
        Note(
          onset: Beat(16 * index + place), duration: 1, pitch: Pitch(number: pitch))
      }
    }
    return Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 90),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))],
      sections: sections.enumerated().map { index, section in
        Section(
          id: "\(section.name)-\(index)", name: section.name, startBar: 4 * index, bars: 4,
          energy: 0.5)
      }, chords: [],
      parts: [
        Part(id: "lead", name: "", role: .lead, instrument: .standardKit, notes: notes)
      ], length: Beat(16 * sections.count))
  }

  @Test("a varied return and a new theme are both kept")
  func kept() throws {
    var varied = theme
    varied[9] = 65
    let measured = SectionSimilarity(
      of: score([("verse", theme), ("chorus", other), ("verse", varied.map { $0 + 2 })]))
    #expect(measured.pairs.count == 3)
    #expect(measured.faults.isEmpty, "\(measured.faults)")
    let same = try #require(measured.pairs.first { $0.isSameKind })
    #expect(same.first == "verse-0" && same.second == "verse-2")
    #expect(same.likeness < 1)
  }

  @Test("a literal repeat, a lost theme and a borrowed one are faults")
  func faults() {
    #expect(SectionSimilarity(of: score([("verse", theme), ("verse", theme)])).faults.count == 1)
    #expect(SectionSimilarity(of: score([("verse", theme), ("verse", other)])).faults.count == 1)
    #expect(SectionSimilarity(of: score([("verse", theme), ("chorus", theme)])).faults.count == 1)
  }

  @Test("solos are new each time, and a few notes are no theme")
  func exempt() {
    #expect(SectionSimilarity(of: score([("solo", theme), ("solo", other)])).faults.isEmpty)
    let short = SectionSimilarity(of: score([("verse", theme), ("verse", Array(theme.prefix(7)))]))
    #expect(short.pairs.isEmpty)
  }

  @Test("half of a theme is compared with the half that it is")
  func halves() throws {
    var long = score([("verse", theme), ("verse", other), ("verse", other.map { $0 + 1 })])
    long.sections = [
      Section(id: "verse-1", name: "verse", startBar: 0, bars: 8, energy: 0.5),
      Section(id: "verse-2", name: "verse", startBar: 8, bars: 4, energy: 0.5),
    ]
    let pair = try #require(SectionSimilarity(of: long).pairs.first)
    #expect(pair.likeness == 1)
  }
}
