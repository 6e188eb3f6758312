import Production
import Studio

/// How near a piece comes to other music, in lines for people.
enum OriginalityTable {
  /// The most matches and works that are shown.
  private static let most = 8

  static func lines(_ verdict: Verdict) -> [String] {
    var lines = ["verdict   \(outcome(verdict))"]
    lines.append(
      "compared  \(verdict.notes) notes with \(verdict.works) "
        + (verdict.works == 1 ? "work" : "works"))
    if verdict.baseline.works > 0 {
      let base = verdict.baseline
      lines.append(
        "usual     works of \(genre(base.genre)) share up to \(bits(base.median)) with others in the "
          + "middle, 95 of 100 between \(bits(base.low)) and \(bits(base.high))")
    }
    for match in verdict.matches.prefix(most) {
      lines.append("\(pad(match.line.rawValue))\(place(match))")
      lines.append("          \(measure(match))")
    }
    if verdict.matches.count > most {
      lines.append("          and \(verdict.matches.count - most) more; --json lists up to 40")
    }
    for near in verdict.nearest.prefix(3) {
      lines.append("near      \(work(near.work)): \(bits(near.weight)) in all")
    }
    return lines + verdict.notices.map { "note      \($0)" }
  }

  /// The note of a song that was made, in one line.
  static func line(_ note: OriginalityNote) -> String {
    let drawn =
      note.draws > 0 ? "; bars drawn anew \(note.draws) \(note.draws == 1 ? "time" : "times")" : ""
    switch note.outcome {
    case .nothingToCompare: return "too few notes to compare"
    case .quotation:
      guard let match = note.rarest else { return "quotes a work" + drawn }
      return "quotes \(work(match.work)) in \(BarsArgument.text(Array(match.bars)))" + drawn
    case .near:
      return "shares \(bits(note.rarity)) with a work, more than is usual (up to "
        + "\(bits(note.baseline.high)))" + drawn
    case .usual:
      return "shares no more with \(note.works) works than works do with each other" + drawn
    }
  }

  private static func outcome(_ verdict: Verdict) -> String {
    switch verdict.outcome {
    case .nothingToCompare: "nothing to compare"
    case .usual: "shares no more than works of its genre do"
    case .near: "shares more than 39 of 40 works of its genre, but quotes nothing for certain"
    case .quotation: "quotes: only that explains \(bits(verdict.rarity))"
    }
  }

  private static func genre(_ name: String) -> String { name == "all" ? "all genres" : name }

  private static func place(_ match: Verdict.Match) -> String {
    let part = match.part.isEmpty ? "" : " of \(match.part)"
    return "\(BarsArgument.text(Array(match.bars)))\(part) like \(work(match.work)), "
      + BarsArgument.text(Array(match.workBars))
  }

  private static func measure(_ match: Verdict.Match) -> String {
    var words = [
      "\(match.notes) \(match.line == .chords ? "chords" : "notes")",
      "\(match.longestExact) exactly", "worth \(bits(match.rarity))",
    ]
    if match.others > 0 {
      words.append("in \(match.others) other \(match.others == 1 ? "tune" : "tunes") too")
    }
    if match.ornaments > 0 { words.append("\(match.ornaments) ornaments") }
    if match.changes > 0 { words.append("\(match.changes) changed") }
    if match.transposition != 0 {
      words.append("moved by \(match.transposition) semitones")
    }
    return words.joined(separator: ", ")
  }

  private static func work(_ work: Verdict.Work) -> String {
    work.composer.isEmpty ? work.title : "\(work.title) by \(work.composer)"
  }

  private static func bits(_ value: Double) -> String {
    "\(Int(value + 0.5)) \(Int(value + 0.5) == 1 ? "bit" : "bits")"
  }

  private static func pad(_ text: String) -> String {
    text + String(repeating: " ", count: max(1, 10 - text.count))
  }
}
