import Composing
import Music
import Testing

@Suite struct ScoreCheckTests {
  private func score(_ notes: [Note], _ instrument: String = "flute") -> Score {
    var score = Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [],
      parts: [
        Part(
          id: "p", name: "P", role: .lead, instrument: TestStyle.instrument(instrument),
          notes: [])
      ], length: 8)
    score.parts[0].notes = notes
    return score
  }

  private func note(_ onset: Beat, _ duration: Beat, _ key: Int, _ velocity: Int = 80) -> Note {
    Note(onset: onset, duration: duration, pitch: Pitch(number: key), velocity: velocity)
  }

  @Test("each fault is found")
  func faults() {
    let a = note(0, 1, 72)
    #expect(ScoreCheck.faults(in: score([a, note(1, 1, 72)])).isEmpty)
    #expect(ScoreCheck.faults(in: score([note(1, 1, 71), a])).contains(.unsorted(part: "p")))
    let low = note(0, 1, 50)
    #expect(ScoreCheck.faults(in: score([low])) == [.outOfRange(part: "p", note: low)])
    let late = note(7, 2, 72)
    #expect(ScoreCheck.faults(in: score([late])) == [.outsidePiece(part: "p", note: late)])
    let silent = note(0, 1, 72, 0)
    #expect(ScoreCheck.faults(in: score([silent])) == [.unplayable(part: "p", note: silent)])
    let long = note(0, 2, 72)
    let over = note(1, 1, 74)
    #expect(
      ScoreCheck.faults(in: score([long, over]))
        == [.overlap(part: "p", first: long, second: over)])
    #expect(ScoreCheck.faults(in: score([long, over], "grand-piano")).isEmpty)
    let chord = (0..<3).map { note(0, 1, 60 + 4 * $0) }
    #expect(
      ScoreCheck.faults(in: score(chord, "violin")) == [.tooManyNotes(part: "p", at: 0, count: 3)])
  }
}
