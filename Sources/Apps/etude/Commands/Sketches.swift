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

  /// Changes the project, tells of it and brings the files beside it up to date.
  ///
  /// `order` is the job by which a studio does the same; nil where it offers none.
  /// What is asked of a MIDI file is tried on a project in a folder of its own first, so that what
  /// stands in the output folder stays where it cannot be done.
  func change(
    studio: Studio, style: String?, suffix: String, order: ((String) -> JobOrder)?,
    _ sound: SoundOptions, _ report: ReportOptions,
    _ work: (Project, WorkMonitor) throws -> ChangeReport
  ) throws {
    let project: Project
    if isMIDI {
      let folder = output ?? studio.defaultOutput(named: "\(PathName(file).stem)-\(suffix)")
      let trial = FileManager.default.temporaryDirectory
        .appendingPathComponent("etude-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: trial) }
      _ = try report.monitored { monitor in
        try made(in: trial + "/trial", studio: studio, style: style, monitor, work)
      }
      project = try report.monitored { monitor in
        try imported(to: folder, studio: studio, style: style, force: force, monitor)
      }
    } else {
      project = try Project.open(at: file)
    }
    let hand = ProjectHand(project, studio: studio)
    report.tell(
      try report.monitored { monitor in
        try hand.run(monitor: monitor, order: isMIDI ? nil : order) { try work(project, monitor) }
      })
    try report.refresh(project, sound, studio: studio)
  }

  private func made(
    in folder: String, studio: Studio, style: String?, _ monitor: WorkMonitor,
    _ work: (Project, WorkMonitor) throws -> ChangeReport
  ) throws -> ChangeReport {
    try work(
      try imported(to: folder, studio: studio, style: style, force: false, monitor), monitor)
  }

  private func imported(
    to folder: String, studio: Studio, style: String?, force: Bool, _ monitor: WorkMonitor
  ) throws -> Project {
    _ = try studio.importMIDI(
      ImportRequest(file: file, melody: melody, style: style, output: folder, replacing: force),
      monitor: monitor)
    return try Project.open(at: folder)
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
    try sketch.change(
      studio: studio, style: style, suffix: "continued", order: request.order, sound, report
    ) { try studio.continuing($0, request, monitor: $1) }
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
    try sketch.change(
      studio: studio, style: style, suffix: "accompanied", order: request.order, sound, report
    ) { try studio.accompany($0, request, monitor: $1) }
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
    try sketch.change(
      studio: studio, style: style, suffix: "harmonized", order: request.order, sound, report
    ) { try studio.harmonize($0, request, monitor: $1) }
  }
}
