import Music
import Production

/// Chords on keys that two hands of five fingers and a tenth each cannot strike.
struct HandSpan: ReviewRule {
  let rule = Critique.Rule.handSpan
  /// A tenth in semitones, and the fingers of a hand.
  static let span = 16, fingers = 5
  /// Of files, where a part may be two players or rolled, so many chords in a hundred may be wide.
  static let allowed = 8

  func review(_ piece: Piece) -> Verdict {
    let keyboards = piece.pitched.filter { Self.isKeyboard($0) }
    guard !keyboards.isEmpty else { return .left(because: "nobody plays keys") }
    return .heard(
      keyboards.compactMap { voice in
        let chords = voice.strikes.filter { $0.notes.count > 2 }
        let wide = chords.filter { !Self.isPlayable($0.numbers) }
        guard !wide.isEmpty else { return nil }
        if piece.isRecognized,
          wide.count * 100 <= Self.allowed * voice.strikes.count || wide.count < 4
        {
          return nil
        }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: wide.bars,
          sentence:
            "\(count(wide.count, "chord")) of \(voice.name) \(wide.count == 1 ? "is" : "are") wider "
            + "than two hands of a tenth each.",
          suggestion: "Leave out inner notes or bring the hands nearer.")
      })
  }

  private static func isKeyboard(_ voice: Voice) -> Bool {
    [.piano, .organ].contains(voice.part.instrument.family)
  }

  /// Whether some place parts the chord in two hands.
  static func isPlayable(_ numbers: [Int]) -> Bool {
    (0...numbers.count).contains { cut in
      [numbers[..<cut], numbers[cut...]].allSatisfy { hand in
        guard let low = hand.first, let high = hand.last else { return true }
        return high - low <= span && hand.count <= fingers
      }
    }
  }
}
