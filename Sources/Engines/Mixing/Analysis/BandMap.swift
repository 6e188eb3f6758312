/// The power of a sound in every frame and ERB band, both channels together, `[frames][bands]`.
///
/// Power is the mean square of the samples, so that a full-scale sine on both sides has 1.
public struct BandMap: Hashable, Sendable {
  /// How many frames there are.
  public private(set) var frameCount = 0
  /// The distance of frames in seconds.
  public let frameSeconds: Double
  /// The powers, frame after frame.
  public private(set) var power: [Float] = []

  /// Makes an empty map.
  public init(frameSeconds: Double) { self.frameSeconds = frameSeconds }

  /// Appends a frame of `ERBScale.bandCount` powers.
  mutating func append(_ frame: [Float]) {
    precondition(frame.count == ERBScale.bandCount)
    power += frame
    frameCount += 1
  }

  /// The power of a band in a frame; silence beyond the end.
  @inline(__always)
  public subscript(frame: Int, band: Int) -> Float {
    frame < frameCount ? power[frame * ERBScale.bandCount + band] : 0
  }

  /// The mean power of each band over frames that are not silent.
  public var mean: [Double] {
    var sums = [Double](repeating: 0, count: ERBScale.bandCount)
    var count = 0
    for frame in 0..<frameCount {
      var total: Float = 0
      for band in 0..<ERBScale.bandCount { total += self[frame, band] }
      guard total > 1e-9 else { continue }
      count += 1
      for band in 0..<ERBScale.bandCount { sums[band] += Double(self[frame, band]) }
    }
    return sums.map { $0 / Double(max(1, count)) }
  }
}
