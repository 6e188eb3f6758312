import Foundation
public import Signal

/// A picture of what sounds when at which frequency: time to the right, frequency upwards in
/// octaves, level as colour.
public struct SpectrogramPicture: Picture {
  /// The size in points.
  public let size: PictureSize

  private let frame: SoundFrame
  private let pixels: [UInt32]
  private let columns: Int
  private let rows: Int
  private let map: ColorMap
  private let lowest: Double
  private let highest: Double
  private let range: ClosedRange<Double>

  /// Analyses audio and lays out a picture.
  ///
  /// Channels are mixed; silence is inserted for samples that are not numbers. The frequencies run
  /// from 27.5 Hz to 20 kHz or half the sample rate, the levels over `range` in dB re full scale.
  /// Costs at most four transforms a point of width, however long the audio is.
  public init(
    of audio: AudioBuffer, sampleRate: SampleRate, title: String = "", map: ColorMap = .magma,
    range: ClosedRange<Double> = -96...0, theme: PictureTheme = .light, width: Double = 1200,
    height: Double = 420
  ) {
    size = SoundFrame.size(width: width, height: height)
    let seconds = Double(audio.frameCount) / sampleRate.hertz
    frame = SoundFrame(title: title, seconds: seconds, size: size, theme: theme, right: 64)
    self.map = map
    self.range = range
    lowest = 27.5
    highest = max(min(20_000, sampleRate.hertz / 2), lowest * 2)
    columns = max(1, Int(frame.plot.width * 1.5))
    rows = max(1, Int(frame.plot.height * 1.5))
    pixels = SpectrogramPicture.paint(
      audio, sampleRate, columns: columns, rows: rows, lowest: lowest, highest: highest,
      range: range, map: map)
  }

  private static func paint(
    _ audio: AudioBuffer, _ rate: SampleRate, columns: Int, rows: Int, lowest: Double,
    highest: Double, range: ClosedRange<Double>, map: ColorMap
  ) -> [UInt32] {
    let table = map.table
    var pixels = [UInt32](repeating: table[0], count: columns * rows)
    guard audio.channelCount > 0, audio.frameCount > 0 else { return pixels }
    let samples = audio.mono().channel(0).map { $0.isFinite ? $0 : 0 }
    // Two resolutions: long windows tell low notes apart, short ones keep attacks sharp. From 500 Hz to 2 kHz
    // their levels pass into each other: those of noise lie 6 dB apart, which would else be a seam.
    let hop = max(256, samples.count / (2 * columns))
    let long = Spectrogram(of: samples, sampleRate: rate, size: 8192, hop: hop)
    let short = Spectrogram(of: samples, sampleRate: rate, size: 2048, hop: hop)
    let span = range.upperBound - range.lowerBound
    let ratio = highest / lowest
    for row in 0..<rows {
      let top = lowest * pow(ratio, Double(rows - row) / Double(rows))
      let bottom = lowest * pow(ratio, Double(rows - row - 1) / Double(rows))
      let share = min(max(log2((top + bottom) / 2 / 500) / 2, 0), 1)
      let (low, high) = (share < 1 ? long : short, share > 0 ? short : long)
      let levels = [low, high].map { level(of: $0, from: bottom, to: top, columns: columns) }
      for column in 0..<columns {
        let level = (1 - share) * levels[0][column] + share * levels[1][column]
        let step = min(max((level - range.lowerBound) / span, 0), 1) * 255
        pixels[row * columns + column] = table[Int(step)]
      }
    }
    return pixels
  }

  /// The level of a row in each column in dB: of many bins the greatest, of few what lies between them.
  private static func level(
    of source: Spectrogram, from bottom: Double, to top: Double, columns: Int
  ) -> [Double] {
    let binWidth = source.sampleRate.hertz / Double(source.size)
    let place = (top + bottom) / 2 / binWidth
    let first = min(max(Int(place), 0), source.binCount - 2)
    let last = min(max(Int((top / binWidth).rounded(.down)), first), source.binCount - 1)
    let low = max(Int(bottom / binWidth), 0)
    let share = min(max(place - Double(first), 0), 1)
    return (0..<columns).map { column in
      let time = min(column * source.columnCount / columns, source.columnCount - 1)
      var power = 0.0
      if last > first + 1 {
        for bin in low...last { power = max(power, Double(source[time, bin])) }
      } else {
        power = Double(source[time, first]) * (1 - share) + Double(source[time, first + 1]) * share
      }
      return power > 1e-15 ? 10 * log10(power) : -150
    }
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    frame.draw(on: canvas)
    let plot = frame.plot
    canvas.image(pixels, columns: columns, rows: rows, in: plot)
    for (frequency, name) in [
      (50.0, "50"), (100, "100"), (200, "200"), (500, "500"), (1_000, "1k"), (2_000, "2k"),
      (5_000, "5k"), (10_000, "10k"), (20_000, "20k"),
    ] where frequency <= highest {
      let y = plot.bottom - plot.height * log(frequency / lowest) / log(highest / lowest)
      canvas.line((plot.x - 4, y), (plot.x, y), frame.theme.sectionLine)
      canvas.line((plot.x, y), (plot.right, y), Color(0xFFFFFF).opacity(0.12), width: 0.6)
      canvas.text(
        name, x: plot.x - 8, y: y + 3.5, size: 9.5, frame.theme.faintText, align: .right)
    }
    canvas.text("Hz", x: plot.x - 8, y: plot.y - 8, size: 9.5, frame.theme.faintText, align: .right)
    drawScale(on: canvas)
  }

  private func drawScale(on canvas: Canvas) {
    let bar = Rectangle(
      x: frame.plot.right + 14, y: frame.plot.y, width: 10, height: frame.plot.height)
    let count = 128
    canvas.image(
      (0..<count).map { map.pixel(1 - Double($0) / Double(count - 1)) }, columns: 1, rows: count,
      in: bar)
    for step in 0...4 {
      let level = range.upperBound - (range.upperBound - range.lowerBound) * Double(step) / 4
      let y = bar.y + bar.height * Double(step) / 4
      canvas.text(
        "\(Int(level.rounded()))", x: bar.right + 5, y: y + 3.5, size: 9.5, frame.theme.faintText)
    }
    canvas.text("dB", x: bar.right + 5, y: bar.y - 8, size: 9.5, frame.theme.faintText)
  }
}
