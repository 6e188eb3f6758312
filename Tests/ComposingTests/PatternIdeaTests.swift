import Composing
import Music
import Production
import Testing

/// A user's own bar becomes what a player reads.
@Suite("PatternIdea")
struct PatternIdeaTests {
  private func note(_ onset: Beat, _ length: Beat, _ number: Int, _ velocity: Int = 90) -> Note {
    Note(onset: onset, duration: length, pitch: Pitch(number: number), velocity: velocity)
  }

  private var riff: [Note] {
    [
      note(0, 1, 33, 110), note(Beat(3, 2), Beat(1, 2), 45), note(2, Beat(1, 2), 40),
      note(Beat(7, 2), Beat(1, 4), 44),
    ]
  }

  private func pattern(
    _ notes: [Note], _ player: PlayerKind, on id: String, key: Key? = Key("A minor")
  ) throws -> Pattern {
    try PatternIdea(notes: notes, meter: .common, expected: .common, key: key)
      .pattern(for: player, on: Instrument(id: id) ?? .standardKit)
  }

  @Test("a bass line becomes degrees over the root, with its holds")
  func bass() throws {
    let pattern = try pattern(riff, .bassist, on: "electric-bass")
    #expect(pattern.voices == ["line": "R---..8-5-....a."])
    let unkeyed = try self.pattern(riff, .bassist, on: "electric-bass", key: nil)
    #expect(unkeyed.voices == pattern.voices, "the lowest note is the root")
  }

  @Test("drums become voices of drums with their accents")
  func drums() throws {
    let notes = [
      note(0, Beat(1, 4), 36, 115), note(1, Beat(1, 4), 38, 92),
      note(Beat(11, 4), Beat(1, 4), 38, 30),
      note(Beat(1, 2), Beat(1, 4), 42, 60),
    ]
    let pattern = try pattern(notes, .drummer, on: "standard-kit")
    #expect(pattern.voices["kick"] == "X...............")
    #expect(pattern.voices["snare"] == "....x......g....")
    #expect(pattern.voices["closed-hat"] == "..o.............")
  }

  @Test("chords become strokes, broken chords digits, melodies rhythm and degrees")
  func harmony() throws {
    let chord = [0, 4, 7].flatMap { interval in
      [note(0, 1, 60 + interval, 110), note(Beat(5, 2), Beat(1, 2), 60 + interval)]
    }
    #expect(
      try pattern(chord, .keyboardist, on: "grand-piano").voices["hits"] == "X---......x-....")
    #expect(
      try pattern(chord, .guitarist, on: "steel-guitar").voices["strum"] == "D---......u-....")
    #expect(try pattern(chord, .pad, on: "warm-pad").voices["hold"] == "X---......x-....")
    let broken = (0..<8).map { note(Beat($0, 2), Beat(1, 2), [60, 64, 67, 64][$0 % 4]) }
    #expect(
      try pattern(broken, .keyboardist, on: "grand-piano").voices["hits"] == "1-2-3-2-1-2-3-2-")
    #expect(try pattern(broken, .arpeggiator, on: "polysynth").voices["arp"]?.first == "1")
    let tune = try pattern(broken, .melodist, on: "flute", key: Key("C major"))
    #expect(
      tune.voices["degrees"] == "13531353" && tune.voices["rhythm"]?.hasPrefix("x-x-") == true)
  }

  @Test("other metres, nothing, and more than a bar are refused with the reason")
  func refused() {
    func error(_ notes: [Note], _ meter: Meter = .common) -> PatternIdeaError? {
      do {
        _ = try PatternIdea(notes: notes, meter: meter, expected: .common, key: nil)
          .pattern(for: .bassist, on: Instrument(id: "electric-bass") ?? .standardKit)
        return nil
      } catch { return error }
    }
    #expect(error([]) == .empty)
    #expect(error(riff, .waltz) == .otherMeter(found: .waltz, expected: .common))
    #expect(error(riff + [note(9, 1, 40)]) == .tooManyBars(3))
    #expect(error([note(3, 2, 40)]) == .longerThanBar(end: 5, bar: 4))
    #expect(error([note(Beat(1, 24), 1, 40)]) == .offGrid(onset: Beat(1, 24)))
    #expect(error(riff + [note(-1, 1, 40)]) == .beforeBar(onset: -1))
    let toms = [note(0, 1, 99)]
    #expect(throws: PatternIdeaError.empty) { try pattern(toms, .drummer, on: "standard-kit") }
  }

  @Test("a note just before the bar's end is the downbeat, and not the last step")
  func anticipated() throws {
    let early = [note(1, Beat(1, 4), 38), note(Beat(127, 32), Beat(1, 32), 36, 115)]
    let drums = try pattern(early, .drummer, on: "standard-kit")
    #expect(drums.voices["kick"] == "X...............")
    let bass = try pattern(
      [note(2, 1, 40), note(Beat(127, 32), Beat(1, 32), 33)], .bassist, on: "electric-bass")
    #expect(bass.voices["line"] == "r.......5---....")
  }

  @Test("a player plays the idea, with changes and fills of its own")
  func played() throws {
    let style = TestStyle.pop
    var plan = try Planner(engineVersion: "test").plan(
      brief: .with { $0.bars = 32 }, style: style, seed: 3)
    let index = try #require(plan.parts.firstIndex { $0.role == .bass })
    plan.parts[index].controls.idea = try pattern(riff, .bassist, on: "electric-bass")
    let id = plan.parts[index].id
    let notes =
      Composer().compose(plan: plan, style: style).parts.first { $0.id == id }?.notes ?? []
    let wanted: [Beat] = [0, Beat(3, 2), 2, Beat(7, 2)]
    let bars = Dictionary(grouping: notes) { ($0.onset / 4).floor }
    let alike = bars.filter { bar, notes in
      Set(notes.map { $0.onset - Beat(bar * 4) }).isSuperset(of: wanted)
    }
    #expect(alike.count * 10 >= bars.count * 4, "\(alike.count) of \(bars.count)")
    #expect(alike.count < bars.count)
  }
}
