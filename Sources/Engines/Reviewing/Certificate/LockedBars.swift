import Music
import Production

/// Bars that must not change, compared with an earlier state.
struct LockedBars {
  let score: Score
  let locks: [Lock]

  /// One entry for each lock that stood in the earlier state too.
  ///
  /// Where an edit moved bars, locked bars are compared in their order: their notes must be the
  /// same, seen from the bar line.
  func entries(since before: (score: Score, locks: [Lock])) -> [Certificate.Entry] {
    before.score.parts.compactMap { part in
      let old = Self.bars(of: part.id, before.score, before.locks)
      let new = Self.bars(of: part.id, score, locks)
      guard !old.isEmpty, old.count == new.count else { return nil }
      let wrong = zip(old, new).filter { earlier, later in
        Self.content(of: part.id, bar: earlier, in: before.score)
          != Self.content(of: part.id, bar: later, in: score)
      }.map(\.1)
      return .init(
        kind: .locked, wish: "\(part.id) locked in \(Self.text(new))", isKept: wrong.isEmpty,
        bars: wrong, found: wrong.isEmpty ? "as before" : "changed in \(Self.text(wrong))")
    }
  }

  private static func bars(of part: String, _ score: Score, _ locks: [Lock]) -> [Int] {
    (0..<score.bars).filter { bar in locks.contains { $0.covers(part: part, bar: bar) } }
  }

  /// The notes that begin in a bar, with their times from the bar line.
  private static func content(of part: String, bar: Int, in score: Score) -> [Note] {
    let span = score.meters.start(ofBar: bar)..<score.meters.start(ofBar: bar + 1)
    return (score.part(part)?.notes ?? []).filter { span.contains($0.onset) }.map { note in
      var note = note
      note.onset = note.onset - span.lowerBound
      return note
    }
  }

  private static func text(_ bars: [Int]) -> String {
    guard let first = bars.first else { return "no bar" }
    var runs: [ClosedRange<Int>] = [first...first]
    for bar in bars.dropFirst() {
      if let last = runs.last, last.upperBound + 1 == bar {
        runs[runs.count - 1] = last.lowerBound...bar
      } else {
        runs.append(bar...bar)
      }
    }
    let texts = runs.map {
      $0.count == 1 ? "\($0.lowerBound + 1)" : "\($0.lowerBound + 1)-\($0.upperBound + 1)"
    }
    return "bar\(bars.count == 1 ? "" : "s") \(texts.joined(separator: ", "))"
  }
}
