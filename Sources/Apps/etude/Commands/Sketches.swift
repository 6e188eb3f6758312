import ArgumentParser
import Foundation
import Production
import Studio

/// A MIDI file that becomes a project, or a project.
struct SketchArgument: ParsableArguments {
  @Argument(help: "A MIDI file, which becomes a project, or a project.")
  var file: String

  @Option(
    name: .shortAndLong,
    help: "The folder to write where FILE is a MIDI file; its name becomes the project's.")
  var output: String?

  @Option(name: .long, help: "The track of a MIDI file that holds the melody, by number or name.")
  var melody: String?

  @Flag(name: .shortAndLong, help: "Replace files that stand in the output folder.")
  var force = false

  private var isMIDI: Bool {
    file.lowercased().hasSuffix(".mid") || file.lowercased().hasSuffix(".midi")
  }

  func check() throws {
    guard !isMIDI || output != "" else {
      throw ValidationError("--output is empty; name a folder.")
    }
    guard isMIDI || (output == nil && melody == nil && !force) else {
      throw ValidationError(
        "--output, --melody and --force are for MIDI files; '\(file)' is changed where it stands.")
    }
  }

  /// Works on the project; one that was made of a MIDI file just now goes again where that fails.
  func change(
    studio: Studio, style: String?, suffix: String, _ report: ReportOptions,
    _ work: (Project) throws -> Void
  ) throws {
    guard isMIDI else { return try work(Project.open(at: file)) }
    let folder = output ?? studio.defaultOutput(named: "\(PathName(file).stem)-\(suffix)")
    let isNew = !FileManager.default.fileExists(atPath: folder)
    _ = try report.monitored { monitor in
      try studio.importMIDI(
        ImportRequest(
          file: file, melody: melody, style: style, output: folder, replacing: force),
        monitor: monitor)
    }
    do {
      try work(Project.open(at: folder))
    } catch {
      if isNew { try? FileManager.default.removeItem(atPath: folder) }
      throw error
    }
  }
}

/// Goes on where a piece ends.
struct ContinueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "continue",
    abstract: "Let the neural composer go on where a piece ends.",
    discussion: """
      What stands is not changed. With --style the music goes on in that style, and its players join
      in the new bars; --with names them.

      EXAMPLES
        etude continue sketch.mid --bars 8 --output longer
        etude continue tune.mid --bars 8 --style bossa-nova --output tune-bossa
        etude continue out/demo --bars 4 --parts lead
      """)

  @OptionGroup var sketch: SketchArgument

  @Option(name: .long, help: "How many bars to write, 1 to 256.")
  var bars = 8

  @Option(name: .long, help: "The parts that go on, by id, joined by commas; all when not given.")
  var parts: String?

  @Option(name: .long, help: "A style to go on in.")
  var style: String?

  @Option(name: .long, help: "Roles or instruments that join in the new bars, joined by commas.")
  var with: String?

  @Option(name: .long, help: "Another seed gives another continuation.")
  var seed: UInt64?

  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard (1...256).contains(bars) else {
      throw ValidationError("--bars is \(bars); allowed are 1 to 256.")
    }
    guard with.map({ !$0.listedNames.isEmpty }) ?? true else {
      throw ValidationError("--with is empty; name roles or instruments, or leave it out.")
    }
    try sketch.check()
  }

  func run() throws {
    let studio = try Workplace.studio()
    try sound.check(studio)
    let request = ContinueRequest(
      bars: bars, parts: try parts.names, style: style, joining: with?.listedNames, seed: seed)
    try sketch.change(studio: studio, style: nil, suffix: "continued", report) { project in
      report.tell(
        try report.monitored { try studio.continuing(project, request, monitor: $0) })
      try report.refresh(project, sound, studio: studio)
    }
  }
}

/// Lets a band join.
struct Accompany: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let players join a sketch or a song: drums, bass, keys, whoever is missing.",
    discussion: """
      The notes that stand there are not changed. Without --parts the style's usual band joins in the
      roles that nobody has.

      EXAMPLES
        etude accompany tune.mid --parts drums,bass,keys --output tune-band
        etude accompany out/demo --parts violin --bars 9-16
      """)

  @OptionGroup var sketch: SketchArgument

  @Option(name: .long, help: "Roles or instruments that join, joined by commas.")
  var parts: String?

  @Option(name: .long, help: "Bars counted from 1, such as 9-16; all bars when not given.")
  var bars: BarsArgument?

  @Option(name: .long, help: "The style whose players join; the nearest for a MIDI file.")
  var style: String?

  @OptionGroup var writer: ComposerOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func validate() throws { try sketch.check() }

  func run() throws {
    let studio = try Workplace.studio()
    try sound.check(studio)
    let request = AccompanyRequest(
      parts: try parts.names, bars: bars?.range, style: style, composer: writer.composer)
    try sketch.change(studio: studio, style: style, suffix: "accompanied", report) { project in
      report.tell(
        try report.monitored { try studio.accompany(project, request, monitor: $0) })
      try report.refresh(project, sound, studio: studio)
    }
  }
}

/// Harmonises a melody.
struct Harmonize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find chords for a melody and let the other voices of a style sing them.",
    discussion: """
      The melody is not changed. Chords are chosen among those of the style.

      EXAMPLES
        etude harmonize tune.mid --style chorale --output tune-chorale
        etude harmonize tune.mid --style string-quartet --output tune-quartet
      """)

  @OptionGroup var sketch: SketchArgument

  @Option(name: .long, help: "The part that has the melody, by id; the lead when not given.")
  var part: String?

  @Option(name: .long, help: "The style whose chords and voices are taken.")
  var style = "chorale"

  @OptionGroup var writer: ComposerOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func validate() throws { try sketch.check() }

  func run() throws {
    let studio = try Workplace.studio()
    try sound.check(studio)
    let request = HarmonizeRequest(melody: part, style: style, composer: writer.composer)
    try sketch.change(studio: studio, style: style, suffix: "harmonized", report) { project in
      report.tell(
        try report.monitored { try studio.harmonize(project, request, monitor: $0) })
      try report.refresh(project, sound, studio: studio)
    }
  }
}
