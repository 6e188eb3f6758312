import Composing
import Music
import Production
import Testing

@Suite struct ArrangerTests {
  private let arranger = Arranger(style: TestStyle.pop)

  private func song(seed: UInt64 = 4, bars: Int = 32) throws -> (plan: Plan, score: Score) {
    let plan = try Planner(engineVersion: "1").plan(
      brief: .with { $0.bars = bars }, style: TestStyle.pop, seed: seed)
    return (plan, Composer().compose(plan: plan, style: TestStyle.pop))
  }

  private func apply(_ edit: Edit, locks: [Lock] = []) throws -> (Plan, Score, Arrangement) {
    let (plan, score) = try song()
    let result = try arranger.apply(edit, plan: plan, score: score, locks: locks)
    #expect(ScoreCheck.faults(in: result.score).isEmpty)
    #expect(result.plan.chords == result.score.chords)
    #expect(result.plan.length == result.score.length)
    #expect(result.score.sections.map(\.id) == result.plan.sections.map(\.id))
    return (plan, score, result)
  }

  private func notes(_ score: Score, _ part: String, _ bars: Range<Int>) -> [Note] {
    let span = score.span(ofBars: bars)
    return (score.part(part)?.notes ?? []).filter { span.contains($0.onset) }.map { note in
      var moved = note
      moved.onset = note.onset - span.lowerBound
      return moved
    }
  }

  // MARK: Chords and pitches

  @Test("a set chord stands from its position to the end of the bar, and the parts follow")
  func setChord() throws {
    let chord = try Chord(symbol: "Ebm7")
    for position in [Beat.zero, Beat(2)] {
      let (_, before, result) = try apply(.setChord(bar: 10, position: position, chord: chord))
      let start = Beat(40) + position
      #expect(result.score.chord(at: start) == chord)
      #expect(result.score.chord(at: 44) == before.chord(at: 44))
      let bass = result.score.part("bass")?.notes.filter { $0.onset == start } ?? []
      for note in bass { #expect(chord.pitchClasses.contains(note.pitch.name.pitchClass)) }
      for (old, new) in zip(before.parts, result.score.parts) where old.instrument.isDrumKit {
        #expect(old == new)
      }
      for part in result.score.parts where part.role == .chords || part.role == .pad {
        for note in part.notes where note.onset >= start && note.onset < 44 {
          #expect(chord.pitchClasses.contains(note.pitch.name.pitchClass))
        }
      }
      for (old, new) in zip(before.parts, result.score.parts) {
        #expect(old.notes.filter { $0.onset >= 44 } == new.notes.filter { $0.onset >= 44 })
      }
    }
  }

  @Test("a transposition moves notes, keys and chords together")
  func transposeAll() throws {
    let (plan, before, result) = try apply(.transpose(semitones: 3, parts: [], bars: nil))
    #expect(plan.title == "Test in \(plan.key(ofBar: 0))")
    #expect(result.plan.title == "Test in \(result.plan.key(ofBar: 0))")
    #expect(result.score.title == result.plan.title && result.plan.title != plan.title)
    let key = plan.key(ofBar: 0)
    #expect(result.score.key(ofBar: 0).tonic.pitchClass == (key.tonic.pitchClass + 3) % 12)
    for (old, new) in zip(before.chords, result.score.chords) {
      #expect(new.chord.root.pitchClass == (old.chord.root.pitchClass + 3) % 12)
    }
    for (old, new) in zip(before.parts, result.score.parts) where !old.instrument.isDrumKit {
      #expect(old.notes.count == new.notes.count)
      for (a, b) in zip(old.notes, new.notes) {
        #expect((b.pitch.number - a.pitch.number - 3) % 12 == 0)
        #expect(a.onset == b.onset)
      }
    }
  }

  @Test("a transposition of some bars leaves the title alone")
  func transposeBeginning() throws {
    let (plan, _, result) = try apply(.transpose(semitones: 2, parts: [], bars: 0..<2))
    #expect(result.plan.title == plan.title && result.score.title == plan.title)
    #expect(result.score.key(ofBar: 0) != plan.key(ofBar: 0))
  }

  @Test("a transposition of bars of one part leaves the rest alone")
  func transposePart() throws {
    let (_, before, result) = try apply(.transpose(semitones: -12, parts: ["piano"], bars: 8..<12))
    #expect(result.score.title == before.title)
    #expect(result.score.chords == before.chords)
    for (old, new) in zip(before.parts, result.score.parts) where old.id != "piano" {
      #expect(old == new)
    }
    #expect(notes(before, "piano", 12..<32) == notes(result.score, "piano", 12..<32))
  }

  @Test("a swapped instrument gets notes in its range and voices")
  func swap() throws {
    for id in ["flute", "violin", "glockenspiel", "double-bass"] {
      let instrument = TestStyle.instrument(id)
      let (_, before, result) = try apply(.swapInstrument(part: "piano", instrument: instrument))
      #expect(result.score.part("piano")?.instrument == instrument)
      #expect(result.plan.parts.first { $0.id == "piano" }?.instrument == instrument)
      #expect(!result.notices.isEmpty)
      for (old, new) in zip(before.parts, result.score.parts) where old.id != "piano" {
        #expect(old == new)
      }
    }
  }

  // MARK: Form

  @Test("an energy draws its section anew and no other")
  func energy() throws {
    let (plan, before, result) = try apply(.setEnergy(section: "verse-1", energy: 0.95))
    let section = try #require(result.plan.sections.first { $0.id == "verse-1" })
    #expect(section.energy == 0.95)
    #expect(section.layers.count >= (plan.sections.first { $0.id == "verse-1" }?.layers.count ?? 0))
    #expect(result.bars == section.barRange)
    for part in before.parts {
      let rest = section.barRange.upperBound..<plan.bars
      #expect(notes(before, part.id, rest) == notes(result.score, part.id, rest))
    }
  }

  @Test("a moved section takes its notes and chords along")
  func move() throws {
    let (plan, before, result) = try apply(.moveSection(section: "verse-1", index: 2))
    let old = try #require(plan.sections.first { $0.id == "verse-1" })
    let new = try #require(result.plan.sections.first { $0.id == "verse-1" })
    #expect(result.plan.sections[2].id == "verse-1")
    #expect(result.plan.bars == plan.bars)
    for part in before.parts {
      let (a, b) = (
        notes(before, part.id, old.barRange), notes(result.score, part.id, new.barRange)
      )
      #expect(a.map(\.onset) == b.map(\.onset))
      #expect(a.map(\.pitch) == b.map(\.pitch))
    }
    let chords = (before.chords, result.score.chords)
    #expect(
      chords.0.filter { old.barRange.contains(before.meters.bar(at: $0.onset)) }.map(\.chord)
        == chords.1.filter { new.barRange.contains(before.meters.bar(at: $0.onset)) }.map(\.chord))
  }

  @Test("a duplicate stands after its model with an id of its own")
  func duplicate() throws {
    let (plan, before, result) = try apply(.duplicateSection(section: "verse-1"))
    let index = try #require(plan.sections.firstIndex { $0.id == "verse-1" })
    let copy = result.plan.sections[index + 1]
    #expect(copy.name == "verse")
    #expect(copy.id != "verse-1")
    #expect(result.plan.bars == plan.bars + copy.bars)
    for part in before.parts {
      let model = notes(before, part.id, plan.sections[index].barRange)
      #expect(notes(result.score, part.id, copy.barRange).map(\.pitch) == model.map(\.pitch))
    }
  }

  @Test("a deleted section leaves the others as they were, and locks move along")
  func delete() throws {
    let last = Lock(part: "bass", bars: 30..<32)
    let (plan, before, result) = try apply(.deleteSection(section: "intro-1"), locks: [last])
    let gone = plan.sections[0].bars
    #expect(result.plan.bars == 32 - gone)
    #expect(result.locks == [Lock(part: "bass", bars: (30 - gone)..<(32 - gone))])
    #expect(notes(before, "bass", gone..<32) == notes(result.score, "bass", 0..<(32 - gone)))
  }

  @Test("a section grows with new bars and shrinks by its end")
  func resize() throws {
    let (plan, before, result) = try apply(.resizeSection(section: "verse-1", bars: 12))
    let old = try #require(plan.sections.first { $0.id == "verse-1" })
    let new = try #require(result.plan.sections.first { $0.id == "verse-1" })
    #expect(new.bars == 12)
    let fresh = (new.startBar + old.bars)..<(new.startBar + 12)
    #expect(!notes(result.score, "piano", fresh).isEmpty)
    #expect(
      notes(before, "bass", 0..<(old.startBar + old.bars)).map(\.pitch)
        == notes(result.score, "bass", 0..<(old.startBar + old.bars)).map(\.pitch))
    let (_, _, small) = try apply(.resizeSection(section: "verse-1", bars: 3))
    #expect(small.plan.bars == 32 - old.bars + 3)
    let end = try #require(plan.sections.last)
    let (_, full, cut) = try apply(.resizeSection(section: end.id, bars: end.bars - 2))
    #expect(
      notes(full, "piano", 31..<32).map(\.pitch)
        == notes(cut.score, "piano", 29..<30).map(\.pitch))
  }

  @Test("a cut last bar becomes whole when it is no longer last")
  func cutBar() throws {
    let plan = try Planner(engineVersion: "1").plan(
      brief: .with { brief in
        brief.tempo = 90
        brief.duration = 63
      }, style: TestStyle.pop, seed: 1)
    let score = Composer().compose(plan: plan, style: TestStyle.pop)
    #expect(plan.length < plan.meters.start(ofBar: plan.bars))
    let last = try #require(plan.sections.last)
    let moved = try arranger.apply(
      .moveSection(section: last.id, index: 0), plan: plan, score: score)
    #expect(moved.plan.length == moved.plan.meters.start(ofBar: moved.plan.bars))
    #expect(moved.plan.chords.last?.end == moved.plan.length)
    #expect(ScoreCheck.faults(in: moved.score).isEmpty)
    let same = try arranger.apply(
      .deleteSection(section: plan.sections[0].id), plan: plan, score: score)
    #expect(same.plan.length == plan.length - Beat(4 * plan.sections[0].bars))
  }

  // MARK: Notes

  @Test("notes are added, changed and removed")
  func singleNotes() throws {
    let (plan, score) = try song()
    let emptied = try arranger.apply(
      .removeNotes(part: "lead", bars: 8..<12, pitch: nil), plan: plan, score: score)
    #expect(notes(emptied.score, "lead", 8..<12).isEmpty)
    let note = Note(onset: 34, duration: 1, pitch: Pitch(number: 72))
    let added = try arranger.apply(
      .addNote(part: "lead", note: note), plan: plan, score: emptied.score)
    #expect(added.score.part("lead")?.notes.contains(note) == true)
    #expect(added.bars == 8..<9)
    var higher = note
    higher.pitch = Pitch(number: 76)
    let set = try arranger.apply(
      .setNote(part: "lead", onset: 34, pitch: note.pitch, note: higher), plan: plan,
      score: added.score)
    #expect(set.score.part("lead")?.notes.contains(higher) == true)
    #expect(set.score.part("lead")?.notes.contains(note) == false)
  }

  @Test(
    "what cannot be edited is refused",
    arguments: [
      (Edit.removeNotes(part: "tuba", bars: 0..<1, pitch: nil), ArrangingError.unknownPart("tuba")),
      (.setEnergy(section: "x", energy: 0.5), .unknownSection("x", known: [])),
      (.setEnergy(section: "verse-1", energy: 2), .energyOutOfRange(2)),
      (
        .removeNotes(part: "bass", bars: 30..<40, pitch: nil),
        .barsOutOfRange(bars: 30..<40, count: 32)
      ),
      (
        .setChord(bar: 3, position: 4, chord: Chord(PitchName(.c))),
        .positionOutOfBar(bar: 3, position: 4)
      ),
      (.setArpeggiator(part: "piano", settings: nil), .noArpeggiator(part: "piano")),
      (.moveSection(section: "verse-1", index: 99), .indexOutOfRange(index: 99, count: 0)),
      (.resizeSection(section: "verse-1", bars: 0), .lengthOutOfRange(bars: 0, allowed: 1...2000)),
      (
        .swapInstrument(part: "bass", instrument: .standardKit),
        .unsuitableInstrument(part: "bass", instrument: .standardKit)
      ),
      (
        .addNote(part: "bass", note: Note(onset: 0, duration: 1, pitch: Pitch(number: 100))),
        .outOfRange(part: "bass", pitch: Pitch(number: 100), range: 28...67)
      ),
      (
        .addNote(part: "lead", note: Note(onset: 127, duration: 9, pitch: Pitch(number: 70))),
        .unplayable(
          part: "lead", note: Note(onset: 127, duration: 9, pitch: Pitch(number: 70)))
      ),
      (
        .setNote(
          part: "lead", onset: Beat(1, 7), pitch: Pitch(number: 70),
          note: Note(onset: 0, duration: 1, pitch: Pitch(number: 70))),
        .noSuchNote(part: "lead", onset: Beat(1, 7), pitch: Pitch(number: 70))
      ),
    ])
  func refusals(edit: Edit, expected: ArrangingError) throws {
    let (plan, score) = try song()
    let error = #expect(throws: ArrangingError.self) {
      try arranger.apply(edit, plan: plan, score: score)
    }
    if case .indexOutOfRange = expected, case .indexOutOfRange(99, _) = error { return }
    if case .unknownSection("x", _) = expected {
      #expect(error == .unknownSection("x", known: plan.sections.map(\.id)))
      return
    }
    #expect(error == expected)
  }

  @Test(
    "edits that would change a locked bar are refused",
    arguments: [
      Edit.setChord(bar: 9, position: 0, chord: Chord(PitchName(.c))),
      .transpose(semitones: 1, parts: [], bars: nil),
      .setEnergy(section: "verse-1", energy: 0.9), .moveSection(section: "verse-1", index: 0),
      .deleteSection(section: "verse-1"), .resizeSection(section: "verse-1", bars: 1),
      .addNote(part: "lead", note: Note(onset: 36, duration: 1, pitch: Pitch(number: 70))),
      .removeNotes(part: "lead", bars: 8..<10, pitch: nil),
    ])
  func locked(edit: Edit) throws {
    let (plan, score) = try song()
    let verse = try #require(plan.sections.first { $0.id == "verse-1" })
    let lock = Lock(part: nil, bars: min(9, verse.startBar)..<verse.barRange.upperBound)
    #expect(throws: ArrangingError.self) {
      try arranger.apply(edit, plan: plan, score: score, locks: [lock])
    }
  }

  @Test("the only section cannot be removed")
  func lastSection() throws {
    let (plan, score) = try song(bars: 4)
    let id = plan.sections[0].id
    #expect(throws: ArrangingError.lastSection(id)) {
      try arranger.apply(.deleteSection(section: id), plan: plan, score: score)
    }
  }
}
