import Music
import Production

/// Where a melody rests: clauses come to rest in their last bar, and every two bars hold as much
/// silence as the profile asks.
struct MelodyBreath {
  let cue: Cue

  /// The strokes of a clause with its cadence and its rests.
  func breathing(_ slots: [MelodyForm.Slot], clause: MelodyForm.Clause) -> [MelodyForm.Slot] {
    rested(opened(cadenced(slots, clause: clause), clause: clause), clause: clause)
  }

  /// The last bar comes to rest: nothing begins after its middle, the last note is held, and at
  /// least a beat is left to breathe.
  private func cadenced(
    _ slots: [MelodyForm.Slot], clause: MelodyForm.Clause
  ) -> [MelodyForm.Slot] {
    guard let bar = clause.bars.last else { return slots }
    let breath = min(Beat(1), (bar.end - bar.start) / 2)
    let limit = bar.end - breath
    var slots = slots.filter { $0.stroke.onset <= bar.middle && $0.stroke.onset < limit }
    // A note held over the barline may be the last one.
    if slots.last.map({ $0.stroke.end <= bar.start && $0.stroke.onset < bar.start }) ?? true {
      slots.append(
        MelodyForm.Slot(
          stroke: Stroke(onset: bar.start, end: limit, symbol: "x", bar: bar.index)))
    }
    for index in slots.indices.dropLast() {
      slots[index].stroke.end = min(slots[index].stroke.end, slots[index + 1].stroke.onset)
    }
    if let index = slots.indices.last {
      let onset = slots[index].stroke.onset
      slots[index].stroke.end = max(
        min(limit, onset + 3), min(limit, slots[index].stroke.end))
    }
    return slots
  }

  /// A chorus sings its notes out; a verse speaks and leaves the gaps.
  private func opened(
    _ slots: [MelodyForm.Slot], clause: MelodyForm.Clause
  ) -> [MelodyForm.Slot] {
    guard MelodyForm.isOpen(cue.section.name) else { return slots }
    var slots = slots
    for index in slots.indices.dropLast() {
      let gap = slots[index + 1].stroke.onset - slots[index].stroke.end
      if gap > .zero, gap <= 1 {
        slots[index].stroke.end = slots[index + 1].stroke.onset
      }
    }
    return slots
  }

  /// Leaves as much rest in every two bars as the profile asks.
  private func rested(
    _ slots: [MelodyForm.Slot], clause: MelodyForm.Clause
  ) -> [MelodyForm.Slot] {
    let name = cue.section.name
    let wanted =
      (cue.style.melody?.rest ?? 1)
      * (MelodyForm.isOpen(name) ? 0.7 : name == "verse" ? 1.25 : 1)
    var slots = slots
    for start in stride(from: 0, to: clause.bars.count, by: 2) {
      let pair = clause.bars[start..<min(start + 2, clause.bars.count)]
      guard let first = pair.first, let last = pair.last else { continue }
      let length = (last.end - first.start).value
      let share = min(0.6, wanted / 8)
      for _ in 0..<8 {
        let inside = slots.indices.filter {
          slots[$0].stroke.onset >= first.start && slots[$0].stroke.onset < last.end
        }
        let sounding = inside.reduce(0.0) { $0 + slots[$1].stroke.duration.value }
        guard length - sounding < share * length - 0.01, let index = inside.last else { break }
        let stroke = slots[index].stroke
        if stroke.duration > 1 {
          slots[index].stroke.end = max(stroke.onset + 1, stroke.end - 1)
        } else if inside.count > 2, index != slots.count - 1 {
          slots.remove(at: index)
        } else {
          break
        }
      }
    }
    return slots
  }
}
