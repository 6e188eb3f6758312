public import Weights

/// Fills the holes of a window with notes that keep every wish.
public struct HoleFilling: EventWriting {
  /// The events before the first hole's notes.
  public let prompt: Window
  /// The notes that were drawn so far, as the piece has them: not moved by the request's shift.
  public private(set) var notes: [GridNote] = []
  /// The holes in the order in which they are filled.
  public let holes: [CellPlace]

  private let writer: WindowWriter
  private let slots: [Int]
  private let asks: Set<EventField>
  private var rooms: [CellRoom]
  private var hole = 0
  private var header: Event?

  /// Prepares the filling of a request's holes.
  ///
  /// `asks` names the fields of a note beyond beat, tick, pitch and length that are drawn as well:
  /// velocity and micro. Throws the first wish that cannot be kept, before anything is drawn.
  public init(
    of piece: Piece, _ request: WindowRequest, wishes: FillingWishes = FillingWishes(),
    asks: Set<EventField> = [], _ vocabulary: Vocabulary
  ) throws(WishConflict) {
    do {
      prompt = try Window(of: piece, request, vocabulary).prompt
    } catch {
      throw .window(error)
    }
    writer = WindowWriter(piece: piece, request: request, vocabulary: vocabulary)
    let ordered = writer.holesInOrder
    holes = ordered.map(\.place)
    slots = ordered.map(\.slot)
    self.asks = asks
    rooms = try HoleFilling.rooms(
      of: holes,
      CellRoomMaking(piece: piece, request: request, wishes: wishes, vocabulary: vocabulary))
  }

  /// The rooms of holes in their order.
  ///
  /// Later bars that have to sound keep a place free, so that no note drawn before can take it.
  private static func rooms(
    of holes: [CellPlace], _ making: CellRoomMaking
  ) throws(WishConflict) -> [CellRoom] {
    var given: [Int: [CellRoom.Standing]] = [:]
    var reserves: [Int: [CellRoom.Reserve]] = [:]
    var limits: [Int: [CellRoom.Limit]] = [:]
    var rooms: [CellRoom] = []
    for place in holes.reversed() {
      let standing = given[place.part] ?? making.given(place.part)
      given[place.part] = standing
      var room = try making.room(of: place, standing: standing)
      room.reserves = reserves[place.part] ?? []
      room.limits = limits[place.part] ?? []
      if room.wishes.sounds {
        guard let reserve = room.reserve else { throw .hole(place, .noRoom) }
        reserves[place.part, default: []].append(reserve)
      }
      limits[place.part, default: []].append(
        CellRoom.Limit(
          start: room.start, end: room.start + room.length, voices: room.wishes.voices))
      rooms.append(room)
    }
    return rooms.reversed()
  }

  // MARK: Writing

  /// What a cell's last note may be followed by, in the grammar of windows.
  private static let stops: [EventType] = [.bar, .cell, .fill, .end]

  /// What comes next: a hole's header, a note or the end of the hole, or nothing more.
  public mutating func next() -> EventStep {
    while hole < holes.count {
      guard header != nil else {
        let event = writer.header(.fill, holes[hole], slot: slots[hole])
        header = event
        return .read(event, time: rooms[hole].start - writer.origin)
      }
      let room = rooms[hole]
      if room.hasRoom {
        let mayStop = (!room.wishes.sounds || room.count > 0) && room.isSatisfied
        return .draw(mayStop ? HoleFilling.stops + [.note] : [.note])
      }
      leave()
    }
    return .done
  }

  /// The note to fill; nil where another type says that the hole ends.
  public mutating func begin(_ type: EventType) -> Event? {
    guard type == .note, var event = header else {
      leave()
      return nil
    }
    event.type = .note
    event.harmony = ChordValues()
    return event
  }

  /// The values of a note's field.
  public func values(of field: EventField, in event: Event) -> FieldValues {
    noteValues.values(of: field, in: event)
  }

  /// The chord in force at the note.
  public func lookUp(in event: inout Event) {
    event.harmony = writer.chord(at: rooms[hole].start + event.position)
  }

  /// Keeps the note.
  public mutating func finish(_ event: Event) -> (event: Event, time: Int) {
    let note = noteValues.note(event, at: holes[hole])
    notes.append(note)
    rooms[hole].add(note.pitch, at: note.position, length: note.length)
    return (event, rooms[hole].start + note.position - writer.origin)
  }

  private var noteValues: NoteValues {
    NoteValues(
      room: rooms[hole], shift: writer.request.shift, asks: asks, vocabulary: writer.vocabulary)
  }

  /// Goes on to the next hole.
  ///
  /// What was drawn in this one stands for the later bars of its part.
  private mutating func leave() {
    let place = holes[hole]
    let drawn = notes.filter { $0.part == place.part && $0.bar == place.bar }.map { note in
      let onset = writer.piece.onset(of: note)
      return CellRoom.Standing(onset: onset, end: onset + note.length, pitch: note.pitch)
    }
    for later in holes.indices where later > hole && holes[later].part == place.part {
      rooms[later].standing += drawn.filter { $0.end > rooms[later].start }
    }
    hole += 1
    header = nil
  }
}
