import Foundation
public import Signal

/// A picture of a recording's waveform and, below it, its loudness over time.
public struct WaveformPicture: Picture {
  /// A loudness reading at a time.
  public struct LoudnessPoint: Hashable, Sendable {
    /// When, in seconds.
    public var time: Double
    /// How loud; not finite in silence.
    public var loudness: LUFS

    /// Makes a reading.
    public init(time: Double, loudness: LUFS) {
      self.time = time
      self.loudness = loudness
    }
  }

  /// The size in points.
  public let size: PictureSize

  private let frame: SoundFrame
  private let channels: [[Extent]]
  private let levels: [(time: Double, level: Double)]
  private let isLoudness: Bool
  private let target: LUFS?

  private struct Extent: Sendable {
    var low: Float = 0
    var high: Float = 0
    var mean: Float = 0
  }

  /// Measures audio and lays out a picture.
  ///
  /// Without readings the lower curve is the level in dB of 400 ms windows (root mean square).
  public init(
    of audio: AudioBuffer, sampleRate: SampleRate, loudness: [LoudnessPoint] = [],
    target: LUFS? = nil, title: String = "", theme: PictureTheme = .light, width: Double = 1200,
    height: Double = 360
  ) {
    size = SoundFrame.size(width: width, height: height)
    let seconds = Double(audio.frameCount) / sampleRate.hertz
    frame = SoundFrame(title: title, seconds: seconds, size: size, theme: theme)
    self.target = target
    let columns = Int(frame.plot.width * 2)
    channels = (0..<audio.channelCount).map { channel in
      WaveformPicture.extents(audio.channel(channel), columns: columns)
    }
    isLoudness = !loudness.isEmpty
    levels =
      isLoudness
      ? loudness.map { ($0.time, $0.loudness.value) }
      : WaveformPicture.levels(audio, sampleRate, columns: columns / 2)
  }

  private static func extents(_ samples: [Float], columns: Int) -> [Extent] {
    guard !samples.isEmpty else { return [] }
    return (0..<columns).map { column in
      let start = column * samples.count / columns
      let end = min(max((column + 1) * samples.count / columns, start + 1), samples.count)
      var extent = Extent()
      var sum = 0.0
      for sample in samples[start..<end] where sample.isFinite {
        extent.low = min(extent.low, sample)
        extent.high = max(extent.high, sample)
        sum += Double(sample) * Double(sample)
      }
      extent.mean = Float((sum / Double(end - start)).squareRoot())
      return extent
    }
  }

  private static func levels(
    _ audio: AudioBuffer, _ rate: SampleRate, columns: Int
  ) -> [(time: Double, level: Double)] {
    guard audio.frameCount > 0, audio.channelCount > 0, columns > 0 else { return [] }
    // Powers of 100 ms pieces; four of them make a window.
    let piece = max(1, rate.framesPerSecond / 10)
    var powers = [Double](repeating: 0, count: (audio.frameCount - 1) / piece + 1)
    for channel in 0..<audio.channelCount {
      for (index, sample) in audio.channel(channel).enumerated() where sample.isFinite {
        powers[index / piece] += Double(sample) * Double(sample)
      }
    }
    let count = Double(piece * audio.channelCount)
    return powers.indices.map { index in
      let window = powers[max(0, index - 2)...min(powers.count - 1, index + 1)]
      let mean = window.reduce(0, +) / count / Double(window.count)
      return (
        (Double(index) + 0.5) * Double(piece) / rate.hertz,
        mean > 1e-12 ? 10 * log10(mean) : -.infinity
      )
    }
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    frame.draw(on: canvas)
    var wave = frame.plot
    wave.height = frame.plot.height * 0.64
    let curve = Rectangle(
      x: wave.x, y: wave.bottom + 14, width: wave.width,
      height: frame.plot.bottom - wave.bottom - 14)
    canvas.fill(
      Rectangle(x: wave.x, y: wave.bottom, width: wave.width, height: 14), frame.theme.background)
    for (index, extents) in channels.enumerated() {
      let height = wave.height / Double(channels.count)
      let area = Rectangle(
        x: wave.x, y: wave.y + height * Double(index), width: wave.width, height: height)
      draw(extents, in: area, name: channelName(index), on: canvas)
    }
    drawLevels(in: curve, on: canvas)
  }

  private func channelName(_ index: Int) -> String {
    channels.count == 1 ? "mono" : channels.count == 2 ? ["L", "R"][index] : "\(index + 1)"
  }

  private func draw(_ extents: [Extent], in area: Rectangle, name: String, on canvas: Canvas) {
    let theme = frame.theme
    func y(_ value: Float) -> Double {
      area.middle - (area.height / 2 - 3) * Double(min(max(value, -1), 1))
    }
    func outline(_ low: (Extent) -> Float, _ high: (Extent) -> Float) -> [(x: Double, y: Double)] {
      let step = area.width / Double(extents.count)
      let upper = extents.enumerated().map { (x: area.x + Double($0) * step, y: y(high($1)) - 0.2) }
      let lower = extents.enumerated().map { (x: area.x + Double($0) * step, y: y(low($1)) + 0.2) }
      return upper + lower.reversed()
    }
    canvas.fill(outline(\.low, \.high), theme.accent.mixed(with: theme.panel, 0.5))
    canvas.fill(outline({ -$0.mean }, \.mean), theme.accent)
    canvas.line((area.x, area.middle), (area.right, area.middle), theme.barLine, width: 0.5)
    canvas.line((area.x, area.bottom), (area.right, area.bottom), theme.barLine, width: 0.8)
    canvas.text(
      name, x: area.x - 10, y: area.middle + 4, size: 10.5, theme.faintText, align: .right)
  }

  private func drawLevels(in area: Rectangle, on canvas: Canvas) {
    let theme = frame.theme
    let (top, bottom) = (0.0, -48.0)
    func y(_ level: Double) -> Double {
      area.y + area.height * (top - min(max(level, bottom), top)) / (top - bottom)
    }
    for level in [0.0, -12, -24, -36, -48] {
      canvas.line((area.x, y(level)), (area.right, y(level)), theme.fineLine, width: 0.8)
      canvas.text(
        "\(Int(level))", x: area.x - 8, y: y(level) + 3.5, size: 9, theme.faintText,
        align: .right)
    }
    let points = levels.filter { $0.time.isFinite && $0.time >= 0 && $0.time <= frame.seconds }
      .map { (x: frame.x($0.time), y: y($0.level.isNaN ? bottom : $0.level)) }
    if let first = points.first, let last = points.last {
      canvas.fill(
        [(first.x, area.bottom)] + points + [(last.x, area.bottom)], theme.accent.opacity(0.14))
    }
    canvas.curve(points, theme.accent, width: 1.5)
    if let target, target.value.isFinite {
      let color = theme.parts.count > 1 ? theme.parts[1] : theme.text
      canvas.line((area.x, y(target.value)), (area.right, y(target.value)), color, width: 1)
      canvas.text(
        "target \(Int(target.value.rounded())) LUFS", x: area.right - 4, y: y(target.value) - 4,
        size: 9, color, align: .right)
    }
    canvas.text(
      isLoudness ? "LUFS" : "dB", x: area.x - 8, y: area.y - 6, size: 9, theme.faintText,
      align: .right)
  }
}
