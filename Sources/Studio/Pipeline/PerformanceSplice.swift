import Music
import Production

/// Puts newly played bars into an old performance without touching anything outside them.
struct PerformanceSplice {
  let old: Performance
  let score: Score

  /// The parts that are to be played anew where those of `parts` are: what was never played as well.
  func played(of parts: Set<String>) -> Set<String> {
    let known = Set(old.parts.map(\.id))
    return parts.union(score.parts.map(\.id).filter { !known.contains($0) })
  }

  /// The old performance with the events of `parts` written in `bars` taken from the new one.
  ///
  /// A note that is held over the beginning of the bars ends where a new note of its key begins,
  /// and a new note ends before an old one of its key, so that nothing sounds twice.
  func replacing(
    parts: Set<String>, bars: Range<Int>, by new: Performance
  ) -> Performance {
    let span = score.span(ofBars: bars)
    let isToEnd = span.upperBound >= score.length
    var spliced = old
    spliced.seconds = new.seconds
    spliced.parts = new.parts.map { played in
      guard let before = old.part(played.id) else { return played }
      guard parts.contains(played.id) else { return before }
      func isInside(_ beat: Beat) -> Bool {
        span.lowerBound <= beat && (beat < span.upperBound || isToEnd)
      }
      let kept = before.notes.filter { !isInside($0.written) }
      let added = played.notes.filter { isInside($0.written) }
      let controls =
        before.controls.filter { !isInside($0.written) }
        + played.controls.filter { isInside($0.written) }
      return PerformedPart(
        id: played.id, notes: joined(kept: kept, added: added),
        controls: controls.enumerated().sorted {
          ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element))
    }
    return spliced
  }

  private func joined(kept: [PerformedNote], added: [PerformedNote]) -> [PerformedNote] {
    var result = kept
    let keptByKey = Dictionary(grouping: kept, by: \.key)
    for note in added {
      var note = note
      var isCovered = false
      for other in keptByKey[note.key] ?? [] {
        if other.time <= note.time, note.time < other.end {
          // The kept note still sounds: the new one begins when it ends.
          let late = other.end - note.time
          note.time = other.end
          note.duration -= late
        } else if note.time < other.time, other.time < note.end {
          note.duration = other.time - note.time
        }
        if note.duration < 0.01 { isCovered = true }
      }
      if !isCovered { result.append(note) }
    }
    return result.sorted { ($0.time, $0.key) < ($1.time, $1.key) }
  }
}
