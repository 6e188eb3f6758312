import ArgumentParser
import Foundation
import Production
import Provenance
import Studio

/// Writes papers about who made what.
struct AuthorshipReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write papers about who made what: for a browser, paper, programs and forms.",
    discussion: """
      One measurement of the project's ledger gives a picture of the song, counts by element and part,
      words for the US Copyright Office, the standing with performing rights organisations, fields for
      distributors in the words of DDEX, and a sheet of credits and licences (docs/authorship.md). A
      record of facts, no legal advice.

      EXAMPLES
        etude provenance report out/demo
        etude provenance report out/demo --report html,pdf,json,xml,txt --output papers
        etude provenance report out/demo --writer "Ada Example:60:00123456789" --writer "Bo Example"
      """)

  @OptionGroup var target: ProjectArgument

  @Option(
    name: [.customLong("report"), .customLong("formats")],
    help: "What to write, joined by commas: html, pdf, json, xml (DDEX), txt (for forms).")
  var formats = "html,pdf,json"

  @Option(name: .shortAndLong, help: "The folder to write; the project's when not given.")
  var output: String?

  @Option(
    name: .long,
    help: "A writer as NAME, NAME:SHARE or NAME:SHARE:IPI, the share in percent; may be repeated.")
  var writer: [String] = []

  @Flag(
    name: .customLong("imports-are-others"),
    help: "What was imported is somebody else's, or was published before.")
  var importsAreOthers = false

  @Flag(name: .shortAndLong, help: "Replace files that stand there.")
  var force = false

  @OptionGroup var report: ReportOptions

  func validate() throws {
    _ = try wanted
    _ = try writers
  }

  private var wanted: [AuthorshipFormat] {
    get throws {
      var found: [AuthorshipFormat] = []
      for name in formats.listedNames {
        guard let format = AuthorshipFormat(rawValue: name) else {
          let known = AuthorshipFormat.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("'\(name)' is not a form of the report; there are \(known).")
        }
        if !found.contains(format) { found.append(format) }
      }
      guard !found.isEmpty else { throw ValidationError("--report names nothing to write.") }
      return found
    }
  }

  private var writers: [DisclosureRequest.DeclaredWriter] {
    get throws {
      try writer.map { text in
        let terms = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard terms.count <= 3 else {
          throw ValidationError("--writer is '\(text)'; it is NAME, NAME:SHARE or NAME:SHARE:IPI.")
        }
        var share: Int?
        if terms.count > 1, !terms[1].isEmpty {
          guard let percent = Double(terms[1].replacing("%", with: "")),
            (0.01...100).contains(percent)
          else {
            throw ValidationError("'\(terms[1])' is not a share from 0.01 to 100 percent.")
          }
          share = Int((percent * 100).rounded())
        }
        return DisclosureRequest.DeclaredWriter(
          name: terms[0], number: terms.count > 2 && !terms[2].isEmpty ? terms[2] : nil,
          share: share)
      }
    }
  }

  func run() throws {
    let project = try target.open()
    let studio = try Workplace.studio()
    let request = AuthorshipRequest(
      formats: try wanted, output: output, replacing: force, writers: try writers,
      importsAreOthers: importsAreOthers)
    let made = try report.monitored {
      try studio.writeDisclosure(of: project, request, monitor: $0)
    }
    if report.json {
      print(try JSONText.pretty(made.disclosure))
      for file in made.files { Terminal.note(file) }
      return
    }
    for line in Self.summary(made.disclosure) { print(PlainText.line(line)) }
    for file in made.files { print(file) }
  }

  private static func summary(_ made: Disclosure) -> [String] {
    func terms(_ terms: [Disclosure.Term]) -> String {
      terms.isEmpty ? "(nothing)" : terms.map(\.text).joined(separator: "; ")
    }
    func word(_ share: MachineShare?) -> String { share?.rawValue ?? "not measured" }
    return [
      made.title.isEmpty ? "Untitled" : made.title,
      "  ledger    \(made.ledger.isSound ? "in order" : "NOT in order"), "
        + LedgerText.events(made.ledger.events),
      "  created   \(terms(made.copyright.created))",
      "  excluded  \(terms(made.copyright.excluded))",
      "  DDEX      recording \(word(made.delivery.recording)), work \(word(made.delivery.work))",
      "  society   \(made.society.sentences.first ?? "")",
      "  a record of facts, no legal advice",
    ]
  }
}
