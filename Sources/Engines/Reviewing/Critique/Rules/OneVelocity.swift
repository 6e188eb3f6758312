import Music
import Production

/// A part in which every note is equally loud.
struct OneVelocity: ReviewRule {
  let rule = Critique.Rule.oneVelocity
  /// With fewer notes nobody can tell.
  static let least = 16

  func review(_ piece: Piece) -> Verdict {
    if piece.performance == nil, piece.isOnGrid {
      return .left(because: "the notes stand on the grid, as in notation, which has no velocities")
    }
    let flat = piece.voices.filter { voice in
      let velocities = piece.velocities(of: voice)
      return velocities.count >= Self.least && Set(velocities).count <= 2
    }
    guard piece.isLenient, flat.count > 1 else {
      return .heard(flat.map { finding([$0], in: piece) })
    }
    // A file is typed in whole: that is one thing to say.
    return .heard([finding(flat, in: piece)])
  }

  private func finding(_ voices: [Voice], in piece: Piece) -> Critique.Finding {
    let velocities = voices.map { Set(piece.velocities(of: $0)) }
    let names = voices.count == 1 ? voices[0].name : "\(voices.count) parts"
    let count = voices.reduce(0) { $0 + $1.part.notes.count }
    let most = velocities.map(\.count).max() ?? 1
    return Critique.Finding(
      rule: rule, parts: voices.map(\.id),
      sentence:
        "All \(count) notes of \(names) have \(most == 1 ? "one velocity" : "two velocities").",
      suggestion: "Accent the metre and let phrases swell, or play it by hand.")
  }
}
