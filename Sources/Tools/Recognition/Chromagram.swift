public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which pitch classes sound, frame by frame, from the peaks of spectra.
///
/// A peak of the spectrum is placed between bins by a parabola through the logarithms of its power, and counts by
/// the root of its amplitude for its own pitch and, ever less, for the pitches that it could be an overtone
/// of (E. Gomez, "Tonal description of polyphonic audio", INFORMS JoC 2006: s^(n-1) with s = 0.6). Bins are a
/// third of a semitone wide on a scale of equal ratios, as those of a constant-Q transform. Each frame
/// counts alike, however loud. One thread at a time.
public struct Chromagram: Sendable {
  /// The number of bins: three a semitone.
  public static let binCount = 36

  /// Frames a second.
  public let rate: Double
  /// The strength of the pitch classes from C on, `[frames][36]`, each frame adding up to 1, or to 0.
  public private(set) var treble: [Float] = []
  /// The same of what lies below 200 Hz, without overtones.
  public private(set) var bass: [Float] = []
  /// The levels of bands two thirds of an octave wide, in bels, `[frames][bands]`, for the timbre.
  public private(set) var bands: [Float] = []
  /// The number of frames.
  public private(set) var frameCount = 0
  /// The number of bands.
  public let bandCount: Int

  private let binWidth: Double
  private let edges: [Int]
  /// The sum of unit vectors of all peaks' places between semitones.
  private var tuningReal = 0.0
  private var tuningImaginary = 0.0

  /// The transform's size and hop for a rate: about 370 ms and 93 ms.
  public static func grid(at rate: SampleRate) -> (size: Int, hop: Int) {
    var size = 1024
    while Double(size) < 0.3 * rate.hertz { size *= 2 }
    return (size, size / 4)
  }

  /// Starts a chromagram for the frames of `grid(at:)`.
  public init(sampleRate: SampleRate) {
    let (size, hop) = Chromagram.grid(at: sampleRate)
    rate = sampleRate.hertz / Double(hop)
    binWidth = sampleRate.hertz / Double(size)
    var edges: [Int] = []
    var frequency = 40.0
    while frequency < min(16_000, sampleRate.hertz / 2) {
      edges.append(max((edges.last ?? 0) + 1, Int((frequency / binWidth).rounded())))
      frequency *= pow(2, 2.0 / 3)
    }
    self.edges = edges
    bandCount = edges.count - 1
  }

  /// How far the peaks lie from A = 440 Hz, in cents, -50...50.
  public var tuning: Double {
    guard tuningReal != 0 || tuningImaginary != 0 else { return 0 }
    return 100 * atan2(tuningImaginary, tuningReal) / (2 * Double.pi)
  }

  /// When the last frame ends that carries a tone or a band above -70 dB, in seconds.
  public var soundingEnd: Double {
    let last = (0..<frameCount).last { frame in
      (0..<bandCount).contains { bands[frame * bandCount + $0] > -7 }
    }
    return Double((last ?? -1) + 1) / rate
  }

  /// Takes in the spectrum of the next frame.
  public mutating func add(_ spectrum: PowerSpectrum) {
    var high = [Float](repeating: 0, count: Chromagram.binCount)
    var low = high
    spectrum.power.withUnsafeBufferPointer { power in
      for band in 0..<bandCount {
        var sum: Float = 0
        for bin in edges[band]..<edges[band + 1] { sum += power[bin] }
        bands.append(log10(1e-9 + sum))
      }
      addPeaks(power, &high, &low)
    }
    treble += Chromagram.normalized(high)
    bass += Chromagram.normalized(low)
    frameCount += 1
  }

  private mutating func addPeaks(
    _ power: UnsafeBufferPointer<Float>, _ high: inout [Float], _ low: inout [Float]
  ) {
    let (first, last) = (
      max(2, Int(40 / binWidth)), min(power.count - 3, Int(2500 / binWidth))
    )
    guard first < last else { return }
    var greatest: Float = 0
    for bin in first...last { greatest = max(greatest, power[bin]) }
    // -55 dB below the greatest, and -80 dBFS, nothing is a tone.
    let floor = max(greatest * 3e-6, 1e-8)
    guard greatest > floor else { return }
    for bin in first...last {
      let here = power[bin]
      guard here > floor, here > power[bin - 1], here >= power[bin + 1], here > power[bin - 2],
        here > power[bin + 2]
      else { continue }
      let (left, middle, right) = (
        Double(log(power[bin - 1] + 1e-20)), Double(log(here)), Double(log(power[bin + 1] + 1e-20))
      )
      let offset = 0.5 * (left - right) / min(left - 2 * middle + right, -1e-9)
      let frequency = (Double(bin) + max(-0.5, min(0.5, offset))) * binWidth
      let pitch = 69 + 12 * log2(frequency / 440)
      let weight = Double(here).squareRoot().squareRoot()
      if frequency > 80 {
        let angle = 2 * Double.pi * pitch
        tuningReal += weight * cos(angle)
        tuningImaginary += weight * sin(angle)
        var (part, share) = (1.0, 1.0)
        while part <= 5 {
          Chromagram.place(Float(weight * share), at: pitch - 12 * log2(part), in: &high)
          (part, share) = (part + 1, share * 0.6)
        }
      }
      if frequency < 200 { Chromagram.place(Float(weight * weight), at: pitch, in: &low) }
    }
  }

  /// Divides a weight between the two bins that a pitch lies between; bin 0 is C.
  private static func place(_ weight: Float, at pitch: Double, in bins: inout [Float]) {
    let place = 3 * (pitch - 12 * (pitch / 12).rounded(.down))
    let index = Int(place)
    let share = Float(place - Double(index))
    bins[index % binCount] += weight * (1 - share)
    bins[(index + 1) % binCount] += weight * share
  }

  private static func normalized(_ bins: [Float]) -> [Float] {
    let sum = bins.reduce(0, +)
    return sum > 0 ? bins.map { $0 / sum } : bins
  }

  /// Twelve pitch classes of summed bins, from C on, with the tuning taken out: a bell one semitone wide.
  public static func pitchClasses(_ bins: [Float], tuning: Double) -> [Double] {
    (0..<12).map { pitchClass in
      var sum = 0.0
      for bin in 0..<binCount {
        var distance = Double(bin) / 3 - tuning / 100 - Double(pitchClass)
        distance -= 12 * (distance / 12).rounded()
        if abs(distance) < 0.6 {
          let bell = cos(Double.pi * distance / 1.2)
          sum += bell * bell * Double(bins[bin])
        }
      }
      return sum
    }
  }

  /// The sums of the bins of a range of frames, of treble or bass.
  public func sum(_ curve: KeyPath<Chromagram, [Float]>, over frames: Range<Int>) -> [Float] {
    let values = self[keyPath: curve]
    var sums = [Float](repeating: 0, count: Chromagram.binCount)
    for frame in frames {
      for bin in 0..<Chromagram.binCount { sums[bin] += values[frame * Chromagram.binCount + bin] }
    }
    return sums
  }
}
