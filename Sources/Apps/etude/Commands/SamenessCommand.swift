import ArgumentParser
import Originality
import Studio

/// Says how alike songs are.
struct SamenessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sameness",
    abstract: "Say how alike songs are, beside human pieces, and what they have too often.",
    discussion: """
      Projects and MIDI files below the folders are compared in harmony, melody, rhythm, timbre and form.
      Files that cannot be read are told and passed over (docs/sameness.md).

      EXAMPLES
        etude sameness out
        etude sameness out --style lo-fi --json
        etude sameness out --png sameness.png --pairs 10
      """)

  @Argument(help: "Folders, projects or MIDI files.")
  var paths: [String] = []

  @Option(name: .long, help: "The style whose human pieces they stand beside.")
  var style: String?

  @Option(name: .long, help: "How many songs are compared with each other, 2 to 2000.")
  var most = 500

  @Option(name: .long, help: "How many nearest pairs are told, 0 to 100.")
  var pairs = 5

  @Option(name: .long, help: "Draw all likenesses into a PNG, SVG or PDF file, by its extension.")
  var png: String?

  @Option(name: .long, help: "Draw all likenesses into an SVG file.")
  var svg: String?

  @Option(name: .long, help: "Write the likenesses of all pairs into a CSV file.")
  var csv: String?

  @Flag(name: .long, help: "Print how like and how various sets of each size are, as JSON.")
  var curves = false

  @Option(name: .long, help: "The aspects of the curves, joined by commas.")
  var aspects: String?

  @Flag(name: .long, help: "Remember the songs, so that compose --novel steers away from them.")
  var remember = false

  @Flag(name: .long, help: "Forget everything that compose --novel remembers, then end.")
  var forget = false

  @Flag(name: .long, help: "Draw in dark colours.")
  var dark = false

  @Flag(name: .shortAndLong, help: "Replace files that stand there.")
  var force = false

  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard (2...SamenessRequest.limit).contains(most) else {
      throw ValidationError("--most is \(most); allowed are 2 to \(SamenessRequest.limit).")
    }
    guard (0...100).contains(pairs) else {
      throw ValidationError("--pairs is \(pairs); allowed are 0 to 100.")
    }
    guard forget || !paths.isEmpty else {
      throw ValidationError("Name a folder of songs. Write: etude sameness FOLDER")
    }
    guard !forget || !remember else {
      throw ValidationError("--forget and --remember say opposite things.")
    }
  }

  func run() throws {
    let studio = try Workplace.studio()
    if forget {
      try studio.forgetOutputs()
      if !report.json { print("What was remembered of outputs is forgotten.") }
      return
    }
    let chosen = try chosenAspects()
    let request = SamenessRequest(paths: paths, style: style, most: most, pairs: pairs) {
      Failure($0)?.sentence ?? "\($0)"
    }
    let found = try report.monitored { try studio.sameness(request, monitor: $0) }
    for path in [png, svg].compactMap({ $0 }) {
      try studio.drawSameness(found, to: path, dark: dark, replacing: force)
    }
    if let csv { try studio.writeSamenessPairs(found, to: csv, replacing: force) }
    if remember { try studio.remember(found.features) }
    if curves {
      print(try JSONText.pretty(found.curves(in: chosen, draws: 200)))
    } else if report.json {
      print(try JSONText.pretty(found))
    } else {
      for line in SamenessTable.lines(found) { print(line) }
      for path in [png, svg, csv].compactMap({ $0 }) { print("wrote     \(path)") }
    }
  }

  private func chosenAspects() throws -> [Aspect] {
    guard let aspects else { return Aspect.allCases }
    let chosen = aspects.listedNames.compactMap { Aspect(rawValue: $0) }
    guard !chosen.isEmpty, chosen.count == aspects.listedNames.count else {
      let known = Aspect.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--aspects is '\(aspects)'; it lists some of \(known).")
    }
    return Array(Set(chosen)).sorted()
  }
}
