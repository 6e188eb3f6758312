import Foundation
public import Production
import Signal

/// One page about a recording: waveform with its sections, spectrogram, course of loudness, average spectrum.
public struct SoundReport: Picture {
  /// The size in points.
  public let size: PictureSize

  let overview: SoundOverview
  let analysis: SoundAnalysis
  let theme: PictureTheme
  let map = ColorMap.magma
  /// The levels that the colours of the spectrogram span, dB.
  let range = -96.0...(-6.0)
  private let title: String
  private let left = 60.0
  private let right = 64.0

  /// Lays out a page.
  public init(
    of overview: SoundOverview, analysis: SoundAnalysis, title: String,
    theme: PictureTheme = .light, width: Double = 1200, height: Double = 960
  ) {
    size = SoundFrame.size(width: max(640, width), height: max(600, height))
    self.overview = overview
    self.analysis = analysis
    self.title = title
    self.theme = theme
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), theme.background)
    canvas.text(
      title, x: 24, y: 34, size: 17, theme.text, isBold: true, limit: size.width - 60)
    canvas.text(
      SoundFacts.headline(analysis), x: 24, y: 55, size: 11.5, theme.faintText,
      limit: size.width - 48)
    let width = size.width - left - right
    let free = size.height - 92 - 4 * 34 - 24
    var y = 92.0
    func panel(_ share: Double, gap: Double) -> Rectangle {
      let area = Rectangle(x: left, y: y, width: width, height: free * share)
      y = area.bottom + gap
      return area
    }
    let wave = panel(0.24, gap: 34)
    let spectrogram = panel(0.36, gap: 34)
    let loudness = panel(0.22, gap: 48)
    drawWaveform(in: wave, on: canvas)
    drawSpectrogram(in: spectrogram, on: canvas)
    drawLoudness(in: loudness, on: canvas)
    for area in [wave, spectrogram, loudness] { drawTime(under: area, on: canvas) }
    drawSections(over: [wave, spectrogram, loudness], on: canvas)
    let rest = Rectangle(
      x: left, y: y, width: width, height: max(60, size.height - y - 30))
    drawSpectrum(
      in: Rectangle(x: rest.x, y: rest.y, width: width * 0.46, height: rest.height), on: canvas)
    drawFacts(
      in: Rectangle(
        x: rest.x + width * 0.5, y: rest.y, width: width * 0.5 + right - 24, height: rest.height),
      on: canvas)
  }

  /// The horizontal place of a time in a panel.
  func x(_ time: Double, in area: Rectangle) -> Double {
    area.x + area.width * min(max(time / max(overview.duration, 1e-9), 0), 1)
  }

  private func drawTime(under area: Rectangle, on canvas: Canvas) {
    guard overview.duration > 0 else { return }
    let step = TimeAxis.step(seconds: overview.duration, width: area.width)
    var index = 0
    while Double(index) * step <= overview.duration {
      let time = Double(index) * step
      let place = x(time, in: area)
      canvas.line((place, area.bottom), (place, area.bottom + 4), theme.sectionLine)
      canvas.text(
        TimeAxis.label(time, step: step), x: place, y: area.bottom + 16, size: 9.5,
        theme.faintText, align: .center)
      index += 1
    }
  }

  /// Names above the first panel, thin lines through all of them.
  private func drawSections(over areas: [Rectangle], on canvas: Canvas) {
    guard let top = areas.first, analysis.sections.count > 1 else { return }
    for (index, section) in analysis.sections.enumerated() {
      let (start, end) = (x(section.start, in: top), x(section.end, in: top))
      let kind = Int(section.name.unicodeScalars.first?.value ?? 65) - 65
      let color = theme.parts.isEmpty ? theme.accent : theme.parts[abs(kind) % theme.parts.count]
      let strip = Rectangle(x: start + 1, y: top.y - 20, width: end - start - 2, height: 15)
      canvas.fill(strip, color.opacity(0.22), radius: 3)
      canvas.text(
        section.name, x: strip.x + 5, y: strip.y + 11.5, size: 10, theme.text, isBold: true,
        limit: max(0, strip.width - 8))
      guard index > 0 else { continue }
      for (number, area) in areas.enumerated() {
        let line = number == 1 ? Color(0xFFFFFF).opacity(0.55) : theme.sectionLine.opacity(0.7)
        canvas.line((start, area.y), (start, area.bottom), line, width: 0.9)
      }
    }
  }
}
