import Music
import Production

/// Follows a song from event to event and knows of everything in it who made it.
///
/// A value without I/O; feed it the steps of an `AuthorshipPath` in order, each with the song after
/// it. The rules are written down in docs/authorship.md. Linear in the notes of each state.
public struct AuthorshipTracker: Sendable {
  var song: AuthorshipSong?
  /// The histories of the notes by part, in the order of the score.
  var notes: [String: [NoteBlame]] = [:]
  /// One unit for each span of chords, for each bar, for the instrument of each part.
  var chords: [AuthorshipUnit] = []
  var form: [AuthorshipUnit] = []
  var instruments: [String: AuthorshipUnit] = [:]
  /// Played notes by part; empty where the score is played as it is written.
  var played: [String: [PerformedNote: AuthorshipUnit]] = [:]
  /// The strips of the mix by part; the bus under the empty name.
  var strips: [String: AuthorshipUnit] = [:]
  var lyrics: [AuthorshipUnit] = []
  var selections: [AuthorshipSelection] = []
  var removedByPerson = 0
  var events: [Int64] = []
  /// Notes that a person took away, by part: put back, they are what they were.
  var removed: [String: [NoteBlame]] = [:]

  /// Makes a tracker that has seen nothing.
  public init() {}

  /// Takes in one event with the song after it.
  public mutating func follow(_ step: AuthorshipPath.Step, after: AuthorshipSong) {
    let event = step.event
    let nature = OperationNature(event, before: song, after: after)
    events.append(event.id)
    followNotes(event, nature, after)
    followChords(event, nature, after)
    followForm(event, nature, after)
    followPerformance(event, nature, after)
    followMix(event, nature, after)
    followLyrics(event, nature, after)
    followSelection(step, nature)
    song = after
  }

  private mutating func followSelection(_ step: AuthorshipPath.Step, _ nature: OperationNature) {
    guard nature.hand == .machine else { return }
    let listed = OperationPlace.candidates(step.event.inputs)
    let digests =
      [step.event.after.digest] + step.alternatives + listed.filter { !$0.isEmpty }.dropFirst()
    guard digests.count > 1 else { return }
    selections.append(
      AuthorshipSelection(
        event: step.event.id, candidates: digests.count, digests: digests))
  }

  // MARK: Notes

  private mutating func followNotes(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    var result: [String: [NoteBlame]] = [:]
    for part in after.score.parts {
      let old = carried(notes[part.id] ?? [], part: part.id, event, nature, after)
      result[part.id] = followed(part, old, event, nature, after.score.meters)
    }
    notes = result
  }

  /// The histories of a part's notes after an event.
  private mutating func followed(
    _ part: Part, _ old: [NoteBlame], _ event: LedgerEvent, _ nature: OperationNature,
    _ meters: MeterMap
  ) -> [NoteBlame] {
    let matching = NoteMatching(old.map(\.note), part.notes, by: nature.keys)
    if nature.hand == .person {
      let gone = matching.gone.map { old[$0] }
      removedByPerson += gone.count
      removed[part.id, default: []] += gone
    }
    return zip(part.notes, matching.sources).map { note, source in
      let bar = meters.bar(at: max(.zero, note.onset))
      var blame =
        source.map { old[$0] } ?? restored(note, in: part.id, nature)
        ?? NoteBlame(
          part: part.id, bar: bar, note: note, writtenBy: event.id,
          source: event.source(of: part.id, nature))
      blame.take(note, bar: bar, event: event.id, nature)
      return blame
    }
  }

  /// A note that a person took away and put back is no new note.
  private mutating func restored(
    _ note: Note, in part: String, _ nature: OperationNature
  ) -> NoteBlame? {
    guard nature.hand == .person,
      let index = removed[part]?.lastIndex(where: {
        $0.note.onset == note.onset && $0.note.pitch.number == note.pitch.number
      })
    else { return nil }
    removedByPerson -= 1
    return removed[part]?.remove(at: index)
  }

  /// Histories where an operation that moves whole stretches has carried them.
  private func carried(
    _ old: [NoteBlame], part: String, _ event: LedgerEvent, _ nature: OperationNature,
    _ after: AuthorshipSong
  ) -> [NoteBlame] {
    guard let song else { return [] }
    switch nature {
    case .transposed(let semitones, let parts, let bars):
      guard parts.isEmpty || parts.contains(part) else { return old }
      let instrument = song.score.part(part)?.instrument
      guard instrument?.isDrumKit != true else { return old }
      return old.map { blame in
        guard bars?.contains(blame.bar) ?? true else { return blame }
        var moved = blame
        moved.note.pitch = Pitch(number: blame.note.pitch.number + semitones)
        (moved.carriedBy, moved.carriage) = (event.id, .transposed)
        return moved
      }
    case .rearranged(let sources):
      return rearranged(old, sources, event.id, from: song.score.meters, to: after.score.meters)
    default: return old
    }
  }

  private func rearranged(
    _ old: [NoteBlame], _ sources: [Int?], _ event: Int64, from: MeterMap, to: MeterMap
  ) -> [NoteBlame] {
    let byBar = Dictionary(grouping: old, by: \.bar)
    var used: Set<Int> = []
    return sources.enumerated().flatMap { bar, source -> [NoteBlame] in
      guard let source, let blames = byBar[source] else { return [] }
      let isCopy = !used.insert(source).inserted
      guard isCopy || bar != source else { return blames }
      let shift = to.start(ofBar: bar) - from.start(ofBar: source)
      return blames.map { blame in
        var moved = blame
        moved.note.onset = blame.note.onset + shift
        (moved.carriedBy, moved.carriage) = (event, isCopy ? .copied : .moved)
        return moved
      }
    }
  }
}

extension NoteBlame {
  /// Takes the note as it stands after an event and marks what differs.
  fileprivate mutating func take(
    _ next: Note, bar: Int, event: Int64, _ nature: OperationNature
  ) {
    defer { (note, self.bar) = (next, bar) }
    guard writtenBy != event else { return }
    guard nature.decidesNotes else {
      if note.pitch.number != next.pitch.number {
        (carriedBy, carriage) = (event, nature == .reharmonised ? .refitted : .transposed)
      }
      if note.duration > next.duration { (carriedBy, carriage) = (event, .shortened) }
      return
    }
    if note.pitch.number != next.pitch.number { pitch.mark(nature.hand, event) }
    if note.onset != next.onset || note.duration != next.duration {
      rhythm.mark(nature.hand, event)
    }
    if note.velocity != next.velocity || note.articulation != next.articulation
      || note.pan != next.pan
    {
      dynamics.mark(nature.hand, event)
    }
  }
}

extension LedgerEvent {
  /// How something new of a part came in by this event.
  func source(of part: String?, _ nature: OperationNature) -> AuthorshipSource {
    switch nature {
    case .imported: return .imported
    case .entered, .gridded: return .entered
    default: break
    }
    switch actor {
    case .engine(let engine):
      // A model of chords finds chords and writes no notes of parts.
      let wrote = engine.models.contains { model in
        guard let part else { return model.parts.isEmpty }
        return model.parts.contains(part) || (model.parts.isEmpty && model.name != "chords")
      }
      return wrote ? .model : .rules
    case .person: return .rules
    case .undeclared: return .unrecorded
    }
  }
}
