import ArgumentParser
import Foundation
import Studio

/// An error as a person sees it: one sentence, a hint and an exit code.
struct Failure {
  /// The exit codes of the program, after sysexits.h; docs/cli.md lists them.
  enum Code: Int32 {
    /// The command line is wrong.
    case usage = 64
    /// What was asked for or given cannot be: impossible wishes, unreadable or damaged files.
    case data = 65
    /// An input file does not exist or may not be read.
    case noInput = 66
    /// A file has no content credentials.
    case noCredentials = 67
    /// Something that is needed is not installed or not connected.
    case unavailable = 69
    /// A mistake of the program.
    case software = 70
    /// Files stand where new ones were to be written.
    case cannotCreate = 73
    /// The disk is full, or a folder cannot be written.
    case io = 74
    /// Another process is changing the project.
    case busy = 75
    /// The project was written by a newer program.
    case newer = 76
    /// The configuration file is wrong.
    case configuration = 78
  }

  var sentence: String
  var hint: String?
  var code: Code

  init(_ code: Code, _ sentence: String, hint: String? = nil) {
    self.code = code
    self.sentence = sentence
    self.hint = hint
  }

  /// Ends the process with what an error means.
  static func exit(with error: any Error) -> Never {
    if error as? StudioError == .cancelled || Terminal.isInterrupted {
      Terminal.note("\nStopped; partial files were removed.")
      Foundation.exit(Terminal.interruption?.exitCode ?? 130)
    }
    guard let failure = Failure(error) else {
      // Help, version, completions and plain exit codes.
      Etude.exit(withError: error)
    }
    Terminal.note("etude: \(failure.sentence)")
    if let hint = failure.hint { Terminal.note("  \(hint)") }
    Foundation.exit(failure.code.rawValue)
  }

  /// What an error means; nil for what the argument parser ends by itself, such as help.
  init?(_ error: any Error) {
    for read in Failure.readers {
      if let failure = read(error) {
        self = failure
        return
      }
    }
    if error is ExitCode || error is CleanExit
      || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    {
      return nil
    }
    self.init(
      .software, "something went wrong that should not: \(error)",
      hint: "Please report this with the command that you gave.")
  }

  private static let readers: [@Sendable (any Error) -> Failure?] = [
    provenanceFailure, projectFailure, outputFailure, studioFailure, setUpFailure, wishFailure,
    styleFailure,
    midiFailure, masterFailure, soundFailure, mixFailure, neuralFailure, learnedModelFailure,
    drawingFailure, samenessFailure, comparisonFailure, credentialFailure, authorshipFailure,
    studioPageFailure, commandLineFailure,
  ]
}
