/// Text, tables and pictures that run down pages of one size.
struct PageFlow {
  let canvas: Canvas
  let size: PictureSize
  let theme: PictureTheme
  /// What stands at the foot of every page.
  let foot: String
  static let margin = 48.0
  private(set) var y = PageFlow.margin
  private(set) var page = 1

  var width: Double { size.width - 2 * PageFlow.margin }
  private var bottom: Double { size.height - PageFlow.margin - 18 }

  init(canvas: Canvas, size: PictureSize, theme: PictureTheme, foot: String) {
    self.canvas = canvas
    self.size = size
    self.theme = theme
    self.foot = foot
    drawGround()
  }

  private func drawGround() {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), Color(0xFFFFFF))
    let line = size.height - PageFlow.margin
    canvas.line(
      (PageFlow.margin, line - 12), (size.width - PageFlow.margin, line - 12), theme.barLine,
      width: 0.6)
    canvas.text(
      foot, x: PageFlow.margin, y: line + 2, size: 8, theme.faintText, limit: width - 50)
    canvas.text(
      "\(page)", x: size.width - PageFlow.margin, y: line + 2, size: 8, theme.faintText,
      align: .right)
  }

  /// Goes on to the next page where a height does not fit any more.
  mutating func make(room height: Double) {
    guard y + height > bottom, y > PageFlow.margin else { return }
    canvas.nextPage()
    page += 1
    y = PageFlow.margin
    drawGround()
  }

  mutating func heading(_ text: String, size: Double = 14) {
    make(room: size * 1.6 + 80)
    y += y > PageFlow.margin ? size * 0.9 : 0
    write(text, size: size, color: theme.text, isBold: true)
    y += 3
  }

  mutating func write(
    _ text: String, size: Double = 9, color: Color, isBold: Bool = false, indent: Double = 0
  ) {
    for line in canvas.lines(of: text, size: size, isBold: isBold, limit: width - indent) {
      make(room: size * 1.4)
      y += size * 1.12
      canvas.text(line, x: PageFlow.margin + indent, y: y, size: size, color, isBold: isBold)
      y += size * 0.3
    }
  }

  mutating func paragraph(_ text: String, indent: Double = 0) {
    write(text, color: theme.text, indent: indent)
    y += 3
  }

  /// A name in bold with what belongs to it, and why.
  mutating func entry(_ name: String, _ lines: [(text: String, reason: String)]) {
    make(room: 34)
    write(name, size: 8.5, color: theme.faintText, isBold: true)
    for line in lines {
      write(line.text, size: 9.5, color: theme.text, isBold: true, indent: 12)
      if !line.reason.isEmpty { write(line.reason, size: 8, color: theme.faintText, indent: 12) }
    }
    y += 4
  }

  /// A column of a table: its title, its share of the width, and whether it stands on the right.
  typealias Column = (title: String, share: Double, isNumber: Bool)

  /// A table over the whole width.
  mutating func table(_ columns: [Column], _ rows: [[String]]) {
    make(room: 90)
    row(columns.map(\.title), columns, isHead: true)
    for cells in rows { row(cells, columns, isHead: false) }
    y += 8
  }

  private mutating func row(_ cells: [String], _ columns: [Column], isHead: Bool) {
    let sum = columns.reduce(0) { $0 + $1.share }
    let widths = columns.map { width * $0.share / sum }
    let size = isHead ? 7.5 : 8.0
    let lines = zip(cells, widths).map { text, width in
      canvas.lines(of: text, size: size, isBold: isHead, limit: width - 8)
    }
    let height = Double(max(1, lines.map(\.count).max() ?? 1)) * size * 1.32 + 5
    make(room: height)
    if isHead {
      canvas.fill(Rectangle(x: PageFlow.margin, y: y, width: width, height: height), theme.shade)
    }
    var x = PageFlow.margin
    for (index, cell) in lines.enumerated() {
      let isRight = columns[index].isNumber
      for (number, line) in cell.enumerated() {
        canvas.text(
          line, x: isRight ? x + widths[index] - 4 : x + 4,
          y: y + 2 + size * (1 + 1.32 * Double(number)), size: size,
          isHead ? theme.faintText : theme.text, isBold: isHead, align: isRight ? .right : .left)
      }
      x += widths[index]
    }
    y += height
    canvas.line((PageFlow.margin, y), (PageFlow.margin + width, y), theme.barLine, width: 0.5)
  }

  /// A picture as wide as the text, or as high as a page.
  mutating func place(_ picture: some Picture) {
    let most = bottom - PageFlow.margin
    let scale = min(width / picture.size.width, most / picture.size.height)
    make(room: picture.size.height * scale)
    canvas.placed(x: PageFlow.margin, y: y, scale: scale) { picture.draw(on: canvas) }
    y += picture.size.height * scale + 8
  }
}
