import ArgumentParser
import Foundation
import Music
import Production
import Studio

/// Says what is in a MIDI file or a recording.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Find what is in a MIDI file or a recording: key, tempo, sections, loudness and more.",
    discussion: """
      What a file is, its content decides. Of MIDI files key, metre, tempo, chords, sections and roles are
      found; of sound (WAV, FLAC, AIFF, OGG, Opus, MP3) loudness, peaks, spectrum, stereo, tempo, key
      and sections.

      EXAMPLES
        etude analyze song.mid
        etude analyze song.mid --json --ignore-annotations
        etude analyze master.wav --picture master.png
      """)

  @Argument(help: "A Standard MIDI File or a file of sound.")
  var file: String

  @Flag(name: .long, help: "Look at the notes alone: no key signature, markers or names.")
  var ignoreAnnotations = false

  @Flag(name: .long, help: "Read what can be read of a damaged MIDI file.")
  var recover = false

  @Option(
    name: .long,
    help: "Draw a page about a recording into a PNG, SVG or PDF file, by its extension.")
  var picture: String?

  @Flag(name: .long, help: "Draw in dark colours.")
  var dark = false

  @Flag(name: .shortAndLong, help: "Replace a picture that stands there.")
  var force = false

  @Flag(name: .long, help: "Print the analysis as JSON.")
  var json = false

  func run() throws {
    let studio = try Workplace.studio()
    if studio.isSound(file) {
      if ignoreAnnotations || recover {
        throw ValidationError(
          "--ignore-annotations and --recover are for MIDI files; '\(file)' is sound.")
      }
      try hear(studio)
    } else {
      if picture != nil {
        throw ValidationError(
          "--picture is for recordings; draw the notes of a project with `etude show --png`.")
      }
      try read(studio)
    }
  }

  private func hear(_ studio: Studio) throws {
    let interruption = Terminal.interruption
    let analysis = try studio.analyzeSound(
      file: file, picture: picture, dark: dark, replacing: force,
      monitor: WorkMonitor(isCancelled: { interruption?.isRaised ?? false }))
    if json {
      print(try JSONText.pretty(analysis))
      return
    }
    for line in SoundTable.lines(analysis) { print(PlainText.withoutSignedNoughts(line)) }
    if let picture { print("picture   \(picture)") }
  }

  private func read(_ studio: Studio) throws {
    let analysis = try studio.analyze(
      file: file, ignoringAnnotations: ignoreAnnotations, recovering: recover)
    if json {
      print(try JSONText.pretty(analysis))
      return
    }
    print("key       \(analysis.key) (\(Int(analysis.keyConfidence * 100 + 0.5))% sure)")
    print("metre     \(analysis.meter)")
    print("tempo     \(Summary.number(analysis.tempo)) bpm")
    print("length    \(analysis.bars) bars, \(Summary.time(analysis.duration))")
    for section in analysis.sections {
      print(
        "section   \(section.name): bars \(BarsArgument.text(section.barRange)), "
          + "energy \(Int(section.energy * 100 + 0.5))%")
    }
    let chords = analysis.chords.map { $0.chord.symbol }
    for start in stride(from: 0, to: chords.count, by: 8) {
      print("chords    \(chords[start..<min(start + 8, chords.count)].joined(separator: " | "))")
    }
    for part in analysis.parts {
      let range = part.range.map {
        "\(Pitch(number: $0.lowerBound))-\(Pitch(number: $0.upperBound))"
      }
      print(
        "part      \(part.name): \(part.role.rawValue), \(part.instrument.name), "
          + "\(part.notes) notes, \(range ?? "no range"), "
          + "\(Summary.number(part.density)) notes a bar, \(part.polyphony) voices")
    }
    for notice in analysis.notices { print("note      \(notice)") }
  }
}
