import Effects
import Foundation
import Production
import Signal

/// What a strip does to each ERB band, in power.
enum StripResponse {
  /// The rate at which filters are designed for planning; bands end well below its half.
  private static let rate = SampleRate.studio

  /// The power gain of an equalizer band, 40 of them.
  static func power(of band: MixPlan.EqualizerBand) -> [Float] {
    let sections = band.band.sections(at: rate)
    return power(of: sections)
  }

  /// The power gain of a bell by which another stem pulls the sound down, at its deepest.
  static func power(of band: MixPlan.KeyedBand) -> [Float] {
    // 1 + (g - 1) B, B a band-pass of 0 dB at its centre: |1 + (g - 1) B|^2 with B = 1 / (1 + jx).
    let gain = band.gain.gain
    return ERBScale.centres.map { centre in
      let ratio = centre / band.frequency
      let x = band.quality * (ratio - 1 / ratio)
      return Float((gain * gain + x * x) / (1 + x * x))
    }
  }

  /// How much of a sound in each band a bell's band-pass hears.
  static func share(at frequency: Hertz, quality: Double) -> [Float] {
    ERBScale.centres.map { centre in
      let ratio = centre / frequency
      let x = quality * (ratio - 1 / ratio)
      return Float(1 / (1 + x * x))
    }
  }

  /// The power gain of everything fixed in a strip: filters, bells, fader, balance left out.
  static func power(of settings: MixPlan.ChannelSettings) -> [Float] {
    var sections: [BiquadCoefficients] = []
    if let corner = settings.highPass {
      sections += BiquadCoefficients.butterworthHighPass(corner, order: 2, at: rate)
    }
    if let corner = settings.lowPass, corner.value < 0.48 * rate.hertz {
      sections += BiquadCoefficients.butterworthLowPass(corner, order: 2, at: rate)
    }
    for band in settings.equalizer { sections += band.band.sections(at: rate) }
    let gain = Float(settings.muted ? 0 : settings.gain.power)
    return power(of: sections).map { $0 * gain }
  }

  private static func power(of sections: [BiquadCoefficients]) -> [Float] {
    ERBScale.centres.map { centre in
      let gain = sections.reduce(1.0) { $0 * $1.gain(at: centre, sampleRate: rate) }
      return Float(gain * gain)
    }
  }
}
