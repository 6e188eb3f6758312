import ArgumentParser
import Foundation
import Music
import Production
import Studio

/// Tells of every note who made it.
struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Tell of every note, bar and part who made it: a person or the program.",
    discussion: """
      Read from the events of the project, note by note (docs/authorship.md). P stands for a person,
      M for the program, B for both; what rules choose is as much the program's as what a model
      chooses. The numbers are those of the events: etude history PROJECT.

      EXAMPLES
        etude provenance blame out/demo
        etude provenance blame out/demo --part lead --bars 5-8
        etude provenance blame out/demo --picture who-made-what.png
        etude provenance blame out/demo --json
      """)

  @OptionGroup var target: ProjectArgument

  @Option(name: .long, help: "Only one part, by id, note by note.")
  var part: String?

  @Option(name: .long, help: "Only some bars, counted from 1, such as 9-16.")
  var bars: BarsArgument?

  @Option(
    name: .long,
    help: "Draw the song, bars by people and by the program, into a PNG, SVG or PDF file.")
  var picture: String?

  @Flag(name: .long, help: "Draw in dark colours.")
  var dark = false

  @Flag(name: .shortAndLong, help: "Replace a picture that stands there.")
  var force = false

  @OptionGroup var report: ReportOptions

  func run() throws {
    let project = try target.open()
    let studio = try Workplace.studio()
    let made = try report.monitored { try studio.authorship(of: project, monitor: $0) }
    if let part, !made.parts.contains(where: { $0.id == part }) {
      throw StudioError.unknownName(kind: "part", name: part, known: made.parts.map(\.id))
    }
    if let range = bars?.range, range.upperBound > made.bars {
      throw StudioError.barsBeyondEnd(
        first: range.lowerBound + 1, last: range.upperBound, bars: made.bars)
    }
    if let picture {
      try studio.drawAuthorship(made, to: picture, dark: dark, replacing: force)
      if report.json { Terminal.note(picture) }
    }
    let shown = made.only(part: part, bars: bars?.range)
    if report.json {
      print(try JSONText.pretty(shown))
    } else {
      let table = BlameTable(shown, meters: try project.file.song().score.meters)
      let lines = part == nil ? table.lines : table.notes
      for line in lines { print(PlainText.line(line)) }
      if let picture { print(picture) }
    }
  }
}

extension Authorship {
  /// The measurement of one part (all when nil) and some bars (all when nil).
  fileprivate func only(part: String?, bars: Range<Int>?) -> Authorship {
    var shown = self
    if let part {
      shown.parts.removeAll { $0.id != part }
      shown.notes.removeAll { $0.part != part }
      shown.cells.removeAll { $0.part != part }
    }
    if let bars {
      shown.notes.removeAll { !bars.contains($0.bar) }
      shown.cells.removeAll { cell in !(cell.bar.map(bars.contains) ?? false) }
    }
    return shown
  }
}
