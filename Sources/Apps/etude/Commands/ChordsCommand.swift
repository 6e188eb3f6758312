import ArgumentParser
import Foundation
import Music
import Progressions
import Studio

/// The chord model: what may come next.
struct Chords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chords", abstract: "Suggest the next chord, or whole progressions.",
    discussion: """
      EXAMPLES
        etude chords suggest --key "A minor" --after "Am | F" --style synthwave --section chorus
        etude chords suggest --key C --bars 8 --count 4
      """,
    subcommands: [ChordsSuggest.self])
}

/// How a progression ends, as a person writes it.
struct EndingArgument: ExpressibleByArgument {
  let ending: ProgressionEnding

  init(_ ending: ProgressionEnding) { self.ending = ending }

  init?(argument: String) {
    guard let ending = ProgressionEnding(rawValue: argument.lowercased()) else { return nil }
    self.ending = ending
  }

  static var allValueStrings: [String] { ProgressionEnding.allCases.map(\.rawValue) }

  var defaultValueDescription: String { ending.rawValue }
}

/// Suggests chords.
struct ChordsSuggest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest", abstract: "Suggest the next chord, or whole progressions with --bars.",
    discussion: """
      Chances are learned from charts of songs, and a style's own progressions count too; docs/chords.md
      says what is known of which genre. A progression loops unless --ending says otherwise: open,
      authentic, plagal, half or deceptive.

      EXAMPLES
        etude chords suggest --key "A minor" --after "Am | F" --style synthwave --section chorus
        etude chords suggest --after "Dm7 | G7" --count 4
        etude chords suggest --key Eb --style soul --bars 8 --ending authentic --count 4 --seed 3
        etude chords suggest --key "E minor" --after "i | VI" --bars 4 --midi ideas.mid --force
      """)

  @Option(name: .long, help: "The key, such as \"A minor\"; heard in the chords if not given.")
  var key: String?

  @Option(name: .long, help: "The chords before, one a bar: \"Am | F\" or \"i VI\".")
  var after: String?

  @Option(name: .long, help: "A style or a blend, whose own progressions count too.")
  var style: String?

  @Option(name: .long, help: "A genre of the charts, such as soul; the style's if not given.")
  var genre: String?

  @Option(name: .long, help: "The kind of section, such as chorus.")
  var section: String?

  @Option(name: .long, help: "How many to suggest, 1 to 64.")
  var count = 8

  @Option(name: .long, help: "Write whole progressions of so many bars, 1 to 64.")
  var bars: Int?

  @Option(name: .long, help: "How progressions end.")
  var ending = EndingArgument(.loop)

  @Option(name: .long, help: "The last chord of progressions.")
  var to: String?

  @Option(name: .long, help: "The seed of progressions: the same seed gives the same ones.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "A MIDI file to write, to hear what is suggested.")
  var midi: String?

  @Flag(name: .shortAndLong, help: "Replace a MIDI file that stands there.")
  var force = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func validate() throws {
    guard bars != nil || to == nil else {
      throw ValidationError("--to is the last chord of a progression. Say how long: --bars 4")
    }
    guard bars != nil || ending.ending == .loop else {
      throw ValidationError("--ending is for progressions. Say how long: --bars 4")
    }
    guard midi != "" else { throw ValidationError("--midi is empty; name a file.") }
  }

  func run() throws {
    let studio = try Workplace.studio()
    var request = ChordRequest(count: count, bars: bars, ending: ending.ending, seed: seed)
    request.key = key
    request.after = after
    request.style = style
    request.genre = genre
    request.section = section
    request.last = to
    let report = try studio.chords(request)
    if let midi { try studio.writeMIDI(report, to: midi, replacing: force) }
    if json {
      print(try JSONText.pretty(report))
      return
    }
    for line in lines(report) { print(line) }
    for notice in report.notices { Terminal.note("note: \(notice)") }
    if let midi { print(PlainText.line(midi)) }
  }

  private func lines(_ report: ChordReport) -> [String] {
    guard report.progressions.isEmpty else {
      return StylesList.table(
        report.progressions.enumerated().map { index, progression in
          let chords = progression.bars.map { $0.map(\.symbol).joined(separator: " ") }
          let numerals = progression.numerals.map {
            $0.map(\.description).joined(separator: " ")
          }
          return [
            "\(index + 1)", chords.joined(separator: " | "), numerals.joined(separator: " | "),
          ]
        })
    }
    return StylesList.table(
      report.suggestions.map { suggestion in
        [
          suggestion.chord.symbol, suggestion.numeral.description,
          Self.percent(suggestion.probability), suggestion.reason,
        ]
      })
  }

  /// "12%", or "0.4%" below one in a hundred.
  private static func percent(_ chance: Double) -> String {
    let tenths = Int((chance * 1000).rounded())
    return tenths >= 10 ? "\((tenths + 5) / 10)%" : "0.\(tenths)%"
  }
}
