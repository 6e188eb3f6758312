import Production
import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Makes a recording small while it passes by: extremes and powers of as many columns as a picture has.
struct OverviewDrawing {
  /// The rows of the spectrogram: 24 an octave from 27.5 Hz.
  private static let rowsAnOctave = 24.0
  private static let lowest = 27.5
  /// Below this the long transform tells tones apart, above it the short one keeps attacks sharp.
  private static let crossover = 1000.0

  private let sampleRate: SampleRate
  private let columns: Int
  private let columnFrames: Double
  private let frequencies: [Double]
  private var extents: [[SoundOverview.Extent]]
  private var squares: [[Double]]
  private var counts: [Int]
  /// The greatest power, `[columns][rows]`.
  private var powers: [Float]
  private var place = 0
  private var shortCount = 0
  private var longCount = 0

  init(sampleRate: SampleRate, expectedFrames: Int, columns: Int) {
    self.sampleRate = sampleRate
    self.columns = max(1, columns)
    columnFrames = max(1, Double(expectedFrames)) / Double(self.columns)
    let top = min(20_000, sampleRate.hertz / 2)
    let rows = Int(OverviewDrawing.rowsAnOctave * log2(top / OverviewDrawing.lowest))
    frequencies = (0..<rows).map {
      OverviewDrawing.lowest * pow(2, (Double($0) + 0.5) / OverviewDrawing.rowsAnOctave)
    }
    extents = Array(
      repeating: [SoundOverview.Extent](repeating: SoundOverview.Extent(), count: self.columns),
      count: 2)
    squares = Array(repeating: [Double](repeating: 0, count: self.columns), count: 2)
    counts = [Int](repeating: 0, count: self.columns)
    powers = [Float](repeating: 0, count: self.columns * rows)
  }

  mutating func add(_ block: AudioBlock) {
    var start = 0
    while start < block.frameCount {
      let column = min(columns - 1, Int(Double(place) / columnFrames))
      let next =
        column == columns - 1 ? Int.max : Int((Double(column + 1) * columnFrames).rounded(.up))
      let count = min(block.frameCount - start, max(1, next - place))
      for channel in 0..<2 {
        let samples = block[channel] + start
        var (low, high, square) = (extents[channel][column].low, extents[channel][column].high, 0.0)
        for frame in 0..<count {
          low = min(low, samples[frame])
          high = max(high, samples[frame])
          square += Double(samples[frame]) * Double(samples[frame])
        }
        extents[channel][column].low = low
        extents[channel][column].high = high
        squares[channel][column] += square
      }
      counts[column] += count
      place += count
      start += count
    }
  }

  mutating func addShort(_ spectrum: PowerSpectrum, rate: Double) {
    take(spectrum, at: Double(shortCount) / rate, for: 1 / rate) { $0 >= OverviewDrawing.crossover }
    shortCount += 1
  }

  mutating func addLong(_ spectrum: PowerSpectrum, rate: Double) {
    take(spectrum, at: Double(longCount) / rate, for: 1 / rate) { $0 < OverviewDrawing.crossover }
    longCount += 1
  }

  /// Raises the rows of the columns that a frame stands for.
  private mutating func take(
    _ spectrum: PowerSpectrum, at time: Double, for seconds: Double, _ isOwn: (Double) -> Bool
  ) {
    let perSecond = sampleRate.hertz / columnFrames
    let first = max(0, min(columns - 1, Int((time - seconds / 2) * perSecond)))
    let last = max(first, min(columns - 1, Int((time + seconds / 2) * perSecond)))
    let width = sampleRate.hertz / Double(spectrum.size)
    let half = pow(2, 0.5 / OverviewDrawing.rowsAnOctave)
    for (row, frequency) in frequencies.enumerated() where isOwn(frequency) {
      let low = Int((frequency / half / width).rounded())
      let high = min(spectrum.binCount - 1, Int((frequency * half / width).rounded()))
      var power: Float = 0
      if high > low {
        for bin in low...high { power = max(power, spectrum.power[bin]) }
      } else {
        let place = frequency / width
        let bin = min(spectrum.binCount - 2, Int(place))
        let share = Float(place - Double(bin))
        power = spectrum.power[bin] * (1 - share) + spectrum.power[bin + 1] * share
      }
      for column in first...last {
        let index = column * frequencies.count + row
        powers[index] = max(powers[index], power)
      }
    }
  }

  func overview(duration: Double, loudness: [SoundOverview.Moment]) -> SoundOverview {
    var waveform = extents
    for channel in waveform.indices {
      for column in 0..<columns where counts[column] > 0 {
        waveform[channel][column].mean = Float(
          (squares[channel][column] / Double(counts[column])).squareRoot())
      }
    }
    return SoundOverview(
      duration: duration, waveform: waveform, frequencies: frequencies.map { Hertz($0) },
      levels: powers.map { 10 * log10(max($0, 1e-15)) }, loudness: loudness)
  }
}
