import Production

/// Bars as grids of text.
enum GridText {
  /// The lines of some bars, counted from 0; neighbours that are alike are written once.
  static func lines(_ grids: [(bar: Int, grid: PatternGrid)]) -> [String] {
    var lines: [String] = []
    var index = 0
    while index < grids.count {
      var last = index
      while last + 1 < grids.count, grids[last + 1].grid == grids[index].grid { last += 1 }
      let range = grids[index].bar..<(grids[last].bar + 1)
      let grid = grids[index].grid
      lines.append("\(range.count == 1 ? "bar" : "bars") \(BarsArgument.text(range))")
      lines.append(grid.rows.isEmpty ? "(rest)" : grid.description)
      if grid.offGrid > 0 { lines.append("(\(grid.offGrid) notes lie between the steps)") }
      lines.append("")
      index = last + 1
    }
    return lines
  }
}
