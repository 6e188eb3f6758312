public import Music

/// Infers the metre from the notes alone.
///
/// Bars are where chords and basses change, kicks and crashes fall, and after which rhythms repeat.
/// Each bar length from a half note to six quarters is judged by how much of that evidence falls on
/// its bar lines, and how many of its bar lines have any. The beats within the bar then tell 3/4
/// from 6/8. A piece may begin with an upbeat, if that explains it clearly better.
public enum MeterFinder {
  /// A metre and how sure it is.
  public struct Finding: Sendable {
    /// The metre.
    public var meter: Meter
    /// The length of an upbeat before the first full bar, in quarter notes; 0 without.
    public var upbeat: Beat
    /// How sure, 0...1; 0 when there is hardly a note.
    public var confidence: Double
    /// The metres that were judged, best first.
    public var ranking: [(meter: Meter, score: Double)]
  }

  /// Finds the metre; 4/4 with confidence 0 where there are fewer than eight onsets.
  public static func find(_ material: NoteMaterial, roles: [Role]) -> Finding {
    let unknown = Finding(meter: .common, upbeat: .zero, confidence: 0, ranking: [])
    guard material.pitched.count + material.strokes.count >= 8, material.end >= 4 else {
      return unknown
    }
    let pulse = PulseEvidence(material, roles: roles)
    // A kit that plays triplets of eighths is written in 12/8 rather than in bars of half the length.
    let isTriple = Meter(12, 8).map { pulse.beatScore($0, phase: 0) > -0.1 } ?? false
    let kit = isTriple && (pulse.strokesOnEighths ?? 0) > 0.95
    let candidates: [(eighths: Int, meter: Meter?, prior: Double)] = [
      (8, .common, 0.22), (6, .waltz, 0.12), (6, Meter(6, 8), 0.06),
      (12, Meter(12, 8), kit ? 0.7 : 0.12),
      (4, Meter(2, 4), -0.8), (10, Meter(5, 4), 0), (7, Meter(7, 8), 0), (9, Meter(9, 8), -0.1),
      (5, Meter(5, 8), -0.12), (14, Meter(7, 4), -0.12),
    ]
    var ranking: [(meter: Meter, phase: Int, score: Double)] = []
    for candidate in candidates {
      guard let meter = candidate.meter else { continue }
      let length = candidate.eighths
      let base = candidate.prior + 1.4 * pulse.repetition(length) + 1.5 * pulse.phrasing(length)
      var best = (phase: 0, score: -Double.infinity)
      for phase in 0..<length {
        let score =
          base + pulse.barScore(length, phase: phase) + pulse.beatScore(meter, phase: phase)
          - (phase == 0 ? 0 : upbeatCost)
        if score > best.score { best = (phase, score) }
      }
      ranking.append((meter, best.phase, best.score))
    }
    ranking.sort { $0.score > $1.score }
    let margin = ranking[0].score - ranking[1].score
    return Finding(
      meter: ranking[0].meter, upbeat: Beat(ranking[0].phase, 2),
      confidence: margin / (margin + 0.25), ranking: ranking.map { ($0.meter, $0.score) })
  }

  /// What an upbeat must gain to be believed.
  private static let upbeatCost = 0.3
}
