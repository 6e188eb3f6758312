import Music
import Production

extension PianoRoll {
  func draw(_ lane: Lane, on canvas: Canvas) {
    let part = score.parts[lane.part]
    let color = color(ofPart: lane.part)
    canvas.fill(lane.area, theme.panel, radius: 3)
    canvas.clipped(to: lane.area) {
      drawRows(of: lane, on: canvas)
      drawGrid(of: lane, on: canvas)
      if let played = performance?.part(part.id) {
        for note in part.notes { drawWritten(note, lane, color, on: canvas) }
        for note in played.notes { drawPlayed(note, lane, color, on: canvas) }
      } else {
        for note in part.notes {
          draw(
            row: note.pitch.number, from: note.onset.value, to: note.end.value,
            velocity: note.velocity, lane, color, on: canvas)
        }
      }
    }
    drawMargin(of: lane, part, color, on: canvas)
  }

  private func drawRows(of lane: Lane, on canvas: Canvas) {
    for row in lane.rows {
      let area = Rectangle(
        x: lane.area.x, y: lane.y(ofRow: row), width: lane.area.width, height: lane.rowHeight)
      if !lane.drums.isEmpty {
        if row % 2 == 1 { canvas.fill(area, theme.shade) }
      } else if [1, 3, 6, 8, 10].contains((row % 12 + 12) % 12) {
        canvas.fill(area, theme.shade)
      } else if (row % 12 + 12) % 12 == 0 {
        canvas.line((area.x, area.bottom), (area.right, area.bottom), theme.barLine, width: 0.7)
      }
    }
  }

  private func drawGrid(of lane: Lane, on canvas: Canvas) {
    let bars = layout.barStarts.count - 1
    let boundaries = Set(score.sections.map(\.startBar))
    for bar in 0..<bars {
      let x = layout.x(layout.barStarts[bar])
      if layout.barWidth >= 26 {
        for pulse in score.meters.meter(ofBar: bar).pulses.dropFirst() {
          let x = layout.x(layout.barStarts[bar] + pulse.value)
          canvas.line((x, lane.area.y), (x, lane.area.bottom), theme.fineLine, width: 0.6)
        }
      }
      if boundaries.contains(bar), bar > 0 {
        canvas.line((x, lane.area.y), (x, lane.area.bottom), theme.sectionLine, width: 1)
      } else if layout.barWidth >= 6 || bar % layout.barStep == 0 {
        canvas.line((x, lane.area.y), (x, lane.area.bottom), theme.barLine, width: 0.8)
      }
    }
  }

  private func row(of key: Int, in lane: Lane) -> Int? {
    lane.drums.isEmpty ? key : lane.drums.firstIndex(of: key)
  }

  private func draw(
    row key: Int, from start: Double, to end: Double, velocity: Int, _ lane: Lane, _ color: Color,
    on canvas: Canvas
  ) {
    guard let row = row(of: key, in: lane) else { return }
    let strength = min(max(Double(velocity) / 127, 0), 1)
    let ink = theme.panel.mixed(with: color, 0.28 + 0.72 * strength)
    let x = layout.x(start)
    if !lane.drums.isEmpty {
      let height = lane.rowHeight * (0.3 + 0.52 * strength)
      let width = min(max(layout.barWidth / 20, 1.5), 5.5)
      canvas.fill(
        Rectangle(
          x: x, y: lane.y(ofRow: row) + (lane.rowHeight - height) / 2, width: width,
          height: height), ink, radius: 1.4)
      return
    }
    let width = max(layout.x(end) - x - 0.6, 1.2)
    let area = Rectangle(
      x: x, y: lane.y(ofRow: row) + 0.25, width: width, height: max(lane.rowHeight - 0.5, 1.2))
    canvas.fill(area, ink, radius: 1.6)
    // A darker edge at the onset tells repeated notes apart.
    if width > 4 {
      canvas.fill(
        Rectangle(x: area.x, y: area.y, width: 1.3, height: area.height),
        ink.mixed(with: theme.text, 0.35), radius: 0.6)
    }
  }

  private func drawWritten(_ note: Note, _ lane: Lane, _ color: Color, on canvas: Canvas) {
    guard lane.drums.isEmpty else { return }
    let x = layout.x(note.onset.value)
    let area = Rectangle(
      x: x, y: lane.y(ofRow: note.pitch.number) + 0.5, width: layout.x(note.end.value) - x,
      height: lane.rowHeight - 1)
    canvas.outline(area, color.opacity(0.35), width: 0.6, radius: 1.4)
  }

  private func drawPlayed(_ note: PerformedNote, _ lane: Lane, _ color: Color, on canvas: Canvas) {
    draw(
      row: note.key, from: score.tempo.beat(at: note.time), to: score.tempo.beat(at: note.end),
      velocity: note.velocity, lane, color, on: canvas)
  }

  /// The name, the instrument and the keyboard or the drums' names.
  private func drawMargin(of lane: Lane, _ part: Part, _ color: Color, on canvas: Canvas) {
    let keyboard = lane.drums.isEmpty ? 16.0 : 70
    let left = Layout.margin
    canvas.fill(
      Rectangle(x: left, y: lane.area.y, width: 3, height: lane.area.height), color, radius: 1.5)
    let limit = Layout.gutter - keyboard - (lane.drums.isEmpty ? 38 : 20)
    let top = lane.area.y + min(max(lane.area.height / 2 - 4, 12), 34)
    canvas.text(
      part.name, x: left + 10, y: top, size: 11.5, theme.text, isBold: true, limit: limit)
    canvas.text(
      part.role.rawValue, x: left + 10, y: top + 14, size: 9.5, theme.faintText, limit: limit)
    if lane.drums.isEmpty {
      drawKeyboard(of: lane, on: canvas)
    } else if lane.rowHeight >= 6 {
      for (row, key) in lane.drums.enumerated() {
        canvas.text(
          DrumRow.name(key), x: lane.area.x - 6, y: lane.y(ofRow: row) + lane.rowHeight / 2 + 3,
          size: min(8.5, lane.rowHeight), theme.faintText, align: .right)
      }
    }
  }

  private func drawKeyboard(of lane: Lane, on canvas: Canvas) {
    let area = Rectangle(
      x: lane.area.x - 18, y: lane.area.y, width: 16, height: lane.area.height)
    canvas.fill(area, theme.whiteKey)
    for row in lane.rows {
      let y = lane.y(ofRow: row)
      let pitchClass = (row % 12 + 12) % 12
      if [1, 3, 6, 8, 10].contains(pitchClass) {
        canvas.fill(
          Rectangle(x: area.x, y: y, width: 10, height: lane.rowHeight), theme.blackKey,
          radius: 0.5)
        canvas.line(
          (area.x + 10, y + lane.rowHeight / 2), (area.right, y + lane.rowHeight / 2),
          theme.barLine, width: 0.5)
      } else if pitchClass == 0 || pitchClass == 5 {
        canvas.line(
          (area.x, y + lane.rowHeight), (area.right, y + lane.rowHeight), theme.barLine, width: 0.5)
      }
      if pitchClass == 0 {
        canvas.text(
          "C\(row / 12 - 1)", x: area.x - 3, y: min(y + lane.rowHeight + 1.5, area.bottom),
          size: 8.5, theme.faintText, align: .right)
      }
    }
    canvas.outline(area, theme.barLine, width: 0.8)
  }
}
