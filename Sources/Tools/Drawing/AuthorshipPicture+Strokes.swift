import Music
import Production

/// How bars of each hand look.
struct HandLook {
  var letter: String
  var name: String
  var color: Color
  var lines: Color?
  var ink: Color

  /// Blue, plain.
  static let person = HandLook(
    letter: "P", name: "by a person", color: Color(0x0072B2), lines: nil, ink: Color(0xFFFFFF))
  /// Green with dots of white lines.
  static let both = HandLook(
    letter: "B", name: "by both", color: Color(0x007F5F), lines: Color(0xBFE8DA),
    ink: Color(0xFFFFFF))
  /// Light orange with slanting lines.
  static let machine = HandLook(
    letter: "M", name: "by the program", color: Color(0xF6C56B), lines: Color(0xC77F00),
    ink: Color(0x24272B))

  /// The looks from the ground up with the count of each.
  static func parts(of tally: AuthorshipTally) -> [(look: HandLook, count: Int)] {
    [(person, tally.person), (both, tally.both), (machine, tally.machine)]
  }

  /// The look of all of a cell.
  static func whole(_ tally: AuthorshipTally) -> HandLook? {
    switch tally.share {
    case .none?: person
    case .partly?: both
    case .all?: machine
    case nil: nil
    }
  }
}

extension Canvas {
  /// Fills an area in the look of a hand.
  func fill(_ area: Rectangle, _ look: HandLook) {
    fill(area, look.color)
    guard let lines = look.lines else { return }
    if look.letter == "B" {
      var y = (area.y / 4).rounded(.up) * 4
      while y < area.bottom {
        line((area.x, y), (area.right, y), lines.opacity(0.55), width: 0.8)
        y += 4
      }
    } else {
      hatch(area, lines)
    }
  }
}

extension AuthorshipPicture {
  func drawTitle(on canvas: Canvas) {
    let title = authorship.title.isEmpty ? "Untitled" : authorship.title
    canvas.text(
      title, x: Layout.margin, y: 38, size: 20, theme.text, isBold: true,
      limit: size.width - 2 * Layout.margin)
    canvas.text(
      "Who made each bar, counted by the note", x: Layout.margin, y: 58, size: 11.5,
      theme.faintText, limit: size.width - 2 * Layout.margin)
    var x = Layout.margin
    for look in [HandLook.person, .both, .machine] {
      let box = Rectangle(x: x, y: 72, width: 22, height: 16)
      canvas.fill(box, look)
      letter(look, in: box, size: 10, on: canvas)
      canvas.text(look.name, x: box.right + 7, y: 84, size: 11, theme.text)
      x = box.right + 7 + canvas.width(of: look.name, size: 11) + 20
    }
    canvas.outline(Rectangle(x: x, y: 72, width: 22, height: 16), theme.barLine)
    canvas.text("silence", x: x + 29, y: 84, size: 11, theme.text)
  }

  /// A letter on a ground of its own, so that no pattern makes it hard to read.
  private func letter(_ look: HandLook, in box: Rectangle, size: Double, on canvas: Canvas) {
    guard box.width >= size + 1, box.height >= size + 1 else { return }
    let width = canvas.width(of: look.letter, size: size, isBold: true) + 4
    canvas.fill(
      Rectangle(
        x: box.center - width / 2, y: box.middle - size * 0.62, width: width, height: size * 1.24),
      look.color, radius: 2)
    canvas.text(
      look.letter, x: box.center, y: box.middle + size * 0.36, size: size, look.ink, isBold: true,
      align: .center)
  }

  func drawForm(on canvas: Canvas) {
    for section in authorship.sections {
      let start = x(ofBar: section.startBar)
      let end = x(ofBar: min(section.startBar, authorship.bars) + max(section.bars, 0))
      guard end - start > 1.5 else { continue }
      let block = Rectangle(x: start + 0.75, y: 98, width: end - start - 1.5, height: 17)
      canvas.fill(block, theme.shade.mixed(with: theme.accent, 0.18), radius: 3)
      canvas.text(
        Notation.printed(section.name), x: block.x + 6, y: 110.5, size: 10.5, theme.text,
        isBold: true, limit: block.width - 8)
    }
    let width = plot.width / Double(max(authorship.bars, 1))
    let step = [1, 2, 4, 8, 16, 32, 64, 128, 256].first { Double($0) * width >= 30 } ?? 512
    for bar in stride(from: 0, to: authorship.bars, by: step) {
      canvas.text("\(bar + 1)", x: x(ofBar: bar) + 2, y: 128, size: 9, theme.faintText)
    }
  }

  func draw(_ row: Row, _ index: Int, on canvas: Canvas) {
    let y = plot.y + Double(index) * Layout.rowHeight
    canvas.text(
      row.name, x: Layout.margin, y: y + 14, size: 11.5, theme.text, isBold: true,
      limit: Layout.left - Layout.margin - 10)
    canvas.text(
      row.detail, x: Layout.margin, y: y + 25, size: 8.5, theme.faintText,
      limit: Layout.left - Layout.margin - 10)
    canvas.fill(
      Rectangle(x: plot.x, y: y + 3, width: plot.width, height: Layout.rowHeight - 6), theme.panel)
    for (cell, tally) in row.cells.enumerated() {
      let start = x(ofBar: cell * barsInCell)
      let end = x(ofBar: (cell + 1) * barsInCell)
      let gap = end - start > 6 ? 0.75 : 0
      let box = Rectangle(
        x: start + gap, y: y + 3, width: end - start - 2 * gap, height: Layout.rowHeight - 6)
      draw(tally, in: box, on: canvas)
    }
    if let word = row.total.share?.rawValue {
      canvas.text(
        "AI: \(word)", x: plot.right + 12, y: y + 14, size: 10.5, theme.text, isBold: true)
      let counts = "\(row.total.person) · \(row.total.both) · \(row.total.machine)"
      canvas.text(
        counts, x: plot.right + 12, y: y + 25, size: 8.5, theme.faintText,
        limit: Layout.right - 16)
    }
  }

  private func draw(_ tally: AuthorshipTally, in box: Rectangle, on canvas: Canvas) {
    guard tally.total > 0 else {
      canvas.outline(box, theme.fineLine, width: 0.6)
      return
    }
    var bottom = box.bottom
    for (look, count) in HandLook.parts(of: tally) where count > 0 {
      let height = box.height * Double(count) / Double(tally.total)
      canvas.fill(
        Rectangle(x: box.x, y: bottom - height, width: box.width, height: height), look)
      bottom -= height
    }
    if let look = HandLook.whole(tally) { letter(look, in: box, size: 10, on: canvas) }
  }

  /// Below the rows: one bar a element, as long as all of its units.
  func drawElements(on canvas: Canvas) {
    var y = plot.bottom + 34
    guard !elements.isEmpty else {
      canvas.text(
        "There is nothing to count.", x: Layout.margin, y: y, size: 11.5, theme.faintText)
      return
    }
    canvas.text("By element", x: Layout.margin, y: y - 8, size: 11, theme.faintText)
    for (element, tally) in elements {
      canvas.text(
        element.rawValue, x: Layout.margin, y: y + 13, size: 11.5, theme.text, isBold: true)
      var x = plot.x
      for (look, count) in HandLook.parts(of: tally) where count > 0 {
        let width = plot.width * Double(count) / Double(tally.total)
        let box = Rectangle(x: x, y: y + 2, width: width, height: 15)
        canvas.fill(box, look)
        let text = "\(look.letter) \(count)"
        let room = canvas.width(of: text, size: 9.5, isBold: true) + 8
        if width > room + 2 {
          canvas.fill(
            Rectangle(x: x + 3, y: y + 4, width: room, height: 11), look.color, radius: 2)
          canvas.text(text, x: x + 7, y: y + 13, size: 9.5, look.ink, isBold: true)
        }
        x += width
      }
      if let word = tally.share?.rawValue {
        canvas.text(
          "AI: \(word)", x: plot.right + 12, y: y + 13, size: 10.5, theme.text, isBold: true)
      }
      y += Layout.elementHeight
    }
  }
}
