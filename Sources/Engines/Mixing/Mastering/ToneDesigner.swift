import Foundation
import Metering
import Production
import Signal

/// Computes what filters of third octaves do to a spectrum, many times over.
///
/// All that does not depend on the curve is made once. Belongs to one thread.
final class ToneDesigner {
  private let design: ToneFilterDesign
  /// The transforms of the design, of `2 * taps`, and of the response, of `taps`.
  private let around, short: FourierTransform
  /// Where each bin of `around` lies between two third octaves.
  private let places: [(band: Int, share: Double)]
  private let window: [Float]
  private var bins: [ComplexFloat]
  private var time: [Float]
  private var impulse: [Float]
  private var response: [ComplexFloat]

  init(_ design: ToneFilterDesign) {
    self.design = design
    let taps = design.taps
    around = FourierTransform(size: 2 * taps)
    short = FourierTransform(size: taps)
    places = (0...taps).map { bin in
      ThirdOctaves.place(of: Double(bin) * design.sampleRate.hertz / Double(2 * taps))
    }
    window = ToneFilterDesign.window(taps)
    bins = [ComplexFloat](repeating: ComplexFloat(0, 0), count: taps + 1)
    time = [Float](repeating: 0, count: 2 * taps)
    impulse = [Float](repeating: 0, count: taps)
    response = [ComplexFloat](repeating: ComplexFloat(0, 0), count: taps / 2 + 1)
  }

  /// The power gain at the bins of `ToneProfile`, `[taps / 2 + 1]`, of gains in dB at `ThirdOctaves.centres`.
  func power(of curve: [Double]) -> [Double] {
    guard design.phase == .linear else {
      return short.forward(design.impulseResponse(curve)).map { Double($0.power) }
    }
    let taps = design.taps
    // pow(10, x / 20) = exp(x ln 10 / 20)
    let scale = log(10.0) / 20
    for (bin, place) in places.enumerated() {
      let low = curve[place.band]
      let high = curve[min(place.band + 1, curve.count - 1)]
      bins[bin] = ComplexFloat(Float(exp(scale * (low + place.share * (high - low)))), 0)
    }
    bins.withUnsafeBufferPointer { bins in
      time.withUnsafeMutableBufferPointer { around.inverse(bins, into: $0) }
    }
    for index in 0..<taps {
      impulse[index] = time[(index - taps / 2 + 2 * taps) % (2 * taps)] * window[index]
    }
    impulse.withUnsafeBufferPointer { impulse in
      response.withUnsafeMutableBufferPointer { short.forward(impulse, into: $0) }
    }
    return response.map { Double($0.power) }
  }
}
