import Foundation
import Signal

/// How much of each stem is covered by the sum of the others, frame by frame in ERB bands.
///
/// The cross-stem form of D. Ronan et al., "Automatic minimisation of masking in multitrack audio using
/// subgroups" (2018): what masks a stem is the sum of all others, spread to neighbouring bands: 10 dB a
/// band upwards and 25 dB downwards, near to the slopes of the MPEG-1 model (ISO 11172-3, annex D). A band
/// of a frame is masked when that lies more than 6 dB above the stem's own power there. Shares are of
/// the stem's K-weighted power, so that a band in which a stem has little to say counts little.
struct Masking: Sendable {
  /// The sound of all stems behind their strips, `[stems][frames][bands]`.
  private(set) var own: [[Float]]
  /// The same, spread to neighbouring bands.
  private var spread: [[Float]]
  /// The sum of `spread`.
  private var total: [Float]
  /// What weight a band of a frame has for its stem; all of a stem's weights add up to 1.
  private let weights: [[Float]]
  let frameCount: Int
  static let bands = ERBScale.bandCount
  /// A masker this much stronger, as a power ratio, covers a sound: 6 dB.
  static let margin: Float = 3.981
  private static let up: Float = 0.1
  private static let down: Float = 0.003_16

  /// `sounds` has one array `[frames][bands]` a stem.
  init(_ sounds: [[Float]], frameCount: Int) {
    own = sounds
    self.frameCount = frameCount
    spread = sounds.map { Masking.spread($0, frameCount: frameCount) }
    total = [Float](repeating: 0, count: frameCount * Masking.bands)
    for sound in spread { for index in total.indices { total[index] += sound[index] } }
    let loudness = ERBScale.loudnessWeights.map { Float($0) }
    weights = sounds.map { sound in
      var result = [Float](repeating: 0, count: sound.count)
      var sum: Float = 0
      for frame in 0..<frameCount {
        for band in 0..<Masking.bands {
          let index = frame * Masking.bands + band
          // The square root lets soft passages count beside loud ones.
          result[index] = (sound[index] * loudness[band]).squareRoot()
          sum += result[index]
        }
      }
      if sum > 0 { for index in result.indices { result[index] /= sum } }
      return result
    }
  }

  /// Spreads the power of each frame to neighbouring bands.
  static func spread(_ sound: [Float], frameCount: Int) -> [Float] {
    var result = sound
    for frame in 0..<frameCount { spreadFrame(&result, at: frame * bands) }
    return result
  }

  @inline(__always)
  private static func spreadFrame(_ sound: inout [Float], at start: Int) {
    sound.withUnsafeMutableBufferPointer { sound in
      for band in 1..<bands { sound[start + band] += up * sound[start + band - 1] }
      for band in (0..<bands - 1).reversed() {
        sound[start + band] += down * sound[start + band + 1]
      }
    }
  }

  /// Whether a band of a frame of a stem is covered by the others.
  func isMasked(_ stem: Int, _ index: Int) -> Bool {
    own[stem][index] * Masking.margin < total[index] - spread[stem][index]
  }

  /// The share of a stem that is masked, 0...1, over all frames or some.
  func share(_ stem: Int, frames: Range<Int>? = nil) -> Double {
    var (masked, all): (Float, Float) = (0, 0)
    let range = frames?.clamped(to: 0..<frameCount) ?? 0..<frameCount
    for index in range.lowerBound * Masking.bands..<range.upperBound * Masking.bands {
      let weight = weights[stem][index]
      all += weight
      if weight > 0, isMasked(stem, index) { masked += weight }
    }
    return all > 0 ? Double(masked / all) : 0
  }

  /// A smooth cost of masking for one stem in some bands, 0...its weight there.
  ///
  /// 0 where the others lie 6 dB below a stem's own power, its weight where they lie 12 dB above.
  func cost(_ stem: Int, bands range: Range<Int>) -> Float {
    cost(stem, bands: range, total: total, spread: spread[stem])
  }

  private func cost(
    _ stem: Int, bands range: Range<Int>, total: [Float], spread: [Float]
  ) -> Float {
    var sum: Float = 0
    own[stem].withUnsafeBufferPointer { own in
      weights[stem].withUnsafeBufferPointer { weights in
        total.withUnsafeBufferPointer { total in
          spread.withUnsafeBufferPointer { spread in
            for frame in 0..<frameCount {
              for index in frame * Masking.bands + range.lowerBound..<frame * Masking.bands
                + range.upperBound
              {
                let weight = weights[index]
                guard weight > 1e-9 else { continue }
                let others = total[index] - spread[index]
                // Octaves of power, 3.01 dB each: from -2 to 4.
                let excess = fastLog2(max(others, 1e-20) / max(own[index], 1e-20))
                sum += weight * min(max((excess + 2) / 6, 0), 1)
              }
            }
          }
        }
      }
    }
    return sum
  }

  /// The cost over all bands and stems, each stem times its importance.
  func cost(importance: [Float]) -> Float {
    own.indices.reduce(0) { $0 + importance[$1] * cost($1, bands: 0..<Masking.bands) }
  }

  /// How the cost of all other stems changes when one stem's bands take gains, as power ratios.
  ///
  /// `isActive` says in which frames; nil means in all.
  func change(
    _ stem: Int, response: [Float], frames isActive: [Bool]? = nil, importance: [Float]
  ) -> Float {
    let touched = response.indices.filter { abs(response[$0] - 1) > 0.03 }
    guard let first = touched.first, let last = touched.last else { return 0 }
    let range = max(0, first - 1)..<min(Masking.bands, last + 3)
    let (_, changedSpread) = changed(stem, response: response, frames: isActive)
    var sums = total
    for index in sums.indices { sums[index] += changedSpread[index] - spread[stem][index] }
    var result: Float = 0
    for other in own.indices where other != stem {
      let before = cost(other, bands: range)
      let after = cost(other, bands: range, total: sums, spread: spread[other])
      result += importance[other] * (after - before)
    }
    return result
  }

  private func changed(
    _ stem: Int, response: [Float], frames isActive: [Bool]?
  ) -> (own: [Float], spread: [Float]) {
    var sound = own[stem]
    for frame in 0..<frameCount where isActive?[frame] ?? true {
      for band in 0..<Masking.bands { sound[frame * Masking.bands + band] *= response[band] }
    }
    return (sound, Masking.spread(sound, frameCount: frameCount))
  }

  /// Gives a stem's bands gains.
  mutating func apply(_ response: [Float], to stem: Int, frames isActive: [Bool]? = nil) {
    let (sound, wide) = changed(stem, response: response, frames: isActive)
    for index in total.indices { total[index] += wide[index] - spread[stem][index] }
    own[stem] = sound
    spread[stem] = wide
  }

  /// The share of each band of a stem that is masked, `[bands]`, and the stem that does most of it.
  func heat(_ stem: Int) -> [Double] {
    (0..<Masking.bands).map { band in
      var (masked, all): (Float, Float) = (0, 0)
      for frame in 0..<frameCount {
        let index = frame * Masking.bands + band
        all += weights[stem][index]
        if isMasked(stem, index) { masked += weights[stem][index] }
      }
      return all > 1e-7 ? Double(masked / all) : 0
    }
  }

  /// The part of its weight that a stem has in each band, `[bands]`.
  func presence(_ stem: Int) -> [Double] {
    (0..<Masking.bands).map { band in
      var sum: Float = 0
      for frame in 0..<frameCount { sum += weights[stem][frame * Masking.bands + band] }
      return Double(sum)
    }
  }

  /// In which share of the frames in which `victim` sounds in some bands a masker is what covers it.
  func coverage(
    of victim: Int, by masker: Int, bands: Range<Int>, frames: Range<Int>? = nil
  ) -> Double {
    var (masked, all): (Float, Float) = (0, 0)
    let range = frames?.clamped(to: 0..<frameCount) ?? 0..<frameCount
    for frame in range {
      for band in bands {
        let index = frame * Masking.bands + band
        let weight = weights[victim][index]
        all += weight
        guard isMasked(victim, index) else { continue }
        // The masker does it when without it half of the cover is gone.
        if spread[masker][index] * 2 > total[index] - spread[victim][index] { masked += weight }
      }
    }
    return all > 1e-9 ? Double(masked / all) : 0
  }
}

/// log2 of a positive normal number, within 0.01: the exponent, and a parabola for the mantissa.
@inline(__always)
private func fastLog2(_ x: Float) -> Float {
  let bits = x.bitPattern
  let exponent = Float(Int32(bits >> 23) - 127)
  let t = Float(bitPattern: (bits & 0x007F_FFFF) | 0x3F80_0000)
  return exponent + (-0.344_848_43 * t + 2.024_665_78) * t - 1.674_877_59
}
