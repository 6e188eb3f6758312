import Measures
import Music
import Testing

@Suite struct RhythmicSimilarityTests {
  private func notes(_ onsets: [Beat], key: Int = 36) -> [Note] {
    onsets.map { Note(onset: $0, duration: Beat(1, 4), pitch: Pitch(number: key)) }
  }

  @Test("a rhythm is like itself, and silence like silence")
  func itself() {
    let rhythm = notes([0, Beat(3, 2), 3])
    #expect(RhythmicSimilarity.of(rhythm, rhythm) == 1)
    #expect(RhythmicSimilarity.of([], []) == 1)
    #expect(RhythmicSimilarity.of(rhythm, []) == 0)
  }

  @Test("half of the strokes in common give a half")
  func half() {
    #expect(RhythmicSimilarity.of(notes([0, 1, 2, 3]), notes([0, 1, Beat(5, 2), 5])) == 0.5)
  }

  @Test("drums are told apart only when asked")
  func byKey() {
    let (kick, snare) = (notes([0, 2]), notes([0, 2], key: 38))
    #expect(RhythmicSimilarity.of(kick, snare) == 1)
    #expect(RhythmicSimilarity.of(kick, snare, byKey: true) == 0)
  }
}
