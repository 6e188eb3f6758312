public import Weights

/// A stretch of a piece as events, with their times.
///
/// It is laid out as the vocabulary says: start, then for each bar its bar event, its changes of
/// chord, and for each part that sounds, by slot, a cell and its notes; a hole stands without
/// notes. After the last bar, and `end` where the piece ends there, come the holes' notes: fill,
/// note, by place and slot.
public struct Window: Hashable, Sendable {
  /// The events.
  public private(set) var events: [Event] = []
  /// The time of each event, in grid steps from the window's first bar.
  public private(set) var times: [Int] = []

  /// Makes an empty window.
  public init() {}

  /// Makes a window of events and as many times.
  public init(events: [Event], times: [Int]) {
    precondition(events.count == times.count, "every event has a time")
    self.events = events
    self.times = times
  }

  /// How many events.
  public var count: Int { events.count }

  /// Appends an event.
  public mutating func append(_ event: Event, at time: Int) {
    events.append(event)
    times.append(time)
  }

  /// The values of all events, [events, fields].
  public var rows: [Int32] { events.flatMap(\.values) }

  /// The window without its fills: what a hole's notes are to be drawn after.
  public var prompt: Window {
    let count = events.firstIndex { $0.type == .fill } ?? events.count
    return Window(events: Array(events[..<count]), times: Array(times[..<count]))
  }

  /// The window of a request, with the notes that stand in its holes as fills.
  ///
  /// Throws when the piece has not what is asked for.
  public init(
    of piece: Piece, _ request: WindowRequest, _ vocabulary: Vocabulary
  ) throws(WindowError) {
    try request.check(against: piece)
    self.init()
    let writer = WindowWriter(piece: piece, request: request, vocabulary: vocabulary)
    writer.write(into: &self)
  }
}
