import Music
import Production

/// A bass that falls beside the kick instead of on it.
struct BassAgainstKick: ReviewRule {
  let rule = Critique.Rule.bassAgainstKick
  /// Kicks to judge by, and so many in a hundred that the bass may miss by a hair.
  static let least = 24, allowed = 40
  /// So many kicks in a hundred that the bass meets are enough to be together.
  static let together = 12
  /// A sixteenth and a triplet, in steps of a beat's grain.
  static let hair = Piece.grain / 3

  func review(_ piece: Piece) -> Verdict {
    guard let bass = piece.voices(.bass).first, !piece.kits.isEmpty else {
      return .left(because: "there are not both a bass and a kit")
    }
    let onsets = Set(bass.strikes.map { Piece.step($0.onset) })
    var (kicks, locked, missed): (Int, Int, [Int]) = (0, 0, [])
    for strike in piece.kits.flatMap(\.strikes)
    where strike.drums.contains(.kick) && !bass.bars[strike.bar].isEmpty {
      kicks += 1
      let step = Piece.step(strike.onset)
      // Played rather than typed notes stand a hair apart and are together all the same.
      if (-2...2).contains(where: { onsets.contains(step + $0) }) {
        locked += 1
      } else if (3...Self.hair).contains(where: {
        onsets.contains(step + $0) || onsets.contains(step - $0)
      }) {
        missed.append(strike.bar)
      }
    }
    guard kicks >= Self.least else { return .left(because: "there are too few kicks") }
    let figures = ["kicks with the bass": Double(locked) / Double(kicks)]
    guard missed.count * 100 > Self.allowed * kicks, locked * 100 < Self.together * kicks else {
      return .heard([], figures: figures)
    }
    return .heard(
      [
        Critique.Finding(
          rule: rule, parts: [bass.id], bars: Set(missed).sorted(),
          sentence:
            "\(bass.name) misses \(missed.count) of \(kicks) kicks by less than a triplet, and meets "
            + "\(locked).",
          suggestion: "Put the bass on the kick, or well away from it.")
      ], figures: figures)
  }
}
