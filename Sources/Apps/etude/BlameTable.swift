import Foundation
import Music
import Production

/// Who made what, as lines for a terminal.
struct BlameTable {
  private let authorship: Authorship

  private let meters: MeterMap

  /// A table of a measurement; beats are counted in bars of these metres.
  init(_ authorship: Authorship, meters: MeterMap) {
    self.authorship = authorship
    self.meters = meters
  }

  // MARK: Parts and bars

  /// One line of letters a part, a letter a bar, and the counts of the elements.
  var lines: [String] {
    let bars = shownBars
    let width = max(6, authorship.parts.map(\.id.count).max() ?? 0)
    var lines = [authorship.title.isEmpty ? "Untitled" : authorship.title]
    guard !authorship.notes.isEmpty || !authorship.cells.isEmpty else {
      return lines + ["There is nothing to count."]
    }
    lines.append("P a person's   M the program's   B both   · silence")
    for start in stride(from: bars.lowerBound, to: bars.upperBound, by: Self.barsInLine) {
      let block = start..<min(start + Self.barsInLine, bars.upperBound)
      lines.append("")
      lines.append("bar".padded(width) + "  " + Self.ruler(block))
      for part in authorship.parts {
        lines.append(part.id.padded(width) + "  " + letters(part.id, block))
      }
    }
    return lines + [""] + partTable + [""] + elementTable + remarks
  }

  private static let barsInLine = 64

  private var shownBars: Range<Int> {
    let bars = authorship.notes.map(\.bar) + authorship.cells.compactMap(\.bar)
    guard let first = bars.min(), let last = bars.max() else { return 0..<0 }
    return first..<(last + 1)
  }

  private static func ruler(_ bars: Range<Int>) -> String {
    var text = ""
    for bar in bars where (bar - bars.lowerBound) % 8 == 0 {
      let place = bar - bars.lowerBound
      text += String(repeating: " ", count: max(0, place - text.count)) + "\(bar + 1)"
    }
    return text
  }

  private func letters(_ part: String, _ bars: Range<Int>) -> String {
    var tallies: [Int: AuthorshipTally] = [:]
    for note in authorship.notes where note.part == part {
      tallies[note.bar] = (tallies[note.bar] ?? AuthorshipTally()) + note.tally
    }
    return bars.map { Self.letter(tallies[$0]?.share) }.joined()
  }

  private static func letter(_ share: MachineShare?) -> String {
    switch share {
    case .none?: "P"
    case .partly?: "B"
    case .all?: "M"
    case nil: "·"
    }
  }

  // MARK: Tables

  private var partTable: [String] {
    Self.table(
      ["part", "person's", "changed by program", "changed by person", "program's", "AI"],
      authorship.parts.map { part in
        let tally = authorship.notes(part: part.id)
        return [part.id] + Self.counts(tally) + [tally.share?.rawValue ?? "-"]
      })
  }

  private var elementTable: [String] {
    Self.table(
      ["element", "person's", "changed by program", "changed by person", "program's", "AI"],
      AuthorshipElement.allCases.compactMap { element in
        let tally = authorship.tally(element)
        return tally.share.map { [element.rawValue] + Self.counts(tally) + [$0.rawValue] }
      })
  }

  private var remarks: [String] {
    var lines: [String] = []
    if authorship.removedByPerson > 0 {
      lines.append("\(authorship.removedByPerson) notes were taken away by a person.")
    }
    for choice in authorship.selections {
      lines.append("Event \(choice.event) was chosen among \(choice.candidates) candidates.")
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private static func counts(_ tally: AuthorshipTally) -> [String] {
    [tally.person, tally.personChanged, tally.machineChanged, tally.machine].map(String.init)
  }

  /// Columns as wide as their widest words; numbers stand on the right.
  private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let widths = head.indices.map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { row in
      row.enumerated().map { column, text in
        let gap = String(repeating: " ", count: widths[column] - text.count)
        return column == 0 || column == row.count - 1 ? text + gap : gap + text
      }.joined(separator: "  ").trimmingEnd
    }
  }

  // MARK: Notes

  /// One line a note: where, what, who wrote it and who changed what last.
  var notes: [String] {
    guard !authorship.notes.isEmpty else { return ["There is nothing to count."] }
    let rows = authorship.notes.map { blame in
      [
        place(of: blame), blame.note.pitch.description,
        blame.note.duration.description, "\(blame.note.velocity)",
        Self.letter(blame.tally.share), "\(blame.source.rawValue) by event \(blame.writtenBy)",
        Self.changes(of: blame),
      ]
    }
    return Self.table(
      ["bar:beat", "pitch", "length", "velocity", "who", "written", "changed"], rows)
  }

  /// Where a note begins, as `edit` takes it: the bar, and quarter notes in it, both counted from 1.
  private func place(of blame: NoteBlame) -> String {
    let beat = blame.note.onset - meters.start(ofBar: blame.bar) + Beat(1)
    let whole = Beat(beat.numerator / beat.denominator)
    return "\(blame.bar + 1):\(whole)" + (beat == whole ? "" : "+\(beat - whole)")
  }

  private static func changes(of blame: NoteBlame) -> String {
    var words: [String] = []
    for (name, marks) in [
      ("pitch", blame.pitch), ("rhythm", blame.rhythm), ("dynamics", blame.dynamics),
    ] {
      if let event = marks.person { words.append("\(name) by a person, event \(event)") }
      if let event = marks.machine { words.append("\(name) by the program, event \(event)") }
    }
    if let event = blame.carriedBy, let carriage = blame.carriage {
      words.append("\(carriage.rawValue) by event \(event)")
    }
    return words.joined(separator: "; ")
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text without blanks at its end.
  fileprivate var trimmingEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
