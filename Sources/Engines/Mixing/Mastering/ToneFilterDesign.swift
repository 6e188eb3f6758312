import Foundation
import Metering
package import Production
package import Signal

/// Designs the impulse response of a curve of third octaves.
///
/// The curve is sampled at twice the resolution of the filter, brought back to time and cut by a window. Linear
/// phase: frequency sampling under a Hann window (A. Oppenheim, R. Schafer, "Discrete-Time Signal Processing",
/// 7.5). Minimum phase: the folded real cepstrum (ibid., 13.5), at eight times the resolution against aliasing.
package struct ToneFilterDesign: Sendable, Hashable {
  /// The number of taps: 8192 at 44.1 and 48 kHz, so that the lowest third octaves can be told apart.
  package let taps: Int
  /// The rate.
  package let sampleRate: SampleRate
  /// How phases are turned.
  package let phase: MasterPlan.Tone.Phase

  /// Prepares designs for a rate.
  package init(sampleRate: SampleRate, phase: MasterPlan.Tone.Phase) {
    self.sampleRate = sampleRate
    self.phase = phase
    taps = ToneProfile.size(at: sampleRate)
  }

  /// How many frames late the filter answers.
  package var latency: Int { phase == .linear ? taps / 2 : 0 }

  /// The impulse response, `[taps]`, of gains in dB at the centres of `ThirdOctaves`.
  package func impulseResponse(_ curve: [Double]) -> [Float] {
    phase == .linear ? linear(curve) : minimum(curve)
  }

  /// The gain of an impulse response in dB at the bins of `ToneProfile`, `[taps / 2 + 1]`.
  package func response(of impulse: [Float]) -> [Double] {
    let bins = FourierTransform(size: taps).forward(impulse)
    return bins.map { 10 * log10(max(1e-15, Double($0.power))) }
  }

  /// Linear gains at the bins of a transform.
  private func gains(_ curve: [Double], size: Int) -> [Double] {
    (0...size / 2).map { bin in
      let frequency = Double(bin) * sampleRate.hertz / Double(size)
      return pow(10, ThirdOctaves.value(of: curve, at: frequency) / 20)
    }
  }

  private func linear(_ curve: [Double]) -> [Float] {
    let size = 2 * taps
    let bins = gains(curve, size: size).map { ComplexFloat(Float($0), 0) }
    let around = FourierTransform(size: size).inverse(bins)
    let window = ToneFilterDesign.window(taps)
    return (0..<taps).map { around[($0 - taps / 2 + size) % size] * window[$0] }
  }

  /// The window of a linear-phase filter.
  ///
  /// Of an odd span around the middle tap, so that the filter is symmetric about a whole frame.
  static func window(_ taps: Int) -> [Float] {
    (0..<taps).map { index in
      Float(Window.hann.value(at: 0.5 + Double(index - taps / 2) / Double(taps)))
    }
  }

  private func minimum(_ curve: [Double]) -> [Float] {
    let size = 8 * taps
    let transform = FourierTransform(size: size)
    let logarithms = gains(curve, size: size).map { ComplexFloat(Float(log($0)), 0) }
    var cepstrum = transform.inverse(logarithms)
    // Folding: what precedes time zero is added to what follows it.
    for index in 1..<size / 2 { cepstrum[index] *= 2 }
    for index in size / 2 + 1..<size { cepstrum[index] = 0 }
    let spectrum = transform.forward(cepstrum).map { bin in
      let magnitude = exp(bin.real)
      return ComplexFloat(magnitude * cos(bin.imaginary), magnitude * sin(bin.imaginary))
    }
    let impulse = transform.inverse(spectrum)
    // The last quarter fades, where little is left.
    let fade = 3 * taps / 4
    return (0..<taps).map { index in
      guard index > fade else { return impulse[index] }
      let place = Double(index - fade) / Double(taps - fade)
      return impulse[index] * Float(0.5 + 0.5 * cos(Double.pi * place))
    }
  }
}
