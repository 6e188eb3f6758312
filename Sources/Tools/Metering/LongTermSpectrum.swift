public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The long-term average spectrum in thirds of an octave.
///
/// Bands are `ThirdOctaves`. A band's level is the mean square of what lies in it, the mean of the channels, so
/// that pink noise is flat and white noise rises by 3 dB an octave. One thread at a time.
public struct LongTermSpectrum: Sendable {
  /// A band.
  public struct Band: Hashable, Sendable {
    /// Its exact middle.
    public let frequency: Hertz
    /// Its mean square; 0 for none.
    public let power: Double
  }

  private let sampleRate: SampleRate
  private let size: Int
  private var sums: [Double]
  private var frames = 0

  /// Starts a spectrum from transforms of a size.
  public init(sampleRate: SampleRate, size: Int) {
    self.sampleRate = sampleRate
    self.size = size
    sums = [Double](repeating: 0, count: size / 2 + 1)
  }

  /// Takes in the spectrum of the next frame.
  public mutating func add(_ spectrum: PowerSpectrum) {
    precondition(spectrum.size == size)
    let factor = spectrum.meanSquareFactor
    spectrum.power.withUnsafeBufferPointer { power in
      sums.withUnsafeMutableBufferPointer { sums in
        for bin in sums.indices { sums[bin] += factor * Double(power[bin]) }
      }
    }
    frames += 1
  }

  /// The mean square of each bin, `[bins]`.
  public var bins: [Double] { frames > 0 ? sums.map { $0 / Double(frames) } : sums }

  /// The bands from 20 Hz to 20 kHz, as far as they lie below half the sample rate.
  public var bands: [Band] {
    let powers = ThirdOctaves.powers(bins, binWidth: sampleRate.hertz / Double(size))
    return ThirdOctaves.whole(at: sampleRate).map {
      Band(frequency: Hertz(ThirdOctaves.centres[$0]), power: powers[$0])
    }
  }

  /// How the bands from 100 Hz to 10 kHz rise in dB an octave, by least squares; nil if fewer than ten sound.
  public var slope: Decibels? {
    let points = bands.filter {
      $0.frequency.value > 99 && $0.frequency.value < 10_100 && $0.power > 1e-12
    }.map { (x: log2($0.frequency.value), y: 10 * log10($0.power)) }
    guard points.count >= 10 else { return nil }
    let count = Double(points.count)
    let (x, y) = (
      points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count
    )
    let above = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    let below = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    return Decibels(above / below)
  }

  /// The centre of gravity of the power above 20 Hz; nil in silence.
  public var centroid: Hertz? {
    let bins = bins
    let width = sampleRate.hertz / Double(size)
    let first = Int((20 / width).rounded(.up))
    var (sum, moment) = (0.0, 0.0)
    for bin in bins.indices.dropFirst(first) {
      sum += bins[bin]
      moment += bins[bin] * Double(bin) * width
    }
    return sum > 1e-15 ? Hertz(moment / sum) : nil
  }
}
