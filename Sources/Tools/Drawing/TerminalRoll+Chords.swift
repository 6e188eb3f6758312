import Music

extension TerminalRoll {
  /// The chords of each section in a grid of bars; a section like an earlier one refers to it.
  var chordLines: [String] {
    guard !score.chords.isEmpty, score.bars > 0 else { return [] }
    let cells = barCells
    let longest = min(cells.map(\.count).max() ?? 1, 18)
    let columns = [8, 6, 4, 3, 2, 1].first { $0 * (longest + 3) <= width - margin - 2 } ?? 1
    let whole = Section(id: "all", name: "chords", startBar: 0, bars: score.bars, energy: 0)
    let sections = score.sections.isEmpty ? [whole] : score.sections
    var lines: [String] = []
    var seen: [(name: String, cells: [String])] = []
    for section in sections {
      let range = section.barRange.clamped(to: 0..<score.bars)
      guard !range.isEmpty else { continue }
      let own = Array(cells[range])
      let label = "\(range.lowerBound + 1) \(Canvas.printable(section.id))"
      if own.count > 2, let same = seen.first(where: { $0.cells == own }) {
        lines.append(row(label, fit("as \(same.name)", span)))
        continue
      }
      seen.append(("\(Canvas.printable(section.id)) at bar \(range.lowerBound + 1)", own))
      lines += grid(own, label: label, columns: columns, longest: longest)
    }
    return lines
  }

  private func grid(
    _ cells: [String], label: String, columns: Int, longest: Int
  ) -> [String] {
    let rows = stride(from: 0, to: cells.count, by: columns).map { start in
      cells[start..<min(start + columns, cells.count)].map { pad(fit($0, longest), longest) }
        .joined(separator: isASCII ? " | " : " │ ")
    }
    var lines: [String] = []
    var index = 0
    while index < rows.count {
      var times = 1
      while index + times < rows.count, rows[index + times] == rows[index] { times += 1 }
      var content = rows[index]
      let count = times > 1 ? (isASCII ? "  x\(times)" : "  ×\(times)") : ""
      content = fit(content, span - count.count) + count
      lines.append(row(lines.isEmpty ? label : "", content))
      index += times
    }
    return lines
  }

  /// For each bar the chords that begin in it, or a sign that the last one holds.
  private var barCells: [String] {
    var cells = [String](repeating: "", count: score.bars)
    var onBar: [[String]] = Array(repeating: [], count: score.bars)
    for span in score.chords where span.onset >= .zero {
      let bar = score.meters.bar(at: span.onset)
      guard onBar.indices.contains(bar) else { continue }
      let symbol = fit(Notation.printed(span.chord.symbol), 18)
      if onBar[bar].last != symbol { onBar[bar].append(symbol) }
    }
    for bar in cells.indices {
      let hold = bar > 0 && !cells[bar - 1].isEmpty ? "%" : "-"
      cells[bar] = onBar[bar].isEmpty ? hold : onBar[bar].joined(separator: " ")
    }
    return cells
  }
}
