import CCairo

extension Canvas {
  /// Ends a page of a PDF; what follows stands on the next.
  func nextPage() { cairo_show_page(context) }

  /// Runs strokes at a place, each `scale` times its size.
  func placed(x: Double, y: Double, scale: Double, _ strokes: () -> Void) {
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, scale, scale)
    strokes()
    cairo_restore(context)
  }

  /// Fills a rectangle with slanting lines.
  func hatch(_ area: Rectangle, _ color: Color, spacing: Double = 5, width: Double = 1.1) {
    guard area.width > 0, area.height > 0, spacing > 0 else { return }
    clipped(to: area) {
      // Lines of one direction stand on one grid, so that neighbours join.
      var start = ((area.x - area.height) / spacing).rounded(.down) * spacing
      while start < area.right {
        line(
          (start, area.y + area.height), (start + area.height, area.y), color, width: width)
        start += spacing
      }
    }
  }

  /// A text broken into lines that are at most `limit` wide; a word that is wider is cut.
  func lines(of text: String, size: Double, isBold: Bool = false, limit: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    func fits(_ text: String) -> Bool { width(of: text, size: size, isBold: isBold) <= limit }
    for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }).map(String.init) {
      let longer = line.isEmpty ? word : "\(line) \(word)"
      if fits(longer) {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word.prefix(400) {
        if line.isEmpty || fits(line + String(character)) {
          line.append(character)
        } else {
          lines.append(line)
          line = String(character)
        }
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
