package import Music

/// What can be wrong with a score.
package enum ScoreFault: Hashable, Sendable {
  /// Notes are not in ascending order.
  case unsorted(part: String)
  /// A note begins before the piece or ends after it.
  case outsidePiece(part: String, note: Note)
  /// A note has no length, or a velocity outside 1...127.
  case unplayable(part: String, note: Note)
  /// A note lies outside the instrument's range.
  case outOfRange(part: String, note: Note)
  /// Two notes overlap on one pitch, or on an instrument that plays one note at a time.
  case overlap(part: String, first: Note, second: Note)
  /// More notes sound at once than the instrument can play.
  case tooManyNotes(part: String, at: Beat, count: Int)
}

/// An independent look at a finished score, which finds faults and mends none.
package struct ScoreCheck {
  /// The faults of a score, part by part in order of time; empty for a sound score.
  package static func faults(in score: Score) -> [ScoreFault] {
    score.parts.flatMap { faults(in: $0, length: score.length) }
  }

  private static func faults(in part: Part, length: Beat) -> [ScoreFault] {
    var faults: [ScoreFault] = []
    if zip(part.notes, part.notes.dropFirst()).contains(where: { $0 > $1 }) {
      faults.append(.unsorted(part: part.id))
    }
    var sounding: [Note] = []
    for note in part.notes {
      if note.onset < .zero || note.end > length {
        faults.append(.outsidePiece(part: part.id, note: note))
      }
      if note.duration <= .zero || !(1...127).contains(note.velocity) {
        faults.append(.unplayable(part: part.id, note: note))
      }
      if !part.instrument.range.contains(note.pitch.number) {
        faults.append(.outOfRange(part: part.id, note: note))
      }
      sounding.removeAll { $0.end <= note.onset }
      let isMonophonic = part.instrument.polyphony == 1
      if let first = sounding.first(where: {
        isMonophonic || $0.pitch.number == note.pitch.number
      }) {
        faults.append(.overlap(part: part.id, first: first, second: note))
      }
      sounding.append(note)
      if sounding.count > part.instrument.polyphony, !part.instrument.isDrumKit, !isMonophonic {
        faults.append(.tooManyNotes(part: part.id, at: note.onset, count: sounding.count))
      }
    }
    return faults
  }
}
