import Music
import Testing

@Suite struct MotifTests {
  /// Long, short, short, long: up a third by step and down.
  private static let call = Motif(
    tones: [
      .init(onset: 0, duration: 1, step: 0), .init(onset: 1, duration: Beat(1, 2), step: 1),
      .init(onset: Beat(3, 2), duration: Beat(1, 2), step: 2),
      .init(onset: 2, duration: 2, step: 1),
    ], length: 4)

  @Test("a sequence keeps rhythm and shape")
  func sequence() {
    let moved = Self.call.sequenced(by: -2)
    #expect(moved.steps == [-2, -1, 0, -1])
    #expect(moved.tones.map(\.onset) == Self.call.tones.map(\.onset))
    #expect(moved.sequenced(by: 2) == Self.call)
  }

  @Test("an inversion mirrors the shape about its first note, and twice gives itself")
  func inversion() {
    let moved = Self.call.sequenced(by: 3)
    #expect(moved.inverted().steps == [3, 2, 1, 2])
    #expect(moved.inverted().inverted() == moved)
    #expect(Motif(tones: [], length: 4).inverted().tones.isEmpty)
  }

  @Test("augmentation and diminution undo each other")
  func times() {
    let slow = Self.call.augmented()
    #expect(slow.length == 8)
    #expect(slow.tones.map(\.onset) == [0, 2, 3, 4])
    #expect(slow.tones.map(\.duration) == [2, 1, 1, 4])
    #expect(slow.steps == Self.call.steps)
    #expect(slow.diminished() == Self.call)
    #expect(Self.call.augmented(by: Beat(3, 2)).length == 6)
    #expect(Self.call.augmented(by: 0) == Self.call)
    #expect(Self.call.diminished(by: 0) == Self.call)
  }

  @Test("an ornament splits one note and leads to the next")
  func ornament() {
    let turned = Self.call.ornamented(at: 0)
    #expect(turned.steps == [0, 1, 1, 2, 1])
    #expect(turned.tones[1].onset == Beat(1, 2))
    #expect(turned.tones.map(\.duration).reduce(.zero, +) == 4)
    #expect(Self.call.ornamented(at: 3).steps == [0, 1, 2, 1, 2])
    #expect(Self.call.ornamented(at: 2).steps == [0, 1, 2, 1, 1])
    #expect(Self.call.ornamented(at: 4) == Self.call)
  }

  @Test("a fragment is how the motif begins")
  func fragment() {
    let head = Self.call.fragment(2)
    #expect(head.steps == [0, 1])
    #expect(head.length == Beat(3, 2))
    #expect(Self.call.fragment(9) == Self.call)
    #expect(Self.call.fragment(0) == Self.call)
  }

  @Test("displaced notes stay within the motif's length")
  func displacement() {
    let late = Self.call.displaced(by: 1)
    #expect(late.tones.map(\.onset) == [1, 2, Beat(5, 2), 3])
    #expect(late.tones.last?.duration == 1)
    #expect(late.length == 4)
    let early = Self.call.displaced(by: -1)
    #expect(early.steps == [1, 2, 1])
    #expect(early.tones.first?.onset == 0)
    #expect(Self.call.displaced(by: 4).tones.isEmpty)
  }

  @Test("an extension goes on in sequence from the end")
  func extended() {
    let longer = Self.call.extended(by: 2)
    #expect(longer.steps == [0, 1, 2, 1, 2, 1])
    #expect(longer.tones[4].onset == 4)
    #expect(longer.length == Beat(13, 2))
    #expect(Self.call.extended(by: 4) == Self.call)
    #expect(Self.call.extended(by: 0) == Self.call)
  }

  @Test("a motif stands on any rung of a scale")
  func notes() {
    let scale = [60, 62, 64, 65, 67]
    let notes = Self.call.notes(on: scale, from: 1, at: 8)
    #expect(notes.map(\.pitch.number) == [62, 64, 65, 64])
    #expect(notes.map(\.onset) == [8, 9, Beat(19, 2), 10])
    #expect(Self.call.notes(on: scale, from: 4).count == 1)
  }

  @Test("the idea of a melody is read up to its first rest, as steps of its key")
  func reading() throws {
    let d = Key(PitchName(.d), .major)
    func note(_ onset: Beat, _ length: Beat, _ number: Int) -> Note {
      Note(onset: onset, duration: length, pitch: Pitch(number: number))
    }
    let tune = [
      note(9, 1, 62), note(10, 1, 66), note(11, 1, 67), note(12, 2, 61), note(16, 1, 74),
    ]
    let motif = try #require(Motif(of: tune, from: 8, barLength: 4, in: d))
    #expect(motif.steps == [0, 2, 3, -1])
    #expect(motif.tones.map(\.onset) == [1, 2, 3, 4])
    #expect(motif.length == 8)
    #expect(Motif(of: Array(tune.prefix(2)), from: 8, barLength: 4, in: d) == nil)
    #expect(Motif(of: tune, from: 16, barLength: 4, in: d) == nil)
    let scale = (0..<9).map { note(Beat($0), 1, 62 + [0, 2, 4, 5, 7, 9, 11, 12, 14][$0]) }
    #expect(Motif(of: scale, from: 0, barLength: 4, in: d)?.steps == Array(0...6))
  }

  @Test("degrees are counted through all octaves, below the tonic too")
  func degrees() {
    let key = Key(PitchName(.c), .major)
    #expect(key.degreeIndex(of: 60) - key.degreeIndex(of: 59) == 1)
    #expect(key.degreeIndex(of: 61) == key.degreeIndex(of: 60))
    #expect(key.degreeIndex(of: 72) - key.degreeIndex(of: 60) == 7)
    let pentatonic = Key(PitchName(.g), .minorPentatonic)
    #expect(pentatonic.degreeIndex(of: 67) - pentatonic.degreeIndex(of: 55) == 5)
    #expect(pentatonic.degreeIndex(of: 65) - pentatonic.degreeIndex(of: 67) == -1)
  }
}
