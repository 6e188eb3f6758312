/// What pictures of audio share: title, plot and time axis.
struct SoundFrame: Sendable {
  var title: String
  var seconds: Double
  var size: PictureSize
  var theme: PictureTheme
  var plot: Rectangle

  init(
    title: String, seconds: Double, size: PictureSize, theme: PictureTheme, right: Double = 24
  ) {
    self.title = title
    self.seconds = seconds
    self.size = size
    self.theme = theme
    let top = title.isEmpty ? 30.0 : 58
    plot = Rectangle(
      x: 56, y: top, width: size.width - 56 - right, height: size.height - top - 34)
  }

  /// A size within sensible bounds.
  static func size(width: Double, height: Double) -> PictureSize {
    func bounded(_ value: Double, _ range: ClosedRange<Double>, _ usual: Double) -> Double {
      value.isFinite ? min(max(value, range.lowerBound), range.upperBound) : usual
    }
    return PictureSize(
      width: bounded(width, 240...8000, 1200), height: bounded(height, 160...4000, 420))
  }

  /// The horizontal place of a time.
  func x(_ time: Double) -> Double { plot.x + plot.width * time / max(seconds, 1e-9) }

  func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), theme.background)
    if !title.isEmpty {
      canvas.text(
        title, x: 24, y: 34, size: 16, theme.text, isBold: true, limit: size.width - 120)
    }
    canvas.fill(plot, theme.panel)
    guard seconds > 0 else {
      canvas.text("0:00", x: plot.x, y: plot.bottom + 17, size: 9.5, theme.faintText)
      return
    }
    let step = TimeAxis.step(seconds: seconds, width: plot.width)
    var index = 0
    while Double(index) * step <= seconds {
      let time = Double(index) * step
      canvas.line((x(time), plot.bottom), (x(time), plot.bottom + 4), theme.sectionLine)
      canvas.text(
        TimeAxis.label(time, step: step), x: x(time), y: plot.bottom + 17, size: 9.5,
        theme.faintText, align: .center)
      index += 1
    }
  }
}
