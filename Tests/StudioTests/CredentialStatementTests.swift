import ContentCredentials
import Music
import Production
import Studio
import Testing

@Suite struct CredentialStatementTests {
  private func event(
    _ id: Int64, _ verb: String, _ actor: LedgerActor, parts: [String], removed: [String] = [],
    sources: [LedgerSource] = []
  ) -> LedgerEvent {
    let state = LedgerState(number: id, digest: "")
    return LedgerEvent(
      id: id, verb: verb, time: nil, person: nil, actor: actor, interface: nil, program: "0",
      summary: "", inputs: "{}", sources: sources, before: nil, after: state,
      changes: parts.map { LedgerChange(slot: "score:\($0)", before: nil, after: "a") }
        + removed.map { LedgerChange(slot: "score:\($0)", before: "a", after: nil) })
  }

  private let players = LedgerActor.engine(LedgerEngine(version: "0"))
  private let model = LedgerActor.engine(
    LedgerEngine(
      version: "0", models: [LedgerPart(name: "composer", digest: "d", parts: ["lead"])]))

  private func source(_ events: [LedgerEvent]) -> (DigitalSourceType, ContentOrigin) {
    var origin = ContentOrigin()
    for event in events { origin.take(event) }
    return (origin.sourceType, origin)
  }

  @Test("who had a hand in the notes gives the source type")
  func sourceTypes() {
    let composed = event(1, "compose", players, parts: ["bass", "lead"])
    #expect(source([composed]).0 == .algorithmicMedia)
    let (type, origin) = source([event(1, "compose", model, parts: ["bass", "lead"])])
    #expect(type == .trainedAlgorithmicMedia)
    #expect(origin.parts == ["bass": [.players], "lead": [.model]])
    #expect(origin.of(part: "bass").sourceType == .algorithmicMedia)
    let edit = event(2, "edit", .person, parts: ["bass"])
    #expect(source([composed, edit]).0 == .compositeSynthetic)
    #expect(
      source([event(1, "compose", model, parts: ["lead"]), edit]).0
        == .compositeWithTrainedAlgorithmicMedia)
    let file = LedgerSource(name: "tune.mid", digest: "00", use: .notes)
    let imported = source([event(1, "import", .person, parts: ["lead"], sources: [file])])
    #expect(imported.0 == .digitalCreation)
    #expect(imported.1.sources.map(\.name) == ["tune.mid"])
    #expect(imported.1.edits == 0)
  }

  @Test("a part that is gone has no say, and a lock writes nothing")
  func gone() {
    let composed = event(1, "compose", players, parts: ["bass"])
    let joined = event(2, "accompany", model, parts: ["lead"])
    let removed = event(3, "edit", .person, parts: [], removed: ["lead"])
    let locked = event(4, "lock", .person, parts: [])
    let (type, origin) = source([composed, joined, removed, locked])
    #expect(type == .algorithmicMedia)
    #expect(origin.authors == [.players])
    #expect(origin.edits == 1)
  }

  @Test("what was undone is not told, and what was redone is")
  func undone() {
    var composed = event(1, "compose", players, parts: ["bass"])
    var edited = event(2, "edit", .person, parts: ["bass"])
    edited.before = composed.after
    var undo = event(3, "undo", .person, parts: [])
    (undo.before, undo.after) = (edited.after, composed.after)
    var redo = event(4, "redo", .person, parts: [])
    (redo.before, redo.after) = (composed.after, edited.after)
    composed.seal = LedgerSeal(previous: "", hash: "ab", signer: "", signature: "")
    #expect(ContentOrigin([composed, edited]).authors == [.players, .person])
    #expect(ContentOrigin([composed, edited, undo]).authors == [.players])
    let again = ContentOrigin([composed, edited, undo, redo])
    #expect(again.authors == [.players, .person])
    #expect(again.ledger == ContentOrigin.Ledger(head: "ab", events: 4))
    #expect(ContentOrigin([]) == ContentOrigin())
  }

  @Test("events from before the ledger are told by what they did")
  func earlier() {
    #expect(
      source([event(1, "continue", .undeclared, parts: ["lead"])]).0
        == .trainedAlgorithmicMedia)
    #expect(source([event(1, "import", .undeclared, parts: ["lead"])]).0 == .digitalCreation)
  }

  @Test("a chord that a person put in gives no part another writer, and an edited note does")
  func chords() throws {
    let folder = try TemporaryFolder()
    let studio = try makeStudio(folder)
    _ = try studio.compose(
      ComposeRequest(
        brief: try studio.brief(prompt: "lo-fi, 8 bars"), seed: 3, output: folder.path + "/song",
        formats: [.midi], composer: .players))
    let project = try Project.open(at: folder.path + "/song")
    func authors() throws -> [String: Set<ContentOrigin.Author>] {
      ContentOrigin.authors(
        try studio.authorship(of: project), events: try project.file.ledger())
    }
    let before = try authors()
    #expect(before.count > 2 && before.values.allSatisfy { $0 == [.players] })
    try studio.edit(
      project, .setChord(bar: 1, position: .zero, chord: try Chord(symbol: "Am7")))
    // By the changed slots alone every part that followed the chord would be a person's too.
    #expect(ContentOrigin(try project.file.ledger()).authors == [.players, .person])
    #expect(try authors() == before)
    let bass = try #require(try project.file.song().score.part("bass")?.notes.first)
    try studio.edit(project, .removeNotes(part: "bass", bars: 0..<1, pitch: bass.pitch))
    var note = bass
    note.pitch = Pitch(number: bass.pitch.number + 1)
    try studio.edit(project, .addNote(part: "bass", note: note))
    #expect(try authors()["bass"] == [.players, .person])
    #expect(try authors()["keys"] == before["keys"])
  }
}
