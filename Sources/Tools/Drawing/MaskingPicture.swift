/// A picture of how much of each stem the others cover, band by band, before and after mixing.
///
/// One row a stem, two panels: frequency to the right in ERB bands, colour the masked share, from dark
/// (heard) to bright (covered); bands in which a stem has next to nothing stay empty.
public struct MaskingPicture: Picture {
  /// One stem's shares.
  public struct Row: Hashable, Sendable {
    /// The stem's name.
    public var name: String
    /// The masked share in each band, 0...1; nil where the stem has next to nothing.
    public var before: [Double?], after: [Double?]
    /// The masked share over all bands.
    public var totalBefore: Double, totalAfter: Double

    /// Makes a row.
    public init(
      name: String, before: [Double?], after: [Double?], totalBefore: Double, totalAfter: Double
    ) {
      self.name = name
      self.before = before
      self.after = after
      self.totalBefore = totalBefore
      self.totalAfter = totalAfter
    }
  }

  /// The size in points.
  public let size: PictureSize
  private let title: String
  private let rows: [Row]
  private let centres: [Double]
  private let theme: PictureTheme
  private let map = ColorMap.magma
  private static let rowHeight = 26.0
  private static let top = 84.0
  private static let nameWidth = 150.0

  /// Lays a picture out; `centres` are the middles of the bands in Hz, ascending.
  public init(
    title: String, rows: [Row], centres: [Double], theme: PictureTheme = .light,
    width: Double = 1200
  ) {
    self.title = title
    self.rows = rows
    self.centres = centres
    self.theme = theme
    let width = width.isFinite ? min(max(width, 480), 8000) : 1200
    size = PictureSize(
      width: width,
      height: MaskingPicture.top + MaskingPicture.rowHeight * Double(max(1, rows.count)) + 56)
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), theme.background)
    canvas.text(title, x: 24, y: 34, size: 16, theme.text, isBold: true, limit: size.width - 48)
    let width = (size.width - MaskingPicture.nameWidth - 2 * 84) / 2
    let panels = [
      ("before", MaskingPicture.nameWidth), ("after", MaskingPicture.nameWidth + width + 84),
    ]
    for (index, panel) in panels.enumerated() {
      let area = Rectangle(
        x: panel.1, y: MaskingPicture.top, width: width,
        height: MaskingPicture.rowHeight * Double(max(1, rows.count)))
      canvas.text(
        panel.0, x: area.x, y: area.y - 12, size: 11, theme.text, isBold: true)
      draw(index == 0 ? \.before : \.after, in: area, on: canvas)
      drawTotals(index == 0 ? \.totalBefore : \.totalAfter, beside: area, on: canvas)
      drawAxis(under: area, on: canvas)
    }
    for (index, row) in rows.enumerated() {
      canvas.text(
        row.name, x: 24, y: rowMiddle(index) + 4, size: 11, theme.text,
        limit: MaskingPicture.nameWidth - 36)
    }
    drawScale(on: canvas)
  }

  private func rowMiddle(_ index: Int) -> Double {
    MaskingPicture.top + MaskingPicture.rowHeight * (Double(index) + 0.5)
  }

  private func draw(
    _ shares: KeyPath<Row, [Double?]>, in area: Rectangle, on canvas: Canvas
  ) {
    canvas.fill(area, theme.panel)
    let step = area.width / Double(max(1, centres.count))
    for (index, row) in rows.enumerated() {
      for (band, share) in row[keyPath: shares].enumerated() {
        guard let share, band < centres.count else { continue }
        canvas.fill(
          Rectangle(
            x: area.x + step * Double(band),
            y: area.y + MaskingPicture.rowHeight * Double(index) + 2, width: step + 0.3,
            height: MaskingPicture.rowHeight - 4),
          Color(map.pixel(0.08 + 0.92 * share)))
      }
    }
    canvas.outline(area, theme.barLine)
  }

  private func drawTotals(
    _ total: KeyPath<Row, Double>, beside area: Rectangle, on canvas: Canvas
  ) {
    for (index, row) in rows.enumerated() {
      canvas.text(
        "\(Int((row[keyPath: total] * 100).rounded())) %", x: area.right + 8,
        y: rowMiddle(index) + 4, size: 10.5, theme.faintText)
    }
  }

  private func drawAxis(under area: Rectangle, on canvas: Canvas) {
    let step = area.width / Double(max(1, centres.count))
    for (frequency, name) in [
      (100.0, "100"), (200, "200"), (500, "500"), (1_000, "1k"), (2_000, "2k"), (5_000, "5k"),
      (10_000, "10k"),
    ] {
      guard let next = centres.firstIndex(where: { $0 >= frequency }), next > 0 else { continue }
      let part = (frequency - centres[next - 1]) / (centres[next] - centres[next - 1])
      let x = area.x + step * (Double(next) - 0.5 + part)
      canvas.line((x, area.bottom), (x, area.bottom + 4), theme.sectionLine)
      canvas.text(name, x: x, y: area.bottom + 17, size: 9.5, theme.faintText, align: .center)
    }
    canvas.text(
      "Hz", x: area.right, y: area.bottom + 17, size: 9.5, theme.faintText, align: .right)
  }

  private func drawScale(on canvas: Canvas) {
    let bar = Rectangle(x: size.width - 244, y: 24, width: 160, height: 10)
    let count = 80
    for index in 0..<count {
      let share = Double(index) / Double(count - 1)
      canvas.fill(
        Rectangle(
          x: bar.x + bar.width * Double(index) / Double(count), y: bar.y,
          width: bar.width / Double(count) + 0.3, height: bar.height),
        Color(map.pixel(0.08 + 0.92 * share)))
    }
    canvas.text("heard", x: bar.x - 6, y: bar.y + 9, size: 9.5, theme.faintText, align: .right)
    canvas.text("covered", x: bar.right + 6, y: bar.y + 9, size: 9.5, theme.faintText)
  }
}
