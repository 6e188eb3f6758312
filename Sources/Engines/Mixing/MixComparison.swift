import Production
import Signal

/// A mix before and after, measured: what the table and the masking picture show.
public struct MixComparison: Hashable, Codable, Sendable {
  /// One stem.
  public struct Line: Hashable, Codable, Sendable {
    /// The stem.
    public var stem: String
    /// Its loudness while it plays, in the sum as given and in the mix, in LUFS; nil for silence.
    public var loudnessBefore: Double?, loudnessAfter: Double?
    /// The share of its K-weighted power that the others cover by more than 6 dB, 0...1.
    public var maskedBefore: Double, maskedAfter: Double
    /// The masked share in each of the 40 ERB bands; nil where it has less than a thousandth of its power.
    public var bandsBefore: [Double?], bandsAfter: [Double?]
  }

  /// The stems in order.
  public var lines: [Line]
  /// The mean masked share of stems that are not silent.
  public var maskedBefore: Double, maskedAfter: Double
  /// How much softer the mix is in mono, in LU.
  public var monoLossBefore: Double, monoLossAfter: Double
  /// The loudness of the mix before mastering, in LUFS; nil for silence.
  public var loudness: Double?
  /// Its highest sample, in dBFS; nil for silence.
  public var peak: Double?

  /// Compares stems as given with the outputs of their strips.
  ///
  /// The masked share is the cheap metric of section 3 of the facts on mixing: a band of a frame is covered
  /// where the sum of all others is more than 6 dB stronger.
  public init(before: [StemAnalysis], after: [StemAnalysis], mix: StemAnalysis) {
    let (old, new) = (MixComparison.covered(before), MixComparison.covered(after))
    lines = before.indices.map { index in
      Line(
        stem: before[index].id, loudnessBefore: before[index].level?.value,
        loudnessAfter: MixComparison.level(before[index], after: after[index]),
        maskedBefore: old[index].share,
        maskedAfter: new[index].share, bandsBefore: old[index].bands,
        bandsAfter: new[index].bands)
    }
    maskedBefore = MixComparison.mean(old.map(\.share), of: before)
    maskedAfter = MixComparison.mean(new.map(\.share), of: after)
    let sum = before.reduce(into: StereoPower()) { sum, stem in
      sum.left += stem.stereo.left
      sum.right += stem.stereo.right
      sum.cross += stem.stereo.cross
    }
    monoLossBefore = sum.monoLoss.value
    monoLossAfter = mix.stereo.monoLoss.value
    loudness = mix.loudness?.value
    peak = mix.peak?.value
  }

  /// The loudness behind a strip: the meter's before it, and the change that the bands show.
  private static func level(_ before: StemAnalysis, after: StemAnalysis) -> Double? {
    guard let level = before.level, let old = before.bands.loudness,
      let new = after.bands.loudness
    else { return after.bands.loudness?.value }
    return (level + (new - old)).value
  }

  private static func mean(_ shares: [Double], of stems: [StemAnalysis]) -> Double {
    let heard = zip(shares, stems).filter { $0.1.level != nil }.map(\.0)
    return heard.isEmpty ? 0 : heard.reduce(0, +) / Double(heard.count)
  }

  /// The covered share of each stem, as a whole and by band.
  static func covered(_ stems: [StemAnalysis]) -> [(share: Double, bands: [Double?])] {
    let (bandCount, frames) = (
      ERBScale.bandCount, stems.map(\.bands.frameCount).max() ?? 0
    )
    var total = [Float](repeating: 0, count: frames * bandCount)
    for stem in stems {
      for (index, power) in stem.bands.power.enumerated() { total[index] += power }
    }
    return stems.map { stem in
      var masked = [Double](repeating: 0, count: bandCount)
      var all = masked
      for (index, power) in stem.bands.power.enumerated() where power > 0 {
        let band = index % bandCount
        let weighted = Double(power) * ERBScale.loudnessWeights[band]
        all[band] += weighted
        if total[index] - power > power * Masking.margin { masked[band] += weighted }
      }
      let sum = all.reduce(0, +)
      let bands = all.indices.map { band in
        all[band] > sum * 1e-3 ? masked[band] / all[band] : nil
      }
      return (sum > 0 ? masked.reduce(0, +) / sum : 0, bands)
    }
  }
}
