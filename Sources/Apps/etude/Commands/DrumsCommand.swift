import ArgumentParser
import Music
import Production
import Studio

/// The drum model: beats and the touch of drummers.
struct Drums: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drums",
    abstract: "Write beats, turn a tapped rhythm into one, give a pattern a drummer's feel.",
    discussion: """
      EXAMPLES
        etude drums beat --genre funk --bars 8 --tempo 104 --midi beat.mid
        etude drums beat tapped.mid --style neo-soul
        etude drums feel pattern.mid --genre jazz --midi felt.mid
        etude drums genres
      """,
    subcommands: [DrumsBeat.self, DrumsFeel.self, DrumsGenres.self])
}

/// Who drums.
struct DrummerOptions: ParsableArguments {
  @Option(name: .long, help: "Whose touch: funk, jazz, rock... (see etude drums genres).")
  var genre: String?

  @Option(name: .long, help: "A style, for its genre, tempo and metre.")
  var style: String?

  @Option(name: .long, help: "Quarter notes a minute; the file's, the style's or 100 if not given.")
  var tempo: Double?

  @Option(name: .long, help: "The metre, such as 6/8; the file's, the style's or 4/4 if not given.")
  var meter: String?

  @Option(name: .long, help: "The seed: the same seed gives the same playing.")
  var seed: UInt64 = 1

  /// What was asked for.
  func wish() throws -> DrummerWish {
    var wish = DrummerWish(seed: seed)
    wish.genre = genre?.lowercased()
    wish.style = style
    wish.tempo = tempo
    if let meter {
      guard let found = Meter(meter) else {
        throw ValidationError("'\(meter)' is no metre. Write it as 4/4 or 6/8.")
      }
      wish.meter = found
    }
    return wish
  }
}

/// Where what was played goes.
struct DrumOutput: ParsableArguments {
  @Option(name: .long, help: "A MIDI file to write, as it is played.")
  var midi: String?

  @Flag(name: .shortAndLong, help: "Replace a MIDI file that stands there.")
  var force = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func check() throws {
    guard midi != "" else { throw ValidationError("--midi is empty; name a file.") }
  }

  /// Writes and prints.
  func tell(_ report: DrumReport, studio: Studio) throws {
    if let midi { try studio.writeMIDI(report, to: midi, replacing: force) }
    if json {
      print(try JSONText.pretty(report))
      return
    }
    print(
      "\(report.genre ?? "any genre"), \(Summary.number(report.tempo)) bpm, \(report.meter), "
        + "\(report.bars) bar\(report.bars == 1 ? "" : "s")")
    print("")
    let grids = report.grids.enumerated().map { (bar: $0, grid: $1) }
    for line in GridText.lines(grids) { print(line) }
    for notice in report.notices { Terminal.note("note: \(notice)") }
    if let midi { print(PlainText.line(midi)) }
  }
}

/// Writes a beat.
struct DrumsBeat: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beat", abstract: "Write a beat, or turn a tapped rhythm into one.",
    discussion: """
      A rhythm may be tapped on any key: every tap is struck, as late as it was tapped, and loud taps
      are accents. Cells are X accent, x stroke, o soft, g ghost note, by how loud they are played.

      EXAMPLES
        etude drums beat --genre funk --bars 8 --tempo 104 --midi beat.mid --force
        etude drums beat tapped.mid --style neo-soul --midi beat.mid --force
        etude drums beat --style jazz-swing --bars 12 --fills 4 --seed 3
      """)

  @Argument(help: "A MIDI file with a tapped rhythm; without one the drummer plays a beat.")
  var tap: String?

  @OptionGroup var drummer: DrummerOptions

  @Option(name: .long, help: "How many bars, 1 to 64; those that were tapped, else 8.")
  var bars: Int?

  @Option(
    name: .long, help: "A fill ends every so many bars, 0 for none; 4, or none for tapped beats.")
  var fills: Int?

  @OptionGroup var output: DrumOutput

  func validate() throws { try output.check() }

  func run() throws {
    let studio = try Workplace.studio()
    var request = BeatRequest(try drummer.wish())
    request.tap = tap
    request.bars = bars
    request.fillEvery = fills
    try output.tell(try studio.beat(request), studio: studio)
  }
}

/// Gives a pattern a drummer's feel.
struct DrumsFeel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feel", abstract: "Play a pattern as drummers would: how loud, how early or late.",
    discussion: """
      Which drums are struck stays. Of a MIDI file the kits are played anew and all else stays as it
      is. Velocities that differ tell the drummer of accents and ghost notes; equal ones leave them
      to the drummer. In a song: etude regenerate PROJECT --parts drums --drummer funk

      EXAMPLES
        etude drums feel pattern.mid --genre jazz --midi felt.mid --force
        etude drums feel --grid "kick: x.......x.x.....; snare: ....x.......x...; closed-hat: x.x.x.x.x.x.x.x." --genre funk
        etude drums feel pattern.mid --style neo-soul --amount 60% --midi felt.mid --force
      """)

  @Argument(help: "A MIDI file with drums.")
  var file: String?

  @Option(name: .long, help: "A grid in its place: rows \"kick: x...\" parted by semicolons.")
  var grid: String?

  @Option(name: .long, help: "How many times a grid is played, 1 to 64; 4 if not given.")
  var bars: Int?

  @OptionGroup var drummer: DrummerOptions

  @Option(name: .long, help: "From 0 (the pattern) to 1 (the drummer), or in percent.")
  var amount = ShareArgument(1)

  @OptionGroup var output: DrumOutput

  func validate() throws {
    try output.check()
    guard (file == nil) != (grid == nil) else {
      throw ValidationError("Name a MIDI file, or give a pattern with --grid.")
    }
    guard bars == nil || grid != nil else {
      throw ValidationError("--bars says how often a --grid is played; a file is played whole.")
    }
  }

  func run() throws {
    let studio = try Workplace.studio()
    let source: FeelRequest.Source =
      file.map { .file($0) } ?? .grid(grid ?? "", times: bars ?? 4)
    let request = FeelRequest(source, try drummer.wish(), amount: amount.value)
    try output.tell(try studio.feel(request), studio: studio)
  }
}

/// Lists what drummers were heard.
struct DrumsGenres: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "genres", abstract: "List the genres whose drummers the model has heard.",
    discussion: """
      EXAMPLES
        etude drums genres
      """)

  func run() throws {
    for line in StylesList.table(
      try Workplace.studio().drumGenres().map { [$0.genre, $0.styles.joined(separator: ", ")] })
    { print(line) }
  }
}
