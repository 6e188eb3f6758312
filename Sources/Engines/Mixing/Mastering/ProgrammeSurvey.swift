import AudioFiles
import Foundation
package import Signal

/// What mastering knows of a programme: its loudness, spectrum and stereo field.
package struct Programme: Sendable, Hashable {
  /// The rate.
  package var sampleRate: SampleRate
  /// The length in frames.
  package var frames: Int
  /// K-weighted power and peaks of every millisecond.
  package var curve: LoudnessCurve
  /// The spectra of middle and side.
  package var tone: ToneProfile
  /// The stereo field.
  package var field: StereoField
  /// The levels of the bands of the multiband compressor.
  package var dynamics: BandDynamics

  /// Integrated loudness; nil for silence.
  package var loudness: LUFS? { curve.integrated() }
  /// The duration in seconds.
  package var seconds: Double { Double(frames) / sampleRate.hertz }
}

/// Correlation, balance, offset and silence of a stereo programme.
package struct StereoField: Sendable, Hashable {
  /// The sums of every stretch of 100 ms: L L, R R, L R.
  package var energies: [SIMD4<Double>] = []
  /// The mean sample of each channel.
  package var offset = SIMD2<Double>.zero
  /// Frames before the first and behind the last sample beyond -60 dBFS.
  package var leadingSilence = 0, trailingSilence = 0
  /// Samples at or beyond full scale, 0 dBFS less the last step of 16 bits.
  package var fullScaleSamples = 0

  /// The correlation of left and right over the whole, -1...1; 1 where a channel is silent.
  package var correlation: Double { StereoField.correlation(energies.reduce(.zero, +)) }

  /// Whether one channel lies 60 dB or more below the other, as a dead one does.
  package var isOneSided: Bool {
    let sums = energies.reduce(.zero, +)
    return max(sums.x, sums.y) > 0 && min(sums.x, sums.y) <= 1e-6 * max(sums.x, sums.y)
  }

  /// The longest time in seconds for which the correlation over 1 s is below 0.
  package var longestOutOfPhase: Double {
    guard energies.count >= 10 else { return 0 }
    var (run, longest) = (0, 0)
    for index in 10...energies.count {
      let window = energies[index - 10..<index].reduce(.zero, +)
      // Passages below -70 dBFS say nothing.
      let isAudible = window.x + window.y > 1e-7 * max(1, window.w)
      run = isAudible && StereoField.correlation(window) < 0 ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest == 0 ? 0 : Double(longest + 9) / 10
  }

  private static func correlation(_ sums: SIMD4<Double>) -> Double {
    let product = (sums.x * sums.y).squareRoot()
    return product > 1e-12 * max(1, sums.w) ? sums.z / product : 1
  }
}

/// The mean powers of four bands in every window of the spectrum: how loud bands are when they are loud.
package struct BandDynamics: Sendable, Hashable {
  /// Where the bands meet.
  package static let crossovers: [Double] = [120, 800, 5000]
  /// The power of each band in each window, `[windows][4]`.
  package var windows: [SIMD4<Float>] = []

  /// The level in dB that a band stays below for a share of the windows that are not silent.
  package func level(_ band: Int, share: Double) -> Double? {
    let powers = windows.map { $0[band] }.filter { $0 > 1e-9 }.sorted()
    guard !powers.isEmpty else { return nil }
    return 10 * log10(Double(powers[min(powers.count - 1, Int(share * Double(powers.count)))]))
  }
}

/// Surveys a programme in stretches on several threads; the result does not depend on how many.
struct ProgrammeSurvey: Sendable {
  let source: SampleCacheReader
  let crew: Crew
  let cancellation: Cancellation
  /// The loudness curve, where it is known already.
  var curve: LoudnessCurve?
  /// The most windows of the spectrum: a long programme is looked at every now and then.
  private static let mostWindows = 2400

  private struct Part: Sendable {
    var curve: LoudnessCurve
    var tone: ToneSums
    var dynamics: [SIMD4<Float>]
    var energies: [SIMD4<Double>]
    var sums: SIMD2<Double>
    var fullScale = 0
    var first: Int?
    var last: Int?
  }

  /// Surveys the whole.
  func run() throws(MixingError) -> Programme {
    let rate = source.sampleRate
    let frames = source.length.count
    let stretches = Stretch.all(frames: frames, sampleRate: rate)
    let size = ToneProfile.size(at: rate)
    let hop = max(size / 2, frames / ProgrammeSurvey.mostWindows + 1)
    var found = LoudnessCurve(sampleRate: rate)
    var tone = ToneSums(bins: size / 2 + 1)
    var field = StereoField()
    var dynamics = BandDynamics()
    var first: Int?
    var last: Int?
    var start = 0
    while start < stretches.count {
      // A few at a time: the spectra of a stretch take some megabytes until they are added up.
      let batch = Array(stretches[start..<min(start + 2 * crew.threads, stretches.count)])
      let parts = try crew.map(batch) { stretch in try survey(stretch, size: size, hop: hop) }
      for part in parts {
        found.append(part.curve)
        tone.add(part.tone)
        dynamics.windows += part.dynamics
        field.energies += part.energies
        field.offset += part.sums
        field.fullScaleSamples += part.fullScale
        first = first ?? part.first
        last = part.last ?? last
      }
      start += batch.count
    }
    field.leadingSilence = first ?? frames
    field.trailingSilence = last.map { frames - 1 - $0 } ?? frames
    field.offset /= Double(max(1, frames))
    return Programme(
      sampleRate: rate, frames: frames, curve: curve ?? found,
      tone: tone.profile(binWidth: rate.hertz / Double(size)), field: field, dynamics: dynamics)
  }

  /// The highest peak between samples; nil for silence.
  func truePeak() throws(MixingError) -> Decibels? {
    let frames = source.length.count
    let stretches = Stretch.all(frames: frames, sampleRate: source.sampleRate)
    let peaks = try crew.map(stretches) { stretch in
      try cancellation.check()
      let early = min(stretch.lowerBound, TruePeakScan.runIn)
      let sound = try source.read(stretch.lowerBound - early..<stretch.upperBound)
      return sound.withReadOnlyBlock {
        TruePeakScan.peak(
          $0, isStart: stretch.lowerBound == 0, isEnd: stretch.upperBound == frames)
      }
    }
    return Decibels(gain: Double(peaks.max() ?? 0))
  }

  private func survey(_ stretch: Range<Int>, size: Int, hop: Int) throws -> Part {
    try cancellation.check()
    let rate = source.sampleRate
    let warmUp = min(stretch.lowerBound, rate.frames(in: 0.5).count)
    let lower = stretch.lowerBound - warmUp
    var buffer = try source.read(lower..<stretch.upperBound + size)
    var builder = LoudnessCurveBuilder(sampleRate: rate)
    var tone = ToneSums(bins: size / 2 + 1)
    let analyzer = ToneAnalyzer(size: size, sampleRate: rate)
    var dynamics: [SIMD4<Float>] = []
    var part = Part(
      curve: builder.curve, tone: tone, dynamics: [], energies: [], sums: .zero, first: nil,
      last: nil)
    buffer.withMutableBlock { block in
      let body = block[frames: warmUp..<warmUp + stretch.count]
      if curve == nil {
        builder.warm(block[frames: 0..<warmUp])
        builder.add(body)
      }
      measureField(body, at: stretch.lowerBound, into: &part)
      var start = (stretch.lowerBound + hop - 1) / hop * hop
      while start < stretch.upperBound {
        let window = block[frames: start - lower..<start - lower + size]
        let powers = analyzer.add(window, to: &tone)
        dynamics.append(powers)
        start += hop
      }
    }
    part.curve = builder.curve
    part.tone = tone
    part.dynamics = dynamics
    return part
  }

  /// Sums, correlation and the first and last audible frame.
  private func measureField(_ block: AudioBlock, at position: Int, into part: inout Part) {
    let (left, right) = (block[0], block[1])
    let length = max(1, source.sampleRate.framesPerSecond / 10)
    var start = 0
    while start < block.frameCount {
      let end = min(start + length, block.frameCount)
      var (ll, rr, lr) = (Float(0), Float(0), Float(0))
      var (l, r) = (Float(0), Float(0))
      var top: Float = 0
      for frame in start..<end {
        let (x, y) = (left[frame], right[frame])
        ll += x * x
        rr += y * y
        lr += x * y
        l += x
        r += y
        let higher = x.magnitude > y.magnitude ? x.magnitude : y.magnitude
        top = higher > top ? higher : top
      }
      part.energies.append(
        SIMD4(Double(ll), Double(rr), Double(lr), Double(end - start)))
      part.sums += SIMD2(Double(l), Double(r))
      if top >= 0.999_96 {
        for channel in 0..<2 {
          for frame in start..<end where block[channel][frame].magnitude >= 0.999_96 {
            part.fullScale += 1
          }
        }
      }
      if top > 0.001 {
        let isLoud = { (frame: Int) in max(left[frame].magnitude, right[frame].magnitude) > 0.001 }
        if part.first == nil {
          part.first = position + ((start..<end).first(where: isLoud) ?? start)
        }
        part.last = position + ((start..<end).last(where: isLoud) ?? start)
      }
      start = end
    }
  }
}

/// The stretches in which a programme is worked on: 30 s each, whole steps of the loudness curve.
enum Stretch {
  static func all(frames: Int, sampleRate: SampleRate) -> [Range<Int>] {
    let length = 3000 * LoudnessCurve.stepFrames(at: sampleRate)
    return stride(from: 0, to: frames, by: length).map { $0..<min($0 + length, frames) }
  }
}
