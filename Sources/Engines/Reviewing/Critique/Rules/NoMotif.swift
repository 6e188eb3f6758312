import Music
import Production

/// A melody of which nothing comes back.
struct NoMotif: ReviewRule {
  let rule = Critique.Rule.noMotif
  /// With fewer notes there is no room for a return.
  static let least = 48
  /// So many in a hundred figures of four notes come back at least; strong above the other.
  static let few = 25, many = 55

  private struct Figure: Hashable {
    var intervals: [Int]
    var rhythm: [Int]
  }

  func review(_ piece: Piece) -> Verdict {
    let leads = piece.voices(.lead).filter { $0.line.count >= Self.least }
    guard !leads.isEmpty else { return .left(because: "no lead is long enough") }
    var figures: [String: Double] = [:]
    let findings = leads.compactMap { voice -> Critique.Finding? in
      let share = Self.returning(voice.line)
      figures["returning figures of \(voice.id)"] = Double(share) / 100
      if share < Self.few {
        return Critique.Finding(
          rule: rule, parts: [voice.id],
          sentence: "Only \(share)% of the figures of \(voice.name) ever come back.",
          suggestion: "State a motif within four bars, and bring it back.")
      }
      guard share >= Self.many else { return nil }
      return Critique.Finding(
        rule: rule, kind: .strength, parts: [voice.id],
        sentence: "\(share)% of the figures of \(voice.name) come back: there is a motif.")
    }
    return .heard(findings, figures: figures)
  }

  /// How many figures of four notes (their steps in semitones and their times) stand elsewhere too,
  /// in percent.
  static func returning(_ line: [Note]) -> Int {
    var counts: [Figure: Int] = [:]
    for start in 0..<max(0, line.count - 3) {
      let notes = line[start..<(start + 4)]
      let pairs = zip(notes, notes.dropFirst())
      let figure = Figure(
        intervals: pairs.map { $1.pitch.number - $0.pitch.number },
        rhythm: pairs.map { Piece.step($1.onset) - Piece.step($0.onset) })
      counts[figure, default: 0] += 1
    }
    let returning = counts.values.reduce(0) { $1 > 1 ? $0 + $1 : $0 }
    return percent(returning, of: max(1, line.count - 3))
  }
}
