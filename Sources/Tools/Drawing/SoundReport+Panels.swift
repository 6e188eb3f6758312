import Foundation
import Production
import Signal

extension SoundReport {
  func drawWaveform(in area: Rectangle, on canvas: Canvas) {
    canvas.fill(area, theme.panel)
    for (channel, extents) in overview.waveform.enumerated() where !extents.isEmpty {
      let height = area.height / Double(overview.waveform.count)
      let lane = Rectangle(
        x: area.x, y: area.y + height * Double(channel), width: area.width, height: height)
      draw(extents, in: lane, on: canvas)
      canvas.text(
        overview.waveform.count == 2 ? ["L", "R"][channel] : "\(channel + 1)", x: area.x - 10,
        y: lane.middle + 4, size: 10.5, theme.faintText, align: .right)
    }
  }

  private func draw(
    _ extents: [SoundOverview.Extent], in lane: Rectangle, on canvas: Canvas
  ) {
    func y(_ value: Float) -> Double {
      lane.middle - (lane.height / 2 - 3) * Double(min(max(value, -1), 1))
    }
    let step = lane.width / Double(extents.count)
    func outline(
      _ low: (SoundOverview.Extent) -> Float, _ high: (SoundOverview.Extent) -> Float
    ) -> [(x: Double, y: Double)] {
      let upper = extents.enumerated().map {
        (x: lane.x + (Double($0) + 0.5) * step, y: y(high($1)) - 0.2)
      }
      let lower = extents.enumerated().map {
        (x: lane.x + (Double($0) + 0.5) * step, y: y(low($1)) + 0.2)
      }
      return upper + lower.reversed()
    }
    canvas.fill(outline(\.low, \.high), theme.accent.mixed(with: theme.panel, 0.5))
    canvas.fill(outline({ -$0.mean }, \.mean), theme.accent)
    canvas.line((lane.x, lane.middle), (lane.right, lane.middle), theme.barLine, width: 0.5)
    canvas.line((lane.x, lane.bottom), (lane.right, lane.bottom), theme.barLine, width: 0.8)
  }

  func drawSpectrogram(in area: Rectangle, on canvas: Canvas) {
    let (rows, columns) = (overview.frequencies.count, overview.columns)
    guard rows > 1, columns > 0, let low = overview.frequencies.first?.value,
      let high = overview.frequencies.last?.value
    else { return }
    let table = map.table
    let span = range.upperBound - range.lowerBound
    var pixels = [UInt32](repeating: table[0], count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let level = Double(overview.levels[column * rows + rows - 1 - row])
        let share = min(max((level - range.lowerBound) / span, 0), 1)
        pixels[row * columns + column] = table[Int(share * 255)]
      }
    }
    canvas.image(pixels, columns: columns, rows: rows, in: area)
    for (frequency, name) in [
      (50.0, "50"), (100, "100"), (200, "200"), (500, "500"), (1_000, "1k"), (2_000, "2k"),
      (5_000, "5k"), (10_000, "10k"),
    ] where frequency > low && frequency < high {
      let y = area.bottom - area.height * log(frequency / low) / log(high / low)
      canvas.line((area.x - 4, y), (area.x, y), theme.sectionLine)
      canvas.text(name, x: area.x - 8, y: y + 3.5, size: 9.5, theme.faintText, align: .right)
    }
    canvas.text("Hz", x: area.x - 8, y: area.y - 5, size: 9.5, theme.faintText, align: .right)
    let bar = Rectangle(x: area.right + 14, y: area.y, width: 10, height: area.height)
    canvas.image(
      (0..<128).map { map.pixel(1 - Double($0) / 127) }, columns: 1, rows: 128, in: bar)
    for step in 0...4 {
      let level = range.upperBound - span * Double(step) / 4
      canvas.text(
        "\(Int(level.rounded()))", x: bar.right + 5, y: bar.y + bar.height * Double(step) / 4 + 3.5,
        size: 9.5, theme.faintText)
    }
    canvas.text("dB", x: bar.right + 5, y: bar.y - 8, size: 9.5, theme.faintText)
  }

  func drawLoudness(in area: Rectangle, on canvas: Canvas) {
    canvas.fill(area, theme.panel)
    let readings = overview.loudness.compactMap { $0.momentary?.value }
    let top = min(6, max(-6, ((readings.max() ?? -12) / 6).rounded(.up) * 6))
    let bottom = top - 42
    func y(_ level: Double) -> Double {
      area.y + area.height * (top - min(max(level, bottom), top)) / (top - bottom)
    }
    for step in stride(from: top, through: bottom, by: -6) {
      canvas.line((area.x, y(step)), (area.right, y(step)), theme.fineLine, width: 0.8)
      canvas.text(
        "\(Int(step))", x: area.x - 8, y: y(step) + 3.5, size: 9, theme.faintText, align: .right)
    }
    canvas.text("LUFS", x: area.x - 8, y: area.y - 8, size: 9, theme.faintText, align: .right)
    func points(_ value: (SoundOverview.Moment) -> LUFS?) -> [(x: Double, y: Double)] {
      overview.loudness.map { (x: x($0.time, in: area), y: y(value($0)?.value ?? bottom)) }
    }
    canvas.curve(points(\.momentary), theme.accent.opacity(0.45), width: 0.9)
    canvas.curve(
      points(\.shortTerm).filter { $0.x >= x(3, in: area) }, theme.accent, width: 1.8)
    let strong = theme.parts.count > 1 ? theme.parts[1] : theme.text
    if let integrated = analysis.loudness.integrated {
      let line = y(integrated.value)
      canvas.line((area.x, line), (area.right, line), strong, width: 1.1)
      canvas.text(
        SoundFacts.number(integrated.value), x: area.right + 6, y: line + 3.5, size: 10, strong,
        isBold: true)
    }
    var place = area.right
    for (name, color) in [
      ("integrated", strong), ("short-term", theme.accent),
      ("momentary", theme.accent.opacity(0.5)),
    ] {
      canvas.text(name, x: place, y: area.y - 7, size: 9.5, color, align: .right)
      place -= canvas.width(of: name, size: 9.5) + 14
    }
  }

  /// The average spectrum in thirds of an octave.
  func drawSpectrum(in area: Rectangle, on canvas: Canvas) {
    canvas.fill(area, theme.panel)
    let bands = analysis.spectrum.bands
    let top = ((bands.compactMap { $0.level?.value }.max() ?? -12) / 6).rounded(.up) * 6
    let bottom = top - 54
    func y(_ level: Double) -> Double {
      area.y + area.height * (top - min(max(level, bottom), top)) / (top - bottom)
    }
    for level in stride(from: top, through: bottom, by: -18) {
      canvas.line((area.x, y(level)), (area.right, y(level)), theme.fineLine, width: 0.8)
      canvas.text(
        "\(Int(level))", x: area.x - 8, y: y(level) + 3.5, size: 9, theme.faintText,
        align: .right)
    }
    let step = area.width / Double(max(1, bands.count))
    for (index, band) in bands.enumerated() {
      let left = area.x + step * Double(index)
      if let level = band.level?.value, level > bottom {
        canvas.fill(
          Rectangle(x: left + 1, y: y(level), width: step - 2, height: area.bottom - y(level)),
          theme.accent.opacity(0.75), radius: 1.5)
      }
      let octaves: [Int: String] = [63: "63", 250: "250", 1000: "1k", 4000: "4k", 16000: "16k"]
      let near = octaves.first { abs(log2(band.frequency.value / Double($0.key))) < 0.1 }
      if let near {
        canvas.text(
          near.value, x: left + step / 2, y: area.bottom + 14, size: 9.5, theme.faintText,
          align: .center)
      }
    }
    canvas.text(
      "average spectrum, thirds of an octave, dB", x: area.x, y: area.y - 6, size: 9.5,
      theme.faintText)
  }

  /// Numbers in two columns.
  func drawFacts(in area: Rectangle, on canvas: Canvas) {
    let facts = SoundFacts.rows(analysis)
    let rows = (facts.count + 1) / 2
    let step = min(18, area.height / Double(max(1, rows)))
    for (index, fact) in facts.enumerated() {
      let left = area.x + (index < rows ? 0 : area.width / 2)
      let y = area.y + step * (Double(index % rows) + 0.7)
      canvas.text(fact.name, x: left, y: y, size: min(10.5, step * 0.7), theme.faintText)
      canvas.text(
        fact.value, x: left + 104, y: y, size: min(10.5, step * 0.7), theme.text,
        limit: area.width / 2 - 108)
    }
  }
}
