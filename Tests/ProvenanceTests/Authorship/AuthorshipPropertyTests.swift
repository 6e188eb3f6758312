import Music
import Production
import Provenance
import Testing

/// Random sessions, each told by its seed.
@Suite("Authorship of random sessions") struct AuthorshipPropertyTests {
  private static let seeds: [UInt64] = Array(1...40)

  /// What a session may do.
  private enum Move: Int, CaseIterable {
    case add, change, remove, regenerate, vary, undo, redo, transpose
  }

  /// Does something to a session; the engine alone where `byEngine` says so.
  private func play(
    _ move: Move, _ session: inout Session, _ random: inout RandomStream, hasEngine: Bool
  ) throws {
    let part = ["lead", "bass", "drums"][random.index(3)]
    let count = session.song.score.part(part)?.notes.count ?? 0
    switch move {
    case .add:
      let onset = Beat(random.index(64), 4)
      try session.add(
        Fixture.note(onset, 30 + random.index(60), Beat(1, 4), velocity: 1 + random.index(127)),
        to: part)
    case .change where count > 0:
      let amount = 1 + random.index(5)
      try session.set(random.index(count), of: part) { note in
        note.pitch = Pitch(number: min(127, note.pitch.number + amount))
        note.velocity = min(127, note.velocity + amount)
      }
    case .remove where count > 0: try session.remove(random.index(count), of: part)
    case .regenerate where hasEngine, .vary where hasEngine:
      let seed = random.next()
      session.change(move == .vary ? "vary" : "regenerate", by: Session.rules) { song in
        var own = RandomStream(seed: seed, purpose: "notes")
        song.write(
          (song.score.part(part)?.notes ?? []).filter { _ in own.chance(0.9) }.map { note in
            var note = note
            if own.chance(0.4) { note.pitch = Pitch(number: 30 + own.index(60)) }
            return note
          }, to: part)
      }
    case .transpose:
      try session.edit(.transpose(semitones: 3, parts: [part], bars: nil)) { song in
        guard song.score.part(part)?.instrument.isDrumKit == false else { return }
        song.write(
          (song.score.part(part)?.notes ?? []).map { note in
            var note = note
            note.pitch = Pitch(number: min(127, note.pitch.number + 3))
            return note
          }, to: part)
      }
    case .undo: session.undo()
    case .redo: session.goForward()
    default: break
    }
  }

  @Test(
    "every note has exactly one history, and the counts are those of the notes", arguments: seeds)
  func sums(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "session")
    var session = Session(Fixture.song())
    for _ in 0..<30 {
      let move = Move.allCases[random.index(Move.allCases.count)]
      try play(move, &session, &random, hasEngine: true)
      let made = try session.authorship()
      let written = session.song.score.parts
      #expect(made.notes.map(\.note) == written.flatMap(\.notes), "seed \(seed)")
      #expect(
        made.tally(.rhythm).total == written.reduce(0) { $0 + $1.notes.count }, "seed \(seed)")
      for part in written {
        #expect(made.notes(part: part.id).total == part.notes.count, "seed \(seed)")
        let cells = made.cells.filter { $0.element == .rhythm && $0.part == part.id }
        #expect(
          cells.reduce(0) { $0 + $1.tally.total } == part.notes.count, "seed \(seed)")
      }
      #expect(made.notes.allSatisfy { $0.lastChange >= $0.writtenBy }, "seed \(seed)")
      #expect(
        made.notes.allSatisfy { made.events.contains($0.lastChange) },
        "only events that count are blamed, seed \(seed)")
    }
  }

  @Test("undo gives back what was, and redo what came after", arguments: seeds)
  func undo(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "undo")
    var session = Session(Fixture.song())
    for _ in 0..<12 {
      var move = Move.allCases[random.index(Move.allCases.count)]
      if move == .undo || move == .redo { move = .add }
      let before = try session.authorship()
      let state = session.state
      try play(move, &session, &random, hasEngine: true)
      guard session.state != state else { continue }
      let after = try session.authorship()
      session.undo()
      #expect(try session.authorship() == before, "seed \(seed)")
      session.goForward()
      #expect(try session.authorship() == after, "seed \(seed)")
    }
  }

  @Test(
    "without the engine nothing is the machine's, however long a person works", arguments: seeds)
  func withoutEngine(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "by hand")
    var session = Session(Fixture.song(), verb: "import", actor: .person)
    for _ in 0..<30 {
      let move = Move.allCases[random.index(Move.allCases.count)]
      try play(move, &session, &random, hasEngine: false)
      session.change("lock", by: .person) { song in song.perform(0) }
    }
    let made = try session.authorship()
    for element in AuthorshipElement.allCases {
      #expect(made.tally(element).touchedByMachine == 0, "\(element), seed \(seed)")
      #expect(
        made.tally(element).share.map { $0 == MachineShare.none } ?? true,
        "\(element), seed \(seed)")
    }
  }
}
