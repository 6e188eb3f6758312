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

  @OptionGroup var report: ReportOptions

  func run() throws {
    let studio = try Workplace.studio()
    let name = PathName(file).stem
    let folder = output ?? studio.defaultOutput(named: name)
    let made = try report.monitored { monitor in
      try studio.importMIDI(
        ImportRequest(
          file: file, melody: melody, locks: lock, recovers: recover, style: style, output: folder,
          formats: formats.formats, replacing: force),
        monitor: monitor)
    }
    try report.show(made, folder: folder)
  }
}

/// Says what is in a MIDI file.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find key, metre, tempo, chords, sections and roles in a MIDI file.",
    discussion: """
      EXAMPLES
        etude analyze song.mid
        etude analyze song.mid --json --ignore-annotations
      """)

  @Argument(help: "A Standard MIDI File.")
  var file: String

  @Flag(name: .long, help: "Look at the notes alone: no key signature, markers or names.")
  var ignoreAnnotations = false

  @Flag(name: .long, help: "Read what can be read of a damaged file.")
  var recover = false

  @Flag(name: .long, help: "Print the analysis as JSON.")
  var json = false

  func run() throws {
    let analysis = try Workplace.studio().analyze(
      file: file, ignoringAnnotations: ignoreAnnotations, recovering: recover)
    if json {
      print(try JSONText.pretty(analysis))
      return
    }
    print("key       \(analysis.key) (\(Int(analysis.keyConfidence * 100 + 0.5))% sure)")
    print("metre     \(analysis.meter)")
    print("tempo     \(Summary.number(analysis.tempo)) bpm")
    print("length    \(analysis.bars) bars, \(Summary.time(analysis.duration))")
    for section in analysis.sections {
      print(
        "section   \(section.name): bars \(BarsArgument.text(section.barRange)), "
          + "energy \(Int(section.energy * 100 + 0.5))%")
    }
    let chords = analysis.chords.map { $0.chord.symbol }
    for start in stride(from: 0, to: chords.count, by: 8) {
      print("chords    \(chords[start..<min(start + 8, chords.count)].joined(separator: " | "))")
    }
    for part in analysis.parts {
      let range = part.range.map {
        "\(Pitch(number: $0.lowerBound))-\(Pitch(number: $0.upperBound))"
      }
      print(
        "part      \(part.name): \(part.role.rawValue), \(part.instrument.name), "
          + "\(part.notes) notes, \(range ?? "no range"), "
          + "\(Summary.number(part.density)) notes a bar, \(part.polyphony) voices")
    }
    for notice in analysis.notices { print("note      \(notice)") }
  }
}
