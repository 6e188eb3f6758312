import Foundation
public import Music

/// Published measurements of symbolic music, as the literature defines them.
///
/// Pitch-class entropy, scale consistency and groove consistency are those of MusPy (Dong and others,
/// ISMIR 2020), H1, H4, GS and CPI those of the Jazz Transformer (Wu and Yang, ISMIR 2020). Kits are
/// left out of what concerns pitch. What cannot be measured is nil.
public struct SymbolicMetrics: Hashable, Codable, Sendable {
  /// The entropy of pitch classes by note count, in bits, 0...log2 12.
  public var pitchClassEntropy: Double?
  /// The greatest share of notes within one major or natural minor scale, 0...1.
  public var scaleConsistency: Double?
  /// One minus the mean share of sixteenths in which neighbouring bars differ in having an onset.
  public var grooveConsistency: Double?
  /// The mean pitch-class entropy of windows of one bar and of four bars.
  public var h1: Double?, h4: Double?
  /// The mean likeness of the onsets of all pairs of bars on 64 steps a bar.
  public var groovingSimilarity: Double?
  /// The share of different ones among successions of three chords.
  public var chordProgressionIrregularity: Double?

  /// The measurements by their usual short names.
  public var byName: [String: Double] {
    let all = [
      "PCE": pitchClassEntropy, "SC": scaleConsistency, "GC": grooveConsistency, "H1": h1,
      "H4": h4, "GS": groovingSimilarity, "CPI": chordProgressionIrregularity,
    ]
    return all.compactMapValues { $0 }
  }

  /// Measures a score; cost grows with the square of its bars.
  public init(of score: Score) {
    let bars = score.bars
    let starts = (0...bars).map { score.meters.start(ofBar: $0) }
    var classes = Array(repeating: Array(repeating: 0, count: 12), count: bars)
    var onsets16 = Array(repeating: Set<Int>(), count: bars)
    var onsets64 = Array(repeating: Set<Int>(), count: bars)
    for part in score.parts {
      for note in part.notes {
        let bar = score.meters.bar(at: note.onset)
        guard (0..<bars).contains(bar) else { continue }
        let length = starts[bar + 1] - starts[bar]
        let place = (note.onset - starts[bar]) / length
        onsets16[bar].insert((place * 16).floor)
        onsets64[bar].insert((place * 64).floor)
        if !part.instrument.isDrumKit { classes[bar][((note.pitch.number % 12) + 12) % 12] += 1 }
      }
    }
    let all = Self.sum(classes[...])
    pitchClassEntropy = Self.entropy(all)
    scaleConsistency = Self.consistency(all)
    h1 = Self.windowed(classes, 1)
    h4 = Self.windowed(classes, 4)
    grooveConsistency = Self.mean(
      zip(onsets16, onsets16.dropFirst()).map {
        1 - Double($0.symmetricDifference($1).count) / 16
      })
    groovingSimilarity = Self.mean(
      (0..<bars).flatMap { first in
        ((first + 1)..<max(first + 1, bars)).map { second in
          1 - Double(onsets64[first].symmetricDifference(onsets64[second]).count) / 64
        }
      })
    chordProgressionIrregularity = Self.irregularity(score.chords.map(\.chord))
  }

  private static func sum(_ rows: ArraySlice<[Int]>) -> [Int] {
    rows.reduce(Array(repeating: 0, count: 12)) { zip($0, $1).map(+) }
  }

  private static func entropy(_ counts: [Int]) -> Double? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    return counts.reduce(0) { entropy, count in
      let share = Double(count) / Double(total)
      return count > 0 ? entropy - share * log2(share) : entropy
    }
  }

  private static func windowed(_ classes: [[Int]], _ length: Int) -> Double? {
    guard classes.count >= length else { return nil }
    return mean(
      (0...(classes.count - length)).compactMap { entropy(sum(classes[$0..<($0 + length)])) })
  }

  private static func consistency(_ counts: [Int]) -> Double? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    let scales: [[Int]] = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10]]
    let best = scales.flatMap { scale in
      (0..<12).map { root in scale.reduce(0) { $0 + counts[($1 + root) % 12] } }
    }.max()
    return Double(best ?? 0) / Double(total)
  }

  /// The published code divides by the number of chords less three; kept for comparability.
  private static func irregularity(_ chords: [Chord]) -> Double? {
    guard !chords.isEmpty else { return nil }
    guard chords.count > 3 else { return 1 }
    let triples = (0..<(chords.count - 2)).map { Array(chords[$0..<($0 + 3)]) }
    return min(1, Double(Set(triples).count) / Double(chords.count - 3))
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
