import Foundation
import Metering
package import Signal

/// The K-weighted power and the peak of every millisecond of a programme: all that a search for a loudness needs.
///
/// From it come loudness and range of any gain and limiting without reading the audio again. A step is 10 ms
/// rounded down to frames, as in `LoudnessMeter`, and is cut into ten parts of nearly equal length.
package struct LoudnessCurve: Sendable, Hashable {
  /// Parts of a step.
  package static let parts = 10
  /// Frames of a step of 10 ms.
  package let stepFrames: Int
  /// The sum over both channels of the squares of the K-weighted samples of each part.
  package var energies: [Float]
  /// The greatest magnitude of any channel in each part.
  package var peaks: [Float]

  /// Makes an empty curve for a rate.
  package init(sampleRate: SampleRate) {
    stepFrames = LoudnessCurve.stepFrames(at: sampleRate)
    energies = []
    peaks = []
  }

  /// Frames of a step at a rate.
  package static func stepFrames(at rate: SampleRate) -> Int {
    max(parts, rate.framesPerSecond / 100)
  }

  /// Appends the parts of a later stretch.
  package mutating func append(_ other: LoudnessCurve) {
    energies += other.energies
    peaks += other.peaks
  }

  /// The greatest sample, linear.
  package var peak: Float { peaks.max() ?? 0 }

  /// Where part `index` of a step begins.
  package func partStart(_ index: Int) -> Int { index * stepFrames / LoudnessCurve.parts }

  /// The energy of each whole step, each part under its own gain if there are gains.
  package func steps(gains: [Float]? = nil) -> [Double] {
    let count = energies.count / LoudnessCurve.parts
    return (0..<count).map { step in
      var sum = 0.0
      for part in step * LoudnessCurve.parts..<(step + 1) * LoudnessCurve.parts {
        let gain = gains.map { Double($0[part]) } ?? 1
        sum += gain * gain * Double(energies[part])
      }
      return sum
    }
  }

  /// The integrated loudness, BS.1770-5 equations 3 to 7; nil for silence or less than 400 ms.
  package func integrated(gains: [Float]? = nil) -> LUFS? {
    LoudnessCurve.integrated(windows(of: 40, every: 10, in: steps(gains: gains)))
  }

  /// The loudness of several programmes as one: all their blocks of 400 ms, gated together; nil for silence.
  ///
  /// Programmes may have different rates; no block lies across two of them.
  package static func pooled(_ curves: [LoudnessCurve]) -> LUFS? {
    integrated(curves.flatMap { $0.windows(of: 40, every: 10, in: $0.steps()) })
  }

  private static func integrated(_ powers: [Double]) -> LUFS? {
    gated(powers, relative: 10).map { LUFS(loudness($0)) }
  }

  /// The loudness of each 3 s, in steps of 100 ms.
  package func shortTerm() -> [Double] {
    windows(of: 300, every: 10, in: steps()).map(LoudnessCurve.loudness)
  }

  /// The greatest loudness of any 400 ms and of any 3 s, in steps of 10 ms; nil for silence or less.
  package func maxima() -> (momentary: LUFS?, shortTerm: LUFS?) {
    let steps = steps()
    func greatest(_ length: Int) -> LUFS? {
      windows(of: length, every: 1, in: steps).max().map(LoudnessCurve.loudness)
        .flatMap { $0 > -149 ? LUFS($0) : nil }
    }
    return (greatest(40), greatest(300))
  }

  /// The mean powers of windows of so many steps.
  private func windows(of length: Int, every stride: Int, in steps: [Double]) -> [Double] {
    guard steps.count >= length else { return [] }
    var sums = [0.0]
    sums.reserveCapacity(steps.count + 1)
    for step in steps { sums.append(sums[sums.count - 1] + step) }
    let frames = Double(length * stepFrames)
    return Swift.stride(from: length, through: steps.count, by: stride).map {
      max(0, sums[$0] - sums[$0 - length]) / frames
    }
  }

  /// The mean of the powers above -70 LUFS and above their own mean less `relative` LU; nil if none is.
  private static func gated(_ powers: [Double], relative: Double) -> Double? {
    let absolute = pow(10, (-70 + 0.691) / 10)
    let audible = powers.filter { $0 > absolute }
    guard !audible.isEmpty else { return nil }
    let gate = audible.reduce(0, +) / Double(audible.count) * pow(10, -relative / 10)
    let kept = audible.filter { $0 > gate }
    return kept.isEmpty ? nil : kept.reduce(0, +) / Double(kept.count)
  }

  private static func loudness(_ power: Double) -> Double {
    power > 1e-15 ? -0.691 + 10 * log10(power) : -150
  }
}

/// Fills a curve from blocks that follow each other from the start of a step.
package struct LoudnessCurveBuilder {
  /// What was filled so far, whole parts only.
  package private(set) var curve: LoudnessCurve
  private var filter: BiquadCascade
  private var weighted = AudioBuffer(frameCount: 1024)
  private var frame = 0
  private var part = 0
  private var energy = 0.0
  private var peak: Float = 0

  /// Makes a builder at rest.
  package init(sampleRate: SampleRate) {
    curve = LoudnessCurve(sampleRate: sampleRate)
    filter = BiquadCascade(LoudnessMeter.weighting(at: sampleRate))
  }

  /// Lets the filter hear what comes before, without counting it.
  package mutating func warm(_ block: AudioBlock) { forEachPiece(block) { _, _, _ in } }

  /// Counts a block.
  package mutating func add(_ block: AudioBlock) {
    forEachPiece(block) { builder, original, piece in builder.count(original, piece) }
  }

  private mutating func forEachPiece(
    _ block: AudioBlock, _ body: (inout LoudnessCurveBuilder, AudioBlock, AudioBlock) -> Void
  ) {
    // Taken out of self for the time of the loop: the body needs all of self.
    var weighted = AudioBuffer(frameCount: 0)
    swap(&weighted, &self.weighted)
    var start = 0
    while start < block.frameCount {
      let count = min(1024, block.frameCount - start)
      let original = block[frames: start..<start + count]
      weighted.withMutableBlock { whole in
        let piece = whole[frames: 0..<count]
        piece.copy(from: original)
        filter.process(piece)
        body(&self, original, piece)
      }
      start += count
    }
    self.weighted = weighted
  }

  private mutating func count(_ original: AudioBlock, _ piece: AudioBlock) {
    let (left, right) = (original[0], original[1])
    let (first, second) = (piece[0], piece[1])
    var start = 0
    while start < piece.frameCount {
      let end = min(piece.frameCount, start + curve.partStart(part + 1) - frame)
      var (sum, top) = (Float(0), peak)
      for index in start..<end {
        sum += first[index] * first[index] + second[index] * second[index]
        let (l, r) = (left[index].magnitude, right[index].magnitude)
        let higher = l > r ? l : r
        top = higher > top ? higher : top
      }
      energy += Double(sum)
      peak = top
      frame += end - start
      start = end
      if frame == curve.partStart(part + 1) { endPart() }
    }
  }

  private mutating func endPart() {
    curve.energies.append(Float(energy))
    curve.peaks.append(peak)
    (energy, peak) = (0, 0)
    part += 1
    if part == LoudnessCurve.parts { (part, frame) = (0, 0) }
  }
}
