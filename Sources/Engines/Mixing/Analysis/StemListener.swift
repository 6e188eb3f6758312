import Foundation
import Metering
package import Signal

/// Hears a stem once, block by block, and tells what a planner needs to know of it.
///
/// Frames of 85 ms under a Hann window; for audio longer than a minute and a half frames stand further apart,
/// so that cost and memory stay bounded. One thread at a time.
package final class StemListener {
  private let rate: SampleRate
  private let size: Int
  private let stride: Int
  private let meter: LoudnessMeter?
  private var peak: Float = 0
  private let transform: FourierTransform
  private let window: [Float]
  private let scale: Float
  private let bandOfBin: [Int]
  private var left: [Float]
  private var right: [Float]
  private var position = 0
  private var bands: BandMap
  private var stereo = StereoPower()
  private var envelope: [Float] = []
  private var lowEnvelope: [Float] = []
  private let step: Int
  private var stepFill = 0
  private var stepPower: (all: Float, low: Float) = (0, 0)
  private var low: BiquadCascade
  private var lowBlock: AudioBuffer
  private var tonal = TonalShape()
  /// The most frames that are kept.
  private static let mostFrames = 1024
  private static let block = 8192

  /// `frames` is how long the stem is; `bandsOnly` leaves envelopes and features out, for a fifth of the cost,
  /// and takes loudness from the bands.
  init(sampleRate: SampleRate, frames: Int, bandsOnly: Bool = false) {
    rate = sampleRate
    var size = 256
    while Double(size) < 0.06 * sampleRate.hertz { size *= 2 }
    self.size = size
    stride = max(size, (frames + StemListener.mostFrames - 1) / StemListener.mostFrames)
    meter =
      bandsOnly
      ? nil : LoudnessMeter(sampleRate: sampleRate, measures: [.integrated, .samplePeak])
    transform = FourierTransform(size: size)
    window = Window.hann.samples(size).map { Float($0) }
    scale = 2 / (Float(size) * window.reduce(0) { $0 + $1 * $1 })
    bandOfBin = ERBScale.map(size: size, sampleRate: sampleRate)
    left = [Float](repeating: 0, count: size)
    right = left
    bands = BandMap(frameSeconds: Double(stride) / sampleRate.hertz)
    step = max(1, sampleRate.framesPerSecond / 100)
    low = BiquadCascade(
      BiquadCoefficients.butterworthLowPass(150, order: 4, at: sampleRate))
    lowBlock = AudioBuffer(channelCount: 1, frameCount: StemListener.block)
  }

  /// Hears the next frames.
  func add(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    meter?.add(block)
    if meter == nil { peak = max(peak, block.peak) }
    var start = 0
    while start < block.frameCount {
      let count = min(StemListener.block, block.frameCount - start)
      let part = block[frames: start..<start + count]
      if meter != nil { follow(part) }
      collect(part)
      start += count
    }
  }

  /// The envelopes.
  private func follow(_ block: AudioBlock) {
    let (l, r, count, step) = (block[0], block[1], block.frameCount, step)
    var filter = low
    var (fill, power) = (stepFill, stepPower)
    lowBlock.withMutableBlock { whole in
      let part = whole[frames: 0..<count]
      let deep = part[0]
      for frame in 0..<count { deep[frame] = 0.5 * (l[frame] + r[frame]) }
      filter.process(part)
      var frame = 0
      while frame < count {
        let end = min(count, frame + step - fill)
        var (all, bass): (Float, Float) = (0, 0)
        for index in frame..<end {
          all += l[index] * l[index] + r[index] * r[index]
          bass += deep[index] * deep[index]
        }
        power.all += all
        power.low += 2 * bass
        fill += end - frame
        frame = end
        if fill == step {
          (stepFill, stepPower) = (fill, power)
          closeStep()
          (fill, power) = (0, (0, 0))
        }
      }
    }
    low = filter
    (stepFill, stepPower) = (fill, power)
  }

  private func closeStep() {
    let share = 1 / Float(max(1, stepFill))
    envelope.append(stepPower.all.isFinite ? stepPower.all * share : 0)
    lowEnvelope.append(stepPower.low.isFinite ? stepPower.low * share : 0)
    stepPower = (0, 0)
    stepFill = 0
  }

  /// The frames of the transform.
  private func collect(_ block: AudioBlock) {
    var frame = 0
    while frame < block.frameCount {
      let offset = position % stride
      if offset < size {
        let count = min(block.frameCount - frame, size - offset)
        left.withUnsafeMutableBufferPointer { target in
          let source = block[0] + frame
          for index in 0..<count { target[offset + index] = source[index] }
        }
        right.withUnsafeMutableBufferPointer { target in
          let source = block[1] + frame
          for index in 0..<count { target[offset + index] = source[index] }
        }
        frame += count
        position += count
        if offset + count == size { analyse() }
      } else {
        let count = min(block.frameCount - frame, stride - offset)
        frame += count
        position += count
      }
    }
  }

  private func analyse() {
    let isMono = left == right
    StemListener.taper(&left, window)
    let first = transform.forward(left)
    var second = first
    if !isMono {
      StemListener.taper(&right, window)
      second = transform.forward(right)
    }
    add(first, second)
    if meter != nil {
      tonal.add(first, second, hertzPerBin: rate.hertz / Double(size), scale: scale)
    }
    left.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    right.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  private static func taper(_ samples: inout [Float], _ window: [Float]) {
    samples.withUnsafeMutableBufferPointer { samples in
      for index in samples.indices { samples[index] *= window[index] }
    }
  }

  /// Adds the powers of both channels and of their product to the bands.
  private func add(_ first: [ComplexFloat], _ second: [ComplexFloat]) {
    let bandOfBin = bandOfBin
    var frame = [Float](repeating: 0, count: ERBScale.bandCount)
    var (l, r, product) = (frame, frame, frame)
    for bin in bandOfBin.indices {
      let band = bandOfBin[bin]
      guard band >= 0 else { continue }
      let (a, b) = (first[bin], second[bin])
      l[band] += a.power
      r[band] += b.power
      product[band] += a.real * b.real + a.imaginary * b.imaginary
    }
    var sum = StereoPower()
    for band in frame.indices {
      let weight = ERBScale.loudnessWeights[band] * Double(scale)
      frame[band] = (l[band] + r[band]) * scale
      sum.left += Double(l[band]) * weight
      sum.right += Double(r[band]) * weight
      sum.cross += Double(product[band]) * weight
    }
    guard frame.allSatisfy(\.isFinite) else {
      bands.append([Float](repeating: 0, count: frame.count))
      return
    }
    stereo.left += sum.left
    stereo.right += sum.right
    stereo.cross += sum.cross
    bands.append(frame)
  }

  /// What was heard, under an id.
  func analysis(id: String) -> StemAnalysis {
    if position % stride != 0, position % stride < size { analyse() }
    if stepFill > 0 { closeStep() }
    let reading =
      meter?.reading
      ?? LoudnessReading(
        integrated: bands.loudness, samplePeak: Decibels(gain: Double(peak)))
    let features =
      meter == nil
      ? StemFeatures()
      : StemFeatures.of(
        bands: bands, envelope: envelope, tonal: tonal, peak: reading.samplePeak)
    let share = 1 / Double(max(1, bands.frameCount))
    return StemAnalysis(
      id: id, loudness: reading.integrated, peak: reading.samplePeak, bands: bands,
      envelope: envelope, lowEnvelope: lowEnvelope, features: features,
      stereo: StereoPower(
        left: stereo.left * share, right: stereo.right * share, cross: stereo.cross * share))
  }

  /// Hears a whole buffer.
  package static func hear(_ buffer: AudioBuffer, sampleRate: SampleRate, id: String)
    -> StemAnalysis
  {
    let listener = StemListener(sampleRate: sampleRate, frames: buffer.frameCount)
    buffer.withReadOnlyBlock { listener.add($0) }
    return listener.analysis(id: id)
  }
}

/// What the fine spectra say of tones and noise, over all frames, weighted by power.
struct TonalShape {
  private(set) var flatness = 0.0
  private(set) var tones = 0.0
  private(set) var weight = 0.0

  /// Adds a frame's spectra.
  mutating func add(
    _ left: [ComplexFloat], _ right: [ComplexFloat], hertzPerBin: Double, scale: Float
  ) {
    let (first, last) = (
      max(1, Int(50 / hertzPerBin)), min(left.count - 2, Int(6000 / hertzPerBin))
    )
    guard first + 8 < last else { return }
    var power = [Float](repeating: 0, count: last - first + 1)
    var (sum, logs, top): (Double, Double, Float) = (0, 0, 0)
    for bin in first...last {
      let value = (left[bin].power + right[bin].power) * scale
      power[bin - first] = value
      sum += Double(value)
      top = max(top, value)
    }
    guard sum > 1e-8, sum.isFinite else { return }
    let floor = top * 1e-7
    for value in power { logs += Foundation.log10(Double(max(value, floor))) }
    let count = Double(power.count)
    let share = sum.squareRoot()
    flatness += share * 10 * (logs / count - Foundation.log10(sum / count))
    var peaks = 0
    for index in 2..<power.count - 2 where power[index] > top * 0.01 {
      let value = power[index]
      if value > power[index - 1], value >= power[index + 1], value > 4 * power[index - 2],
        value > 4 * power[index + 2]
      {
        peaks += 1
      }
    }
    tones += share * Double(peaks)
    weight += share
  }
}
