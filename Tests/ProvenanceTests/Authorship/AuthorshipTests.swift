import Music
import Production
import Provenance
import Testing

@Suite("Authorship") struct AuthorshipTests {
  @Test("what was composed is the machine's, and what was imported its bringer's")
  func origins() throws {
    let composed = try Session(Fixture.song(amount: 1)).authorship()
    for element in [AuthorshipElement.melody, .harmony, .rhythm, .arrangement, .performance] {
      #expect(composed.tally(element).share == .all, "\(element)")
    }
    #expect(composed.notes.count == 56)
    #expect(composed.notes.allSatisfy { $0.source == .rules && $0.writtenBy == 1 })
    let imported = try Session(Fixture.song(), verb: "import", actor: .person).authorship()
    for element in AuthorshipElement.allCases {
      #expect(imported.tally(element).touchedByMachine == 0, "\(element)")
    }
    #expect(imported.notes.allSatisfy { $0.source == .imported })
  }

  @Test("a learned model is told from rules, part by part")
  func models() throws {
    let engine = LedgerEngine(
      version: "1", models: [LedgerPart(name: "composer", digest: "00", parts: ["lead"])])
    let made = try Session(Fixture.song(), actor: .engine(engine)).authorship()
    #expect(Set(made.notes.filter { $0.source == .model }.map(\.part)) == ["lead"])
    let old = try Session(Fixture.song(), actor: .undeclared).authorship()
    #expect(old.notes.allSatisfy { $0.source == .unrecorded && $0.writer == .machine })
  }

  @Test("a note that a person puts in is the person's and leaves the others alone")
  func added() throws {
    var session = Session(Fixture.song())
    try session.add(Fixture.note(Beat(1, 2), 72), to: "lead")
    let made = try session.authorship()
    let mine = made.notes.filter { $0.writer == .person }
    #expect(mine.count == 1)
    #expect(mine.first?.writtenBy == 2)
    #expect(made.tally(.melody) == AuthorshipTally(person: 1, machine: 16))
    #expect(made.tally(.melody, bars: 1..<4).share == .all)
  }

  @Test("what a person changes about a note counts where it was changed")
  func changed() throws {
    var session = Session(Fixture.song())
    try session.set(0, of: "lead") { $0.pitch = Pitch(number: 65) }
    try session.set(1, of: "lead") { $0.duration = Beat(1, 2) }
    try session.set(2, of: "lead") { $0.velocity = 100 }
    try session.set(3, of: "lead") { $0.onset = Beat(7, 2) }
    let made = try session.authorship()
    #expect(made.notes.count == 56)
    #expect(made.tally(.melody) == AuthorshipTally(machine: 15, machineChanged: 1))
    #expect(made.tally(.rhythm, part: "lead") == AuthorshipTally(machine: 14, machineChanged: 2))
    #expect(
      made.tally(.performance, part: "lead") == AuthorshipTally(machine: 15, machineChanged: 1))
    #expect(made.notes(part: "lead") == AuthorshipTally(machine: 13, machineChanged: 3))
    #expect(made.notes.filter { $0.lastChange > 1 }.map(\.lastChange).sorted() == [2, 3, 4, 5])
  }

  @Test("notes that the machine draws anew are the machine's; what it leaves stays a person's")
  func regenerated() throws {
    var session = Session(Fixture.song(), verb: "import", actor: .person)
    session.change("regenerate", by: Session.model) { song in
      let notes = song.score.part("bass")?.notes ?? []
      // Two of eight come out as they were.
      song.write(
        notes.enumerated().map { index, note in
          var note = note
          if index > 1 { note.velocity += 1 }
          return note
        }, to: "bass")
    }
    let made = try session.authorship()
    #expect(made.notes(part: "bass") == AuthorshipTally(person: 2, machine: 6))
    #expect(made.notes(part: "lead") == AuthorshipTally(person: 16))
    #expect(made.notes.filter { $0.source == .model }.count == 6)
  }

  @Test("a variation changes the notes that it keeps in place")
  func varied() throws {
    var session = Session(Fixture.song(), verb: "import", actor: .person)
    session.change("vary", by: Session.rules) { song in
      var notes = song.score.part("lead")?.notes ?? []
      notes[0].duration = Beat(1, 2)
      notes[1].pitch = Pitch(number: 90)
      song.write(notes, to: "lead")
    }
    #expect(
      try session.authorship().notes(part: "lead")
        == AuthorshipTally(person: 14, personChanged: 1, machine: 1))
  }

  @Test("a transposition carries notes and makes them nobody else's")
  func transposed() throws {
    for (verb, actor) in [("import", LedgerActor.person), ("compose", Session.rules)] {
      var session = Session(Fixture.song(), verb: verb, actor: actor)
      let before = try session.authorship()
      try session.edit(.transpose(semitones: 2, parts: ["lead"], bars: 0..<2)) { song in
        let notes = song.score.part("lead")?.notes ?? []
        song.write(
          notes.map { note in
            var note = note
            if note.onset < Beat(8) { note.pitch = Pitch(number: note.pitch.number + 2 - 12) }
            return note
          }, to: "lead")
      }
      let after = try session.authorship()
      #expect(after.tally(.melody) == before.tally(.melody))
      let carried = after.notes.filter { $0.carriage == .transposed }
      #expect(carried.count == 8)
      #expect(carried.allSatisfy { $0.bar < 2 && $0.carriedBy == 2 && $0.lastChange == 2 })
    }
  }

  @Test(
    "a chord that a person puts in is the person's, and the notes that follow are who they were")
  func chord() throws {
    var session = Session(Fixture.song())
    let chord = try Chord(symbol: "Am")
    try session.edit(.setChord(bar: 1, position: .zero, chord: chord)) { song in
      song.score.chords[1].chord = chord
      var notes = song.score.part("bass")?.notes ?? []
      for index in notes.indices where notes[index].onset >= Beat(4) && notes[index].onset < Beat(8)
      {
        notes[index].pitch = Pitch(number: 45)
      }
      song.write(notes, to: "bass")
    }
    let made = try session.authorship()
    #expect(made.notes(part: "bass") == AuthorshipTally(machine: 8))
    #expect(made.notes.filter { $0.carriage == .refitted }.count == 2)
    #expect(made.tally(.harmony, bars: 1..<2) == AuthorshipTally(person: 1, machine: 2))
    #expect(made.tally(.harmony, bars: 0..<1).share == .all)
  }

  @Test("a moved section takes its history along, and its order is the person's")
  func moved() throws {
    var session = Session(Fixture.song())
    try session.set(0, of: "lead") { $0.pitch = Pitch(number: 80) }
    try session.edit(.moveSection(section: "chorus-1", index: 0)) { song in
      for part in song.score.parts {
        song.write(
          part.notes.map { note in
            var note = note
            note.onset = note.onset < Beat(8) ? note.onset + Beat(8) : note.onset - Beat(8)
            return note
          }, to: part.id)
      }
      song.score.sections = [
        Section(id: "chorus-1", name: "chorus", startBar: 0, bars: 2, energy: 0.5),
        Section(id: "verse-1", name: "verse", startBar: 2, bars: 2, energy: 0.5),
      ]
    }
    let made = try session.authorship()
    let mine = made.notes.filter { $0.pitch.person == 2 }
    #expect(mine.count == 1)
    #expect(mine.first?.bar == 2)
    #expect(made.notes.allSatisfy { $0.writtenBy == 1 && $0.carriage == .moved })
    let form = made.cells.filter { $0.element == .arrangement && $0.part == nil }
    #expect(form.count == 4)
    #expect(form.allSatisfy { $0.tally == AuthorshipTally(machineChanged: 1) })
  }

  @Test("a repeated section is a copy of what it repeats")
  func duplicated() throws {
    var session = Session(Fixture.song(), verb: "import", actor: .person)
    try session.edit(.duplicateSection(section: "verse-1")) { song in
      for part in song.score.parts {
        let first = part.notes.filter { $0.onset < Beat(8) }
        let moved = part.notes.map { note in
          var note = note
          note.onset = note.onset + Beat(8)
          return note
        }
        song.write(first + moved, to: part.id)
      }
      song.score.length = Beat(24)
      var chorus = song.plan.sections[1]
      chorus.startBar = 4
      var copy = song.plan.sections[0]
      (copy.id, copy.startBar) = ("verse-2", 2)
      song.plan.sections = [song.plan.sections[0], copy, chorus]
      song.score.sections = song.plan.sections.map {
        Section(id: $0.id, name: $0.name, startBar: $0.startBar, bars: $0.bars, energy: 0.5)
      }
    }
    let made = try session.authorship()
    #expect(made.notes.count == 56 + 28)
    #expect(made.notes.allSatisfy { $0.writtenBy == 1 && $0.source == .imported })
    #expect(made.notes.filter { $0.carriage == .copied }.count == 28)
    #expect(made.notes.filter { $0.carriage == .moved }.count == 28)
  }

  @Test("a note that was taken away and put back is no new note")
  func laundering() throws {
    var session = Session(Fixture.song())
    let note = try #require(session.song.score.part("lead")?.notes.first)
    try session.remove(0, of: "lead")
    #expect(try session.authorship().removedByPerson == 1)
    try session.add(note, to: "lead")
    let made = try session.authorship()
    #expect(made.notes(part: "lead") == AuthorshipTally(machine: 16))
    #expect(made.removedByPerson == 0)
  }

  @Test("a grid that says what stood there changes nobody's notes")
  func grid() throws {
    var session = Session(Fixture.song())
    let grid = try #require(PatternGrid("kick: X...x...X...x..."))
    try session.edit(.setGrid(part: "drums", bars: 0..<1, grid: grid)) { song in
      song.add(Fixture.note(Beat(1, 4), 38, Beat(1, 4)), to: "drums")
    }
    #expect(
      try session.authorship().notes(part: "drums") == AuthorshipTally(person: 1, machine: 32))
  }

  @Test("what claims to be an edit by hand and was the engine's is the engine's")
  func disguised() throws {
    var session = Session(Fixture.song())
    let note = Fixture.note(Beat(1, 2), 72)
    try session.edit(.addNote(part: "lead", note: note), by: Session.rules) {
      $0.add(note, to: "lead")
    }
    session.change("edit", by: .person, inputs: "no edit") {
      $0.add(Fixture.note(Beat(3, 2), 73), to: "lead")
    }
    #expect(try session.authorship().notes.allSatisfy { $0.writer == .machine })
  }

  @Test("choosing among undone tries is counted and makes nothing a person's")
  func selection() throws {
    var session = Session(Fixture.song())
    for velocity in [90, 91, 92] {
      if velocity > 90 { session.undo() }
      session.change("regenerate", by: Session.rules, inputs: #"{"parts":["bass"]}"#) { song in
        let notes = song.score.part("bass")?.notes ?? []
        song.write(
          notes.map { note in
            var note = note
            note.velocity = velocity
            return note
          }, to: "bass")
      }
    }
    let made = try session.authorship()
    #expect(made.selections.map(\.candidates) == [3])
    #expect(made.selections.first?.digests == ["d4", "d2", "d3"])
    #expect(made.tally(.rhythm, part: "bass") == AuthorshipTally(machine: 8, chosen: 8))
    #expect(made.tally(.rhythm, part: "bass").share == .all)
    // Another place is no alternative.
    session.undo()
    session.change("regenerate", by: Session.rules, inputs: #"{"parts":["lead"]}"#) { _ in }
    #expect(try session.authorship().selections.isEmpty)
  }

  @Test("candidates that the inputs list were there to choose from")
  func candidates() throws {
    let session = Session(
      Fixture.song(), inputs: #"{"candidates":["aa","bb","cc","dd"],"prompt":"x"}"#)
    #expect(try session.authorship().selections.map(\.candidates) == [4])
  }

  @Test("chords that were asked for by name are the person's")
  func typedChords() throws {
    var song = Fixture.song(chords: ["Am", "F"])
    song.brief.chords = ["Am", "G"]
    let made = try Session(song).authorship()
    #expect(made.tally(.harmony, bars: 0..<1) == AuthorshipTally(person: 1, machine: 2))
    #expect(made.tally(.harmony, bars: 1..<2) == AuthorshipTally(machine: 3))
  }

  @Test("the mix is the machine's until a person changes a strip by a plan")
  func mix() throws {
    var session = Session(Fixture.song())
    session.change("mix", by: Session.rules) {
      $0.mix = Fixture.mix([Fixture.strip("lead"), Fixture.strip("bass")])
    }
    #expect(try session.authorship().tally(.mix) == AuthorshipTally(machine: 3))
    session.change("mix", by: .person, inputs: #"{"plan":"mine.json"}"#) { song in
      song.mix = Fixture.mix([
        Fixture.strip("lead", gain: -3), Fixture.strip("bass", reason: "other words"),
      ])
    }
    #expect(
      try session.authorship().tally(.mix) == AuthorshipTally(machine: 2, machineChanged: 1))
  }

  @Test("words are counted by the line, where there are any")
  func lyrics() throws {
    var session = Session(Fixture.song())
    #expect(try session.authorship().tally(.lyrics).share == nil)
    session.change("write-lyrics", by: .person) {
      $0.lyrics = [
        .init(bar: 0, part: "lead", text: "rain"), .init(bar: 1, part: "lead", text: "on"),
      ]
    }
    session.change("compose-lyrics", by: Session.model) {
      $0.lyrics.append(.init(bar: 2, part: "lead", text: "me"))
    }
    #expect(try session.authorship().tally(.lyrics) == AuthorshipTally(person: 2, machine: 1))
  }
}
