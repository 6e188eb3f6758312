import ArgumentParser
import Foundation
import Music
import Production
import Studio
import StyleFiles

/// The styles: what there is, and whether a file is one.
struct Styles: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the styles, one style's content, or the instruments; check a style file.",
    discussion: """
      EXAMPLES
        etude styles
        etude styles lo-fi
        etude styles --instruments
        etude styles check lo-fi.yaml
      """,
    subcommands: [StylesList.self, StylesCheck.self], defaultSubcommand: StylesList.self)
}

/// Lists styles and instruments.
struct StylesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the styles, one style's content, or the instruments.",
    discussion: """
      EXAMPLES
        etude styles list
        etude styles list lo-fi
        etude styles list --instruments
      """)

  @Argument(help: "A style to describe.")
  var name: String?

  @Flag(name: .long, help: "List the instruments with their ranges.")
  var instruments = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let library = try Workplace.studio().library
    if instruments { return try listInstruments() }
    if let name {
      let style = try library.style(named: name)
      print(json ? try JSONText.pretty(style) : Self.describe(style))
      return
    }
    let (styles, faults) = library.survey()
    // The other styles are there whatever is wrong with one file; what is wrong is told beside them.
    for fault in faults { Terminal.note("left out: \(fault.problem)") }
    if json {
      print(try JSONText.pretty(styles.map { Entry(style: $0) }))
      return
    }
    let rows = styles.map { style in
      [
        style.name, "\(Summary.number(style.tempo.low))-\(Summary.number(style.tempo.high)) bpm",
        style.description,
      ]
    }
    for line in Self.table(rows) { print(line) }
  }

  /// Rows whose columns stand under each other, two spaces apart.
  static func table(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count - 1 ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, text in
        let text = PlainText.line(text)
        guard column < row.count - 1 else { return text }
        return text.padding(toLength: widths[column] + 2, withPad: " ", startingAt: 0)
      }.joined()
    }
  }

  private struct Entry: Encodable {
    var name: String, title: String, description: String

    init(style: Style) {
      name = style.name
      title = style.title
      description = style.description
    }
  }

  private func listInstruments() throws {
    if json {
      print(try JSONText.pretty(Instrument.catalogue))
      return
    }
    let rows = Instrument.catalogue.map { instrument in
      let low = Pitch(number: instrument.range.lowerBound)
      let high = Pitch(number: instrument.range.upperBound)
      return [
        instrument.id, instrument.isDrumKit ? "drums" : "\(low)-\(high)", instrument.name,
      ]
    }
    for line in Self.table(rows) { print(line) }
  }

  private static func describe(_ style: Style) -> String {
    var lines = ["\(style.title): \(style.description)"]
    lines.append(
      "  tempo   \(Summary.number(style.tempo.low))-\(Summary.number(style.tempo.high)), "
        + "usually \(Summary.number(style.tempo.typical)) bpm")
    lines.append("  metres  \(style.meters.map(\.value.description).joined(separator: ", "))")
    lines.append("  scales  \(style.scales.map(\.value.rawValue).joined(separator: ", "))")
    for form in style.forms {
      lines.append(
        "  form    \(form.sections.map { "\($0.name) \($0.bars)" }.joined(separator: ", "))")
    }
    for part in style.parts {
      let choices = part.instruments.map(\.value.id).joined(separator: ", ")
      lines.append("  part    \(part.id) (\(part.role.rawValue)): \(choices)")
    }
    return lines.joined(separator: "\n")
  }
}

/// Says what is installed and what is missing.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check what is installed and how to mend what is missing.",
    discussion: "EXAMPLES\n  etude doctor\n  etude doctor --json")

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let findings = Diagnosis.findings(environment: ProcessInfo.processInfo.environment)
    if json {
      print(try JSONText.pretty(findings))
    } else {
      for finding in findings {
        print("\(finding.isFine ? "ok     " : "missing") \(finding.name): \(finding.detail)")
        if let remedy = finding.remedy { print("        mend it with: \(remedy)") }
      }
    }
    if findings.contains(where: { !$0.isFine && $0.isRequired }) {
      throw ExitCode(Failure.Code.unavailable.rawValue)
    }
  }
}
