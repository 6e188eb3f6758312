import Foundation
import Music
import Production
import Provenance
import Studio
import Testing

@Suite("Engine switched off") struct EngineSwitchTests {
  private let folder: TemporaryFolder
  private let studio: Studio
  private let project: Project

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
    let song = try studio.draft(brief: try studio.brief(prompt: "lo-fi, 8 bars"), seed: 3)
    let path = folder.path + "/song.etude"
    try ProjectFile.create(
      at: path, song: song,
      operation: ProjectOperation(verb: "compose", inputs: "{}", summary: "Composed"),
      by: studio.notary
    ).close()
    project = try Project.open(at: path)
  }

  private var off: ProjectError { .engineOff(path: project.file.path) }

  @Test("the engine refuses to write, in whatever way it is asked, and nothing changes")
  func refusals() throws {
    try project.file.switchEngine(on: false, by: studio.notary)
    let before = try project.file.song()
    let section = try #require(before.plan.sections.first)
    #expect(throws: off) { try studio.regenerate(project, RegenerateRequest(parts: ["bass"])) }
    #expect(throws: off) { try studio.vary(project, VaryRequest(amount: 0.5)) }
    #expect(throws: off) { try studio.continuing(project, ContinueRequest(bars: 2)) }
    #expect(throws: off) { try studio.accompany(project, AccompanyRequest(parts: ["violin"])) }
    #expect(throws: off) { try studio.harmonize(project, HarmonizeRequest()) }
    #expect(throws: off) { try studio.mend(project) }
    #expect(throws: off) {
      try studio.edit(project, .setEnergy(section: section.id, energy: 0.9))
    }
    #expect(throws: off) {
      try studio.edit(project, .resizeSection(section: section.id, bars: section.bars + 2))
    }
    #expect(throws: off) {
      var controls = PlayerControls()
      controls.complexity = 0.9
      try studio.edit(project, .setControls(part: "bass", controls: controls, resets: false))
    }
    let order = ComposeRequest(
      brief: Brief(), seed: 1, output: folder.path + "/blend", formats: [.midi])
    #expect(throws: off) { try studio.blend(project, project, BlendRequest(order: order)) }
    #expect(try project.file.song() == before)
    #expect(try project.file.history().map(\.verb) == ["compose", "ai"])
  }

  @Test("hand edits, locks and undo go on, and undo does not turn the switch")
  func allowed() throws {
    try project.file.switchEngine(on: false, by: studio.notary)
    let part = try #require(try project.file.song().score.parts.first { !$0.notes.isEmpty })
    let note = part.notes[0]
    try studio.edit(
      project, .removeNotes(part: part.id, bars: 0..<1, pitch: note.pitch))
    try studio.edit(project, .transpose(semitones: 1, parts: [], bars: nil))
    try studio.lock(project, LockRequest(bars: 0..<1))
    try project.file.undo(steps: 3, by: studio.notary)
    #expect(try project.file.song().locks.isEmpty)
    #expect(try !project.file.allowsEngine())
    try project.file.redo(by: studio.notary)
    let events = try project.file.ledger()
    #expect(events.dropFirst().allSatisfy { $0.actor == .person })
    #expect(events[1].verb == "ai" && events[1].inputs == "{\"ai\":false}")
    #expect(events[1].before == events[1].after && events[1].changes.isEmpty)
    #expect(try project.file.verify(by: studio.notary).findings == [])
  }

  @Test("switched on again, the engine writes as if it had never been off")
  func again() throws {
    #expect(try project.file.switchEngine(on: false, by: studio.notary))
    #expect(try !project.file.switchEngine(on: false, by: studio.notary))
    #expect(try project.file.switchEngine(on: true, by: studio.notary))
    let path = folder.path + "/other.etude"
    try ProjectFile.create(
      at: path, song: try project.file.song(),
      operation: ProjectOperation(verb: "compose", inputs: "{}", summary: "Composed"),
      by: studio.notary
    ).close()
    let other = try Project.open(at: path)
    let request = RegenerateRequest(parts: ["bass"])
    for one in [project, other] { try studio.regenerate(one, request) }
    #expect(try project.file.song() == other.file.song())
    let event = try #require(try project.file.ledger().last)
    guard case .engine(let engine) = event.actor else {
      Issue.record("\(event.actor)")
      return
    }
    #expect(engine.version == EtudeVersion.current && !engine.styles.isEmpty)
    #expect(engine.styles.allSatisfy { LedgerHash.isDigest($0.digest) })
  }

  @Test("an import is an event with its source, and may forbid the engine from the start")
  func imports() throws {
    let made = try studio.compose(
      ComposeRequest(
        brief: try studio.brief(prompt: "lo-fi, 4 bars"), seed: 2, output: folder.path + "/made",
        formats: [.midi]))
    #expect(made.count == 1)
    let file = folder.path + "/made/score.mid"
    let output = folder.path + "/imported"
    _ = try studio.importMIDI(
      ImportRequest(file: file, output: output, allowsEngine: false))
    let imported = try Project.open(at: output)
    let events = try imported.file.ledger()
    #expect(events.map(\.verb) == ["import", "ai"])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(
      events[0].sources
        == [LedgerSource(name: "score.mid", digest: LedgerHash.of(bytes), use: .notes)])
    #expect(throws: ProjectError.engineOff(path: imported.file.path)) {
      try studio.vary(imported, VaryRequest(amount: 0.5))
    }
    #expect(throws: (any Error).self) {
      try studio.compose(
        ComposeRequest(
          brief: try studio.brief(prompt: "lo-fi, 4 bars"), seed: 2, output: output,
          formats: [.midi], replacing: true))
    }
    #expect(try imported.file.verify(by: studio.notary).findings == [])
    let composed = try Project.open(at: folder.path + "/made")
    #expect(try composed.file.ledger().first?.seed == 2)
    #expect(try composed.file.verify(by: studio.notary).findings == [])
  }
}
