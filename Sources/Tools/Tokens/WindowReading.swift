public import Weights

/// Why a window's events make no sense.
public enum WindowReadingError: Error, Hashable, Sendable {
  /// A value that its field has not; events count from 0.
  case wrongValue(event: Int, field: EventField, value: Int)
  /// An event that cannot stand where it stands.
  case misplaced(event: Int, type: EventType)
  /// A bar whose metre tells no length, and that nothing follows.
  case noLength(event: Int)
}

/// What a window says: bars, parts, chords and notes on the grid.
///
/// It is read from the events alone, so that what a model made can be read as well as what was
/// written from a piece.
public struct WindowReading: Hashable, Sendable {
  /// What was read, from the window's first bar on.
  ///
  /// A part is a slot, in order, a slot that no event names being left out.
  public private(set) var piece: Piece
  /// The slot of each part, from 0.
  public private(set) var slots: [Int]
  /// The cells that stand as holes.
  public private(set) var holes: Set<CellPlace>
  /// The attributes that the headers show.
  public private(set) var controls: [CellPlace: CellControls]
  /// Whether the piece ends with the window.
  public private(set) var isEnd: Bool

  /// Reads a window.
  ///
  /// Throws when a value is not of its field, an event stands where it cannot, or a bar has no
  /// length.
  public init(_ window: Window, _ vocabulary: Vocabulary) throws(WindowReadingError) {
    var grammar = EventGrammar()
    var bars: [GridBar] = []
    var chords: [GridChord] = []
    var parts: [Int: GridPart] = [:]
    var found: [GridNote] = []
    (holes, controls, isEnd) = ([], [:], false)
    var genre = 0
    let first = window.events.first { $0.type == .bar }?[.place] ?? 1
    for (index, event) in window.events.enumerated() {
      try WindowReading.check(event, index, vocabulary)
      guard grammar.allows(event) else { throw .misplaced(event: index, type: event.type) }
      grammar.advance(past: event)
      let bar = event[.place] - first
      let place = CellPlace(bar: bar, part: event[.slot] - 1)
      switch event.type {
      case .start: genre = event[.genre]
      case .bar:
        if let last = bars.indices.last {
          bars[last].length = window.times[index] - bars[last].start
        }
        bars.append(WindowReading.bar(event, at: window.times[index]))
        if event.harmony.root > 0 {
          chords.append(GridChord(time: window.times[index], values: event.harmony))
        }
      case .chord: chords.append(GridChord(time: window.times[index], values: event.harmony))
      case .cell, .hole, .fill:
        if event.type == .hole { holes.insert(place) }
        if event.type != .fill { controls[place] = event.controls }
        parts[place.part] = GridPart(instrument: event[.instrument], role: event[.role])
      case .note:
        guard bars.indices.contains(bar) else { throw .misplaced(event: index, type: .note) }
        found.append(
          GridNote(
            bar: bar, part: place.part, position: event.position, pitch: event[.pitch],
            length: event.length, velocity: event[.velocity], micro: event[.micro]))
      case .end:
        isEnd = true
        if let last = bars.indices.last {
          bars[last].length = window.times[index] - bars[last].start
        }
      case .padding: throw .misplaced(event: index, type: .padding)
      }
    }
    try WindowReading.close(&bars, window, vocabulary)
    let slots = parts.keys.sorted()
    let order = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($0.element, $0.offset) })
    func moved(_ place: CellPlace) -> CellPlace {
      CellPlace(bar: place.bar, part: order[place.part] ?? 0)
    }
    for index in found.indices { found[index].part = order[found[index].part] ?? 0 }
    var kept: [GridChord] = []
    for chord in chords where kept.last?.values != chord.values { kept.append(chord) }
    self.slots = slots
    holes = Set(holes.map(moved))
    controls = Dictionary(uniqueKeysWithValues: controls.map { (moved($0.key), $0.value) })
    piece = Piece(
      genre: genre, bars: bars,
      parts: slots.map { parts[$0] ?? GridPart(instrument: 0) },
      notes: found, chords: kept)
  }

  private static func check(
    _ event: Event, _ index: Int, _ vocabulary: Vocabulary
  ) throws(WindowReadingError) {
    for field in EventField.allCases {
      guard (0..<vocabulary[field].size).contains(event[field]) else {
        throw .wrongValue(event: index, field: field, value: event[field])
      }
    }
    let needed: [EventField] =
      switch event.type {
      case .bar: [.place]
      case .chord: [.place, .beat, .tick]
      case .cell, .hole, .fill: [.place, .slot]
      case .note: [.place, .slot, .beat, .tick, .pitch, .lengthBeats, .lengthTicks]
      default: []
      }
    for field in needed where event[field] == 0 {
      throw .wrongValue(event: index, field: field, value: 0)
    }
    if event.type == .note, event.length == 0 {
      throw .wrongValue(event: index, field: .lengthTicks, value: event[.lengthTicks])
    }
  }

  private static func bar(_ event: Event, at time: Int) -> GridBar {
    GridBar(
      start: time, length: 0, metre: event[.metre], tempo: event[.tempo], tonic: event[.tonic],
      mode: event[.mode], section: event[.section], left: event[.left])
  }

  /// Gives the last bar a length by its metre, or that of the bar before it.
  private static func close(
    _ bars: inout [GridBar], _ window: Window, _ vocabulary: Vocabulary
  ) throws(WindowReadingError) {
    guard let last = bars.indices.last, bars[last].length == 0 else { return }
    let before = last > 0 ? bars[last - 1].length : nil
    guard let length = BarLength.of(metre: bars[last].metre, otherwise: before, vocabulary) else {
      throw .noLength(event: window.events.lastIndex { $0.type == .bar } ?? 0)
    }
    bars[last].length = length
  }
}

/// How long bars are.
enum BarLength {
  /// Grid steps of a bar of a metre value; `otherwise` where it is unknown or has no name.
  static func of(metre: Int, otherwise: Int?, _ vocabulary: Vocabulary) -> Int? {
    let terms = vocabulary[.metre].name(of: metre)?.split(separator: "/").compactMap { Int($0) }
    guard let terms, terms.count == 2, terms[1] > 0 else { return otherwise }
    return 4 * Vocabulary.ticksPerBeat * terms[0] / terms[1]
  }
}
