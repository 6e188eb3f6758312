import ArgumentParser
import Production
import Studio

/// Asks again for bars of parts.
struct Regenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose bars of parts anew; everything else stays.",
    discussion: """
      EXAMPLES
        etude regenerate out/demo --bars 9-16 --parts bass,drums
        etude regenerate out/demo --parts keys --arpeggiator "direction=down"
        etude regenerate out/demo --parts drums --fills 0.8 --pieces ride,-hats
        etude regenerate out/demo --parts bass --idea riff.mid
        etude regenerate out/demo --parts lead --bars 9-16 --composer model
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "Bars counted from 1, such as 9-16; all bars when not given.")
  var bars: BarsArgument?

  @Option(name: .long, help: "Parts by id, joined by commas; all parts when not given.")
  var parts: String?

  @Option(name: .long, help: "A MIDI file of one bar that the players take as their idea.")
  var idea: String?

  @Option(
    name: .long,
    help: "How the parts break chords, such as \"direction=up range=2\"; see docs/patterns.md.")
  var arpeggiator: String?

  @Option(name: .long, help: "A MIDI file whose notes are the figure of an arpeggiator.")
  var pattern: String?

  @OptionGroup var writer: ComposerOptions
  @OptionGroup(title: "Players") var player: PlayerOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard parts != nil || (arpeggiator == nil && pattern == nil) else {
      throw ValidationError("--arpeggiator and --pattern need --parts: say which parts are meant.")
    }
    guard writer.composer != .model || (idea == nil && arpeggiator == nil && pattern == nil) else {
      throw ValidationError(
        "--idea, --arpeggiator and --pattern are for players: leave out --composer model.")
    }
    _ = try player.controls()
  }

  func run() throws {
    let project = try target.open()
    let studio = try Workplace.studio()
    try sound.check(studio)
    var settings = try arpeggiator.map {
      try ArpeggiatorSettings(words: $0.split(separator: " ").map(String.init))
    }
    if let pattern {
      settings = settings ?? ArpeggiatorSettings()
      settings?.pattern = try studio.arpeggioPattern(file: pattern)
    }
    let request = RegenerateRequest(
      bars: bars?.range, parts: try parts.names, controls: try player.controls(), idea: idea,
      arpeggiator: settings, composer: writer.composer)
    let hand = ProjectHand(project, studio: studio)
    report.tell(
      try report.monitored { monitor in
        try hand.run(monitor: monitor, order: request.order) {
          try studio.regenerate(project, request, monitor: monitor)
        }
      })
    try report.refresh(project, sound, studio: studio)
  }
}

/// Varies a whole song or parts of it.
struct Vary: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Vary a song, from an ornament here and there to new notes throughout.",
    discussion: """
      EXAMPLES
        etude vary out/demo --amount 0.3
        etude vary out/demo --amount 80% --parts lead --bars 1-8
      """)

  @OptionGroup var target: ProjectArgument

  @Option(
    name: .long, help: "How much changes: 0 to 1, or percent such as 30% (30 alone is the same).")
  var amount = ShareArgument(0.4)

  @Option(name: .long, help: "Bars counted from 1, such as 9-16; all bars when not given.")
  var bars: BarsArgument?

  @Option(name: .long, help: "Parts by id, joined by commas; all parts when not given.")
  var parts: String?

  @OptionGroup var writer: ComposerOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let project = try target.open()
    let studio = try Workplace.studio()
    try sound.check(studio)
    let request = VaryRequest(
      amount: amount.value, bars: bars?.range, parts: try parts.names, composer: writer.composer)
    let hand = ProjectHand(project, studio: studio)
    report.tell(
      try report.monitored { monitor in
        try hand.run(monitor: monitor, order: request.order) {
          try studio.vary(project, request, monitor: monitor)
        }
      })
    try report.refresh(project, sound, studio: studio)
  }
}

/// Locks bars, parts or both against change.
struct LockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Protect bars of parts from every change, or release them.",
    discussion: """
      EXAMPLES
        etude lock out/demo --parts lead --bars 9-16
        etude lock out/demo --parts lead --off
        etude lock out/demo
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "Bars counted from 1, such as 9-16.")
  var bars: BarsArgument?

  @Option(name: .long, help: "Parts by id, joined by commas.")
  var parts: String?

  @Flag(name: .long, help: "Lock everything.")
  var all = false

  @Flag(name: .long, help: "Release what is named instead; with nothing named, release all.")
  var off = false

  func validate() throws {
    guard !all || (bars == nil && parts == nil) else {
      throw ValidationError(
        "--all means every bar of every part: leave it out to lock what --parts and --bars name.")
    }
  }

  func run() throws {
    let project = try target.open()
    let studio = try Workplace.studio()
    let names = try parts.names
    if bars != nil || !names.isEmpty || all || off {
      try ProjectHand(project, studio: studio).lock(
        LockRequest(bars: bars?.range, parts: names, releases: off))
    }
    let locks = try project.file.song().locks
    if locks.isEmpty { print("Nothing is locked.") }
    for lock in locks {
      print(
        "locked: \(lock.part ?? "all parts"), "
          + "\(lock.bars.map { "bars \(BarsArgument.text($0))" } ?? "all bars")")
    }
  }
}
