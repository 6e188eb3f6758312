import ArgumentParser
import Foundation
import Music
import Production
import Studio

/// Makes a project from a MIDI file.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a project from a MIDI file, to be kept, varied or accompanied.",
    discussion: """
      EXAMPLES
        etude import sketch.mid --melody lead --lock
        etude import song.mid --output out/song --style jazz-swing
      """)

  @Argument(help: "A Standard MIDI File.")
  var file: String

  @Option(name: .long, help: "The track that holds the melody, by number from 1 or by name.")
  var melody: String?

  @Flag(name: .long, help: "Lock the imported notes against every change.")
  var lock = false

  @Flag(name: .long, help: "Read what can be read of a damaged file.")
  var recover = false

  @Option(name: .long, help: "The style for parts that are composed later.")
  var style: String?

  @Option(name: .shortAndLong, help: "The folder to write; its name becomes the project's.")
  var output: String?

  @Option(name: .long, help: "What to write: midi, stems, wav, wav-float, flac, mp3, opus.")
  var formats: FormatsArgument = FormatsArgument(formats: [.midi])

  @Flag(name: .shortAndLong, help: "Replace files that stand in the output folder.")
  var force = false

  @Flag(
    name: .customLong("no-ai"),
    help: "Forbid the engine to write notes in the project (provenance ai).")
  var noAI = false

  @OptionGroup var credentials: CredentialOptions

  @OptionGroup var report: ReportOptions

  func run() throws {
    let studio = try credentials.studio()
    let name = PathName(file).stem
    let folder = output ?? studio.defaultOutput(named: name)
    let made = try report.monitored { monitor in
      try studio.importMIDI(
        ImportRequest(
          file: file, melody: melody, locks: lock, recovers: recover, style: style, output: folder,
          formats: formats.formats, replacing: force,
          allowsEngine: noAI ? false : nil),
        monitor: monitor)
    }
    try report.show(made, folder: folder)
  }
}
