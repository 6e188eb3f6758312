import Music
import Production

/// What a plan says of a part beyond register and voices, laid over what its player plays: bars of
/// rest, the silence before a section, and roots instead of other notes.
struct PartMask {
  let plan: Plan
  let section: Plan.PlannedSection
  let part: Plan.PlannedPart

  /// The notes of a section as the plan allows them, ascending.
  func masked(_ notes: [Note]) -> [Note] {
    var notes = notes
    if part.limits.rootsOnly, !part.instrument.isDrumKit { notes = roots(notes) }
    for silence in silences { notes = Self.cut(notes, silence) }
    return notes
  }

  /// The times in which the part is silent.
  private var silences: [Range<Beat>] {
    var found = section.rests.filter { $0.part == part.id }.map { rest in
      plan.meters.start(
        ofBar: rest.bars.lowerBound)..<plan.meters.start(
          ofBar: max(rest.bars.lowerBound, rest.bars.upperBound))
    }
    if section.transition == .silence, section.bars > 1 {
      let last = section.startBar + section.bars - 1
      let meter = plan.meters.meter(ofBar: last)
      let start = plan.meters.start(ofBar: last)
      found.append((start + meter.middle)..<(start + meter.barLength))
    }
    return found
  }

  /// Notes without those that begin in a time; those that sound into it end before it.
  static func cut(_ notes: [Note], _ silence: Range<Beat>) -> [Note] {
    notes.compactMap { note in
      if silence.contains(note.onset) { return nil }
      guard note.onset < silence.lowerBound, note.end > silence.lowerBound else { return note }
      var note = note
      note.duration = silence.lowerBound - note.onset
      return note
    }
  }

  // MARK: Roots

  /// Every note on the nearest bass note of the chord it sounds in, struck anew where that changes.
  private func roots(_ notes: [Note]) -> [Note] {
    var found: [Note] = []
    for note in notes {
      var piece: Note? = nil
      for span in plan.chords where span.end > note.onset && span.onset < note.end {
        let onset = max(span.onset, note.onset)
        let end = min(span.end, note.end)
        guard let number = nearestRoot(of: span.chord, to: note.pitch.number) else { continue }
        if let last = piece, last.pitch.number == number, last.end == onset {
          piece?.duration = end - last.onset
          continue
        }
        if let piece { found.append(piece) }
        var next = note
        next.onset = onset
        next.duration = end - onset
        next.pitch = Pitch(number: number, name: span.chord.lowest)
        piece = next
      }
      if let piece { found.append(piece) }
    }
    return unison(found.sorted())
  }

  private func nearestRoot(of chord: Chord, to number: Int) -> Int? {
    part.register.filter { ($0 - chord.lowest.pitchClass) % 12 == 0 }
      .min { (abs($0 - number), $0) < (abs($1 - number), $1) }
  }

  /// Notes of a chord that fell on one root become one; a root that is struck again ends the last.
  private func unison(_ notes: [Note]) -> [Note] {
    var found: [Note] = []
    for note in notes {
      if let same = found.lastIndex(where: {
        $0.pitch.number == note.pitch.number && $0.end > note.onset
      }) {
        if found[same].onset == note.onset {
          found[same].duration = max(found[same].duration, note.duration)
          continue
        }
        found[same].duration = note.onset - found[same].onset
      }
      found.append(note)
    }
    return found
  }
}
