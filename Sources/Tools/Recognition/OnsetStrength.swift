public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How strongly something begins, about a hundred times a second.
///
/// Spectral flux over bands of the ear: each frame's power goes through 36 triangular bands, even on the mel
/// scale (O'Shaughnessy 1987), the logarithm is taken, and what has risen since two frames before is summed. The
/// earlier frame's bands are first widened by one to either side, so that vibrato is no onset (S. Boeck and
/// G. Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013). The sums are kept for
/// the bands below 150 Hz, kicks and basses, and for all. One thread at a time.
public struct OnsetStrength: Sendable {
  /// Frames a second.
  public let rate: Double
  /// The strength of all bands, one value a frame.
  public private(set) var all: [Float] = []
  /// The strength of the bands below 150 Hz.
  public private(set) var low: [Float] = []

  /// The bins of each band and their weights.
  private let bands: [(first: Int, weights: [Float])]
  private let lowBands: Int
  /// The logarithms of the bands of this and the two frames before.
  private var levels: [[Float]]
  private var frames = 0

  private static let bandCount = 36

  /// The transform's size and hop for a rate: about 46 ms and 10 ms.
  public static func grid(at rate: SampleRate) -> (size: Int, hop: Int) {
    var size = 256
    while Double(size) < 0.04 * rate.hertz { size *= 2 }
    return (size, max(1, Int((rate.hertz / 100).rounded())))
  }

  /// Starts a curve for the frames of `grid(at:)`.
  public init(sampleRate: SampleRate) {
    let (size, hop) = OnsetStrength.grid(at: sampleRate)
    rate = sampleRate.hertz / Double(hop)
    let top = min(12_000, sampleRate.hertz / 2)
    let mel = { (hertz: Double) in 1127 * log(1 + hertz / 700) }
    let hertz = { (mel: Double) in 700 * (exp(mel / 1127) - 1) }
    let (from, to) = (mel(30), mel(top))
    let edges = (0...OnsetStrength.bandCount + 1).map {
      hertz(from + (to - from) * Double($0) / Double(OnsetStrength.bandCount + 1))
    }
    let width = sampleRate.hertz / Double(size)
    bands = (0..<OnsetStrength.bandCount).map { band in
      let (low, middle, high) = (edges[band], edges[band + 1], edges[band + 2])
      let first = max(1, Int((low / width).rounded(.down)))
      let last = min(size / 2, max(first + 1, Int((high / width).rounded(.up))))
      let weights = (first...last).map { bin -> Float in
        let frequency = Double(bin) * width
        let slope =
          frequency < middle
          ? (frequency - low) / (middle - low) : (high - frequency) / (high - middle)
        // The narrow bands of the bass may hold no bin but the nearest.
        return Float(max(slope, abs(frequency - middle) <= width / 2 ? 1 : 0))
      }
      return (first, weights)
    }
    lowBands = max(1, edges.dropFirst().prefix { $0 < 150 }.count)
    levels = Array(
      repeating: [Float](repeating: 0, count: OnsetStrength.bandCount), count: 3)
  }

  /// Takes in the spectrum of the next frame.
  public mutating func add(_ spectrum: PowerSpectrum) {
    let (now, before) = (frames % 3, (frames + 1) % 3)
    spectrum.power.withUnsafeBufferPointer { power in
      for (index, band) in bands.enumerated() {
        var sum: Float = 0
        for (offset, weight) in band.weights.enumerated() {
          sum += weight * power[band.first + offset]
        }
        // -80 dB is the floor: what is softer begins nothing.
        levels[now][index] = log10(1 + 1e8 * sum)
      }
    }
    var (total, bass): (Float, Float) = (0, 0)
    if frames >= 2 {
      let last = OnsetStrength.bandCount - 1
      for index in 0...last {
        var earlier = levels[before][index]
        if index > 0 { earlier = max(earlier, levels[before][index - 1]) }
        if index < last { earlier = max(earlier, levels[before][index + 1]) }
        let rise = max(0, levels[now][index] - earlier)
        total += rise
        if index < lowBands { bass += max(0, levels[now][index] - levels[before][index]) }
      }
    }
    all.append(total)
    low.append(bass)
    frames += 1
  }
}
