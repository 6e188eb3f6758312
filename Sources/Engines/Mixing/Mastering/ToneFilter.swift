import Foundation
import Metering
package import Production
package import Signal

/// The equalizer of a master: two long filters, one for the middle and one for the side.
///
/// Fast convolution by overlap-save (A. Oppenheim, R. Schafer, "Discrete-Time Signal Processing", 8.7.3): in
/// transforms of four times the filter's length, which takes the least work a frame. Works on whole stretches rather than in real time.
package final class ToneFilter {
  /// The design.
  package let design: ToneFilterDesign
  private let transform: FourierTransform
  private let responses: [[ComplexFloat]]
  private var input: [Float]
  private var output: [Float]
  private var spectrum: [ComplexFloat]

  /// Makes the filter of a plan's equalizer; belongs to one thread.
  package init(_ tone: MasterPlan.Tone, sampleRate: SampleRate) {
    design = ToneFilterDesign(sampleRate: sampleRate, phase: tone.phase)
    let size = 4 * design.taps
    let transform = FourierTransform(size: size)
    let design = design
    let gains: [KeyPath<MasterPlan.Tone.Band, Decibels>] = [\.mid, \.side]
    responses = gains.map { gain in
      let impulse = design.impulseResponse(tone.curve(gain))
      return transform.forward(impulse + [Float](repeating: 0, count: size - impulse.count))
    }
    self.transform = transform
    input = [Float](repeating: 0, count: size)
    output = input
    spectrum = [ComplexFloat](repeating: ComplexFloat(0, 0), count: size / 2 + 1)
  }

  /// Frames that must stand before the first frame that is wanted.
  package var before: Int { design.taps - design.latency }

  /// Frames that must stand behind the last.
  package var behind: Int { design.latency }

  /// Filters the frames of a source from `before` to `behind` less than its end into a block, without delay.
  ///
  /// The source holds `before` frames, those of the block, and `behind` frames.
  package func process(_ source: AudioBlock, into target: AudioBlock) {
    precondition(source.frameCount >= before + target.frameCount + behind)
    let taps = design.taps
    let hop = input.count - taps
    var start = 0
    while start < target.frameCount {
      let count = min(hop, target.frameCount - start)
      // y[n] = sum over k of h[k] x[n + latency - k]: the window begins taps frames before n + latency.
      for channel in 0..<2 {
        load(source, at: start, sign: channel == 0 ? 1 : -1)
        multiply(responses[channel])
        let (left, right) = (target[0] + start, target[1] + start)
        output.withUnsafeBufferPointer { output in
          guard channel == 1 else {
            for index in 0..<count { left[index] = output[taps + index] }
            return
          }
          for index in 0..<count {
            let (middle, wide) = (left[index], output[taps + index])
            left[index] = middle + wide
            right[index] = middle - wide
          }
        }
      }
      start += count
    }
  }

  /// Takes middle or side of the next frames, as many as a transform, zeros behind the end.
  private func load(_ source: AudioBlock, at start: Int, sign: Float) {
    let (left, right) = (source[0] + start, source[1] + start)
    let count = min(input.count, source.frameCount - start)
    input.withUnsafeMutableBufferPointer { input in
      for index in 0..<count { input[index] = 0.5 * (left[index] + sign * right[index]) }
      for index in count..<input.count { input[index] = 0 }
    }
  }

  private func multiply(_ response: [ComplexFloat]) {
    input.withUnsafeBufferPointer { input in
      spectrum.withUnsafeMutableBufferPointer { transform.forward(input, into: $0) }
    }
    response.withUnsafeBufferPointer { response in
      spectrum.withUnsafeMutableBufferPointer { spectrum in
        for bin in spectrum.indices {
          let (a, b) = (spectrum[bin], response[bin])
          spectrum[bin] = ComplexFloat(
            a.real * b.real - a.imaginary * b.imaginary,
            a.real * b.imaginary + a.imaginary * b.real)
        }
      }
    }
    spectrum.withUnsafeBufferPointer { spectrum in
      output.withUnsafeMutableBufferPointer { transform.inverse(spectrum, into: $0) }
    }
  }
}

extension MasterPlan.Tone {
  /// The gains at the centres of `ThirdOctaves`, whatever bands a person has written.
  package func curve(_ gain: KeyPath<Band, Decibels>) -> [Double] {
    let sorted = bands.sorted { $0.frequency < $1.frequency }
    guard let first = sorted.first, let last = sorted.last else {
      return [Double](repeating: 0, count: ThirdOctaves.count)
    }
    return ThirdOctaves.centres.map { centre in
      if centre <= first.frequency.value { return first[keyPath: gain].value }
      if centre >= last.frequency.value { return last[keyPath: gain].value }
      let upper = sorted.firstIndex { $0.frequency.value >= centre } ?? sorted.count - 1
      let (low, high) = (sorted[max(0, upper - 1)], sorted[upper])
      let ratio = log(high.frequency.value / low.frequency.value)
      let share = ratio > 0 ? log(centre / low.frequency.value) / ratio : 1
      return low[keyPath: gain].value
        + share * (high[keyPath: gain].value - low[keyPath: gain].value)
    }
  }
}
