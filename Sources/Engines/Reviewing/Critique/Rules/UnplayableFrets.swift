import Music
import Production

/// Chords that no hand can grip on six strings.
struct UnplayableFrets: ReviewRule {
  let rule = Critique.Rule.unplayableFrets
  /// The open strings of standard tuning, how many frets a hand covers, and the last fret.
  static let strings = [40, 45, 50, 55, 59, 64], reach = 5, frets = 19

  func review(_ piece: Piece) -> Verdict {
    let guitars = piece.pitched.filter { $0.part.instrument.family == .guitar }
    guard !guitars.isEmpty else { return .left(because: "nobody plays a guitar") }
    return .heard(
      guitars.compactMap { voice in
        let chords = voice.strikes.filter { $0.notes.count > 1 }
        let hopeless = chords.filter { !Self.isPlayable($0.numbers) }
        guard hopeless.count * 100 > piece.bound(.gripShare) * chords.count else { return nil }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: hopeless.bars,
          sentence:
            "\(hopeless.count) of \(chords.count) chords of \(voice.name) cannot be gripped within "
            + "\(Self.reach) frets.",
          suggestion: "Use shapes of six strings, one note on each.")
      })
  }

  /// Whether each note finds a string of its own with all pressed frets within reach.
  static func isPlayable(_ numbers: [Int]) -> Bool {
    guard numbers.count <= strings.count else { return false }
    return grip(numbers[...], free: Array(strings.indices), low: nil, high: nil)
  }

  /// Higher notes may lie on lower strings, as beside an open string.
  private static func grip(_ rest: ArraySlice<Int>, free: [Int], low: Int?, high: Int?) -> Bool {
    guard let number = rest.first else { return true }
    for index in free {
      let fret = number - strings[index]
      guard (0...frets).contains(fret) else { continue }
      let least = fret == 0 ? low : min(fret, low ?? fret)
      let most = fret == 0 ? high : max(fret, high ?? fret)
      if let least, let most, most - least >= reach { continue }
      if grip(rest.dropFirst(), free: free.filter { $0 != index }, low: least, high: most) {
        return true
      }
    }
    return false
  }
}
