import Weights

/// The values of a note's fields that a room leaves.
struct NoteValues {
  let room: CellRoom
  /// Semitones that the window's pitches are moved by.
  let shift: Int
  /// Fields beyond position, pitch and length that are drawn as well.
  let asks: Set<EventField>
  let vocabulary: Vocabulary

  func values(of field: EventField, in event: Event) -> FieldValues {
    let ticks = Vocabulary.ticksPerBeat
    switch field {
    case .beat: return FieldValues(distinct(room.positions.map { $0 / ticks + 1 }))
    case .tick:
      let beat = event[.beat] - 1
      return FieldValues(room.positions.filter { $0 / ticks == beat }.map { $0 % ticks + 1 })
    case .pitch: return pitches(at: event.position)
    case .lengthBeats:
      guard let lengths = lengths(of: event) else { return .unknown }
      return FieldValues(Array((lengths.lowerBound / ticks + 1)...(lengths.upperBound / ticks + 1)))
    case .lengthTicks:
      let start = (event[.lengthBeats] - 1) * ticks
      guard let lengths = lengths(of: event) else { return .unknown }
      let fitting = lengths.clamped(to: start...(start + ticks - 1))
      return FieldValues(fitting.map { $0 - start + 1 })
    default:
      return asks.contains(field) ? FieldValues(Array(1..<vocabulary[field].size)) : .unknown
    }
  }

  private func pitches(at position: Int) -> FieldValues {
    var pitches = room.pitches(at: position)
    var factors = pitches.map { room.factor(of: $0, at: position) }
    if factors.contains(1), factors.contains(0) {
      pitches = zip(pitches, factors).filter { $0.1 > 0 }.map(\.0)
      factors = []
    }
    return FieldValues(pitches.map { $0 + moved }, factors: factors)
  }

  private func lengths(of event: Event) -> ClosedRange<Int>? {
    room.lengths(of: event[.pitch] - moved, at: event.position)
  }

  /// Drums are not moved.
  private var moved: Int { room.isKit ? 0 : shift }

  /// The note of a filled event, as the piece has it: not moved.
  func note(_ event: Event, at place: CellPlace) -> GridNote {
    GridNote(
      bar: place.bar, part: place.part, position: event.position, pitch: event[.pitch] - moved,
      length: event.length, velocity: event[.velocity], micro: event[.micro])
  }

  /// The different values of an ascending list.
  private func distinct(_ values: [Int]) -> [Int] {
    var found: [Int] = []
    for value in values where found.last != value { found.append(value) }
    return found
  }
}
