import Music
import Production

/// Where the clauses of a melody begin: answers with an upbeat, or later than the questions, so that
/// phrases do not all start on the same place and note.
struct MelodyEntries {
  let cue: Cue
  let frame: SectionFrame

  /// The strokes of a clause with its own entry.
  func entered(_ slots: [MelodyForm.Slot], clause: MelodyForm.Clause) -> [MelodyForm.Slot] {
    guard slots.count > 3, clause.number > 0, let first = clause.bars.first,
      slots.allSatisfy({ $0.degree == nil })
    else { return slots }
    var theme = cue.theme("entry", bar: clause.number % 4)
    guard clause.number % 2 == 1 || theme.chance(0.5) else { return slots }
    var slots = slots
    let lateness = slots[0].stroke.onset - first.start
    let gap = slots[1].stroke.onset - slots[0].stroke.onset
    if lateness >= 1 {
      // An upbeat of a half or a whole beat leads in.
      let lead = gap <= Beat(1, 2) ? Beat(1, 2) : Beat(1)
      var entry = slots[0]
      entry.stroke.end = entry.stroke.onset
      entry.stroke.onset = entry.stroke.onset - lead
      entry.stroke.symbol = "x"
      slots.insert(entry, at: 0)
    } else if slots[0].stroke.duration >= 1, theme.chance(0.5) {
      slots[0].stroke.onset = slots[0].stroke.onset + Beat(1, 2)
    } else if lateness == .zero, gap >= 1 {
      slots[0].stroke.onset = slots[0].stroke.onset + Beat(1, 2)
      slots[0].stroke.end = max(slots[0].stroke.end, slots[0].stroke.onset + Beat(1, 2))
    } else {
      slots.removeFirst()
    }
    return slots
  }
}
