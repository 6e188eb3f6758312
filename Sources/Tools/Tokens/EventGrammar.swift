public import Weights

/// What may come next in a window: the order of events, bars, slots and notes.
///
/// It is the grammar of windows alone; what music has to keep to is said by wishes.
public struct EventGrammar: Hashable, Sendable {
  private var last: Event?
  private var hasEnded = false
  private var isFilling = false
  private var firstPlace = 0
  private var place = 0
  private var slot = 0
  private var position = 0
  private var holes: [CellKey] = []
  private var filled = 0

  private struct CellKey: Hashable, Comparable {
    var place: Int
    var slot: Int

    static func < (left: CellKey, right: CellKey) -> Bool {
      (left.place, left.slot) < (right.place, right.slot)
    }
  }

  /// Makes a grammar at the beginning of a window.
  public init() {}

  /// Makes a grammar after the events of a window.
  public init(after window: Window) {
    for event in window.events { advance(past: event) }
  }

  /// The types that the next event may have.
  public var nextTypes: [EventType] {
    guard let last else { return [.start] }
    var found: [EventType] = []
    if !isFilling, !hasEnded {
      found.append(.bar)
      if last.type == .bar || last.type == .chord { found.append(.chord) }
      if place > 0, slot < Vocabulary.mostSlots { found += [.cell, .hole] }
    }
    if filled < holes.count { found.append(.fill) }
    if [.cell, .fill, .note].contains(last.type) { found.append(.note) }
    if !isFilling, !hasEnded, place > 0 { found.append(.end) }
    return found.sorted { $0.rawValue < $1.rawValue }
  }

  /// The slots that the header of the next cell or hole may have, as values: those after the
  /// last, for slots ascend within a bar.
  public var nextSlots: ClosedRange<Int>? {
    slot < Vocabulary.mostSlots ? (slot + 1)...Vocabulary.mostSlots : nil
  }

  /// The place of the next bar, as a value; nil where a window has no more places.
  public var nextPlace: Int? {
    if place == 0 { return nil }
    return place < Vocabulary.mostPlaces ? place + 1 : nil
  }

  /// The place and slot, as values, of the hole whose notes come next.
  public var nextFill: (place: Int, slot: Int)? {
    filled < holes.count ? (holes[filled].place, holes[filled].slot) : nil
  }

  /// The earliest position of the next note or chord in its bar, in grid steps.
  public var earliest: Int { position }

  /// Whether an event may come next.
  public func allows(_ event: Event) -> Bool {
    guard nextTypes.contains(event.type) else { return false }
    switch event.type {
    case .bar: return place == 0 || event[.place] == place + 1
    case .chord:
      return event[.place] == place && event.position >= max(1, position)
    case .cell, .hole: return event[.place] == place && event[.slot] > slot
    case .fill:
      return nextFill.map { $0.place == event[.place] && $0.slot == event[.slot] } ?? false
    case .note:
      return event[.place] == place && event[.slot] == slot && event.position >= position
    case .padding, .start, .end: return true
    }
  }

  /// Goes past an event.
  public mutating func advance(past event: Event) {
    last = event
    switch event.type {
    case .bar: (place, slot, position) = (event[.place], 0, 0)
    case .chord: position = event.position + 1
    case .cell: (slot, position) = (event[.slot], 0)
    case .hole:
      (slot, position) = (event[.slot], 0)
      holes.append(CellKey(place: event[.place], slot: event[.slot]))
    case .fill:
      isFilling = true
      filled += 1
      (place, slot, position) = (event[.place], event[.slot], 0)
    case .note: position = event.position
    case .end: hasEnded = true
    case .padding, .start: break
    }
  }
}
