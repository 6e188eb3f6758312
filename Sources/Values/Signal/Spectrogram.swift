/// Short-time power spectra of one channel, `[columns][bins]`.
///
/// Column t is centred on frame t * hop, with silence beyond both ends of the audio. Power is scaled so
/// that a sine of amplitude 1 that falls on a bin reads 1 there, 0 dB.
public struct Spectrogram: Hashable, Sendable {
  /// The rate of the audio.
  public let sampleRate: SampleRate
  /// The transform's size in frames.
  public let size: Int
  /// The distance of columns in frames.
  public let hop: Int
  /// The number of columns.
  public let columnCount: Int
  /// The power of each bin of each column, `[columns][bins]`.
  public let power: [Float]

  /// The number of bins of a column, size / 2 + 1.
  public var binCount: Int { size / 2 + 1 }

  /// Analyses samples; costs O(samples * size / hop * log size).
  public init(
    of samples: [Float], sampleRate: SampleRate, size: Int = 2048, hop: Int = 512,
    window: Window = .hann
  ) {
    precondition(hop > 0)
    self.sampleRate = sampleRate
    self.size = size
    self.hop = hop
    columnCount = samples.isEmpty ? 0 : (samples.count - 1) / hop + 1
    let transform = FourierTransform(size: size)
    let taper = window.samples(size).map { Float($0) }
    // A sine of amplitude 1 has |X| = sum(w) / 2 at its bin.
    let sum = taper.reduce(0, +)
    let scale = 4 / (sum * sum)
    let bins = size / 2 + 1
    var frame = [Float](repeating: 0, count: size)
    var spectrum = [ComplexFloat](repeating: ComplexFloat(0, 0), count: bins)
    var power = [Float](repeating: 0, count: columnCount * bins)
    for column in 0..<columnCount {
      let start = column * hop - size / 2
      for index in 0..<size {
        let place = start + index
        frame[index] = place >= 0 && place < samples.count ? samples[place] * taper[index] : 0
      }
      frame.withUnsafeBufferPointer { source in
        spectrum.withUnsafeMutableBufferPointer { transform.forward(source, into: $0) }
      }
      for bin in 0..<bins { power[column * bins + bin] = spectrum[bin].power * scale }
    }
    self.power = power
  }

  /// The power of one bin of one column.
  public subscript(column: Int, bin: Int) -> Float {
    precondition(bin >= 0 && bin < binCount)
    return power[column * binCount + bin]
  }

  /// The frequency of a bin.
  public func frequency(ofBin bin: Int) -> Hertz {
    Hertz(Double(bin) * sampleRate.hertz / Double(size))
  }

  /// The time of a column's centre in seconds.
  public func time(ofColumn column: Int) -> Double { Double(column * hop) / sampleRate.hertz }

  /// The mean power of each bin over all columns, the long-term average spectrum.
  public func averagePower() -> [Float] {
    guard columnCount > 0 else { return [Float](repeating: 0, count: binCount) }
    var sums = [Double](repeating: 0, count: binCount)
    for column in 0..<columnCount {
      for bin in 0..<binCount { sums[bin] += Double(power[column * binCount + bin]) }
    }
    return sums.map { Float($0 / Double(columnCount)) }
  }
}
