package import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The third-octave bands from 20 Hz to 20 kHz, IEC 61260-1:2014 with base ten (5.2 and 5.4).
package enum ThirdOctaves {
  /// The exact centres: 1000 Hz times 10^(x / 10) for x from -17 to 13.
  package static let centres: [Double] = (-17...13).map { 1000 * pow(10, Double($0) / 10) }

  /// The number of bands, 31.
  package static var count: Int { centres.count }

  /// The place of the band at 1 kHz.
  package static let thousand = 17

  /// Half the width of a band as a ratio: 10^(1 / 20).
  private static let half = pow(10, 0.05)

  /// The bands whose upper edge lies below half a sample rate: whole bands alone.
  package static func whole(at rate: SampleRate) -> Range<Int> {
    0..<(centres.firstIndex { $0 * half > rate.hertz / 2 } ?? count)
  }

  /// The power in each band of a spectrum of equally wide bins, the shares of bins that an edge cuts by width.
  package static func powers(_ spectrum: [Double], binWidth: Double) -> [Double] {
    centres.map { centre in
      let (low, high) = (centre / half / binWidth, centre * half / binWidth)
      // Bin k stands for the frequencies from k - 1/2 to k + 1/2.
      let first = max(0, Int((low + 0.5).rounded(.down)))
      let last = min(spectrum.count - 1, Int((high + 0.5).rounded(.down)))
      guard first <= last else { return 0 }
      var sum = 0.0
      for bin in first...last {
        let share = min(high, Double(bin) + 0.5) - max(low, Double(bin) - 0.5)
        sum += spectrum[bin] * max(0, share)
      }
      return sum
    }
  }

  /// Levels of powers in dB, no lower than `floor`.
  package static func levels(_ powers: [Double], floor: Double = -150) -> [Double] {
    powers.map { $0 > 0 ? max(floor, 10 * log10($0)) : floor }
  }

  /// Between which centres a frequency lies: the lower one, and the share of the way to the next over the
  /// logarithm of the frequency; held beyond the first and the last.
  package static func place(of frequency: Double) -> (band: Int, share: Double) {
    guard frequency > centres[0] else { return (0, 0) }
    let place = 10 * log10(frequency / 1000) + Double(thousand)
    let band = Int(place)
    return band < count - 1 ? (band, place - Double(band)) : (count - 1, 0)
  }

  /// The value of a curve at a frequency: straight between the centres, see `place(of:)`.
  package static func value(of curve: [Double], at frequency: Double) -> Double {
    let (band, share) = place(of: frequency)
    return curve[band] + share * (curve[min(band + 1, count - 1)] - curve[band])
  }

  /// The gain of K-weighting at each centre in dB (BS.1770-5, annex 1).
  package static let weighting: [Double] = centres.map {
    10 * log10(LoudnessMeter.weightingPower(at: Hertz($0)))
  }
}
