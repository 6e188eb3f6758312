import Foundation
import GRDB
import Music
import Production
import Provenance
import Studio
import Testing

/// A project of a few operations whose file is changed behind the program's back.
struct LedgerProject {
  let folder: TemporaryFolder
  let studio: Studio
  let song: Song
  var path: String { folder.path + "/song.etude" }

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
    song = try studio.draft(brief: try studio.brief(prompt: "lo-fi, 4 bars"), seed: 3)
  }

  var notary: Notary { studio.notary }

  func create(by other: Notary? = nil) throws -> ProjectFile {
    try ProjectFile.create(
      at: path, song: song,
      operation: ProjectOperation(verb: "compose", inputs: "{}", summary: "Composed", seed: 3),
      by: other ?? notary)
  }

  /// Five events: composed, retitled twice, undone, redone.
  func history(by other: Notary? = nil) throws {
    let file = try create(by: other)
    for title in ["one", "two"] { try retitle(file, title, by: other) }
    try file.undo(by: other ?? notary)
    try file.redo(by: other ?? notary)
    try file.close()
  }

  func retitle(_ file: ProjectFile, _ title: String, by other: Notary? = nil) throws {
    try file.change(by: other ?? notary) { song, _ in
      var changed = song
      changed.score.title = title
      return (
        changed,
        ProjectOperation(verb: "edit", inputs: "{}", summary: "Called it \(title)", actor: .person)
      )
    }
  }

  func tamper(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  func verdict(heads: [String] = []) throws -> LedgerVerdict {
    let file = try ProjectFile.open(at: path)
    defer { try? file.close() }
    return try file.verify(by: notary, heads: heads)
  }

  func kinds(heads: [String] = []) throws -> [String] {
    try verdict(heads: heads).findings.map {
      "\($0.kind.rawValue)" + ($0.event.map { " \($0)" } ?? "")
    }
  }
}

@Suite("Ledger of a project") struct LedgerTests {
  private let project: LedgerProject

  init() throws { project = try LedgerProject() }

  @Test("operations are events with person, time, states and changes, and verify")
  func events() throws {
    try project.history()
    let file = try ProjectFile.open(at: project.path)
    let verdict = try file.verify(by: project.notary)
    #expect(verdict.findings == [])
    #expect(verdict.events == 5 && verdict.knownUpTo == 5)
    let events = try file.ledger()
    #expect(events.map(\.verb) == ["compose", "edit", "edit", "undo", "redo"])
    #expect(events[0].seed == 3 && events[0].before == nil)
    #expect(events[1].actor == .person && events[1].changes.map(\.slot) == ["score"])
    #expect(events[3].after == events[1].after)
    #expect(events.allSatisfy { ($0.time ?? 0) > 1_700_000_000 && $0.seal != nil })
    #expect(events[2].seal?.previous == events[1].seal?.hash)
    let digest = try #require(events[1].changes.first?.after)
    let value = try #require(try file.value(digest: digest))
    #expect(String(decoding: value, as: UTF8.self).contains("one"))
    #expect(try file.value(digest: "none") == nil)
    #expect(try file.ledgerHead()?.hash == events.last?.seal?.hash)
  }

  @Test("the key lies in the user's folder, and nobody else may read it")
  func key() throws {
    _ = try project.create()
    let file = project.notary.keyFile
    #expect(file.path == project.folder.path + "/.config/etude/provenance/key.pem")
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(!file.isOpenToOthers)
    #expect(try file.loadOrMake().isNew == false)
  }

  @Test("a lost key is replaced, which is said; what the old one signed still verifies")
  func lostKey() throws {
    try project.history()
    try FileManager.default.removeItem(atPath: project.notary.keyFile.path)
    let said = Said()
    let notary = Notary(
      keyFile: project.notary.keyFile, interface: .program, announce: { said.add($0) })
    let file = try ProjectFile.open(at: project.path)
    try project.retitle(file, "three", by: notary)
    #expect(said.texts.count == 1 && said.texts.first?.contains("a new one was made") == true)
    let verdict = try file.verify(by: notary)
    #expect(verdict.findings == [])
    #expect(verdict.signers.map(\.events) == [5, 1])
    #expect(verdict.signers.map(\.isOwn) == [false, true])
  }

  @Test("a declared name stands in later events, and is one line")
  func name() throws {
    let file = try project.create()
    try project.notary.keyFile.declare(name: " Ada Lovelace ")
    try project.retitle(file, "one")
    #expect(try file.ledger().map(\.person?.name) == [nil, "Ada Lovelace"])
    #expect(throws: SigningError.self) { try project.notary.keyFile.declare(name: "a\nb") }
    #expect(throws: SigningError.self) {
      try project.notary.keyFile.declare(name: String(repeating: "a", count: 201))
    }
    try project.notary.keyFile.declare(name: nil)
    #expect(try project.notary.keyFile.name() == nil)
  }

  @Test("a key that cannot be used ends an operation before anything is changed")
  func badKey() throws {
    let file = try project.create()
    let path = project.notary.keyFile.path
    try "no key".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(
      throws: ProjectError.unsigned(
        .malformed(path: path, cause: "it is not PEM with one PRIVATE KEY"))
    ) { try project.retitle(file, "one") }
    #expect(throws: ProjectError.self) { try file.undo(by: project.notary) }
    #expect(try file.song() == project.song && file.history().count == 1)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: ProjectError.unsigned(.unreadable(path: path, cause: "it is not a file"))) {
      try project.retitle(file, "one")
    }
  }

  @Test("with a fixed key and time the same orders give the same file")
  func reproducible() throws {
    let other = try LedgerProject()
    let key = "\(project.folder.path)/key.pem"
    try LedgerKey(seed: Array(0..<32)).pem.write(toFile: key, atomically: true, encoding: .utf8)
    let notary = Notary(
      keyFile: SigningKeyFile(path: key), interface: .program, fixedTime: 1_790_000_000)
    for one in [project, other] { try one.history(by: notary) }
    let files = try [project, other].map { try Data(contentsOf: URL(fileURLWithPath: $0.path)) }
    #expect(files[0] == files[1])
  }

  @Test(
    "what is changed by SQL is found, and named by its event",
    arguments: [
      ("UPDATE event SET summary = 'Wrote it myself' WHERE id = 2", "changed 2"),
      ("UPDATE event SET summary = CAST(summary AS BLOB) WHERE id = 2", "unreadable 2"),
      ("UPDATE event SET inputs = inputs || char(0) || 'x' WHERE id = 3", "changed 3"),
      ("UPDATE event SET verb = 'edit' WHERE id = 1", "changed 1"),
      ("UPDATE event SET after = 1 WHERE id = 5", "changed 5"),
      ("DELETE FROM event WHERE id = 3", "removed 3"),
      ("DELETE FROM seal WHERE event = 3", "removed 3"),
      ("DELETE FROM seal WHERE event = 5", "unsigned 5"),
      ("UPDATE seal SET record = zeroblob(12) WHERE event = 2", "changed 2"),
      ("UPDATE seal SET record = zeroblob(400000000) WHERE event = 2", "unreadable 2"),
      ("UPDATE seal SET hash = upper(hash) WHERE event = 2", "changed 2"),
      ("UPDATE seal SET signature = '' WHERE event = 4", "badSignature 4"),
      ("UPDATE seal SET event = 9 WHERE event = 4", "removed 4"),
      ("DELETE FROM signer", "unknownSigner 1"),
      ("UPDATE signer SET key = upper(key)", "badSignature 1"),
      ("DROP TABLE signer", "schema"),
      ("UPDATE project SET id = 'other'", "project 1"),
      ("DELETE FROM project", "project"),
      ("UPDATE head SET state = 1", "head 5"),
      ("UPDATE state SET parent = 1 WHERE id = 3", "state 3"),
      ("UPDATE state SET redo = NULL WHERE id = 2", "state 2"),
      ("INSERT INTO state (parent) VALUES (1)", "state"),
      (
        """
        UPDATE slot SET digest = (SELECT digest FROM slot WHERE state = 1 AND name = 'score')
        WHERE state = 2 AND name = 'score'
        """, "slot 2"
      ),
      ("DELETE FROM slot WHERE state = 3 AND name = 'locks'", "slot 3"),
      ("INSERT INTO slot SELECT state, 'more', digest FROM slot WHERE name = 'locks'", "slot 1"),
      (
        """
        UPDATE value SET data = CAST('[]x' AS BLOB)
        WHERE digest = (SELECT digest FROM slot WHERE state = 1 AND name = 'brief')
        """, "value 1"
      ),
      ("UPDATE value SET data = CAST(data AS TEXT)", "unreadable"),
      ("INSERT INTO value VALUES ('more', x'00')", "value"),
      ("DELETE FROM value WHERE digest = (SELECT min(digest) FROM value)", "value 1"),
      ("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM seal; END", "schema"),
      ("CREATE TABLE more (a)", "schema"),
      ("ALTER TABLE event ADD COLUMN more TEXT", "schema"),
      ("ALTER TABLE head RENAME COLUMN one TO first", "schema"),
      (
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, 'CHECK (one = 1)', '') WHERE name = 'head'
        """, "schema"
      ),
      ("PRAGMA user_version = 1", "schema"),
      ("DELETE FROM seal", "noLedger"),
      ("UPDATE seal SET record = NULL", "noLedger"),
    ])
  func tampered(sql: String, found: String) throws {
    try project.history()
    if sql == "UPDATE seal SET record = NULL" {
      // The column takes no NULL: a forger writes the table anew.
      try project.tamper("DROP TABLE seal; CREATE TABLE seal (event, record, hash, signature)")
    } else {
      try project.tamper(sql)
    }
    let kinds = try project.kinds()
    #expect(kinds.contains(found), "\(kinds)")
  }

  @Test("rolling a project back is found, and copies that went different ways verify")
  func copies() throws {
    try project.history()
    let old = try Data(contentsOf: URL(fileURLWithPath: project.path))
    let file = try ProjectFile.open(at: project.path)
    try project.retitle(file, "three")
    try file.close()
    let new = try Data(contentsOf: URL(fileURLWithPath: project.path))
    #expect(try project.kinds() == [])
    try old.write(to: URL(fileURLWithPath: project.path))
    #expect(try project.kinds() == ["rolledBack 6"])
    // The older copy goes on: it is a way of its own.
    let copy = try ProjectFile.open(at: project.path)
    try project.retitle(copy, "four")
    try project.retitle(copy, "five")
    let head = try #require(try copy.ledgerHead())
    try copy.close()
    #expect(try project.kinds() == [])
    #expect(try project.verdict().remarks.count == 1)
    try new.write(to: URL(fileURLWithPath: project.path))
    #expect(try project.kinds() == [])
    #expect(try project.kinds(heads: [head.hash]) == ["rolledBack"])
  }

  @Test("without the machine's list the end is not known, and is said to be so")
  func noList() throws {
    try project.history()
    try FileManager.default.removeItem(atPath: project.notary.keyFile.folder + "/heads")
    let verdict = try project.verdict()
    #expect(verdict.isIntact && verdict.knownUpTo == nil)
  }

  @Test("a list of heads that is damaged is said to be so, and does no harm")
  func damagedList() throws {
    try project.history()
    let path = project.notary.keyFile.folder + "/heads"
    let list = try String(contentsOfFile: path, encoding: .utf8)
    try ("what\na b c d\n1 -2 x\n" + list).write(toFile: path, atomically: true, encoding: .utf8)
    let verdict = try project.verdict()
    #expect(verdict.isIntact && verdict.knownUpTo == 5 && verdict.remarks.count == 1)
  }

  @Test("what cannot be read of the list of heads is said and kept when an event is written")
  func junkList() throws {
    try project.history()
    let path = project.notary.keyFile.folder + "/heads"
    let list = try String(contentsOfFile: path, encoding: .utf8)
    for junk in ["what\n" + list, String(repeating: "x", count: 5 << 20)] {
      try junk.write(toFile: path, atomically: true, encoding: .utf8)
      let said = Said()
      let notary = Notary(
        keyFile: project.notary.keyFile, interface: .program, announce: { said.add($0) })
      let file = try ProjectFile.open(at: project.path)
      for title in ["three", "four"] { try project.retitle(file, title, by: notary) }
      try file.close()
      #expect(said.texts.count == 1 && said.texts.first?.contains("list of heads") == true)
      #expect(try String(contentsOfFile: path + ".unreadable", encoding: .utf8) == junk)
      #expect(try project.verdict().remarks == [])
    }
  }

  @Test("a key that others may read is closed to them before it signs, and that is said")
  func openKey() throws {
    let file = try project.create()
    let path = project.notary.keyFile.path
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let said = Said()
    let notary = Notary(
      keyFile: project.notary.keyFile, interface: .program, announce: { said.add($0) })
    for title in ["one", "two"] { try project.retitle(file, title, by: notary) }
    #expect(said.texts.count == 1 && said.texts.first?.contains("mode 0644") == true)
    #expect(!project.notary.keyFile.isOpenToOthers)
  }

  @Test("a change of a project that does not verify is announced once, and made")
  func changedOnTop() throws {
    try project.history()
    try project.tamper(
      """
      UPDATE slot SET digest = (SELECT digest FROM slot WHERE state = 1 AND name = 'score')
      WHERE state = (SELECT state FROM head) AND name = 'score'
      """)
    let said = Said()
    let notary = Notary(
      keyFile: project.notary.keyFile, interface: .program, announce: { said.add($0) })
    let file = try ProjectFile.open(at: project.path)
    for title in ["three", "four"] { try project.retitle(file, title, by: notary) }
    try file.undo(by: notary)
    try file.close()
    #expect(said.texts.count == 1)
    #expect(said.texts.first?.contains("not in order (event 5: the values of its") == true)
    #expect(try project.kinds().contains("slot 3"))
  }

  @Test("a project from before gets a ledger with its next change, over all that was there")
  func adopted() throws {
    try project.history()
    try project.tamper(
      "DROP TABLE seal; DROP TABLE signer; DROP TABLE project; PRAGMA user_version = 1")
    #expect(try project.kinds() == ["noLedger"])
    let file = try ProjectFile.open(at: project.path)
    #expect(try file.history().count == 5)
    let takes = try file.history().map(\.id)
    var take = 0
    try file.change(by: project.notary) { song, number in
      take = number
      return (song, ProjectOperation(verb: "edit", inputs: "{}", summary: "", actor: .person))
    }
    // What is drawn next is not changed by the ledger.
    #expect(take == takes.count + 1)
    let events = try file.ledger()
    #expect(events.map(\.verb) == ["compose", "edit", "edit", "undo", "redo", "adopt", "edit"])
    #expect(events[0].actor == .undeclared && events[0].seal == nil && events[5].seal != nil)
    #expect(events[1].changes.map(\.slot) == ["score"])
    try file.close()
    let verdict = try project.verdict()
    #expect(verdict.findings == [] && verdict.firstSealed == 6)
    for sql in [
      "UPDATE event SET summary = 'other' WHERE id = 2",
      "UPDATE slot SET digest = (SELECT min(digest) FROM value) WHERE state = 2 AND name = 'score'",
    ] {
      let whole = try Data(contentsOf: URL(fileURLWithPath: project.path))
      try project.tamper(sql)
      #expect(try project.kinds().contains("changed 6"), "\(sql)")
      try whole.write(to: URL(fileURLWithPath: project.path))
    }
    try project.tamper("DELETE FROM event WHERE id = 3")
    #expect(try project.kinds().contains("removed 3"))
  }

  @Test("what a change of a file's bytes does to events and values is found, and nothing crashes")
  func campaign() throws {
    try project.history()
    let whole = try Data(contentsOf: URL(fileURLWithPath: project.path))
    let rows = try Dump.rows(project.path)
    let seed = UInt64(33)
    var random = RandomStream(seed: seed, purpose: "bytes")
    for round in 0..<250 {
      var damaged = whole
      for _ in 0...random.index(3) {
        damaged[random.index(damaged.count)] ^= 1 << UInt8(random.index(8))
      }
      try damaged.write(to: URL(fileURLWithPath: project.path))
      guard (try? Dump.rows(project.path)) != rows else { continue }
      let isFound = (try? project.verdict().isIntact) != true
      #expect(isFound, "seed \(seed), round \(round)")
    }
  }
}

/// What a file says by another reader than the program's: every row of every table.
private enum Dump {
  static func rows(_ path: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read { database in
      try ["project", "signer", "seal", "event", "state", "slot", "value", "head"]
        .flatMap { table in
          let columns = try database.columns(in: table).map {
            "typeof(\"\($0.name)\") || ':' || hex(\"\($0.name)\")"
          }
          return try String.fetchAll(
            database, sql: "SELECT \(columns.joined(separator: " || ',' || ")) FROM \(table)"
          ).sorted().map { "\(table) \($0)" }
        }
    }
  }
}

/// Collects what is said.
private final class Said: @unchecked Sendable {
  // Used on one thread alone: the notary announces where it signs.
  private(set) var texts: [String] = []
  func add(_ text: String) { texts.append(text) }
}
