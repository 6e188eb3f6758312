import Foundation
import Metering
package import Signal

/// The long-term average spectra of middle and side, from the loud passages of a programme.
///
/// Windows of about 170 ms under a Hann window; those softer than 20 dB below the mean are left out, the relative
/// gate of EBU Tech 3342, so that hiss in pauses does not colour the picture.
package struct ToneProfile: Sendable, Hashable {
  /// The width of a bin in hertz.
  package var binWidth: Double
  /// The mean power of each bin of (L + R) / 2, `[bins]`.
  package var mid: [Double]
  /// The mean power of each bin of (L - R) / 2, `[bins]`.
  package var side: [Double]

  /// The levels of the third octaves of the middle in dB.
  package var midLevels: [Double] {
    ThirdOctaves.levels(ThirdOctaves.powers(mid, binWidth: binWidth))
  }

  /// The levels of the third octaves of the side in dB.
  package var sideLevels: [Double] {
    ThirdOctaves.levels(ThirdOctaves.powers(side, binWidth: binWidth))
  }

  /// The levels of the third octaves of both together in dB: the mean power of left and right.
  package var levels: [Double] {
    ThirdOctaves.levels(
      ThirdOctaves.powers(zip(mid, side).map { $0 + $1 }, binWidth: binWidth))
  }

  /// The K-weighted level of both together in dB: what loudness hears of the spectrum.
  package var weightedLevel: Double {
    let mid = ThirdOctaves.powers(mid, binWidth: binWidth)
    let side = ThirdOctaves.powers(side, binWidth: binWidth)
    var sum = 0.0
    for (band, weight) in ThirdOctaves.weighting.enumerated() {
      sum += (mid[band] + side[band]) * pow(10, weight / 10)
    }
    return sum > 0 ? 10 * log10(sum) : -150
  }

  /// The energy of the side relative to that of the middle in dB, from 20 Hz to 20 kHz; -150 for mono, 150 for
  /// a channel that is the other upside down.
  package var width: Double {
    let mid = ThirdOctaves.powers(mid, binWidth: binWidth).reduce(0, +)
    let side = ThirdOctaves.powers(side, binWidth: binWidth).reduce(0, +)
    guard side > 0 else { return -150 }
    return mid > 0 ? min(max(-150, 10 * log10(side / mid)), 150) : 150
  }

  /// The transform's size for a rate: 8192 at 44.1 and 48 kHz, doubled with the rate.
  package static func size(at rate: SampleRate) -> Int {
    var size = 8192
    while Double(size) / rate.hertz < 0.12 { size *= 2 }
    while Double(size) / rate.hertz > 0.24, size > 512 { size /= 2 }
    return size
  }
}

/// Sums the spectra of windows by how loud they are.
struct ToneSums: Sendable {
  /// The number of classes of loudness, 1 dB each, the lowest for all below -100 dB.
  private static let classes = 120
  private let bins: Int
  private var counts: [Int]
  private var powers: [Double]
  private var mid: [[Double]]
  private var side: [[Double]]

  init(bins: Int) {
    self.bins = bins
    counts = [Int](repeating: 0, count: ToneSums.classes)
    powers = [Double](repeating: 0, count: ToneSums.classes)
    mid = [[Double]](repeating: [], count: ToneSums.classes)
    side = [[Double]](repeating: [], count: ToneSums.classes)
  }

  /// Adds one window's power spectra.
  mutating func add(mid fresh: [Float], side freshSide: [Float]) {
    var power = 0.0
    fresh.withUnsafeBufferPointer { fresh in
      freshSide.withUnsafeBufferPointer { side in
        for bin in 0..<bins { power += Double(fresh[bin] + side[bin]) }
      }
    }
    guard power.isFinite else { return }
    let level = power > 1e-10 ? Int(10 * log10(power)) + 100 : 0
    let index = min(max(level, 0), ToneSums.classes - 1)
    if mid[index].isEmpty {
      mid[index] = [Double](repeating: 0, count: bins)
      side[index] = mid[index]
    }
    counts[index] += 1
    powers[index] += power
    mid[index].withUnsafeMutableBufferPointer { target in
      for bin in 0..<bins { target[bin] += Double(fresh[bin]) }
    }
    side[index].withUnsafeMutableBufferPointer { target in
      for bin in 0..<bins { target[bin] += Double(freshSide[bin]) }
    }
  }

  /// Adds the windows of a later stretch.
  mutating func add(_ other: ToneSums) {
    for index in 0..<ToneSums.classes where other.counts[index] > 0 {
      if mid[index].isEmpty {
        mid[index] = other.mid[index]
        side[index] = other.side[index]
      } else {
        for bin in 0..<bins {
          mid[index][bin] += other.mid[index][bin]
          side[index][bin] += other.side[index][bin]
        }
      }
      counts[index] += other.counts[index]
      powers[index] += other.powers[index]
    }
  }

  /// The profile of the windows within 20 dB of the mean and above.
  func profile(binWidth: Double) -> ToneProfile {
    var (meanMid, meanSide) = (
      [Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins)
    )
    let audible = counts.indices.dropFirst().filter { counts[$0] > 0 }
    let total = audible.reduce(0) { $0 + counts[$1] }
    let power = audible.reduce(0.0) { $0 + powers[$1] } / Double(max(1, total))
    let kept = audible.filter { powers[$0] / Double(counts[$0]) >= power / 100 }
    let count = Double(max(1, kept.reduce(0) { $0 + counts[$1] }))
    for index in kept {
      for bin in 0..<bins {
        meanMid[bin] += mid[index][bin] / count
        meanSide[bin] += side[index][bin] / count
      }
    }
    return ToneProfile(binWidth: binWidth, mid: meanMid, side: meanSide)
  }
}

/// Makes power spectra of windows of stereo audio; belongs to one thread.
final class ToneAnalyzer {
  let size: Int
  private let transform: FourierTransform
  private let taper: [Float]
  private let scale: Float
  private var frame: [Float]
  private var spectrum: [ComplexFloat]
  private var mid: [Float]
  private var side: [Float]
  /// The first bins of the four bands, and the end.
  private let edges: [Int]

  init(size: Int, sampleRate: SampleRate) {
    self.size = size
    let bins = size / 2 + 1
    let meets = BandDynamics.crossovers.map { Int($0 / sampleRate.hertz * Double(size)) }
    edges = ([1] + meets + [bins]).map { min($0, bins) }
    transform = FourierTransform(size: size)
    let window = Window.hann.samples(size)
    taper = window.map { Float($0) }
    // Parseval: the sum over all bins is the mean square of the window, both halves of the spectrum in one.
    scale = Float(2 / (window.reduce(0) { $0 + $1 * $1 } * Double(size)))
    frame = [Float](repeating: 0, count: size)
    spectrum = [ComplexFloat](repeating: ComplexFloat(0, 0), count: size / 2 + 1)
    mid = [Float](repeating: 0, count: size / 2 + 1)
    side = mid
  }

  /// Adds the window that a block of `size` frames holds; returns the powers of the four bands.
  func add(_ block: AudioBlock, to sums: inout ToneSums) -> SIMD4<Float> {
    window(block, sign: 1, into: &mid)
    window(block, sign: -1, into: &side)
    sums.add(mid: mid, side: side)
    var powers = SIMD4<Float>.zero
    mid.withUnsafeBufferPointer { mid in
      side.withUnsafeBufferPointer { side in
        for band in 0..<4 {
          var sum: Float = 0
          for bin in edges[band]..<edges[band + 1] { sum += mid[bin] + side[bin] }
          powers[band] = sum
        }
      }
    }
    return powers
  }

  private func window(_ block: AudioBlock, sign: Float, into power: inout [Float]) {
    let (left, right, size, scale) = (block[0], block[1], size, scale)
    frame.withUnsafeMutableBufferPointer { frame in
      taper.withUnsafeBufferPointer { taper in
        for index in 0..<size {
          frame[index] = 0.5 * (left[index] + sign * right[index]) * taper[index]
        }
      }
      spectrum.withUnsafeMutableBufferPointer { spectrum in
        transform.forward(UnsafeBufferPointer(frame), into: spectrum)
        power.withUnsafeMutableBufferPointer { power in
          for bin in spectrum.indices { power[bin] = spectrum[bin].power * scale }
        }
      }
    }
  }
}
