import Weights

/// Writes the events of a request that has been checked.
struct WindowWriter {
  let piece: Piece
  let request: WindowRequest
  let vocabulary: Vocabulary

  /// The beginning of the window in the piece, in grid steps.
  var origin: Int { piece.bars[request.bars.lowerBound].start }

  func write(into window: inout Window) {
    window.append(start, at: 0)
    for bar in request.bars {
      window.append(barEvent(bar), at: piece.bars[bar].start - origin)
      for change in chordChanges(inBar: bar) {
        window.append(chordEvent(change, inBar: bar), at: change.time - origin)
      }
      for (slot, part) in request.parts.enumerated() {
        let place = CellPlace(bar: bar, part: part)
        if request.holes.contains(place) {
          window.append(header(.hole, place, slot: slot), at: piece.bars[bar].start - origin)
        } else if !piece.notes(in: place).isEmpty {
          let cell = header(.cell, place, slot: slot)
          window.append(cell, at: piece.bars[bar].start - origin)
          write(place, after: cell, into: &window)
        }
      }
    }
    if let end { window.append(end, at: piece.bars[piece.bars.count - 1].end - origin) }
    for (place, slot) in holesInOrder {
      let fill = header(.fill, place, slot: slot)
      window.append(fill, at: piece.bars[place.bar].start - origin)
      write(place, after: fill, into: &window)
    }
  }

  /// The holes and their slots in the order of their fills: by place, then slot.
  var holesInOrder: [(place: CellPlace, slot: Int)] {
    let slots = Dictionary(
      uniqueKeysWithValues: request.parts.enumerated().map { ($0.element, $0.offset) })
    return request.holes.map { ($0, slots[$0.part] ?? 0) }
      .sorted { ($0.0.bar, $0.1) < ($1.0.bar, $1.1) }
  }

  // MARK: Events

  private var genre: Int { request.known.genre ? piece.genre : 0 }

  private var start: Event {
    var event = Event(.start)
    event[.genre] = genre
    return event
  }

  /// The end of the piece, where the window reaches it.
  private var end: Event? {
    guard request.bars.upperBound == piece.bars.count else { return nil }
    var event = Event(.end)
    event[.genre] = genre
    return event
  }

  /// What every event of a bar shows: genre, place, metre, tempo and key.
  func frame(_ type: EventType, bar: Int) -> Event {
    let known = request.known
    let of = piece.bars[bar]
    var event = Event(type)
    event[.genre] = genre
    event[.place] = request.place + bar - request.bars.lowerBound + 1
    event[.metre] = of.metre
    event[.tempo] = known.tempo ? of.tempo : 0
    if known.key, of.tonic > 0 {
      event[.tonic] = pitchClass(of.tonic - 1 + request.shift) + 1
      event[.mode] = of.mode
    }
    return event
  }

  private func barEvent(_ bar: Int) -> Event {
    var event = frame(.bar, bar: bar)
    if request.known.sections {
      event[.section] = piece.bars[bar].section
      event[.left] = piece.bars[bar].left
      event[.final] = vocabulary[.final].value(classifying: piece.bars.count - bar)
    }
    event.harmony = chord(at: piece.bars[bar].start)
    return event
  }

  private func chordEvent(_ change: GridChord, inBar bar: Int) -> Event {
    var event = frame(.chord, bar: bar)
    event[.tempo] = 0
    event.position = change.time - piece.bars[bar].start
    event.harmony = change.values.transposed(by: request.shift)
    return event
  }

  /// The header of a cell, hole or fill.
  func header(_ type: EventType, _ place: CellPlace, slot: Int) -> Event {
    let known = request.known
    let part = piece.parts[place.part]
    var event = frame(type, bar: place.bar)
    event.harmony = chord(at: piece.bars[place.bar].start)
    event[.slot] = slot + 1
    event[.instrument] = part.instrument
    event[.role] = known.roles ? part.role : 0
    let controls =
      if let asked = request.asked, request.holes.contains(place) {
        asked[place] ?? CellControls()
      } else {
        piece.controls(in: place, vocabulary)
      }
    event.controls = controls.shown(known)
    return event
  }

  private func write(_ place: CellPlace, after header: Event, into window: inout Window) {
    for note in piece.notes(in: place) {
      window.append(event(of: note, after: header), at: piece.onset(of: note) - origin)
    }
  }

  /// The event of a note in the frame of its header.
  func event(of note: GridNote, after header: Event) -> Event {
    var event = header
    event.type = .note
    event.position = note.position
    event[.pitch] = note.isDrum ? note.pitch : note.pitch + request.shift
    event.length = note.length
    event[.velocity] = request.known.velocity ? note.velocity : 0
    event[.micro] = request.known.micro ? note.micro : 0
    if request.known.chords, !piece.chords.isEmpty {
      event.harmony = chord(at: piece.onset(of: note))
    }
    return event
  }

  /// The chord in force at a time, as the window shows it.
  func chord(at time: Int) -> ChordValues {
    guard request.known.chords else { return ChordValues() }
    return piece.chord(at: time).transposed(by: request.shift)
  }

  private func chordChanges(inBar bar: Int) -> ArraySlice<GridChord> {
    request.known.chords ? piece.chordChanges(inBar: bar) : []
  }
}
