import ArgumentParser
import Foundation
import Production
import Studio

/// How near a piece comes to other music.
struct OriginalityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "originality",
    abstract: "Find what a song or MIDI file shares with other music, and whether it is too much.",
    discussion: """
      EXAMPLES
        etude originality out/demo
        etude originality out/demo --against out --json
        etude originality index out --output catalogue.etude-index
        etude originality out/demo --against catalogue.etude-index --only
      """,
    subcommands: [OriginalityFind.self, OriginalityIndex.self],
    defaultSubcommand: OriginalityFind.self)
}

/// Holds a piece against other music.
struct OriginalityFind: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find what a song or MIDI file shares with other music.",
    discussion: """
      Melodies, basses, chords and rhythms are found in any key and tempo and with ornaments. What is
      found is worth so many bits: what everybody writes, such as a scale, is worth nothing.
      docs/originality.md says how it is measured and what it doesn't prove.

      EXAMPLES
        etude originality find song.mid
        etude originality find out/demo --against my-catalogue --strict
      """)

  @Argument(help: "A MIDI file or a project.")
  var piece: String

  @Option(
    name: .long, help: "A folder of MIDI files or an index to compare with too. Repeatable.")
  var against: [String] = []

  @Flag(name: .long, help: "Compare with what --against names alone.")
  var only = false

  @Option(name: .long, help: "The genre or style whose works it is compared with.")
  var genre: String?

  @Flag(name: .long, help: "Read what can be read of damaged MIDI files.")
  var recover = false

  @Flag(name: .long, help: "End with exit code 65 where a stretch is quoted.")
  var strict = false

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if only, against.isEmpty {
      throw ValidationError("--only leaves nothing to compare with; name it with --against.")
    }
  }

  func run() throws {
    let studio = try Workplace.studio()
    let verdict = try report.monitored { monitor in
      try studio.originality(
        OriginalityRequest(
          piece: piece, against: against, withoutShipped: only, genre: genre, recovers: recover),
        monitor: monitor)
    }
    if report.json {
      print(try JSONText.pretty(verdict))
    } else {
      for line in OriginalityTable.lines(verdict) { print(PlainText.line(line)) }
    }
    if strict, verdict.outcome == .quotation { throw ExitCode(Failure.Code.data.rawValue) }
  }
}

/// Makes an index of a folder.
struct OriginalityIndex: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index", abstract: "Make an index of a folder of MIDI files to compare with.",
    discussion: """
      A works.csv in the folder may say which files are works, and their titles, composers, licences,
      sources, attributions and genres; else every MIDI file at any depth is a work.

      EXAMPLES
        etude originality index my-catalogue --output catalogue.etude-index
        etude originality index my-catalogue --output catalogue.etude-index --force --json
      """)

  @Argument(help: "The folder.")
  var folder: String

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @Option(name: .long, help: "The name that matches are reported under; the folder's if not given.")
  var name: String?

  @Option(name: .long, help: "From how many bits on a match is a quotation; measured if not given.")
  var alarm: Double?

  @Flag(name: .long, help: "Read what can be read of damaged MIDI files.")
  var recover = false

  @Flag(name: .shortAndLong, help: "Replace a file that stands there.")
  var force = false

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if let alarm, !(1...1000).contains(alarm) {
      throw ValidationError("--alarm is \(Summary.number(alarm)); allowed are 1 to 1000 bits.")
    }
    guard !output.isEmpty else { throw ValidationError("--output is empty; name a file.") }
  }

  func run() throws {
    let studio = try Workplace.studio()
    let made = try report.monitored { monitor in
      try studio.index(
        IndexRequest(
          folder: folder, output: output, name: name, alarm: alarm, replacing: force,
          recovers: recover),
        monitor: monitor)
    }
    if report.json {
      print(try JSONText.pretty(made))
      return
    }
    print("index     \(output), \(made.bytes) bytes")
    print("works     \(made.works), \(made.tunes) different tunes")
    print("quotation from \(Summary.number(made.alarm)) bits on")
    for skipped in made.skipped.prefix(10) {
      Terminal.note("passed over: \(skipped.path): \(skipped.reason)")
    }
    if made.skipped.count > 10 {
      Terminal.note("passed over: \(made.skipped.count - 10) more; --json lists them")
    }
  }
}
