import ArgumentParser
import Foundation
import Production
import Studio

/// The project that a verb works on.
struct ProjectArgument: ParsableArguments {
  @Argument(help: "A NAME.etude file, or the folder that holds it.")
  var project: String

  func open() throws -> Project { try Project.open(at: project) }
}

/// How results are told.
struct ReportOptions: ParsableArguments {
  @Flag(name: .long, help: "Print one JSON object and nothing else to standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  /// Tells what a change did in one line, and what should be known beside it; beside a JSON object on
  /// the standard error.
  func tell(_ change: ChangeReport) {
    if json {
      Terminal.note(change.text)
    } else {
      print(PlainText.line(change.text))
    }
    for notice in change.notices { Terminal.note("note: \(notice)") }
  }

  /// Runs work that shows its progress and can be interrupted.
  func monitored<Result>(_ work: (WorkMonitor) throws -> Result) rethrows -> Result {
    let display = ProgressDisplay(isQuiet: quiet)
    let interruption = Terminal.interruption
    defer { display.finish() }
    return try work(
      WorkMonitor(
        report: { display.report($0) }, isCancelled: { interruption?.isRaised ?? false }))
  }

  /// Prints the reports of an order as JSON or in words.
  func show(_ reports: [SongReport], studio: Studio, order: ComposeRequest) throws {
    if json {
      print(
        try reports.count == 1
          ? JSONText.pretty(reports[0]) : JSONText.pretty(Songs(songs: reports)))
      return
    }
    for (index, made) in reports.enumerated() {
      if reports.count > 1 { print(index == 0 ? "" : "\n", terminator: "") }
      Summary.print(made, folder: studio.folder(of: index, in: order))
    }
  }

  private struct Songs: Encodable {
    var songs: [SongReport]
  }

  /// Prints a report as JSON or in words.
  func show(_ report: SongReport, folder: String) throws {
    if json {
      print(try JSONText.pretty(report))
    } else {
      Summary.print(report, folder: folder)
    }
  }
}

/// What changes do to the sound files beside the project.
struct SoundOptions: ParsableArguments {
  @Flag(name: .customLong("no-audio"), help: "Leave the audio files as they are.")
  var noAudio = false

  @Flag(name: .long, help: "Make a new balance instead of keeping the mix settings.")
  var remix = false

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to render with.")
  var soundFont: String?

  @OptionGroup var credentials: CredentialOptions

  /// Makes sure, before anything changes, that what is asked for is there.
  func check(_ studio: Studio) throws {
    if !noAudio, soundFont != nil { _ = try studio.soundFont(requested: soundFont) }
  }
}

/// Who writes.
struct ComposerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "Who writes pitched parts: auto (as the style says), model, or players.",
    completion: .list(ComposerChoice.allCases.map(\.rawValue)),
    transform: { text throws in
      guard let choice = ComposerChoice(rawValue: text) else {
        throw ValidationError("--composer is '\(text)'; it is auto, model or players.")
      }
      return choice
    })
  var composer = ComposerChoice.auto
}

/// Makes the studio for this process.
enum Workplace {
  /// The notary alone, for what needs no styles.
  static func notary() throws -> Notary {
    let environment = ProcessInfo.processInfo.environment
    return try Notary(
      environment: environment,
      configuration: try StudioConfiguration.load(environment: environment), interface: .command,
      announce: { Terminal.note("note: \($0)") })
  }

  static func studio(interface: LedgerInterface = .command) throws -> Studio {
    let clock = ContinuousClock()
    let start = clock.now
    return try Studio(
      environment: ProcessInfo.processInfo.environment, interface: interface,
      announce: { Terminal.note("note: \($0)") }
    ) {
      let elapsed = clock.now - start
      return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }
  }
}
