import Music
public import Production

/// A picture of a song in which bars by people and by the program look different.
///
/// One row a part and one for the chords, one cell a bar, filled by the counts of its notes from below:
/// a person's, both hands', the program's. Letters and patterns say the same as the colours, which
/// are told apart with any of the usual colour-vision deficiencies (Okabe and Ito, 2008). Below stand
/// the counts of each element.
public struct AuthorshipPicture: Picture {
  /// Who made what.
  public let authorship: Authorship
  /// The colours of text and ground.
  public let theme: PictureTheme
  /// The size in points.
  public let size: PictureSize

  let rows: [Row]
  let elements: [(element: AuthorshipElement, tally: AuthorshipTally)]
  /// How many bars stand in one cell, so that cells can be seen.
  let barsInCell: Int

  /// Lays out a picture; the width in points, 480...16000, follows the bars unless it is given.
  public init(of authorship: Authorship, theme: PictureTheme = .light, width: Double? = nil) {
    self.authorship = authorship
    self.theme = theme
    let wanted = width ?? min(max(Layout.left + Double(authorship.bars) * 22 + 140, 1000), 3200)
    let whole = min(max(wanted.isFinite ? wanted : 1000, 480), 16_000)
    let plot = whole - Layout.left - Layout.right
    let bars = max(authorship.bars, 1)
    barsInCell = max(1, Int((Double(bars) * Layout.leastCell / plot).rounded(.up)))
    rows = Self.rows(of: authorship, barsInCell: barsInCell)
    elements = AuthorshipElement.allCases.compactMap { element in
      let tally = authorship.tally(element)
      return tally.total > 0 ? (element, tally) : nil
    }
    let below = Double(elements.count) * Layout.elementHeight + 44
    size = PictureSize(
      width: whole, height: Layout.top + Double(rows.count) * Layout.rowHeight + below + 24)
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), theme.background)
    drawTitle(on: canvas)
    drawForm(on: canvas)
    for (index, row) in rows.enumerated() { draw(row, index, on: canvas) }
    drawElements(on: canvas)
  }

  /// One row of cells.
  struct Row: Sendable {
    var name: String
    var detail: String
    var cells: [AuthorshipTally]
    var total: AuthorshipTally
  }

  enum Layout {
    static let margin = 24.0
    static let left = 176.0
    static let right = 96.0
    static let top = 134.0
    static let rowHeight = 30.0
    static let elementHeight = 24.0
    static let leastCell = 3.0
  }

  /// Where the cells stand.
  var plot: Rectangle {
    Rectangle(
      x: Layout.left, y: Layout.top, width: size.width - Layout.left - Layout.right,
      height: Double(rows.count) * Layout.rowHeight)
  }

  /// The horizontal place of the start of a bar.
  func x(ofBar bar: Int) -> Double {
    plot.x + plot.width * Double(min(max(bar, 0), authorship.bars))
      / Double(max(authorship.bars, 1))
  }

  private static func rows(of authorship: Authorship, barsInCell: Int) -> [Row] {
    let count = (max(authorship.bars, 1) + barsInCell - 1) / barsInCell
    var sums: [String: [AuthorshipTally]] = [:]
    func add(_ tally: AuthorshipTally, _ row: String, _ bar: Int) {
      let cell = bar / barsInCell
      guard bar >= 0, cell < count else { return }
      var cells = sums[row] ?? Array(repeating: AuthorshipTally(), count: count)
      cells[cell] = cells[cell] + tally
      sums[row] = cells
    }
    for note in authorship.notes { add(note.tally, "part:\(note.part)", note.bar) }
    for cell in authorship.cells where cell.part == nil {
      guard let bar = cell.bar else { continue }
      switch cell.element {
      case .harmony: add(cell.tally, "chords", bar)
      case .arrangement: add(cell.tally, "form", bar)
      case .melody, .rhythm, .lyrics, .performance, .mix: break
      }
    }
    for cell in authorship.cells where cell.element == .lyrics {
      if let bar = cell.bar { add(cell.tally, "words", bar) }
    }
    func row(_ key: String, _ name: String, _ detail: String) -> Row? {
      guard let cells = sums[key] else { return nil }
      return Row(
        name: name, detail: detail, cells: cells,
        total: cells.reduce(AuthorshipTally(), +))
    }
    let songs = [
      row("form", "Form", "order of bars"), row("chords", "Chords", "of the song"),
      row("words", "Words", ""),
    ].compactMap { $0 }
    let empty = Array(repeating: AuthorshipTally(), count: count)
    let parts = authorship.parts.enumerated().sorted {
      (Notation.rank(of: $0.element.role), $0.offset)
        < (Notation.rank(of: $1.element.role), $1.offset)
    }.map { _, part in
      row("part:\(part.id)", part.id, part.instrument)
        ?? Row(
          name: part.id, detail: part.instrument, cells: empty, total: AuthorshipTally())
    }
    return songs + parts
  }
}
