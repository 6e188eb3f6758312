import Music
import Production

/// The finishing of a part: within the section, in range, without overlaps, playable.
struct Sheet {
  let cue: Cue
  let frame: SectionFrame
  private(set) var notes: [Note] = []

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
  }

  /// The notes that the part may use: its register within the instrument's range.
  static func register(of cue: Cue) -> ClosedRange<Int> {
    let range = cue.part.instrument.range
    let low = max(range.lowerBound, cue.part.register.lowerBound)
    let high = min(range.upperBound, cue.part.register.upperBound)
    return low <= high ? low...high : range
  }

  /// Where writing may go on to: the end of the section or of the piece.
  var end: Beat { frame.final?.end ?? frame.end }

  /// Writes a note if it begins in the section.
  mutating func write(
    _ pitch: Pitch, from onset: Beat, to end: Beat, velocity: Int,
    articulation: Articulation = .normal, pan: Double? = nil
  ) {
    let limit = onset < frame.end ? frame.end : self.end
    let end = min(end, limit)
    guard onset >= frame.start, end > onset else { return }
    notes.append(
      Note(
        onset: onset, duration: end - onset, pitch: pitch, velocity: min(127, max(1, velocity)),
        articulation: articulation, pan: pan))
  }

  /// The written notes, ascending: out of range left out, unisons joined, overlaps cut, and no
  /// more at once than `polyphony`.
  func finished(polyphony: Int? = nil) -> [Note] {
    let register = Sheet.register(of: cue)
    let voices = max(1, min(polyphony ?? 128, cue.part.instrument.polyphony))
    var finished: [Note] = []
    var sounding: [Int] = []
    for group in Sheet.groups(notes.filter { register.contains($0.pitch.number) }) {
      let onset = group[0].onset
      let chosen = Sheet.trimmed(Sheet.withoutUnisons(group), to: voices)
      sounding.removeAll { finished[$0].end <= onset }
      for note in chosen {
        for index in sounding where finished[index].pitch.number == note.pitch.number {
          finished[index].duration = onset - finished[index].onset
        }
      }
      sounding.removeAll { finished[$0].end <= onset }
      // The oldest notes give way.
      while sounding.count + chosen.count > voices, let oldest = sounding.first {
        finished[oldest].duration = onset - finished[oldest].onset
        sounding.removeFirst()
      }
      for note in chosen {
        finished.append(note)
        sounding.append(finished.count - 1)
      }
    }
    return finished.filter { $0.duration > .zero }.sorted()
  }

  private static func groups(_ notes: [Note]) -> [[Note]] {
    var groups: [[Note]] = []
    for note in notes.sorted() {
      if let last = groups.last?.first, last.onset == note.onset {
        groups[groups.count - 1].append(note)
      } else {
        groups.append([note])
      }
    }
    return groups
  }

  /// One note a pitch: the longest and loudest.
  private static func withoutUnisons(_ group: [Note]) -> [Note] {
    var kept: [Note] = []
    for note in group {
      if let index = kept.firstIndex(where: { $0.pitch.number == note.pitch.number }) {
        kept[index].velocity = max(kept[index].velocity, note.velocity)
        kept[index].duration = max(kept[index].duration, note.duration)
      } else {
        kept.append(note)
      }
    }
    return kept
  }

  /// The outer notes and the upper inner ones of a chord that is too full.
  private static func trimmed(_ group: [Note], to voices: Int) -> [Note] {
    guard group.count > voices else { return group }
    guard voices > 1 else { return group.last.map { [$0] } ?? [] }
    return Array(group.prefix(1) + group.suffix(voices - 1))
  }
}
