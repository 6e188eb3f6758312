import Measures
import Music
import Testing

@Suite("Measures of sets and forms") struct SetMeasureTests {
  private func score(_ bars: [[Int]], chords: [String] = [], sections: [(String, Int)] = [])
    throws -> Score
  {
    let instrument = try #require(Instrument(id: "grand-piano"))
    let notes = bars.enumerated().flatMap { bar, numbers in
      numbers.enumerated().map { step, number in
        Note(onset: Beat(4 * bar + step), duration: Beat(1), pitch: Pitch(number: number))
      }
    }
    var start = 0
    let form = sections.map { name, length in
      defer { start += length }
      return Section(
        id: "\(name)-\(start)", name: name, startBar: start, bars: length, energy: 0.5)
    }
    let spans = try chords.enumerated().map { bar, name in
      ChordSpan(onset: Beat(4 * bar), duration: Beat(4), chord: try Chord(symbol: name))
    }
    return Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))], sections: form, chords: spans,
      parts: [Part(id: "lead", name: "Lead", role: .lead, instrument: instrument, notes: notes)],
      length: Beat(4 * bars.count))
  }

  @Test("the Vendi score of equal things is 1, of things without likeness their number")
  func vendi() {
    let equal = Array(repeating: Array(repeating: 1.0, count: 6), count: 6)
    #expect(abs(VendiScore.of(equal) - 1) < 1e-6)
    let apart = (0..<6).map { row in (0..<6).map { $0 == row ? 1.0 : 0 } }
    #expect(abs(VendiScore.of(apart) - 6) < 1e-6)
    #expect(VendiScore.of([]) == 0)
    // Two pairs of twins are worth two things.
    let twins = [[1.0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]
    #expect(abs(VendiScore.of(twins) - 2) < 1e-6)
  }

  @Test("ranks correlate whatever the scale, ties share their rank")
  func ranks() {
    #expect(abs(RankCorrelation.of([1, 2, 3, 4], [10, 20, 30, 1000]) - 1) < 1e-12)
    #expect(abs(RankCorrelation.of([1, 2, 3], [3, 2, 1]) + 1) < 1e-12)
    #expect(abs(RankCorrelation.of([1, 1, 2, 2], [5, 5, 9, 9]) - 1) < 1e-12)
    #expect(RankCorrelation.of([1, 1], [1, 2]) == 0)
    #expect(RankCorrelation.of([1, 1], [2, 2]) == 1)
    // By hand: ranks 1 2 3 4 5 and 2 1 4 3 5 differ by a sum of squares of 4; 1 - 6 * 4 / 120.
    #expect(abs(RankCorrelation.of([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) - 0.8) < 1e-12)
  }

  @Test("a scale has the entropy of seven equal classes and lies in one scale")
  func scale() throws {
    let metrics = SymbolicMetrics(of: try score([[60, 62, 64, 65], [67, 69, 71]]))
    #expect(abs((metrics.pitchClassEntropy ?? 0) - 2.807354922) < 1e-6)
    #expect(metrics.scaleConsistency == 1)
    #expect(abs((metrics.h1 ?? 0) - (2 + 1.584962501) / 2) < 1e-6)
    #expect(metrics.h4 == nil)
  }

  @Test("equal bars have a groove of 1, and few chords make no irregularity")
  func groove() throws {
    let chords = ["C", "F", "G", "C", "F", "G", "C", "F", "G"]
    let bars = Array(repeating: [60, 64, 67, 64], count: 9)
    let metrics = SymbolicMetrics(of: try score(bars, chords: chords))
    #expect(metrics.grooveConsistency == 1)
    #expect(metrics.groovingSimilarity == 1)
    #expect(metrics.chordProgressionIrregularity == 0.5)
    #expect(SymbolicMetrics(of: try score([[]])).byName["PCE"] == nil)
  }

  @Test("the commonest four bars of chords are the loop, as degrees")
  func loop() throws {
    let chords = ["C", "G", "Am", "F", "Dm", "G", "C", "C", "C", "G", "Am7", "Fmaj7"]
    let bars = Array(repeating: [60], count: 12)
    #expect(ChordLoop.of(try score(bars, chords: chords)) == "I V vi IV")
    #expect(ChordLoop.of(try score(bars)) == nil)
    #expect(ChordLoop.of(try score([[60]], chords: ["C"])) == nil)
    #expect(ChordLoop.of(try score(bars, chords: Array(repeating: "C", count: bars.count))) == nil)
  }

  @Test("a fuller section has more energy; the fullest has 1")
  func energy() throws {
    let bars = [[60], [60], [60, 64, 67, 72], [60, 64, 67, 72]]
    let score = try score(bars, sections: [("verse", 2), ("chorus", 2)])
    let energies = SectionEnergy.all(of: score, performance: nil)
    #expect(energies.map(\.section) == ["verse-0", "chorus-2"])
    #expect(energies[1].overall == 1)
    #expect(energies[0].density == 0.25)
    #expect(abs(energies[0].loudness - 0.5) < 1e-9)
  }
}
