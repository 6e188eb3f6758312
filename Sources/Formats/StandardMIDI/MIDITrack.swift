/// A track: events in ascending time, and the time at which the track ends.
public struct MIDITrack: Hashable, Sendable {
  /// The events in the order of the file; their ticks never descend.
  public var events: [MIDIEvent]
  /// The tick of the End of Track, which is not among the events.
  public var end: Int

  /// Makes a track that ends at `end`, or else with its last event.
  public init(events: [MIDIEvent] = [], end: Int? = nil) {
    self.events = events
    self.end = end ?? events.last?.tick ?? 0
  }

  /// The first track name (meta event 3), or nil where the track has none.
  public var name: String? {
    for case .meta(.text(.trackName, let bytes)) in events.lazy.map(\.message) {
      return MIDIText.string(bytes)
    }
    return nil
  }
}

/// A message and the time at which it is sent.
public struct MIDIEvent: Hashable, Sendable {
  /// Ticks since the start of the track, 0 or more.
  public var tick: Int
  /// What is sent.
  public var message: MIDIMessage

  /// Makes an event of a message at a tick.
  @inlinable
  public init(tick: Int, _ message: MIDIMessage) {
    self.tick = tick
    self.message = message
  }
}
