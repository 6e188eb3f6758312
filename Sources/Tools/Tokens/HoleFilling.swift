public import Weights

/// A value of a field.
public struct FieldValue: Hashable, Sendable {
  /// The field.
  public var field: EventField
  /// Its value.
  public var value: Int

  /// Makes a value of a field.
  public init(_ field: EventField, _ value: Int) {
    self.field = field
    self.value = value
  }
}

/// A field whose value is to be chosen.
public struct FieldChoice: Hashable, Sendable {
  /// The field.
  public var field: EventField
  /// The values that may be chosen, ascending, at least two.
  public var allowed: [Int]
  /// What the likelihood of each allowed value is to be multiplied by, 0...1; empty where all are 1.
  public var factors: [Double]
  /// The fields of the event that became known since the last choice, in the order in which a model
  /// takes them in: values taken, and values that the program looked up.
  public var known: [FieldValue]
}

/// Fills the holes of a window: says step by step what may come next, and takes what is chosen.
///
/// A caller lets a model read `prompt`, then asks `next()` again and again: it lets the model read
/// the events of `.read`, and answers `.choose` by `take(_:)`. Whatever is chosen among the allowed
/// values keeps every wish. A filling is a value: copies of it fill the same holes in other ways.
public struct HoleFilling: Sendable {
  /// What comes next.
  public enum Step: Hashable, Sendable {
    /// The model has to read an event at a time.
    case read(Event, time: Int)
    /// A value has to be chosen.
    case choose(FieldChoice)
    /// All holes are filled.
    case done
  }

  private enum Phase: Hashable, Sendable {
    case header, type, note, close
  }

  /// The events before the first hole's notes.
  public let prompt: Window
  /// The notes that were chosen so far, as the piece has them: not moved by the request's shift.
  public private(set) var notes: [GridNote] = []
  /// The holes in the order in which they are filled.
  public let holes: [CellPlace]

  private let writer: WindowWriter
  private let slots: [Int]
  private let fields: [EventField]
  private var rooms: [CellRoom]
  private var hole = 0
  private var phase = Phase.header
  private var header = Event(.fill)
  private var event = Event(.note)
  private var field = 0
  private var known: [FieldValue] = []
  private var open: FieldChoice?

  /// Prepares the filling of a request's holes.
  ///
  /// `asks` names the fields of a note beyond beat, tick, pitch and length that are chosen as well:
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
    fields = vocabulary.predicts(.note).filter {
      ![.velocity, .micro].contains($0) || asks.contains($0)
    }
    rooms = try HoleFilling.rooms(
      of: holes,
      CellRoomMaking(piece: piece, request: request, wishes: wishes, vocabulary: vocabulary))
  }

  /// The rooms of holes in their order.
  ///
  /// Later bars that have to sound keep a place free, so that no note drawn before them can take
  /// it.
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

  // MARK: Walking

  /// What comes next; asked again before a value is taken, it is the same choice.
  public mutating func next() -> Step {
    while true {
      if let open { return .choose(open) }
      switch phase {
      case .header:
        guard hole < holes.count else { return .done }
        header = writer.header(.fill, holes[hole], slot: slots[hole])
        phase = .type
        return .read(header, time: rooms[hole].start - writer.origin)
      case .type: chooseType()
      case .note: chooseField()
      case .close: return close()
      }
    }
  }

  /// Takes the value that was chosen; it is one of the allowed.
  public mutating func take(_ value: Int) {
    guard let choice = open else {
      preconditionFailure("a value is taken after it was asked for")
    }
    precondition(choice.allowed.contains(value), "only allowed values are taken")
    open = nil
    set(choice.field, value)
  }

  private static let stops: [EventType] = [.bar, .cell, .fill, .end]

  private mutating func chooseType() {
    known = []
    let room = rooms[hole]
    let mayNote = room.hasRoom
    let mayStop = !(room.wishes.sounds && room.count == 0)
    switch (mayNote, mayStop) {
    case (true, true):
      let types = (HoleFilling.stops + [.note]).map(\.rawValue).sorted()
      open = FieldChoice(field: .type, allowed: types, factors: [], known: [])
    case (true, false): set(.type, EventType.note.rawValue)
    case (false, _): set(.type, EventType.end.rawValue)
    }
  }

  private mutating func chooseField() {
    let (allowed, factors) = values(of: fields[field])
    guard allowed.count > 1 else {
      set(fields[field], allowed.first ?? 0)
      return
    }
    open = FieldChoice(field: fields[field], allowed: allowed, factors: factors, known: known)
    known = []
  }

  private mutating func set(_ chosen: EventField, _ value: Int) {
    if chosen == .type {
      guard value == EventType.note.rawValue else {
        hand()
        return
      }
      event = header
      event.type = .note
      (event[.beat], event[.tick], field, phase) = (0, 0, 0, .note)
      known = [FieldValue(.type, value)]
      return
    }
    event[chosen] = value
    known.append(FieldValue(chosen, value))
    if chosen == .tick { lookUp() }
    field += 1
    if field == fields.count { phase = .close }
  }

  /// Goes on to the next hole.
  ///
  /// What was drawn in this one stands for the later bars of its part.
  private mutating func hand() {
    let part = holes[hole].part
    let drawn = notes.filter { $0.part == part && $0.bar == holes[hole].bar }.map { note in
      let onset = writer.piece.onset(of: note)
      return CellRoom.Standing(onset: onset, end: onset + note.length, pitch: note.pitch)
    }
    for later in holes.indices where later > hole && holes[later].part == part {
      rooms[later].standing += drawn.filter { $0.end > rooms[later].start }
    }
    hole += 1
    phase = .header
  }

  /// Looks up the chord in force as soon as the position is known.
  private mutating func lookUp() {
    event.harmony = writer.chord(at: rooms[hole].start + event.position)
    for field in writer.vocabulary.given(.note) where event[field] > 0 {
      known.append(FieldValue(field, event[field]))
    }
  }

  /// Closes a note: it is kept, and the model has to read it.
  private mutating func close() -> Step {
    let shift = writer.request.shift
    let pitch = event[.pitch] - (rooms[hole].isKit ? 0 : shift)
    notes.append(
      GridNote(
        bar: holes[hole].bar, part: holes[hole].part, position: event.position, pitch: pitch,
        length: event.length, velocity: event[.velocity], micro: event[.micro]))
    rooms[hole].add(pitch, at: event.position, length: event.length)
    phase = .type
    return .read(event, time: rooms[hole].start + event.position - writer.origin)
  }

  // MARK: What is allowed

  private func values(of field: EventField) -> (allowed: [Int], factors: [Double]) {
    let room = rooms[hole]
    let ticks = Vocabulary.ticksPerBeat
    let shift = room.isKit ? 0 : writer.request.shift
    switch field {
    case .beat: return (distinct(room.positions.map { $0 / ticks + 1 }), [])
    case .tick:
      let beat = event[.beat] - 1
      return (room.positions.filter { $0 / ticks == beat }.map { $0 % ticks + 1 }, [])
    case .pitch:
      var pitches = room.pitches(at: event.position)
      var factors = pitches.map { room.factor(of: $0, at: event.position) }
      if factors.contains(1), factors.contains(0) {
        pitches = zip(pitches, factors).filter { $0.1 > 0 }.map(\.0)
        factors = []
      }
      let isPlain = factors.allSatisfy { $0 == factors.first }
      return (pitches.map { $0 + shift }, isPlain ? [] : factors)
    case .lengthBeats: return (lengthValues { $0 / ticks + 1 }, [])
    case .lengthTicks:
      let beats = event[.lengthBeats] - 1
      return (lengthValues { $0 / ticks == beats ? $0 % ticks + 1 : nil }, [])
    default: return (Array(1..<writer.vocabulary[field].size), [])
    }
  }

  private func lengthValues(_ value: (Int) -> Int?) -> [Int] {
    let shift = rooms[hole].isKit ? 0 : writer.request.shift
    let lengths = rooms[hole].lengths(of: event[.pitch] - shift, at: event.position)
    return distinct((lengths ?? 1...1).compactMap(value))
  }

  /// The different values of an ascending list.
  private func distinct(_ values: [Int]) -> [Int] {
    var found: [Int] = []
    for value in values where found.last != value { found.append(value) }
    return found
  }
}
