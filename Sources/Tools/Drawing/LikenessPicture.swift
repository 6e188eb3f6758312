/// A picture of how like each of some pieces is to each other: a square of fields, dark where two have
/// nothing in common and bright where they are the same.
///
/// Pieces stand in the order given, and their names beside the square as long as there are at most
/// sixty; more pieces than fields can be told apart are drawn as an image of one dot a pair.
public struct LikenessPicture: Picture {
  /// The size in points.
  public let size: PictureSize
  private let title: String
  private let names: [String]
  private let likenesses: [[Double]]
  private let theme: PictureTheme
  private let map = ColorMap.magma
  private let side: Double
  private let left: Double
  private let top: Double
  /// The lines of the title that there is room for.
  private let titleLines: Int
  private static let mostLines = 5, lineHeight = 19.0
  private static let titleSize = 15.0
  private static let mostNames = 60

  /// Lays a picture out; `likenesses` are `[n, n]`, each 0...1, and names as many.
  public init(
    title: String, names: [String], likenesses: [[Double]], theme: PictureTheme = .light
  ) {
    precondition(
      likenesses.count == names.count && likenesses.allSatisfy { $0.count == names.count },
      "a square with a name for each row")
    self.title = title
    self.names = names
    self.likenesses = likenesses
    self.theme = theme
    let hasNames = names.count <= Self.mostNames
    left = hasNames ? 190 : 40
    side = hasNames ? max(320, min(1080, Double(names.count) * 22)) : 900
    let width = left + side + 40
    // Text in DejaVu Sans Bold is some 0.66 of its size wide a letter; lines end before a word.
    let lines = (Double(title.count) * Self.titleSize * 0.75 / (width - 48)).rounded(.up)
    titleLines = Int(min(max(1, lines), Double(Self.mostLines)))
    top = 72 + Double(titleLines - 1) * Self.lineHeight
    size = PictureSize(width: width, height: top + side + 40)
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), theme.background)
    drawTitle(on: canvas)
    let area = Rectangle(x: left, y: top, width: side, height: side)
    canvas.fill(area, theme.panel)
    if names.count <= Self.mostNames {
      drawFields(in: area, on: canvas)
    } else {
      let pixels = likenesses.flatMap { $0.map { map.pixel(Self.shade($0)) } }
      canvas.image(pixels, columns: names.count, rows: names.count, in: area)
    }
    canvas.outline(area, theme.barLine)
    drawScale(on: canvas)
  }

  /// The title in as many lines as it needs; the last one is cut where it needs more than there are.
  private func drawTitle(on canvas: Canvas) {
    let limit = size.width - 48
    let lines = canvas.lines(of: title, size: Self.titleSize, isBold: true, limit: limit)
    let last = lines.dropFirst(titleLines - 1).joined(separator: " ")
    let shown = lines.prefix(titleLines - 1) + [last]
    for (index, line) in shown.enumerated() where !line.isEmpty {
      canvas.text(
        line, x: 24, y: 30 + Double(index) * Self.lineHeight, size: Self.titleSize, theme.text,
        isBold: true, limit: limit)
    }
  }

  private static func shade(_ likeness: Double) -> Double { 0.06 + 0.94 * likeness }

  private func drawFields(in area: Rectangle, on canvas: Canvas) {
    let step = side / Double(max(1, names.count))
    for (row, values) in likenesses.enumerated() {
      for (column, value) in values.enumerated() {
        canvas.fill(
          Rectangle(
            x: area.x + step * Double(column), y: area.y + step * Double(row), width: step - 0.6,
            height: step - 0.6),
          Color(map.pixel(Self.shade(value))))
      }
      let middle = area.y + step * (Double(row) + 0.5)
      canvas.text(
        names[row], x: 16, y: middle + 3.5, size: min(10.5, step * 0.8), theme.text,
        limit: left - 28)
    }
  }

  private func drawScale(on canvas: Canvas) {
    let bar = Rectangle(x: left, y: top - 26, width: 140, height: 9)
    let count = 70
    for index in 0..<count {
      let share = Double(index) / Double(count - 1)
      canvas.fill(
        Rectangle(
          x: bar.x + bar.width * Double(index) / Double(count), y: bar.y,
          width: bar.width / Double(count) + 0.3, height: bar.height),
        Color(map.pixel(Self.shade(share))))
    }
    canvas.text(
      "nothing alike", x: bar.x - 6, y: bar.y + 8.5, size: 9.5, theme.faintText, align: .right)
    canvas.text("the same", x: bar.right + 6, y: bar.y + 8.5, size: 9.5, theme.faintText)
  }
}
