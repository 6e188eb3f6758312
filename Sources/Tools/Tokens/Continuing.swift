public import Weights

/// Goes on from a window by an exact number of bars, with chords of its own, for the window's parts.
///
/// Of a bar's parts those play that are drawn, in the order of slots; a part that is drawn has at
/// least one note. Labels that the window hides stay unknown.
public struct Continuing: EventWriting {
  /// The events that are gone on from.
  public let prompt: Window
  /// The piece with the bars, chords and notes that were drawn so far, not moved.
  public private(set) var piece: Piece
  /// How many bars are to be drawn.
  public let bars: Int

  private let request: WindowRequest
  private let wishes: ContinuingWishes
  private let asks: Set<EventField>
  private let vocabulary: Vocabulary
  private let given: Int
  /// The rooms of the last bar's parts by slot, as its chords so far leave them.
  private var rooms: [Int: CellRoom]?
  private var slot: Int?
  private var header = Event(.cell)
  private var latestChord = 0
  private var hasEnded = false

  /// Prepares a continuation of the bars of a request, which ends where the piece ends.
  ///
  /// Bars of the piece after the request's are not there for it. `asks` names the fields of a note
  /// beyond beat, tick, pitch and length that are drawn as well. Throws the first wish that cannot
  /// be kept, before anything is drawn.
  public init(
    of piece: Piece, _ request: WindowRequest, bars: Int,
    wishes: ContinuingWishes = ContinuingWishes(), asks: Set<EventField> = [],
    _ vocabulary: Vocabulary
  ) throws(WishConflict) {
    guard bars > 0 else { throw .window(.noBars) }
    do throws(WindowError) {
      try request.check(against: piece)
      let whole = request.place + request.bars.count + bars
      guard whole <= Vocabulary.mostPlaces else {
        throw .tooManyBars(got: whole, most: Vocabulary.mostPlaces)
      }
      // The piece may end with the request; the music goes on all the same.
      let window = try Window(of: piece, request, vocabulary)
      let kept = window.events.prefix { $0.type != .end && $0.type != .fill }
      prompt = Window(events: Array(kept), times: Array(window.times.prefix(kept.count)))
    } catch {
      throw .window(error)
    }
    self.bars = bars
    self.request = request
    self.wishes = wishes
    self.asks = asks
    self.vocabulary = vocabulary
    let count = request.bars.upperBound
    given = count
    self.piece = Piece(
      genre: piece.genre, bars: Array(piece.bars[..<count]), parts: piece.parts,
      notes: piece.notes.filter { $0.bar < count && !request.holes.contains($0.place) },
      chords: piece.chords.filter { $0.time < piece.bars[count - 1].end })
    try check()
  }

  /// Whether the wishes can be kept whatever is drawn: in a bar of each metre, over each chord.
  private func check() throws(WishConflict) {
    guard !metres.isEmpty else { throw .noMetre }
    for metre in metres {
      guard BarLength.of(metre: metre, otherwise: nil, vocabulary) ?? lastLength > 0 else {
        throw .noMetre
      }
    }
    for part in request.parts {
      let place = CellPlace(bar: given - 1, part: part)
      let making = CellRoomMaking(
        piece: piece, request: request, wishes: FillingWishes(cells: [place: wish(of: part)]),
        vocabulary: vocabulary)
      do {
        _ = try making.room(of: place, standing: [])
      } catch .hole(_, .noChord) where request.known.chords {
        // Chords come with the bars that are drawn.
        continue
      }
    }
  }

  private var lastLength: Int { piece.bars[given - 1].length }

  private var metres: [Int] {
    (wishes.metres.map { $0.sorted() } ?? [piece.bars[given - 1].metre])
      .filter { (1...vocabulary[.metre].names.count).contains($0) }
  }

  private func wish(of part: Int) -> CellWishes { wishes.parts[part] ?? CellWishes() }

  private var opened: Int { piece.bars.count - given }

  private var writer: WindowWriter {
    var whole = request
    whole.bars = request.bars.lowerBound..<max(given, piece.bars.count)
    whole.holes = []
    return WindowWriter(piece: piece, request: whole, vocabulary: vocabulary)
  }

  // MARK: Writing

  /// What comes next: a note, a chord, a part or a bar, as the grammar of windows has it.
  public mutating func next() -> EventStep {
    if hasEnded { return .done }
    if opened > 0, rooms == nil { rooms = barRooms() }
    var types: [EventType] = []
    if let slot, let room = rooms?[slot] {
      if room.count == 0 { return .draw([.note]) }
      if room.hasRoom { types.append(.note) }
    }
    if opened > 0 {
      if slot == nil, request.known.chords, !chordPositions.isEmpty { types.append(.chord) }
      if !openSlots.isEmpty { types.append(.cell) }
    }
    // After the last bar either says that nothing more comes in it.
    types += opened < bars ? [.bar] : [.bar, .end]
    if types == [.bar, .end] {
      hasEnded = true
      return .done
    }
    return .draw(types.sorted { $0.rawValue < $1.rawValue })
  }

  /// The event to fill; nil where the last bar is complete.
  public mutating func begin(_ type: EventType) -> Event? {
    switch type {
    case .note:
      var event = header
      event.type = .note
      event.harmony = ChordValues()
      return event
    case .cell:
      return writer.header(.cell, CellPlace(bar: piece.bars.count - 1, part: 0), slot: 0).opened
    case .chord:
      var event = writer.frame(.chord, bar: piece.bars.count - 1)
      event[.tempo] = 0
      return event
    case .bar where opened < bars:
      (rooms, slot, latestChord) = (nil, nil, 0)
      var event = Event(.bar)
      event[.genre] = request.known.genre ? piece.genre : 0
      event[.place] = request.place + piece.bars.count - request.bars.lowerBound + 1
      return event
    default:
      hasEnded = true
      return nil
    }
  }

  /// The values of a field.
  public func values(of field: EventField, in event: Event) -> FieldValues {
    switch event.type {
    case .note:
      guard let slot, let room = rooms?[slot] else { return .unknown }
      return NoteValues(room: room, shift: request.shift, asks: asks, vocabulary: vocabulary)
        .values(of: field, in: event)
    case .cell: return cellValues(of: field, in: event)
    case .chord, .bar: return frameValues(of: field, in: event)
    default: return .unknown
    }
  }

  /// The chord in force at a note.
  public func lookUp(in event: inout Event) {
    guard event.type == .note, let bar = piece.bars.last else { return }
    event.harmony = writer.chord(at: bar.start + event.position)
  }

  /// Takes the event into the piece.
  public mutating func finish(_ event: Event) -> (event: Event, time: Int) {
    let origin = piece.bars[request.bars.lowerBound].start
    var event = event
    switch event.type {
    case .bar:
      addBar(event)
      return (event, piece.bars[piece.bars.count - 1].start - origin)
    case .chord:
      let bar = piece.bars[piece.bars.count - 1]
      (rooms, latestChord) = (nil, event.position)
      addChord(event.harmony, at: bar.start + event.position)
      return (event, bar.start + event.position - origin)
    case .cell:
      let part = request.parts[event[.slot] - 1]
      let place = CellPlace(bar: piece.bars.count - 1, part: part)
      let full = writer.header(.cell, place, slot: event[.slot] - 1)
      let controls = event.controls
      event = full
      event.controls = controls
      (slot, header) = (event[.slot] - 1, event)
      return (event, piece.bars[piece.bars.count - 1].start - origin)
    default:
      let bar = piece.bars.count - 1
      guard let slot, let room = rooms?[slot] else { return (event, 0) }
      let note = NoteValues(
        room: room, shift: request.shift, asks: asks, vocabulary: vocabulary
      ).note(event, at: CellPlace(bar: bar, part: request.parts[slot]))
      rooms?[slot]?.add(note.pitch, at: note.position, length: note.length)
      piece = piece.replacing([], with: [note])
      return (event, piece.bars[bar].start + note.position - origin)
    }
  }

  // MARK: Bars and chords

  private mutating func addBar(_ event: Event) {
    let last = piece.bars[piece.bars.count - 1]
    let length = BarLength.of(metre: event[.metre], otherwise: lastLength, vocabulary) ?? lastLength
    let tonic = event[.tonic] > 0 ? pitchClass(event[.tonic] - 1 - request.shift) + 1 : last.tonic
    let bar = GridBar(
      start: last.end, length: length, origin: last.origin + Grid.beat(last.length),
      metre: event[.metre], tempo: request.known.tempo ? event[.tempo] : last.tempo,
      tonic: tonic, mode: request.known.key ? event[.mode] : last.mode, section: event[.section],
      left: event[.left])
    piece = Piece(
      genre: piece.genre, bars: piece.bars + [bar], parts: piece.parts, notes: piece.notes,
      chords: piece.chords)
    addChord(event.harmony, at: bar.start)
  }

  private mutating func addChord(_ chord: ChordValues, at time: Int) {
    guard chord.root > 0 else { return }
    let new = GridChord(time: time, values: chord.transposed(by: -request.shift))
    piece = Piece(
      genre: piece.genre, bars: piece.bars, parts: piece.parts, notes: piece.notes,
      chords: piece.chords + [new])
  }

  /// Positions that are left for a change of chord: whole quarter notes, for finer ones are rare.
  private var chordPositions: [Int] {
    guard let bar = piece.bars.last, !comesToRest else { return [] }
    return stride(from: 0, to: bar.length, by: Vocabulary.ticksPerBeat)
      .filter { $0 > latestChord }
  }

  /// Whether the bar under way is the last of a piece that closes.
  private var comesToRest: Bool { cadence != nil && opened == bars }

  /// How the piece closes; nil where it does not, or where its key or chords are not known.
  private var cadence: Cadence? {
    guard wishes.closes, request.known.chords, !piece.chords.isEmpty, request.known.key,
      wishes.keepsKeyAndTempo, let bar = piece.bars.last
    else { return nil }
    return Cadence(in: bar, shift: request.shift, vocabulary)
  }

  /// Bars to the end with that of a bar's or chord's event.
  private func left(in event: Event) -> Int { bars - opened + (event.type == .bar ? 0 : 1) }

  private func frameValues(of field: EventField, in event: Event) -> FieldValues {
    let known = request.known
    let last = piece.bars[piece.bars.count - 1]
    let ticks = Vocabulary.ticksPerBeat
    func kept(_ value: Int, _ isKnown: Bool) -> FieldValues {
      guard isKnown, value > 0 else { return .unknown }
      return wishes.keepsKeyAndTempo ? .only(value) : any(field)
    }
    switch field {
    case .metre: return FieldValues(metres)
    case .tempo: return kept(last.tempo, known.tempo)
    case .tonic:
      return kept(last.tonic > 0 ? pitchClass(last.tonic - 1 + request.shift) + 1 : 0, known.key)
    case .mode: return kept(last.mode, known.key)
    case .section: return known.sections && last.section > 0 ? any(field) : .unknown
    case .left: return event[.section] > 0 ? any(field) : .unknown
    case .final:
      guard known.sections, wishes.ends else { return .unknown }
      return .only(vocabulary[.final].value(classifying: bars - opened))
    case .beat: return FieldValues(chordPositions.map { $0 / ticks + 1 })
    case .tick:
      return FieldValues(
        chordPositions.filter { $0 / ticks == event[.beat] - 1 }.map { $0 % ticks + 1 })
    case .root:
      guard known.chords, !piece.chords.isEmpty else { return .unknown }
      return FieldValues(cadence?.roots(left: left(in: event)) ?? Array(1...12))
    case .kind:
      if let kinds = cadence?.kinds(root: event[.root], left: left(in: event)) {
        return FieldValues(kinds)
      }
      // The last name is `other`, which says nothing of the tones.
      let named = vocabulary[.kind].names.count - 1
      return event[.root] > 0 ? FieldValues(Array(1...named)) : .unknown
    case .bass where cadence?.roots(left: left(in: event)) != nil: return .only(1)
    case .bass: return event[.root] > 0 ? any(field) : .unknown
    default: return .unknown
    }
  }

  /// All named or counted values of a field.
  private func any(_ field: EventField) -> FieldValues {
    let values = vocabulary[field]
    let most =
      !values.bounds.isEmpty
      ? values.bounds.count + 1
      : values.names.isEmpty ? values.size - 1 : values.names.count
    return FieldValues(Array(1...most))
  }

  // MARK: Cells

  /// The slots after the last whose parts have room in the bar.
  private var openSlots: [Int] {
    request.parts.indices.filter { index in
      index > slot ?? -1 && rooms?[index]?.hasRoom == true
    }
  }

  private func barRooms() -> [Int: CellRoom] {
    let bar = piece.bars.count - 1
    var found: [Int: CellRoom] = [:]
    for (index, part) in request.parts.enumerated() {
      let place = CellPlace(bar: bar, part: part)
      var wish = wish(of: part)
      wish.sounds = false
      if comesToRest {
        let isBass = vocabulary[.role].name(of: piece.parts[part].role) == "bass"
        wish.rest(isBass: isBass, barLength: piece.bars[bar].length)
      }
      var making = CellRoomMaking(
        piece: piece, request: request, wishes: FillingWishes(cells: [place: wish]),
        vocabulary: vocabulary)
      making.end = end
      // A bar whose chord leaves no pitch is one in which the part rests.
      guard let room = try? making.room(of: place, standing: making.standing(part)) else {
        continue
      }
      found[index] = room
    }
    return found
  }

  /// Where the music ends at the earliest, in grid steps: notes may ring on into bars to come.
  private var end: Int {
    let lengths = metres.map {
      BarLength.of(metre: $0, otherwise: lastLength, vocabulary) ?? lastLength
    }
    return piece.bars[piece.bars.count - 1].end + (bars - opened) * (lengths.min() ?? 0)
  }

  private func cellValues(of field: EventField, in event: Event) -> FieldValues {
    let known = request.known
    if field == .slot { return FieldValues(openSlots.map { $0 + 1 }) }
    let part = request.parts[event[.slot] - 1]
    let asked = wishes.controls[part] ?? CellControls()
    func control(_ wished: Int, _ isKnown: Bool, from least: Int, _ most: Int) -> FieldValues {
      guard isKnown else { return .unknown }
      return wished > 0 ? .only(wished) : FieldValues(Array(least...most))
    }
    let isKit = piece.parts[part].isKit
    switch field {
    case .instrument: return .only(piece.parts[part].instrument)
    case .role:
      let role = piece.parts[part].role
      return known.roles && role > 0 ? .only(role) : .unknown
    case .density:
      return control(asked.density, known.density, from: 2, vocabulary[.density].bounds.count + 2)
    case .polyphony: return control(asked.polyphony, known.polyphony, from: 1, 6)
    case .register:
      let most = vocabulary[.register].bounds.count + 1
      return isKit ? .unknown : control(asked.register, known.register, from: 1, most)
    case .intensity:
      let most = vocabulary[.intensity].bounds.count + 1
      let isAsked = known.intensity && asks.contains(.velocity)
      return control(asked.intensity, isAsked, from: 1, most)
    default: return .unknown
    }
  }
}

extension Event {
  /// The header of a cell whose part and attributes are still to be drawn.
  fileprivate var opened: Event {
    var event = self
    (event[.slot], event[.instrument], event[.role]) = (0, 0, 0)
    event.controls = CellControls()
    return event
  }
}
