import Foundation
public import Signal

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

  /// Makes a map of powers, frame after frame.
  init(power: [Float], frameSeconds: Double) {
    precondition(power.count.isMultiple(of: ERBScale.bandCount))
    self.power = power
    self.frameSeconds = frameSeconds
    frameCount = power.count / ERBScale.bandCount
  }

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

  /// The gated loudness, as BS.1770-5 gates its blocks: here of as many frames as fill 400 ms, K-weighted by
  /// band; nil for silence.
  ///
  /// Within some tenths of an LU of a meter's, since frames do not overlap: good for differences.
  public var loudness: LUFS? {
    let length = max(1, Int((0.4 / frameSeconds).rounded()))
    var blocks: [Double] = []
    var start = 0
    while start < frameCount {
      let end = min(frameCount, start + length)
      var sum = 0.0
      for frame in start..<end {
        for band in 0..<ERBScale.bandCount {
          sum += Double(self[frame, band]) * ERBScale.loudnessWeights[band]
        }
      }
      blocks.append(sum / Double(end - start))
      start = end
    }
    func level(_ power: Double) -> Double { -0.691 + 10 * log10(max(power, 1e-20)) }
    let heard = blocks.filter { level($0) > -70 }
    guard !heard.isEmpty else { return nil }
    let gate = level(heard.reduce(0, +) / Double(heard.count)) - 10
    let kept = heard.filter { level($0) > gate }
    return LUFS(level(kept.reduce(0, +) / Double(max(1, kept.count))))
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
