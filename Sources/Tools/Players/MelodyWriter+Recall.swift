import Music
import Production

extension MelodyWriter {
  /// The notes with which a clause begins as an earlier one did, by slot: where the same chords come
  /// again under the same rhythm, the tune comes again too, up to the clause's middle.
  ///
  /// The two clauses before are looked at, and the one that gives more is recalled.
  func recalled(by clause: MelodyForm.Clause) -> [Int: Int] {
    // The third of four is where the tune goes somewhere else.
    guard !clause.isContrast, let bar = clause.bars.first, let end = clause.bars.last?.end else {
      return [:]
    }
    let start = bar.start - frame.start
    let half = (end - bar.start) / 2
    let earlier = [clause.number - 2, clause.number - 1].compactMap { number in
      starts[number].map { recalled(by: clause, at: start, half: half, number: number, from: $0) }
    }
    return earlier.max { $0.count < $1.count } ?? [:]
  }

  private func recalled(
    by clause: MelodyForm.Clause, at start: Beat, half: Beat, number: Int, from first: Beat
  ) -> [Int: Int] {
    let tones = line.tones.filter { $0.clause == number }
    var found: [Int: Int] = [:]
    for (index, slot) in clause.slots.enumerated().dropLast() {
      let place = slot.stroke.onset - frame.start - start
      guard place < half, slot.degree == nil,
        let tone = tones.first(where: { $0.onset - first == place }),
        let here = changes.span(of: slot.stroke)?.chord,
        let there = changes.span(at: frame.start + tone.onset)?.chord,
        here.pitchClasses == there.pitchClasses
      else { continue }
      found[index] = tone.number
    }
    // What follows is new, so the recalled part ends on a note that need not resolve.
    while let last = found.keys.max(), let number = found[last] {
      let onset = clause.slots[last].stroke.onset
      let leading = (changes.key(at: onset).tonic.pitchClass + 11) % 12
      let tones = changes.tones(of: changes.span(of: clause.slots[last].stroke))
      if tones.contains(number % 12), number % 12 != leading { break }
      found[last] = nil
    }
    // A note or two in common are no recall.
    return found.count >= 3 ? found : [:]
  }
}
