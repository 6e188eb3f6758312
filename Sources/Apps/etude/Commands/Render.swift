import ArgumentParser
import Foundation
import Playback
import Studio

/// Writes the files beside a project anew.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render a project's MIDI, stems and master into its folder.",
    discussion: """
      EXAMPLES
        etude render out/demo
        etude render out/demo --formats wav,flac --loudness -11 --remix
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "What to write: midi, stems, wav, wav-float, flac, mp3, opus.")
  var formats: FormatsArgument = FormatsArgument(formats: OutputFormat.standard)

  @Option(
    name: .long, parsing: .unconditional,
    help: "The loudness of the master in LUFS, -40 to -5.")
  var loudness: Double?

  @Flag(name: .long, help: "Make a new balance instead of keeping the mix settings.")
  var remix = false

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to render with.")
  var soundFont: String?

  @OptionGroup var credentials: CredentialOptions

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if let loudness, !(-40...(-5)).contains(loudness) {
      throw ValidationError("--loudness is \(loudness); allowed are -40 to -5.")
    }
  }

  func run() throws {
    let project = try target.open()
    let studio = try credentials.studio()
    let made = try report.monitored { monitor in
      try studio.render(
        project,
        RenderRequest(
          formats: formats.formats, remix: remix, loudness: loudness,
          soundFont: soundFont),
        monitor: monitor)
    }
    try report.show(made, folder: project.folder)
  }
}

/// Writes chosen formats of a project to a folder of the user's choice.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Export a project in chosen formats to a folder.",
    discussion: """
      EXAMPLES
        etude export out/demo --formats mp3,flac --output release
        etude export out/demo --formats midi,stems --output for-the-daw --force
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "What to write: midi, stems, wav, wav-float, flac, mp3, opus.")
  var formats: FormatsArgument = FormatsArgument(formats: [.midi, .wav])

  @Option(
    name: .shortAndLong, help: "The folder to write; NAME-export beside the project if not given.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Replace files that stand in the output folder.")
  var force = false

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to render with.")
  var soundFont: String?

  @Flag(name: .long, help: "Write nothing where the song quotes a work of the index.")
  var strict = false

  @OptionGroup var credentials: CredentialOptions

  @OptionGroup var report: ReportOptions

  func run() throws {
    let project = try target.open()
    let studio = try credentials.studio()
    if strict { try studio.refuseQuotations(in: target.project) }
    let folder = output ?? "\(project.folder)/\(project.name)-export"
    let made = try report.monitored { monitor in
      try studio.export(
        project,
        ExportRequest(
          formats: formats.formats, output: folder, replacing: force, soundFont: soundFont),
        monitor: monitor)
    }
    try report.show(made, folder: folder)
  }
}

/// Plays a project's master through the system's sound.
struct Play: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a project.",
    discussion: """
      EXAMPLES
        etude play out/demo
        etude play out/demo --bars 9-16
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "Bars counted from 1, such as 9-16; the whole song when not given.")
  var bars: BarsArgument?

  @Option(name: .long, help: "The ALSA device.")
  var device = "default"

  @Option(name: .customLong("soundfont"), help: "A SoundFont (.sf2) to play with.")
  var soundFont: String?

  @OptionGroup var report: ReportOptions

  func run() throws {
    let project = try target.open()
    let studio = try Workplace.studio()
    try report.monitored { monitor in
      try studio.play(
        project, bars: bars?.range, device: device, soundFont: soundFont, monitor: monitor)
    }
  }
}

extension ReportOptions {
  /// Brings the files beside a project up to date after a change and tells what was made.
  func refresh(
    _ project: Project, _ sound: SoundOptions, studio: Studio? = nil
  ) throws {
    var studio = try studio ?? Workplace.studio()
    if sound.credentials.noCredentials { studio.writesCredentials = false }
    do {
      let made = try monitored { monitor in
        try studio.refresh(
          project, audio: !sound.noAudio, remix: sound.remix, soundFont: sound.soundFont,
          monitor: monitor)
      }
      try show(made, folder: project.folder)
    } catch {
      Terminal.note(
        "The change is stored, but the files beside the project are as they were. Bring them up to "
          + "date with: etude render \(project.folder)   or take it back with: etude undo "
          + project.folder)
      throw error
    }
  }
}
