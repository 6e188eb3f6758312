import Composing
import Music
import Production
import Testing

/// Edits keep to what the notes of a part were limited to.
@Suite("Edits within limits") struct ArrangerLimitTests {
  private func song(
    _ limits: [Brief.LimitWish]
  ) throws -> (plan: Plan, score: Score) {
    let plan = try Planner(engineVersion: "1").plan(
      brief: .with { brief in
        brief.bars = 32
        brief.limits = limits
      }, style: TestStyle.pop, seed: 4)
    return (plan, Composer().compose(plan: plan, style: TestStyle.pop))
  }

  private func apply(_ edit: Edit, _ song: (plan: Plan, score: Score)) throws -> Arrangement {
    let result = try Arranger(style: TestStyle.pop).apply(edit, plan: song.plan, score: song.score)
    #expect(ScoreCheck.faults(in: result.score).isEmpty)
    return result
  }

  @Test("another instrument plays within the part's range and voices")
  func swapped() throws {
    let range = NoteLimits(low: Pitch("C4"), high: Pitch("C5"), voices: 2)
    let song = try song([
      .init(of: "lead", limits: NoteLimits(low: Pitch("C4"), high: Pitch("C5"))),
      .init(of: "chords", limits: range),
    ])
    for (part, id) in [("lead", "violin"), ("lead", "flute"), ("piano", "vibraphone")] {
      let result = try apply(
        .swapInstrument(part: part, instrument: TestStyle.instrument(id)), song)
      let notes = try #require(result.score.part(part)?.notes)
      #expect(!notes.isEmpty && notes.allSatisfy { (60...72).contains($0.pitch.number) }, "\(id)")
    }
    let piccolo = TestStyle.instrument("piccolo")
    #expect(throws: ArrangingError.self) {
      try apply(.swapInstrument(part: "lead", instrument: piccolo), song)
    }
  }

  @Test("transposed parts stay within their range by octaves")
  func transposed() throws {
    let song = try song([
      .init(of: "lead", limits: NoteLimits(low: Pitch("C4"), high: Pitch("C6")))
    ])
    let result = try apply(.transpose(semitones: 12, parts: ["lead"], bars: nil), song)
    let notes = try #require(result.score.part("lead")?.notes)
    #expect(notes.allSatisfy { (60...84).contains($0.pitch.number) })
  }

  @Test("a new chord leaves parts on roots only on roots, and ranges as they are")
  func chord() throws {
    let song = try song([
      .init(of: "chords", limits: NoteLimits(rootsOnly: true)),
      .init(of: "lead", limits: NoteLimits(low: Pitch("C4"), high: Pitch("E5"))),
    ])
    for symbol in ["Ebm7", "F#", "Abmaj7"] {
      let chord = try Chord(symbol: symbol)
      for bar in [5, 9, 17] {
        let result = try apply(.setChord(bar: bar, position: 0, chord: chord), song)
        let span = result.score.span(ofBars: bar..<(bar + 1))
        for note in result.score.part("piano")?.notes ?? [] where span.contains(note.onset) {
          #expect(note.pitch.number % 12 == chord.root.pitchClass)
        }
        let lead = result.score.part("lead")?.notes ?? []
        #expect(lead.allSatisfy { (60...76).contains($0.pitch.number) })
      }
    }
  }

  @Test("a grid or a note with more notes at once than the instrument has is refused")
  func voices() throws {
    let song = try song([])
    let two = TestStyle.instrument("charang-lead")
    #expect(two.polyphony == 2)
    let swapped = try apply(.swapInstrument(part: "piano", instrument: two), song)
    let held = (swapped.plan, swapped.score)
    let grid = try #require(
      PatternGrid("C5: x---............; E5: x---............; G5: x---............"))
    let emptied = try apply(.removeNotes(part: "piano", bars: 8..<10, pitch: nil), held)
    #expect(
      throws: ArrangingError.tooManyNotes(part: "piano", bar: 8, count: 3, allowed: 2)
    ) {
      try apply(
        .setGrid(part: "piano", bars: 8..<9, grid: grid), (emptied.plan, emptied.score))
    }
    let pair = try #require(PatternGrid("C5: x---............; E5: x---............"))
    let written = try apply(
      .setGrid(part: "piano", bars: 8..<9, grid: pair), (emptied.plan, emptied.score))
    #expect(throws: ArrangingError.self) {
      try apply(
        .addNote(part: "piano", note: Note(onset: 32, duration: 1, pitch: Pitch(number: 79))),
        (written.plan, written.score))
    }
  }
}
