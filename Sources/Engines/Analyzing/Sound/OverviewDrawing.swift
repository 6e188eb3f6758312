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
  /// Below the first the long transform tells tones apart, above the second the short one keeps attacks sharp.
  ///
  /// Between them the levels of both pass into each other: those of noise lie 6 dB apart, which would else be
  /// a seam.
  private static let crossover = (low: 500.0, high: 2000.0)

  private let sampleRate: SampleRate
  private let columns: Int
  private let columnFrames: Double
  private let frequencies: [Double]
  private var extents: [[SoundOverview.Extent]]
  private var squares: [[Double]]
  private var counts: [Int]
  /// The greatest power that the long and the short transform found, `[columns][rows]`.
  private var long: [Float], short: [Float]
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
    long = [Float](repeating: 0, count: self.columns * rows)
    short = long
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
    let rows = rows(at: Double(shortCount) / rate, for: 1 / rate)
    rows.take(spectrum, into: &short) {
      $0 > OverviewDrawing.crossover.low
    }
    shortCount += 1
  }

  mutating func addLong(_ spectrum: PowerSpectrum, rate: Double) {
    let rows = rows(at: Double(longCount) / rate, for: 1 / rate)
    rows.take(spectrum, into: &long) {
      $0 < OverviewDrawing.crossover.high
    }
    longCount += 1
  }

  /// The columns that a frame stands for, with the frequencies of their rows.
  private func rows(at time: Double, for seconds: Double) -> Rows {
    let perSecond = sampleRate.hertz / columnFrames
    let first = max(0, min(columns - 1, Int((time - seconds / 2) * perSecond)))
    let last = max(first, min(columns - 1, Int((time + seconds / 2) * perSecond)))
    return Rows(frequencies: frequencies, rate: sampleRate.hertz, columns: first...last)
  }

  /// The rows of some columns.
  private struct Rows {
    var frequencies: [Double]
    var rate: Double
    var columns: ClosedRange<Int>

    /// Raises powers, `[columns][rows]`, to what a spectrum has in those rows that are its own.
    func take(
      _ spectrum: PowerSpectrum, into powers: inout [Float], _ isOwn: (Double) -> Bool
    ) {
      let width = rate / Double(spectrum.size)
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
        for column in columns {
          let index = column * frequencies.count + row
          powers[index] = max(powers[index], power)
        }
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
    let (low, high) = OverviewDrawing.crossover
    let shares = frequencies.map { Float(min(max(log2($0 / low) / log2(high / low), 0), 1)) }
    let levels = long.indices.map { index -> Float in
      let share = shares[index % frequencies.count]
      func level(_ power: Float) -> Float { 10 * log10(max(power, 1e-15)) }
      // A power that was not taken is 0, and 0 times its level is nothing.
      return (1 - share) * level(long[index]) + share * level(short[index])
    }
    return SoundOverview(
      duration: duration, waveform: waveform, frequencies: frequencies.map { Hertz($0) },
      levels: levels, loudness: loudness)
  }
}
