import Music
import Production

/// Chords on keys that two hands of five fingers and a tenth each, on an organ with two feet more,
/// cannot strike.
struct HandSpan: ReviewRule {
  let rule = Critique.Rule.handSpan
  /// A tenth in semitones, and the fingers of a hand.
  static let span = 16, fingers = 5
  /// The feet of an organist, how far apart they play, and the highest key of the pedals, F4.
  static let feet = 2, stride = 12, highestPedal = 65
  /// Organs that have pedals.
  static let withPedals: Set<String> = [
    "church-organ", "drawbar-organ", "percussive-organ", "rock-organ",
  ]

  func review(_ piece: Piece) -> Verdict {
    let keyboards = piece.pitched.filter { Self.isKeyboard($0) }
    guard !keyboards.isEmpty else { return .left(because: "nobody plays keys") }
    return .heard(
      keyboards.compactMap { voice in
        let chords = voice.strikes.filter { $0.notes.count > 2 }
        let hasPedals = Self.withPedals.contains(voice.part.instrument.id)
        let wide = chords.filter { !Self.isPlayable($0.numbers, hasPedals: hasPedals) }
        guard wide.count >= piece.bound(.wideChords),
          wide.count * 100 > piece.bound(.wideChordShare) * voice.strikes.count
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: wide.bars,
          sentence:
            "\(count(wide.count, "chord")) of \(voice.name) \(wide.count == 1 ? "is" : "are") wider "
            + "than two hands of a tenth each\(hasPedals ? " and the pedals" : "").",
          suggestion: "Leave out inner notes or bring the hands nearer.")
      })
  }

  private static func isKeyboard(_ voice: Voice) -> Bool {
    [.piano, .organ].contains(voice.part.instrument.family)
  }

  /// Whether some places part the chord, its keys ascending, in two hands and the feet.
  static func isPlayable(_ numbers: [Int], hasPedals: Bool = false) -> Bool {
    (0...(hasPedals ? min(feet, numbers.count) : 0)).contains { count in
      let low = numbers.prefix(count)
      guard let first = low.first, let last = low.last else { return isHeldByHands(numbers[...]) }
      return last <= highestPedal && last - first <= stride
        && isHeldByHands(numbers.dropFirst(count))
    }
  }

  private static func isHeldByHands(_ numbers: ArraySlice<Int>) -> Bool {
    (numbers.startIndex...numbers.endIndex).contains { cut in
      [numbers[..<cut], numbers[cut...]].allSatisfy { hand in
        guard let low = hand.first, let high = hand.last else { return true }
        return high - low <= span && hand.count <= fingers
      }
    }
  }
}
