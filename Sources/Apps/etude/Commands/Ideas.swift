import ArgumentParser
import Production
import Studio

/// Where and how songs made from other songs are written.
struct OrderOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The folder to write; its name becomes the project's.")
  var output: String?

  @Option(name: .long, help: "The title; made from the others' when not given.")
  var title: String?

  @Option(
    name: .long,
    help: "What to write: midi, stems, wav, wav-float, flac, mp3, opus, joined by commas.")
  var formats: FormatsArgument = FormatsArgument(formats: OutputFormat.standard)

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to render with.")
  var soundFont: String?

  @OptionGroup var writer: ComposerOptions

  @OptionGroup var credentials: CredentialOptions

  @Flag(name: .shortAndLong, help: "Replace files that stand in the output folder.")
  var force = false

  func order(output: String, seed: UInt64, variations: Int = 1) -> ComposeRequest {
    ComposeRequest(
      brief: Brief(), seed: seed, variations: variations, output: output, title: title,
      formats: formats.formats, replacing: force, soundFont: soundFont,
      composer: writer.composer)
  }
}

/// Makes a song of two.
struct Blend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a song of two: form and harmony of one, motif and groove of the other.",
    discussion: """
      The project with the larger share gives form, key and harmony (the first when equal). The
      other gives its motif from a share of 10 % on and its groove from 30 % on; the tempo lies
      between.

      EXAMPLES
        etude blend night-bus harbour --output night-harbour
        etude blend night-bus harbour --share 0.2 --output hint --formats midi
      """)

  @Argument(help: "The first project: a NAME.etude file or its folder.")
  var first: String

  @Argument(help: "The second project.")
  var second: String

  @Option(name: .long, help: "The second project's share: 0 to 1, or percent such as 30%.")
  var share = ShareArgument(0.5)

  @OptionGroup var order: OrderOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let studio = try order.credentials.studio()
    let (a, b) = (try Project.open(at: first), try Project.open(at: second))
    let output = order.output ?? studio.defaultOutput(named: "\(a.name)-\(b.name)")
    let request = BlendRequest(
      share: share.value, order: order.order(output: output, seed: 0))
    let reports = try report.monitored {
      try studio.blend(a, b, request, monitor: $0)
    }
    try report.show(reports, studio: studio, order: request.order)
  }
}

/// Makes more songs like some of a folder of variations.
struct More: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make more variations like some of a folder of variations.",
    discussion: """
      What the liked ones share is kept; the rest is mixed and partly drawn anew.

      EXAMPLES
        etude compose house --formats midi --variations 3 --output ideas
        etude more ideas --like 1,3 --variations 2 --formats midi
      """)

  @Argument(help: "The folder that compose --variations wrote.")
  var folder: String

  @Option(name: .long, help: "The numbers of the liked ones, joined by commas.")
  var like: String

  @Option(name: .long, help: "How many new songs to make, 1 to 256.")
  var variations = 4

  @Option(name: .long, help: "The seed: the same songs, seed and version give the same new ones.")
  var seed: UInt64 = 1

  @OptionGroup var order: OrderOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard (1...256).contains(variations) else {
      throw ValidationError("--variations is \(variations); allowed are 1 to 256.")
    }
    _ = try numbers
  }

  private var numbers: [Int] {
    get throws {
      let words = like.listedNames
      let numbers = words.compactMap { Int($0) }.filter { $0 > 0 }
      guard !numbers.isEmpty, numbers.count == words.count else {
        throw ValidationError("--like is \"\(like)\"; it takes numbers such as 3,7.")
      }
      return numbers.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
  }

  func run() throws {
    let studio = try order.credentials.studio()
    let numbers = try numbers
    let output = order.output ?? studio.defaultOutput(moreOf: folder, like: numbers)
    let request = MoreRequest(
      folder: folder, liked: numbers,
      order: order.order(output: output, seed: seed, variations: variations))
    let reports = try report.monitored { try studio.more(request, monitor: $0) }
    try report.show(reports, studio: studio, order: request.order)
  }
}
