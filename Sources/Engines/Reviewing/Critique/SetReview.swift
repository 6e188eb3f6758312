import Measures
public import Music
public import Production

/// What is found in a set of pieces that is not found in any of them alone.
public struct SetReview: Hashable, Codable, Sendable {
  /// So many pieces make a set that can be judged, and so many in a hundred may share a loop.
  public static let least = 10, allowed = 10

  /// The loop of four chords that most pieces come back to; nil without chords.
  public var loop: String?
  /// The share of the pieces that come back to it, 0...1.
  public var loopShare: Double
  /// How many different pieces the set is worth: the Vendi score of their likeness.
  public var variety: Double
  /// What is found.
  public var findings: [Critique.Finding]

  /// Reviews scores of one kind; `excused` leaves the loop out, for styles of one progression.
  ///
  /// Cost grows with the square of the number of scores.
  public init(_ scores: [Score], excused: Bool = false) {
    var counts: [String: Int] = [:]
    for loop in scores.compactMap(ChordLoop.of) { counts[loop, default: 0] += 1 }
    let commonest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    loop = commonest?.key
    loopShare = scores.isEmpty ? 0 : Double(commonest?.value ?? 0) / Double(scores.count)
    var likenesses = scores.map { _ in Array(repeating: 1.0, count: scores.count) }
    for first in scores.indices {
      for second in scores.indices where second < first {
        let likeness = ScoreSimilarity(scores[first], scores[second]).overall
        likenesses[first][second] = likeness
        likenesses[second][first] = likeness
      }
    }
    variety = VendiScore.of(likenesses)
    findings = []
    if !excused, scores.count >= Self.least, let commonest,
      commonest.value * 100 > Self.allowed * scores.count
    {
      findings.append(
        Critique.Finding(
          rule: .sameLoop,
          sentence:
            "\(commonest.value) of \(scores.count) pieces come back to \(commonest.key).",
          suggestion: "Give the style more progressions, or other weights."))
    }
  }
}
