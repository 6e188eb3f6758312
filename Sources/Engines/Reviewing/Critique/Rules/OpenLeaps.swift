import Music
import Production

/// Leaps of more than a sixth that go on in the same direction.
struct OpenLeaps: ReviewRule {
  let rule = Critique.Rule.openLeaps
  /// Semitones that make a leap, and so many in a hundred that may stay open.
  static let leap = 8, allowed = 25
  /// So many open leaps are heard as a manner.
  static let least = 6

  func review(_ piece: Piece) -> Verdict {
    let leads = piece.voices(.lead)
    guard !leads.isEmpty else { return .left(because: "there is no lead") }
    return .heard(
      leads.compactMap { voice in
        let line = voice.line
        var (leaps, open): (Int, [Int]) = (0, [])
        for index in 1..<max(1, line.count - 1) {
          let move = line[index].pitch.number - line[index - 1].pitch.number
          guard abs(move) > Self.leap, line[index].onset - line[index - 1].end < Beat(1) else {
            continue
          }
          leaps += 1
          let next = line[index + 1].pitch.number - line[index].pitch.number
          if next == 0 || next.signum() == move.signum() {
            open.append(piece.bar(at: line[index].onset))
          }
        }
        guard open.count >= Self.least, open.count * 100 > Self.allowed * leaps,
          leaps * 8 > line.count
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: Set(open).sorted(),
          sentence:
            "\(open.count) of \(leaps) leaps of \(voice.name) beyond a sixth are not turned back.",
          suggestion: "Answer a leap by steps the other way.")
      })
  }
}
