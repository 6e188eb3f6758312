import ArgumentParser
import Foundation
import Music
import Production
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
        etude show out/demo --part drums --grid --bars 5-8
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

  @Flag(name: .long, help: "Print the bars of a part (--part) as a grid that edit grid reads.")
  var grid = false

  @Option(name: .long, help: "The part whose grid is printed, by id.")
  var part: String?

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
    if grid || part != nil {
      try showGrid(song)
      return
    }
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
      // The picture has colours of its own.
      Swift.print(
        try studio.terminalRoll(
          song, bars: bars?.range, width: Terminal.width ?? columns ?? 100, ascii: ascii,
          colored: !ascii && Terminal.isTerminal(1)))
      let sections = song.score.sections.map { "\($0.id) (\(BarsArgument.text($0.barRange)))" }
      print("\nsections  \(sections.joined(separator: ", "))")
      let parts = song.score.parts.map { "\($0.id) (\($0.instrument.name))" }
      print("parts     \(parts.joined(separator: ", "))")
      for line in Summary.wishes(try project.certificate()) {
        print(line.hasPrefix("wishes ") ? "wishes    \(line.dropFirst(7))" : line)
      }
    }
  }
}

extension Show {
  /// A bar of a part as JSON.
  private struct GridBar: Encodable {
    /// The bar, counted from 1.
    var bar: Int
    var grid: PatternGrid
  }

  private func showGrid(_ song: Song) throws {
    guard grid, let name = part else {
      throw ValidationError(
        "A grid is shown of one part. Write: etude show PROJECT --part drums --grid")
    }
    let grids = try song.grids(part: name, bars: bars?.range)
    if json {
      print(try JSONText.pretty(grids.map { GridBar(bar: $0.bar + 1, grid: $0.grid) }))
      return
    }
    for line in GridText.lines(grids) { print(line) }
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
