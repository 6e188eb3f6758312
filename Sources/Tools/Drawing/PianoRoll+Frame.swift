import Music

extension PianoRoll {
  func drawTitle(on canvas: Canvas) {
    let limit = size.width - 2 * Layout.margin
    let title = score.title.isEmpty ? "Untitled" : score.title
    canvas.text(
      title, x: Layout.margin, y: 38, size: 20, theme.text, isBold: true, limit: limit)
    canvas.text(
      Notation.summary(of: score), x: Layout.margin, y: 58, size: 11.5, theme.faintText,
      limit: limit)
  }

  private func span(of section: Section) -> (start: Double, end: Double) {
    let last = layout.barStarts.count - 1
    let start = layout.barStarts[min(max(section.startBar, 0), last)]
    let end = layout.barStarts[min(max(section.startBar + section.bars, 0), last)]
    return (layout.x(start), layout.x(end))
  }

  /// The section blocks with names, and the energy curve below them.
  func drawForm(on canvas: Canvas) {
    label("Form", at: layout.form.middle + 4, on: canvas)
    label("Energy", at: layout.energy.middle + 4, on: canvas)
    canvas.fill(layout.energy, theme.panel, radius: 3)
    var names: [String] = []
    var points: [(x: Double, y: Double)] = []
    for section in score.sections {
      if !names.contains(section.name) { names.append(section.name) }
      let (start, end) = span(of: section)
      guard end > start else { continue }
      let energy = min(max(section.energy.isFinite ? section.energy : 0, 0), 1)
      let hue = sectionColor(names.firstIndex(of: section.name) ?? 0)
      let block = Rectangle(
        x: start + 0.75, y: layout.form.y, width: end - start - 1.5, height: layout.form.height)
      canvas.fill(block, theme.panel.mixed(with: hue, 0.16 + 0.34 * energy), radius: 4)
      canvas.text(
        Notation.printed(section.name), x: block.x + 7, y: block.middle + 4, size: 11.5,
        theme.text, isBold: true, limit: block.width - 10)
      let level = layout.energy.bottom - 3 - energy * (layout.energy.height - 8)
      points += [(start, level), (end, level)]
    }
    guard let first = points.first, let last = points.last else { return }
    canvas.fill(
      [(first.x, layout.energy.bottom)] + points + [(last.x, layout.energy.bottom)],
      theme.accent.opacity(0.16))
    canvas.curve(points, theme.accent, width: 1.8)
  }

  private func sectionColor(_ index: Int) -> Color {
    theme.parts.isEmpty ? theme.accent : theme.parts[index % theme.parts.count]
  }

  private func label(_ text: String, at y: Double, on canvas: Canvas) {
    canvas.text(
      text, x: layout.form.x - 12, y: y, size: 10.5, theme.faintText, align: .right)
  }

  /// The chord symbols where they change, as many as there is room for.
  func drawChords(on canvas: Canvas) {
    label("Chords", at: layout.chords.middle + 4, on: canvas)
    canvas.fill(layout.chords, theme.panel, radius: 3)
    let fontSize = layout.barWidth < 30 ? 9.0 : 11
    var free = -Double.infinity
    var previous: Chord?
    for span in score.chords {
      defer { previous = span.chord }
      let x = layout.x(span.onset.value)
      guard span.chord != previous, x < layout.chords.right - 4 else { continue }
      canvas.line(
        (x, layout.chords.y + 3), (x, layout.chords.bottom - 3), theme.barLine, width: 1)
      let symbol = Notation.printed(span.chord.symbol)
      let width = canvas.width(of: symbol, size: fontSize, isBold: true)
      guard x >= free, x + 4 + width < layout.chords.right + Layout.margin else { continue }
      canvas.text(
        symbol, x: x + 4, y: layout.chords.middle + 4, size: fontSize, theme.text, isBold: true)
      free = x + width + 9
    }
  }

  /// Bar numbers above the lanes and minutes below them.
  func drawRulers(on canvas: Canvas) {
    let bars = layout.barStarts.count - 1
    for bar in stride(from: 0, to: bars, by: layout.barStep) {
      let x = layout.x(layout.barStarts[bar])
      canvas.text(
        "\(bar + 1)", x: x + 2, y: layout.chords.bottom + 13, size: 9.5, theme.faintText)
    }
    label("Bar", at: layout.chords.bottom + 13, on: canvas)
    label("Time", at: layout.bottomRuler + 8, on: canvas)
    let seconds = max(score.tempo.seconds(at: layout.barStarts[bars]), 0.001)
    let step = TimeAxis.step(seconds: seconds, width: layout.form.width)
    var time = 0.0
    while time <= seconds {
      let x = layout.x(score.tempo.beat(at: time))
      canvas.line((x, layout.bottomRuler - 4), (x, layout.bottomRuler), theme.sectionLine)
      let align: TextAlignment = time == 0 ? .left : x > layout.form.right - 16 ? .right : .center
      canvas.text(
        TimeAxis.label(time, step: step), x: x, y: layout.bottomRuler + 10, size: 9.5,
        theme.faintText, align: align)
      time += step
    }
  }
}
