import Music
import Production
import Provenance
import Studio
import Testing

@Suite("States that are named and gone back to") struct VersionTests {
  private let project: LedgerProject

  init() throws { project = try LedgerProject() }

  @Test("a state is gone back to, nothing is lost, and the ledger verifies")
  func restores() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    let before = try file.stand()
    let song = try file.restore(state: 1, by: project.notary)
    #expect(song == project.song)
    #expect(try file.stand().state == 1 && file.stand().revision == before.revision + 1)
    #expect(try file.song(state: before.state).score.title == "two")
    try file.restore(state: before.state, by: project.notary)
    #expect(try file.song().score.title == "two")
    #expect(try file.stand().canUndo)
    #expect(try file.verify(by: project.notary).findings == [])
    #expect(try AuthorshipPath(of: try file.ledger()).steps.count == 3)
  }

  @Test("to be where one is already is no event, and a state that never was is refused")
  func refusals() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    let stand = try file.stand()
    try file.restore(state: stand.state, by: project.notary)
    #expect(try file.stand() == stand)
    for state: Int64 in [0, -1, 99, .max] {
      #expect(throws: ProjectError.noState(path: file.path, state: state)) {
        try file.restore(state: state, by: project.notary)
      }
      #expect(throws: ProjectError.noState(path: file.path, state: state)) {
        try file.song(state: state)
      }
    }
    #expect(try file.stand() == stand)
  }

  @Test("a name means the state it was last given to, until it is taken away")
  func names() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    let state = try file.stand().state
    try file.nameVersion("  first chorus ", by: project.notary)
    #expect(try file.versions().map(\.name) == ["first chorus"])
    #expect(try file.versions().map(\.state) == [state])
    try file.undo(by: project.notary)
    try file.nameVersion("first chorus", by: project.notary)
    #expect(try file.versions().map(\.state) == [try file.stand().state])
    try file.forgetVersion("first chorus", by: project.notary)
    #expect(try file.versions().isEmpty)
    #expect(throws: VersionError.unknown("first chorus")) {
      try file.forgetVersion("first chorus", by: project.notary)
    }
    #expect(try file.verify(by: project.notary).findings == [])
  }

  @Test(
    "names that are empty, endless or hold control characters are refused",
    arguments: ["", "   ", "a\nb", "a\u{7f}", String(repeating: "x", count: 81)])
  func badNames(name: String) throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    #expect(throws: VersionError.badName(name, limit: 80)) {
      try file.nameVersion(name, by: project.notary)
    }
  }

  @Test("what is told in a list is what the song holds")
  func overview() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    let overview = try file.overview()
    #expect(overview.plan == project.song.plan)
    #expect(overview.prompt == "lo-fi, 4 bars")
    #expect(overview.revision == 5 && !overview.isMixed)
    let (song, stand) = try file.songAndStand()
    #expect(try file.song() == song && file.stand() == stand)
  }
}
