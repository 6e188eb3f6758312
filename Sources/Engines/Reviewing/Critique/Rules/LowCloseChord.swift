import Music
import Production

/// A third or second below C3, or a chord in close position below C2: mud.
struct LowCloseChord: ReviewRule {
  let rule = Critique.Rule.lowCloseChord
  /// C3 and C2.
  static let thirds = 48, chords = 36

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.pitched.compactMap { voice in
        let chords = voice.strikes.filter { $0.notes.count > 1 }
        let muddy = chords.filter { Self.isMuddy($0.numbers) }
        guard muddy.count * 100 > piece.bound(.lowChordShare) * voice.strikes.count else {
          return nil
        }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: muddy.bars,
          sentence:
            "\(voice.name) has \(count(muddy.count, "chord")) of \(chords.count) in close position "
            + "below C3.",
          suggestion: "Open them: root and fifth or tenth below, thirds above C3.")
      })
  }

  static func isMuddy(_ numbers: [Int]) -> Bool {
    let low = numbers.filter { $0 < thirds }
    if zip(low, low.dropFirst()).contains(where: { (1...4).contains($1 - $0) }) { return true }
    guard numbers.count >= 3, numbers[0] < chords else { return false }
    return numbers[2] - numbers[0] <= 12
  }
}
