import ArgumentParser
import ContentCredentials
import Foundation
import Studio

/// Reads and checks the content credentials of a sound file.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Read the content credentials (C2PA) of a WAV, FLAC or MP3 file, whoever wrote them.",
    discussion: """
      Tells who signed, with which program, what was done, from what, and whether file and claim are as they were
      signed. The exit code is 0 where they are, 65 where something does not hold, and 67 where the file has no
      credentials. A certificate that the signer made shows that nothing was changed, not who signed; --trust names
      certificates of those whom you trust. docs/content-credentials.md says more.

      EXAMPLES
        etude provenance inspect master.wav
        etude provenance inspect release/song.mp3 --json
        etude provenance inspect master.flac --trust label-root.pem
      """)

  @Argument(help: "A WAV, FLAC or MP3 file.")
  var file: String

  @Option(name: .long, help: "A file of certificates (PEM) that you trust.")
  var trust: String?

  @OptionGroup var report: ReportOptions

  func run() throws {
    do {
      let found = try report.monitored { try Studio.inspect(file, anchors: trust, monitor: $0) }
      if report.json {
        print(try JSONText.pretty(found))
      } else {
        CredentialSummary.print(found, file: PathName(file).last)
      }
      if found.state == .invalid { throw ExitCode(Failure.Code.data.rawValue) }
    } catch let error as CredentialError {
      if report.json, case .none = error { print(try JSONText.pretty(["state": "none"])) }
      throw error
    }
  }
}

/// Whether exported sound carries credentials.
struct CredentialOptions: ParsableArguments {
  @Flag(
    name: .customLong("no-credentials"),
    help: "Write no content credentials (C2PA) into WAV, FLAC and MP3 files.")
  var noCredentials = false

  /// The studio of this process, which writes credentials or does not.
  func studio() throws -> Studio {
    var studio = try Workplace.studio()
    if noCredentials { studio.writesCredentials = false }
    return studio
  }
}
