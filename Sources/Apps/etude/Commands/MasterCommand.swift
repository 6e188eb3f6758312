import ArgumentParser
import AudioFiles
import Foundation
import Production
import Signal
import Studio

/// Masters mixes: one file, a project, or an album.
struct MasterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "master",
    abstract: "Master a mix, a project or a whole album, and report how it may be delivered.",
    discussion: """
      Without numbers and target the master has -14 LUFS under -1 dBTP. A loudness that would need more than 6 dB of
      limiting is not forced, unless it is named with --loudness. docs/mastering.md says what each stage does.

      EXAMPLES
        etude master mix.wav --output master.wav
        etude master mix.wav -o master.flac --target apple --character warm
        etude master mix.wav -o out/ --reference record.wav --intensity 80 --ab
        etude master one.wav two.wav three.wav --album --gap 2 --output album/
        etude master mix.wav --output master.wav --dry-run --json
        etude master --target list
      """)

  @Argument(help: "Audio files, projects, or folders of audio files.")
  var inputs: [String] = []

  @Option(
    name: .shortAndLong,
    help: "The file to write (wav, flac, mp3, opus, ogg), or a folder, which is needed for several."
  )
  var output: String?

  @Option(name: .long, help: "Where it goes: spotify, broadcast, cd...; 'list' shows all.")
  var target: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: "The loudness in LUFS, -40 to -5; reached whatever it costs.")
  var loudness: Double?

  @Option(name: .long, parsing: .unconditional, help: "The highest true peak in dBTP, -20 to 0.")
  var ceiling: Double?

  @Option(name: .long, help: "How much may change, 0 (gain and ceiling alone) to 100.")
  var intensity = 50.0

  @Option(
    name: .long, help: "warm, balanced or open.", completion: .list(["warm", "balanced", "open"]))
  var character = "balanced"

  @Option(name: .long, help: "FILE or FILE=WEIGHT: a record to come near to; may be repeated.")
  var reference: [String] = []

  @Option(
    name: .long, help: "The genre whose corridor is aimed at, such as pop, jazz or classical.")
  var genre: String?

  @Option(name: .long, help: "The equalizer: auto or off.")
  var eq = "auto"

  @Option(name: .long, help: "The multiband compressor: auto or off.")
  var multiband = "auto"

  @Option(name: .long, help: "The stereo width: auto, off, or 0 (mono) to 2.")
  var width = "auto"

  @Option(name: .long, help: "The saturation: auto, off, or 0 to 1.")
  var saturation = "auto"

  @Option(name: .long, help: "The equalizer's phase: linear or minimum.")
  var phase: String?

  @Flag(name: .long, help: "The inputs are the tracks of an album, in this order.")
  var album = false

  @Option(name: .customLong("album-loudness"), help: "kept (one gain for all) or levelled.")
  var albumLoudness = "kept"

  @Option(name: .long, help: "Seconds of silence between the tracks of an album.")
  var gap: Double?

  @Option(name: .long, help: "The ISRC of a track; once for each track.")
  var isrc: [String] = []

  @Option(name: .long, help: "The title of a single track.")
  var title: String?

  @Option(name: .long, help: "Who made it.")
  var artist: String?

  @Option(name: .customLong("album-title"), help: "The album.")
  var albumTitle: String?

  @Option(name: .long, help: "The format in a folder: wav, flac, mp3 or opus.")
  var format = "wav"

  @Option(name: .long, help: "A plan to master by, as --dry-run --json prints it.")
  var plan: String?

  @Flag(name: .customLong("ab"), help: "Also write input and master at equal loudness.")
  var comparison = false

  @Flag(
    name: .customLong("codecs"), inversion: .prefixedNo,
    help: "Measure peaks behind MP3, Opus and AAC.")
  var codecs = true

  @Flag(name: .customLong("dry-run"), help: "Print the plan and write nothing.")
  var dryRun = false

  @Option(name: .customLong("report"), help: "Write the report as JSON to this file.")
  var reportFile: String?

  @Flag(name: .shortAndLong, help: "Replace files that stand there.")
  var force = false

  @OptionGroup var credentials: CredentialOptions

  @OptionGroup var report: ReportOptions

  func run() throws {
    let studio = try credentials.studio()
    if target == "list" {
      try list(studio)
      return
    }
    let request = try makeRequest()
    if dryRun {
      let plans = try report.monitored { try studio.masterPlans(request, monitor: $0) }
      try show(plans)
      return
    }
    let result = try report.monitored { try studio.master(request, monitor: $0) }
    if report.json {
      print(try JSONText.pretty(result))
    } else {
      MasterTable.print(result)
    }
  }

  private func show(_ plans: [MasterPlan]) throws {
    if report.json {
      print(try plans.count == 1 ? JSONText.pretty(plans[0]) : JSONText.pretty(plans))
      return
    }
    for plan in plans { MasterTable.print(plan) }
  }

  private func list(_ studio: Studio) throws {
    let targets = try studio.deliveryTargets()
    if report.json {
      print(try JSONText.pretty(targets))
      return
    }
    MasterTable.print(targets)
  }
}

extension MasterCommand {
  func validate() throws {
    guard target != "list" else { return }
    guard !inputs.isEmpty else {
      throw ValidationError("Nothing to master was given. Name a file.")
    }
    guard output != nil || dryRun else {
      throw ValidationError("--output is missing. Name a file or a folder.")
    }
    try check(loudness, MasterRequest.loudnesses, "--loudness")
    try check(ceiling, MasterRequest.ceilings, "--ceiling")
    try check(intensity, MasterRequest.intensities, "--intensity")
    try check(gap, 0...60, "--gap")
    for name in [eq, multiband] where name != "auto" && name != "off" {
      throw ValidationError("'\(name)' is neither auto nor off.")
    }
    _ = try stage(width, 0...2, "--width")
    _ = try stage(saturation, 0...1, "--saturation")
    _ = try word(MasterIntent.Character.self, character, "--character")
    _ = try word(MasterRequest.AlbumLoudness.self, albumLoudness, "--album-loudness")
    if let phase { _ = try word(MasterPlan.Tone.Phase.self, phase, "--phase") }
    guard AudioFormat(fileExtension: format) != nil else {
      throw ValidationError("--format is '\(format)'; it is wav, flac, mp3 or opus.")
    }
    _ = try references()
  }

  private func check(_ value: Double?, _ allowed: ClosedRange<Double>, _ name: String) throws {
    guard let value, !allowed.contains(value) else { return }
    throw ValidationError(
      "\(name) is \(value.formatted()); allowed are \(allowed.lowerBound.formatted()) to "
        + "\(allowed.upperBound.formatted()).")
  }

  private func stage(
    _ text: String, _ allowed: ClosedRange<Double>, _ name: String
  ) throws -> MasterIntent.Stage {
    switch text {
    case "auto": return .automatic
    case "off": return .off
    default:
      guard let amount = Double(text), allowed.contains(amount) else {
        throw ValidationError(
          "\(name) is '\(text)'; it is auto, off, or \(Int(allowed.lowerBound)) to "
            + "\(Int(allowed.upperBound)).")
      }
      return .amount(amount)
    }
  }

  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ type: Word.Type, _ text: String, _ name: String
  ) throws -> Word {
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(name) is '\(text)'; it is one of \(known).")
    }
    return word
  }

  /// References with their weights; an equals sign inside a file's name is part of it.
  private func references() throws -> [MasterIntent.Reference] {
    try reference.map { text in
      guard let equals = text.lastIndex(of: "="),
        let weight = Double(text[text.index(after: equals)...])
      else { return MasterIntent.Reference(path: text) }
      guard weight > 0, weight <= 1000 else {
        throw ValidationError("The weight of '\(text)' is not above 0 and up to 1000.")
      }
      return MasterIntent.Reference(path: String(text[..<equals]), weight: weight)
    }
  }

  private func makeRequest() throws -> MasterRequest {
    var intent = MasterIntent(
      isLoudnessNamed: loudness != nil, intensity: intensity,
      character: try word(MasterIntent.Character.self, character, "--character"), genre: genre,
      references: try references(), equalizer: eq == "off" ? .off : .automatic,
      multiband: multiband == "off" ? .off : .automatic, width: try stage(width, 0...2, "--width"),
      saturation: try stage(saturation, 0...1, "--saturation"),
      phase: try phase.map { try word(MasterPlan.Tone.Phase.self, $0, "--phase") })
    if let loudness { intent.loudness = LUFS(loudness) }
    if let ceiling { intent.ceiling = Decibels(ceiling) }
    // A dry run writes nothing and needs no place.
    return MasterRequest(
      inputs: inputs, output: output ?? NSTemporaryDirectory() + "etude-dry-run/", intent: intent,
      target: target, isCeilingNamed: ceiling != nil, isAlbum: album,
      albumLoudness: try word(
        MasterRequest.AlbumLoudness.self, albumLoudness, "--album-loudness"),
      gap: gap,
      metadata: MasterRequest.Metadata(
        title: title, artist: artist, album: albumTitle, isrc: isrc),
      format: AudioFormat(fileExtension: format), writesComparison: comparison,
      isReplacing: force || dryRun, planFile: plan, previewsCodecs: codecs,
      report: dryRun ? nil : reportFile)
  }
}
