import ArgumentParser
import Briefing
import Foundation
import Production
import Studio

/// Composes songs from a prompt and options.
struct Compose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose a song: project, MIDI, stems and master.",
    discussion: """
      Options win over the prompt. What neither says, the style decides.

      EXAMPLES
        etude compose "warm lo-fi hip-hop in D minor, 82 bpm, 60 seconds" --seed 7 --output night
        etude compose --style "trap:0.6,jazz-swing:0.4" --bars 8 --formats midi --variations 24
        etude compose "epic cinematic build, drop at 0:45" --duration 1:30 --formats wav,mp3
        etude compose --style house --chords "Am7 | Fmaj7 | C | G" --without lead --loop
        etude compose "tango, no notes above G5" --range bass:E1..E3 --polyphony 8
        etude compose --plan plan.json --output from-plan
      """)

  @Argument(help: "What you want, in words.")
  var prompt: String = ""

  @OptionGroup var wishes: WishOptions

  @Option(name: .long, help: "A plan that `etude plan` wrote, composed as it stands.")
  var plan: String?

  @Option(
    name: .long, help: "The seed, from 0: the same brief, seed and version give the same song.")
  var seed: UInt64?

  @Option(name: .long, help: "How many different songs to make, 1 to 256.")
  var variations = 1

  @Option(name: .shortAndLong, help: "The folder to write; its name becomes the project's.")
  var output: String?

  @Option(name: .long, help: "The title; made from the prompt when not given.")
  var title: String?

  @Option(
    name: .long,
    help: "What to write: midi, stems, wav, wav-float, flac, mp3, opus, joined by commas.")
  var formats: FormatsArgument = FormatsArgument(formats: OutputFormat.standard)

  @Option(name: .long, help: "Frames a second: 44100 or 48000.")
  var rate: Int?

  @Option(name: .long, help: "From 0 (on the grid) to 100 (fully played), in percent.")
  var feel = 100

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to render with.")
  var soundFont: String?

  @Option(
    name: .long,
    help: "PART=FILE.mid: one bar of MIDI that a part's player takes as its idea. Repeatable.")
  var idea: [String] = []

  @OptionGroup var writer: ComposerOptions

  @Option(
    name: .long,
    help: "0 to 1: how far to steer away from your recent songs made so, and from common chords.")
  var novel = ShareArgument(0)

  @Option(name: .long, help: "Repeat a song made with --novel: the digest in its history.")
  var novelRecord: String?

  @Flag(name: .long, help: "Write nothing where a song still quotes a work of the index.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Replace files that stand in the output folder.")
  var force = false

  @OptionGroup var credentials: CredentialOptions

  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard (1...256).contains(variations) else {
      throw ValidationError("--variations is \(variations); allowed are 1 to 256.")
    }
    guard (0...100).contains(feel) else {
      throw ValidationError("--feel is \(feel); allowed are 0 to 100.")
    }
    if let rate, ![44_100, 48_000].contains(rate) {
      throw ValidationError("--rate is \(rate); allowed are 44100 and 48000.")
    }
    guard output != "" else {
      throw ValidationError("--output is empty; name a folder.")
    }
    guard novel.value == 0 || plan == nil else {
      throw ValidationError("--plan says every chord: leave out --novel.")
    }
    guard novelRecord == nil || novel.value > 0 else {
      throw ValidationError("--novel-record is for --novel: say how far, such as --novel 0.5.")
    }
    let words = prompt.trimmingCharacters(in: .whitespacesAndNewlines)
    if plan != nil {
      guard words.isEmpty, wishes.isEmpty, variations == 1 else {
        throw ValidationError(
          "--plan says everything already: change the plan instead of giving a prompt, wishes or "
            + "--variations beside it.")
      }
      return
    }
    guard !words.isEmpty || !wishes.isEmpty else {
      throw ValidationError(
        "There is nothing to compose from. Say what you want: etude compose \"calm piano\"")
    }
  }

  func run() throws {
    let studio = try credentials.studio()
    var given = try plan.map { try studio.plan(file: $0) }
    var brief = try studio.brief(prompt: prompt, options: wishes.options())
    if wishes.loop { brief.loop = true }
    if let given { brief.styles = given.styles }
    let seed = seed ?? given?.seed ?? UInt64.random(in: 0..<1_000_000)
    given?.seed = seed
    let request = ComposeRequest(
      brief: brief, plan: given, seed: seed, variations: variations,
      output: output ?? studio.defaultOutput(for: brief, title: title, seed: seed), title: title,
      formats: formats.formats, replacing: force, soundFont: soundFont, sampleRate: rate,
      performance: Double(feel) / 100, ideas: try ideas(), composer: writer.composer,
      isStrictlyOriginal: strict, novelty: novel.value, noveltyRecord: novelRecord)
    let reports = try report.monitored { try studio.compose(request, monitor: $0) }
    try report.show(reports, studio: studio, order: request)
  }

  /// The files that are given to parts.
  private func ideas() throws -> [String: String] {
    var ideas: [String: String] = [:]
    for text in idea {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex,
        text.index(after: sign) < text.endIndex, ideas[String(text[..<sign])] == nil
      else {
        throw ValidationError("--idea is '\(text)'; write PART=FILE.mid, once a part.")
      }
      ideas[String(text[..<sign])] = String(text[text.index(after: sign)...])
    }
    return ideas
  }
}

/// A list of formats joined by commas.
struct FormatsArgument: ExpressibleByArgument {
  var formats: [OutputFormat]

  init(formats: [OutputFormat]) { self.formats = formats }

  init?(argument: String) {
    var formats: [OutputFormat] = []
    for name in argument.listedNames {
      guard let format = OutputFormat(rawValue: name == "mid" ? "midi" : name) else { return nil }
      if !formats.contains(format) { formats.append(format) }
    }
    guard !formats.isEmpty else { return nil }
    self.formats = formats
  }

  var defaultValueDescription: String { formats.map(\.rawValue).joined(separator: ",") }

  static var allValueStrings: [String] { OutputFormat.allCases.map(\.rawValue) }
}

/// The wishes that override a prompt.
struct WishOptions: ParsableArguments {
  @Option(name: .long, help: "A style, or a blend such as trap:0.6,jazz-swing:0.4.")
  var style: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: "Mood words such as \"dark, calm\", or VALENCE,ENERGY from -1 to 1.")
  var mood: String?

  @Option(name: .long, help: "A key such as \"D minor\" or \"F# dorian\".")
  var key: String?

  @Option(name: .long, help: "Quarter notes a minute, 20 to 400.")
  var tempo: String?

  @Option(name: .long, help: "A metre such as 3/4; the lower number is 1, 2, 4, 8, 16 or 32.")
  var meter: String?

  @Option(name: .long, help: "The length: 90, 90s, 1:30 or \"2 minutes\".")
  var duration: String?

  @Option(name: .long, help: "The length in whole bars, 1 to 2000.")
  var bars: String?

  @Option(name: .long, help: "Sections such as \"intro 4, verse 8, chorus 8, outro 4\".")
  var form: String?

  @Option(
    name: .long,
    help: "Chords, one a bar: \"Dm9 | G13 | Cmaj7\" or \"ii7 V7 I\"; or a chord track, FILE.mid.")
  var chords: String?

  @Option(
    name: .long,
    help: "Where progressions come from: style, or learned, which draws new ones.")
  var harmony: String?

  @Option(name: .long, help: "Instruments or roles that must play, joined by commas.")
  var instruments: String?

  @Option(name: .long, help: "Instruments or roles that must not play, joined by commas.")
  var without: String?

  @Option(
    name: .long,
    help: "Lowest and highest notes, of all parts or one: \"..G5\", \"lead:C4..C6, bass:E1..\".")
  var range: String?

  @Option(
    name: .long, help: "The most notes at once, of all pitched parts or one: 8, \"piano:3\".")
  var polyphony: String?

  @Option(name: .customLong("roots-only"), help: "Parts that play roots only, such as bass.")
  var rootsOnly: String?

  @Option(
    name: .long, help: "An energy curve such as \"0:20% 0:40:90%\"; times rise within the piece.")
  var energy: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: "The loudness of the master in LUFS, -40 to -5.")
  var loudness: String?

  @Flag(name: .long, help: "Make a seamless loop.")
  var loop = false

  /// The options for the studio, with plain numbers checked by it.
  func options() -> BriefOptions {
    var options = BriefOptions()
    options.style = style
    options.mood = mood
    options.key = key
    options.tempo = tempo
    options.meter = meter
    options.duration = duration
    options.bars = bars
    options.form = form
    options.chords = chords
    options.harmony = harmony
    options.instruments = instruments
    options.without = without
    options.range = range
    options.polyphony = polyphony
    options.rootsOnly = rootsOnly
    options.energy = energy
    options.loudness = loudness
    return options
  }

  var isEmpty: Bool {
    [
      style, mood, key, tempo, meter, duration, bars, form, chords, harmony, instruments, without,
      energy,
      range, polyphony, rootsOnly, loudness,
    ].allSatisfy { $0 == nil } && !loop
  }
}
