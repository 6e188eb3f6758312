import Measures
import Music
import Testing

@Suite struct SimilarityTests {
  private func line(_ pitches: [Int], from start: Beat = 0, step: Beat = 1) -> [Note] {
    pitches.enumerated().map { index, pitch in
      Note(onset: start + step * index, duration: step, pitch: Pitch(number: pitch))
    }
  }

  private func spans(_ symbols: [String]) throws -> [ChordSpan] {
    try symbols.enumerated().map { index, symbol in
      ChordSpan(onset: Beat(4 * index), duration: 4, chord: try Chord(symbol: symbol))
    }
  }

  @Test("a melody is like itself in another key, place and tempo")
  func transposed() {
    let theme = [60, 62, 64, 60, 67, 65, 64, 62]
    #expect(MelodicSimilarity.of(line(theme), line(theme)) == 1)
    #expect(
      MelodicSimilarity.of(line(theme), line(theme.map { $0 + 5 }, from: 16, step: Beat(1, 2))) == 1
    )
  }

  @Test("one changed note leaves much, another melody little")
  func changed() {
    let theme = line([60, 62, 64, 60, 67, 65, 64, 62, 60, 64, 67, 72])
    let near = line([60, 62, 64, 60, 69, 65, 64, 62, 60, 64, 67, 72])
    let other = line([72, 60, 71, 61, 70, 62, 69, 63, 68, 64, 67, 65])
    let (a, b) = (MelodicSimilarity.of(theme, near), MelodicSimilarity.of(theme, other))
    #expect(a > 0.6 && a < 1)
    #expect(b < 0.3)
    #expect(MelodicSimilarity.of(near, theme) == a)
    #expect(MelodicSimilarity.of([], theme) == 0)
    #expect(MelodicSimilarity.of([], []) == 1)
  }

  @Test("the upper line is what is heard on top")
  func upperLine() {
    let chord = [60, 64, 67].map { Note(onset: 0, duration: 1, pitch: Pitch(number: $0)) }
    #expect(MelodicSimilarity.upperLine(of: chord).map(\.pitch.number) == [67])
  }

  @Test("chords are compared from their keys")
  func harmony() throws {
    let (c, d) = (Key(PitchName(.c), .major), Key(PitchName(.d), .major))
    let first = try spans(["C", "Am", "F", "G"])
    let same = try spans(["D", "Bm", "G", "A"])
    let other = try spans(["C", "C", "F", "Db"])
    #expect(HarmonicSimilarity.of(first, in: c, same, in: d) == 1)
    let likeness = HarmonicSimilarity.of(first, in: c, other, in: c)
    #expect(likeness > 0.5 && likeness < 0.7)
    #expect(HarmonicSimilarity.of(first, in: c, Array(first.prefix(2)), in: c) == 0.5)
    #expect(HarmonicSimilarity.of([], in: c, [], in: c) == 1)
    #expect(HarmonicSimilarity.of([], in: c, first, in: c) == 0)
  }

  @Test("density counts what begins, chords once")
  func density() {
    let chord = line([60, 62]) + line([64, 65])
    #expect(OnsetDensity.of(chord, in: 0..<4) == 0.5)
    #expect(OnsetDensity.of(chord, in: 2..<2) == 0)
  }

  private func score(_ notes: [Note], chords: [ChordSpan] = []) -> Score {
    Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 90),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))], sections: [], chords: chords,
      parts: [
        Part(id: "lead", name: "", role: .lead, instrument: .standardKit, notes: notes)
      ], length: 8)
  }

  @Test("a score is like itself in all three ways")
  func scores() throws {
    let own = score(line([60, 62, 64, 65, 67]), chords: try spans(["C", "F"]))
    let likeness = ScoreSimilarity(own, own)
    #expect(likeness.overall == 1)
    #expect(OnsetDensity.byBar(of: own) == [4, 1])
    #expect(ScoreSimilarity.melody(of: own) == own.parts[0].notes)
  }

  @Test("the shape of a melody in numbers")
  func shape() throws {
    let notes = line([60, 62, 64, 60, 67], step: 1)
    let shape = try #require(
      MelodicShape(of: notes, in: score(notes, chords: try spans(["C", "F"]))))
    #expect(shape.range == 7)
    #expect(shape.steps == 0.5)
    #expect(shape.rest == 0)
    #expect(shape.chordTones == 0.6)
    #expect(MelodicShape(of: Array(notes.prefix(3)), in: score(notes)) == nil)
  }
}
