import ArgumentParser
import Foundation
import Music
import Studio

/// Shows a song in the terminal or as a picture.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show form, chords, parts and a piano roll.",
    discussion: """
      EXAMPLES
        etude show out/demo
        etude show out/demo --png demo.png
        etude show out/demo --bars 1-8 --ascii
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "Bars counted from 1, such as 9-16; the whole song when not given.")
  var bars: BarsArgument?

  @Option(name: .long, help: "Draw a piano roll into a PNG, SVG or PDF file, by its extension.")
  var png: String?

  @Option(name: .long, help: "Draw the master's spectrogram into a PNG file.")
  var spectrogram: String?

  @Flag(name: .long, help: "Draw in dark colours.")
  var dark = false

  @Flag(name: .long, help: "Use plain ASCII, for screen readers and old terminals.")
  var ascii = false

  @Flag(name: .long, help: "Print the song's values (plan, score, performance, mix) as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "Replace a picture that stands there.")
  var force = false

  func run() throws {
    let project = try target.open()
    let song = try project.file.song()
    let studio = try Workplace.studio()
    if json {
      print(try JSONText.pretty(SongValues(song)))
      return
    }
    if let png {
      try studio.drawPianoRoll(song, to: png, bars: bars?.range, dark: dark, replacing: force)
      print(png)
    }
    if let spectrogram {
      try studio.drawSpectrogram(project, to: spectrogram, dark: dark, replacing: force)
      print(spectrogram)
    }
    if png == nil, spectrogram == nil {
      let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
      print(
        try studio.terminalRoll(
          song, bars: bars?.range, width: Terminal.width ?? columns ?? 100, ascii: ascii,
          colored: !ascii && Terminal.isTerminal(1)))
      let sections = song.score.sections.map { "\($0.id) (\(BarsArgument.text($0.barRange)))" }
      print("\nsections  \(sections.joined(separator: ", "))")
      let parts = song.score.parts.map { "\($0.id) (\($0.instrument.name))" }
      print("parts     \(parts.joined(separator: ", "))")
    }
  }
}

extension Terminal {
  /// The columns of the terminal on standard output; nil when there is none.
  static var width: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return nil }
    return Int(size.ws_col)
  }
}
