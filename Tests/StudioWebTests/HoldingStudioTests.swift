import Foundation
import Music
import Production
import Studio
import StudioWeb
import Testing

@Suite("A studio that holds a project", .serialized) struct HoldingStudioTests {
  private let running: RunningStudio
  private var path: String { "\(running.folder)/night/night.etude" }
  private var note: String { "\(running.folder)/.etude-studio/serving.json" }

  init() async throws {
    running = try await RunningStudio()
    try running.compose()
  }

  /// Does what blocks on a thread of its own: the server needs the others.
  private func apart<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try body() }) }.start()
    }
  }

  private func holder() async throws -> HoldingStudio? {
    let path = path
    // Other tests keep all threads busy for minutes.
    return try await apart { HoldingStudio(try Project.open(at: path), patience: 900) }
  }

  /// A copy of the song that no studio holds.
  private func twin() throws -> Project {
    let folder = PathName(running.folder).parent + "/twin"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: path, toPath: folder + "/night.etude")
    return try Project.open(at: folder)
  }

  @Test("changes go through it; what is told and stored is the same as without")
  func changes() async throws {
    let twin = try twin()
    let studio = running.studio.ordered(by: .command)
    let holder = try #require(try await holder())
    #expect(HoldingStudio(twin) == nil)
    var controls = PlayerControls()
    controls.complexity = 0.9
    let edit = Edit.transpose(semitones: 2, parts: ["bass"], bars: 0..<2)
    let lock = LockRequest(bars: 2..<3, parts: ["bass"], releases: false)
    let told = try await apart { try holder.edit(edit) }
    #expect(told == (try studio.edit(twin, edit)))
    #expect(try await apart { try holder.lock(lock) } != nil)
    try studio.lock(twin, lock)
    #expect(try await apart { try holder.step(isUndo: true, steps: 2) } != nil)
    try twin.file.undo(steps: 2, by: studio.notary)
    #expect(try await apart { try holder.step(isUndo: false, steps: 1) } != nil)
    try twin.file.redo(by: studio.notary)
    let report = try await apart { [controls] in
      try holder.run(monitor: WorkMonitor()) {
        .regenerate(
          project: $0, bars: 0..<4, parts: ["drums"], composer: .players,
          controls: controls)
      }
    }
    let same = try studio.regenerate(
      twin,
      RegenerateRequest(
        bars: 0..<4, parts: ["drums"], controls: controls,
        composer: .players))
    #expect(report == same)
    let file = try ProjectFile.open(at: path)
    #expect(try file.song() == twin.file.song())
    let (own, other) = (try file.ledger(), try twin.file.ledger())
    #expect(own.map(\.inputs) == other.map(\.inputs))
    #expect(own.map(\.summary) == other.map(\.summary))
    #expect(own.dropFirst().allSatisfy { $0.interface == .command })
    let jobs = try await running.ask("GET", "/api/jobs").object["jobs"] as? [[String: Any]]
    #expect(jobs?.map { $0["kind"] as? String } == ["regenerate"])
    let page = try await running.ask(
      "POST", "/api/projects/night/undo", "{}")
    #expect(page.status == 200)
    #expect(try file.ledger().last?.interface == .page)
  }

  @Test("what it refuses it has not done: the file then says why")
  func refusals() async throws {
    let holder = try #require(try await holder())
    #expect(try await apart { try holder.edit(.deleteSection(section: "gone")) } == nil)
    #expect(try await apart { try holder.step(isUndo: true, steps: 1) } == nil)
    let failed = try await apart {
      try holder.run(monitor: WorkMonitor()) {
        .regenerate(
          project: $0, bars: 0..<99, parts: [], composer: .players, controls: PlayerControls())
      }
    }
    #expect(failed == nil)
    #expect(try ProjectFile.open(at: path).stand().revision == 1)
  }

  @Test("an interrupted job is taken back")
  func interrupted() async throws {
    let holder = try #require(try await holder())
    await #expect(throws: StudioError.cancelled) {
      try await apart {
        try holder.run(monitor: WorkMonitor(isCancelled: { true })) {
          .extend(project: $0, bars: 200, style: nil)
        }
      }
    }
    #expect(try ProjectFile.open(at: path).stand().revision == 1)
  }

  @Test("a note that nobody holds, or that others may write, is not followed")
  func notes() async throws {
    #expect(try await holder() != nil)
    let attributes = try FileManager.default.attributesOfItem(atPath: note)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    chmod(note, 0o644)
    #expect(try await holder() == nil)
    chmod(note, 0o600)
    let text = try String(contentsOfFile: note, encoding: .utf8)
    #expect(try await holder() != nil)
    try await running.end()
    #expect(try await holder() == nil)
    // As a server leaves it that was killed.
    try text.write(toFile: note, atomically: false, encoding: .utf8)
    #expect(try await holder() == nil)
  }
}
