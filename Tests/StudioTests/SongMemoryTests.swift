import Foundation
import Music
import Production
import Provenance
import Studio
import Testing

@Suite("What an open project remembers") struct SongMemoryTests {
  private let project: LedgerProject

  init() throws { project = try LedgerProject() }

  private func fresh() throws -> (song: Song, stand: ProjectStand) {
    let file = try ProjectFile.open(at: project.path)
    defer { try? file.close() }
    return try file.songAndStand()
  }

  private static let steps: [@Sendable (Studio, Project) throws -> Void] = [
    { try $0.edit($1, .transpose(semitones: 2, parts: ["bass"], bars: 0..<2)) },
    { try $0.lock($1, LockRequest(bars: 2..<3, parts: ["bass"], releases: false)) },
    { try $0.edit($1, .setChord(bar: 1, position: .zero, chord: Chord(symbol: "Fmaj7"))) },
    { try $1.file.undo(steps: 2, by: $0.notary) },
    { try $1.file.redo(by: $0.notary) },
    { try $0.regenerate($1, RegenerateRequest(bars: 0..<2, parts: ["drums"])) },
    { try $0.vary($1, VaryRequest(amount: 0.5, bars: 0..<4, parts: [])) },
    { try $0.edit($1, .duplicateSection(section: try $1.file.song().score.sections[0].id)) },
    { try $1.file.nameVersion("here", by: $0.notary) },
    { try $1.file.switchEngine(on: false, by: $0.notary) },
    { try $1.file.restore(state: 1, by: $0.notary) },
    { try $1.file.switchEngine(on: true, by: $0.notary) },
    { try $0.edit($1, .setEnergy(section: try $1.file.song().score.sections[0].id, energy: 0.9)) },
  ]

  @Test("after every kind of step it is what the file holds, whoever opens it")
  func steps() throws {
    try project.create().close()
    let open = try Project.open(at: project.path)
    for (number, step) in Self.steps.enumerated() {
      try step(project.studio, open)
      let (song, stand) = try fresh()
      #expect(try open.file.song() == song, "step \(number)")
      #expect(try open.file.stand() == stand, "step \(number)")
      #expect(try open.file.allowsEngine() == (number < 9 || number > 10))
    }
    #expect(try open.file.verify(by: project.notary).findings == [])
  }

  @Test("what another connection changes is seen at once, and changed from there")
  func others() throws {
    try project.create().close()
    let (first, second) = (
      try ProjectFile.open(at: project.path), try ProjectFile.open(at: project.path)
    )
    for number in 0..<4 {
      let (writer, reader) = number.isMultiple(of: 2) ? (first, second) : (second, first)
      _ = try reader.song()
      try project.retitle(writer, "title \(number)")
      #expect(try reader.songAndStand().song.score.title == "title \(number)")
      #expect(try reader.stand() == writer.stand())
    }
    try first.undo(steps: 4, by: project.notary)
    #expect(try second.song() == project.song)
    #expect(try second.verify(by: project.notary).findings == [])
  }

  @Test("while a change is stored, who reads gets what was there before it, without waiting")
  func held() throws {
    try project.create().close()
    let library = try SongLibrary(folder: project.folder.path)
    let shelf = SongShelf(library)
    let (reading, writing) = (try shelf.reading("song"), try shelf.writing("song"))
    let before = try reading.file.songAndStand()
    try writing.file.change(by: project.notary) { song, _ in
      let meanwhile = try reading.file.songAndStand()
      #expect(meanwhile.song == before.song && meanwhile.stand == before.stand)
      var changed = song
      changed.score.title = "other"
      return (changed, ProjectOperation(verb: "edit", inputs: "{}", summary: "", actor: .person))
    }
    #expect(try reading.file.songAndStand().song.score.title == "other")
    // A change that fails leaves nothing behind.
    #expect(throws: StudioError.cancelled) {
      try writing.file.change(by: project.notary) { _, _ in throw StudioError.cancelled }
    }
    #expect(try reading.file.song().score.title == "other")
  }

  @Test("damage is found where a value is read, also by who knows the others")
  func damage() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    _ = try file.song()
    let other = try ProjectFile.open(at: project.path)
    try project.retitle(other, "new")
    try other.close()
    try project.tamper(
      "UPDATE value SET data = CAST('{}' AS BLOB) WHERE digest = (SELECT digest FROM slot WHERE "
        + "name = 'score' AND state = (SELECT state FROM head))")
    #expect(throws: ProjectError.self) { try file.song() }
  }

  @Test("new events alone are read after one that is known, all where it is not the same")
  func ledger() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    let all = try file.ledger()
    #expect(all.count == 5)
    for (index, event) in all.enumerated() {
      #expect(try file.ledger(after: event) == Array(all[(index + 1)...]))
    }
    try project.retitle(file, "three")
    try project.retitle(file, "four")
    let stored = Array(try file.ledger()[5...])
    let head = try file.stand().head
    #expect(try file.ledger(after: all[4], to: head) == stored)
    #expect(try file.ledger(after: stored[0], to: head) == [stored[1]])
    #expect(try file.ledger(after: stored[1], to: head) == [])
    #expect(try file.ledger(after: all[0], to: head) == Array(all[1...]) + stored)
    var foreign = all[2]
    foreign.seal?.hash = String(repeating: "0", count: 64)
    #expect(try file.ledger(after: foreign) == nil)
    foreign.seal = nil
    #expect(try file.ledger(after: foreign) == nil)
    #expect(head == stored[1].seal?.hash)
  }

  @Test("the shelf lets go of what was moved, and opens what took its place")
  func shelf() throws {
    let folder = project.folder.path + "/library"
    let library = try SongLibrary(folder: folder)
    let shelf = SongShelf(library)
    try project.create().close()
    for number in 0..<(SongShelf.capacity + 4) {
      try FileManager.default.copyItem(atPath: project.path, toPath: "\(folder)/s\(number).etude")
      #expect(try shelf.reading("s\(number)").file.song() == project.song)
    }
    try project.retitle(try shelf.writing("s1").file, "first")
    try FileManager.default.moveItem(atPath: "\(folder)/s1.etude", toPath: "\(folder)/t1.etude")
    #expect(throws: LibraryError.unknown(id: "s1")) { try shelf.reading("s1") }
    try FileManager.default.copyItem(atPath: project.path, toPath: "\(folder)/s1.etude")
    #expect(try shelf.reading("s1").file.song() == project.song)
    #expect(try shelf.reading("t1").file.song().score.title == "first")
    for place in library.places() {
      let overview = try shelf.overview(place)
      #expect(overview == (try Project.open(at: place.file).file.overview()))
    }
  }
}
