import Foundation
import Signal

extension StemFeatures {
  /// The features of a sound from its bands, its envelope of 10 ms steps and its fine spectra.
  static func of(
    bands: BandMap, envelope: [Float], tonal: TonalShape, peak: Decibels?
  ) -> StemFeatures {
    var result = StemFeatures()
    let top = envelope.max() ?? 0
    guard top > 1e-9, let peak else { return result }
    // 45 dB below its loudest moment a sound does not play.
    let floor = top * 3.2e-5
    let playing = envelope.filter { $0 > floor }
    let mean = playing.reduce(0.0) { $0 + Double($1) } / Double(max(1, playing.count))
    result.activity = Double(playing.count) / Double(max(1, envelope.count))
    // Both channels' power lie in the envelope; the peak is one channel's.
    result.crest = peak.value - 10 * log10(mean / 2)
    let roots = playing.reduce(0.0) { $0 + Double($1).squareRoot() } / Double(max(1, playing.count))
    result.steadiness = roots * roots / mean
    result.onsets =
      Double(onsets(in: envelope, floor: floor).count) / max(0.5, Double(playing.count) / 100)
    result.range = range(of: envelope, floor: floor)
    if tonal.weight > 0 {
      result.flatness = tonal.flatness / tonal.weight
      result.tones = tonal.tones / tonal.weight
    }
    result.shape(bands)
    return result
  }

  /// The steps at which the level leaps: 6 dB above what it was 30 ms before, 60 ms apart or more.
  static func onsets(in envelope: [Float], floor: Float) -> [Int] {
    var found: [Int] = []
    var last = -10
    for index in 1..<max(1, envelope.count) where envelope[index] > floor * 10 {
      let before = max(envelope[max(0, index - 3)], floor)
      guard index - last >= 6, envelope[index] > 4 * before else { continue }
      found.append(index)
      last = index
    }
    return found
  }

  /// The range of levels in windows of 400 ms, as loudness range does it: 10th to 95th percentile.
  private static func range(of envelope: [Float], floor: Float) -> Double {
    var levels: [Double] = []
    var start = 0
    while start + 40 <= envelope.count {
      let mean = envelope[start..<start + 40].reduce(0.0) { $0 + Double($1) } / 40
      if mean > Double(floor) { levels.append(10 * log10(mean)) }
      start += 20
    }
    guard levels.count > 4 else { return 0 }
    levels.sort()
    let last = Double(levels.count - 1)
    return levels[Int(last * 0.95)] - levels[Int(last * 0.1)]
  }

  /// What the bands say.
  private mutating func shape(_ bands: BandMap) {
    let mean = bands.mean
    let total = mean.reduce(0, +)
    guard total > 0 else { return }
    var (first, second) = (0.0, 0.0)
    for (band, power) in mean.enumerated() {
      let number = Double(band) + 1.5
      first += number * power
      second += number * number * power
    }
    centre = first / total
    spread = max(0, second / total - centre * centre).squareRoot()
    var sum = 0.0
    for (band, power) in mean.enumerated() {
      sum += power
      if sum >= 0.05 * total {
        lowest = Double(band) + 1.5
        break
      }
    }
    let (deep, high) = (ERBScale.band(of: 120), ERBScale.band(of: 5_000))
    lowShare = mean[..<deep].reduce(0, +) / total
    highShare = mean[high...].reduce(0, +) / total
    likeness = Self.likeness(bands)
  }

  /// The mean cosine between the amplitude spectra of neighbouring frames.
  private static func likeness(_ bands: BandMap) -> Double {
    let count = ERBScale.bandCount
    var (sum, weight) = (0.0, 0.0)
    guard bands.frameCount > 1 else { return 1 }
    for frame in 1..<bands.frameCount {
      var (product, before, now) = (0.0, 0.0, 0.0)
      for band in 0..<count {
        let (a, b) = (Double(bands[frame - 1, band]), Double(bands[frame, band]))
        product += (a * b).squareRoot()
        before += a
        now += b
      }
      let norm = (before * now).squareRoot()
      guard norm > 1e-9 else { continue }
      let share = norm.squareRoot()
      sum += share * product / norm
      weight += share
    }
    return weight > 0 ? sum / weight : 1
  }
}
