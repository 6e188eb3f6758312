import Foundation
import Metering
public import Signal

/// Forty bands as wide as the ear's filters, 26 Hz to 18.6 kHz: what masking and balance are judged in.
///
/// Band b covers the ERB numbers 1 + b to 2 + b, where the ERB number of a frequency f is
/// 21.4 log10(1 + 0.00437 f): B. Glasberg, B. Moore, "Derivation of auditory filter shapes from
/// notched-noise data", Hearing Research 47 (1990), equations 3 and 4.
public enum ERBScale {
  /// How many bands there are.
  public static let bandCount = 40

  /// The ERB number of a frequency.
  public static func number(of frequency: Hertz) -> Double {
    21.4 * log10(1 + 0.00437 * max(0, frequency.value))
  }

  /// The frequency of an ERB number.
  public static func frequency(ofNumber number: Double) -> Hertz {
    Hertz((pow(10, number / 21.4) - 1) / 0.00437)
  }

  /// The frequency in the middle of a band, 0...39.
  public static func centre(of band: Int) -> Hertz { frequency(ofNumber: Double(band) + 1.5) }

  /// The band that holds a frequency, the first or last for those beyond.
  public static func band(of frequency: Hertz) -> Int {
    min(max(Int((number(of: frequency) - 1).rounded(.down)), 0), bandCount - 1)
  }

  /// The middles of all bands.
  public static let centres: [Hertz] = (0..<bandCount).map { centre(of: $0) }

  /// How loud each band's power counts: the K-weighting of BS.1770-5 at its middle, as a power ratio.
  public static let loudnessWeights: [Double] = centres.map {
    LoudnessMeter.weightingPower(at: $0)
  }

  /// Which bin of a spectrum of `size` samples falls into which band; -1 for none.
  static func map(size: Int, sampleRate: SampleRate) -> [Int] {
    (0...size / 2).map { bin in
      let number = number(of: Hertz(Double(bin) * sampleRate.hertz / Double(size)))
      let band = Int((number - 1).rounded(.down))
      return bin > 0 && number >= 1 && band < bandCount ? band : -1
    }
  }
}
