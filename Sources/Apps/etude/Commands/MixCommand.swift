import ArgumentParser
import Foundation
import Mixing
import Production
import Studio

/// The names of what a stem may be.
private let stemKinds = StemKind.allCases.map(\.rawValue).joined(separator: ", ")

/// Mixes a project or a folder of stems.
struct MixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract: "Mix a folder of stems, or a project, with every move explained.",
    discussion: """
      Writes mix.wav, master.wav, mix-plan.json, masking.png and report.json. Stems may be WAV, FLAC,
      AIFF, OGG or MP3, mono or stereo, of any rate and length. What a stem is, is guessed from its name
      and its sound; --role says it. Edit mix-plan.json, switch moves off with "applied": false, and mix
      again with --plan.

      EXAMPLES
        etude mix stems --output mixed
        etude mix stems --role bass=vocal --focus "less drums" --output other
        etude mix stems --plan mixed/mix-plan.json --output mixed --force
        etude mix first --forward lead --output first-mix
        etude mix stems --dry-run --json
      """)

  @Argument(help: "A folder of stems, or a project (NAME.etude, or the folder that holds it).")
  var input: String

  @Option(name: .shortAndLong, help: "The folder to write; INPUT-mix if not given.")
  var output: String?

  @Option(name: .long, help: "A mix plan to follow, written by etude mix and perhaps edited.")
  var plan: String?

  @Option(
    name: .long,
    help: "What a stem is, such as track-03=vocal: \(stemKinds). Repeat for more.")
  var role: [String] = []

  @Option(name: .long, help: "A stem that is wanted nearer. Repeat for more.")
  var forward: [String] = []

  @Option(name: .long, help: "A stem that is wanted farther. Repeat for more.")
  var back: [String] = []

  @Option(name: .long, help: "Words, such as \"bring the vocal forward, less keys\".")
  var focus: String?

  @Option(name: .long, help: "A style whose levels, room and loudness bare stems take.")
  var style: String?

  @Flag(name: .customLong("no-master"), help: "Write no master.")
  var noMaster = false

  @Option(
    name: .long, parsing: .unconditional,
    help: "The loudness of the master in LUFS, -40 to -5; -14 if not given.")
  var loudness: Double?

  @Flag(name: .long, help: "Write the processed stems and returns, too; they add up to the mix.")
  var stems = false

  @Flag(name: .customLong("dry-run"), help: "Only plan: write nothing and store nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Replace files that stand in the output folder.")
  var force = false

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to render a project with.")
  var soundFont: String?

  @OptionGroup var credentials: CredentialOptions

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if let loudness, !(-40...(-5)).contains(loudness) {
      throw ValidationError("--loudness is \(loudness); allowed are -40 to -5.")
    }
    guard output != "" else { throw ValidationError("--output is empty; name a folder.") }
    if let focus, focus.allSatisfy(\.isWhitespace) {
      throw ValidationError("--focus is empty; say such as \"bring the vocal forward\".")
    }
    _ = try kinds()
  }

  /// What the user says stems are.
  private func kinds() throws -> [String: StemKind] {
    var result: [String: StemKind] = [:]
    for text in role {
      guard let sign = text.lastIndex(of: "="), sign != text.startIndex else {
        throw ValidationError("--role is '\(text)'; write it as STEM=ROLE.")
      }
      let word = String(text[text.index(after: sign)...]).lowercased()
      guard let kind = StemKind(rawValue: word) ?? StemNames.kind(of: word) else {
        throw ValidationError("'\(word)' is no role; roles are \(stemKinds).")
      }
      result[String(text[..<sign])] = kind
    }
    return result
  }

  func run() throws {
    let studio = try credentials.studio()
    let request = MixRequest(
      input: input, output: output, plan: plan, kinds: try kinds(), forward: forward, back: back,
      focus: focus, style: style, masters: !noMaster, loudness: loudness, writesStems: stems,
      isDry: dryRun, replaces: force, soundFont: soundFont)
    let made = try report.monitored { try studio.mix(request, monitor: $0) }
    if report.json {
      print(try JSONText.pretty(made))
    } else {
      MixSummary.print(made)
    }
  }
}
