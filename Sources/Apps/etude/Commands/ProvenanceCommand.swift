import ArgumentParser
import Foundation
import Production
import Provenance
import Studio

/// What the ledger of a project shows, and the key that signs it.
struct ProvenanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provenance",
    abstract: "Who made what: verify and read the ledger of a project.",
    discussion: """
      Every operation on a project is an event, chained to the one before and signed with a key that
      is made on first use. The ledger shows that nothing was changed since, and what was declared; it
      does not show who sat at the keyboard (docs/provenance.md).

      EXAMPLES
        etude provenance verify out/demo
        etude provenance verify PROJECT --head 5f2c9a01d4e8
        etude provenance log out/demo
        etude provenance blame out/demo
        etude provenance inspect PROJECT/master.wav
        etude provenance key --name "Ada Lovelace"
        etude provenance ai PROJECT off
      """,
    subcommands: [
      VerifyLedger.self, LedgerLog.self, BlameCommand.self, AuthorshipReportCommand.self,
      InspectCommand.self, KeyCommand.self, EngineCommand.self,
    ])
}

/// Verifies a ledger.
struct VerifyLedger: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Find every change that was made to a project without its key.",
    discussion: """
      Events that were cut off at the end are found where a later one is known: from this machine's
      own list, or from a report or manifest whose hash is given with --head.

      EXAMPLES
        etude provenance verify out/demo
        etude provenance verify PROJECT --head 5f2c9a01d4e8 --json
      """)

  @OptionGroup var target: ProjectArgument

  @Option(
    name: .long,
    help: "The hash of an event that must be there, or its first 8 digits or more; may be repeated."
  )
  var head: [String] = []

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  func validate() throws {
    for hash in head
    where !(8...64).contains(hash.utf8.count) || !hash.utf8.allSatisfy(Self.isHexadecimal) {
      throw ValidationError("--head is '\(hash)'; a hash has 8 to 64 hexadecimal digits.")
    }
  }

  private static func isHexadecimal(_ digit: UInt8) -> Bool {
    Character(Unicode.Scalar(digit)).isHexDigit && digit < 0x80
  }

  func run() throws {
    let project = try target.open()
    let verdict = try project.file.verify(by: try Workplace.notary(), heads: head)
    if json {
      print(try JSONText.pretty(Report(verdict)))
    } else {
      LedgerText.show(verdict, project: project.name)
    }
    guard verdict.isIntact else {
      throw LedgerFailure(project: project.name, findings: verdict.findings)
    }
  }

  private struct Report: Encodable {
    var isIntact: Bool
    var complete: String
    var verdict: LedgerVerdict
    var shows = LedgerText.caution

    init(_ verdict: LedgerVerdict) {
      isIntact = verdict.isIntact
      complete = LedgerText.completeness(verdict)
      self.verdict = verdict
    }
  }
}

/// A ledger that does not verify.
struct LedgerFailure: Error {
  var project: String
  var findings: [LedgerFinding]
}

/// Prints the events of a ledger.
struct LedgerLog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "List who did what to a project, when, with which seed.",
    discussion: """
      A ledger that is not in order is told of in a note: see etude provenance verify. Times are UTC, by the clock of the machine.

      EXAMPLES
        etude provenance log out/demo
        etude provenance log out/demo --json
      """)

  @OptionGroup var target: ProjectArgument

  @Flag(name: .long, help: "Print the events as JSON, with what each changed.")
  var json = false

  func run() throws {
    let project = try target.open()
    let events = try project.file.ledger()
    try project.file.announceFaults(to: try Workplace.notary())
    if json {
      print(try JSONText.pretty(events))
      return
    }
    for event in events { print(PlainText.line(LedgerText.line(event))) }
    guard try !project.file.allowsEngine() else { return }
    print("The engine may not write notes in this project.")
  }
}

/// Shows the signing key and declares a name.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Show the key that signs on this machine, or declare a name with it.",
    discussion: """
      The key is made where there is none yet. Its file is PEM (PKCS #8, Ed25519) that only the owner
      may read. Keep a copy: what was signed stays verifiable without it, but nobody can sign as you.

      EXAMPLES
        etude provenance key
        etude provenance key --name "Ada Lovelace"
      """)

  @Option(name: .long, help: "The name that events are signed with from now on; empty for none.")
  var name: String?

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  func run() throws {
    let file = try Workplace.notary().keyFile
    let (key, isNew) = try file.loadOrMake()
    if let name { try file.declare(name: name) }
    let report = Report(
      path: file.path, fingerprint: key.signer.fingerprint, name: try file.name(), isNew: isNew)
    if json {
      print(try JSONText.pretty(report))
    } else {
      print("\(isNew ? "made" : "key")          \(report.path)")
      print("fingerprint  \(report.fingerprint)")
      print("name         \(report.name ?? "none declared; see --name")")
    }
    if let sentence = file.closeToOthers() { Terminal.note("note: \(sentence)") }
  }

  private struct Report: Encodable {
    var path: String
    var fingerprint: String
    var name: String?
    var isNew: Bool
  }
}

/// Forbids the engine to write in a project, or lets it write again.
struct EngineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ai",
    abstract: "Forbid the engine to write notes in a project, or let it write again.",
    discussion: """
      With `off`, edits by hand, imports, locks, undo and mixing go on; whatever would let the engine
      write notes is refused. The ledger shows when it was switched.

      EXAMPLES
        etude provenance ai out/demo
        etude provenance ai PROJECT off
      """)

  /// Whether the engine may write.
  enum Setting: String, ExpressibleByArgument, CaseIterable {
    case on, off
  }

  @OptionGroup var target: ProjectArgument

  @Argument(help: "on or off; without it the present setting is printed.")
  var setting: Setting?

  func run() throws {
    let project = try target.open()
    var isChanged = true
    if let setting {
      isChanged = try project.file.switchEngine(on: setting == .on, by: try Workplace.notary())
    }
    let isOn = try project.file.allowsEngine()
    let already = isChanged ? "" : " already"
    print(
      isOn
        ? "The engine may write notes in \(project.name)\(already)."
        : "The engine may not write notes in \(project.name)\(already).")
  }
}
