public import Production

/// Why the events of a project do not tell how its current state came about.
public enum AuthorshipError: Error, Hashable, Sendable {
  /// There are no events.
  case noEvents
  /// No event before number `event` made the state `state`, from which it says that it began.
  case unknownState(state: Int64, event: Int64?)
}

/// The events that the current state of a song rests on, oldest first.
///
/// Operations that were undone are not among them, for nothing of theirs is left; those that came
/// back by redo are.
public struct AuthorshipPath: Hashable, Sendable {
  /// One operation with those that were tried for the same place and undone.
  public struct Step: Hashable, Sendable {
    /// The operation that was kept.
    public var event: LedgerEvent
    /// The digests of the states that the other tries led to.
    public var alternatives: [String]
  }

  /// The operations in order.
  public let steps: [Step]

  /// Follows the events of a project, which are in order, back from its last state.
  ///
  /// Throws `AuthorshipError` where the events contradict one another.
  public init(of events: [LedgerEvent]) throws(AuthorshipError) {
    guard let last = events.last else { throw .noEvents }
    var makers: [Int64: Int] = [:]
    for (index, event) in events.enumerated()
    where !LedgerEvent.moves.contains(event.verb) && event.before?.number != event.after.number {
      if makers[event.after.number] == nil { makers[event.after.number] = index }
    }
    var steps: [Step] = []
    var state = last.after.number
    var end = events.count
    while true {
      // Each event comes before the one that built on it, so the walk ends.
      guard let index = makers[state], index < end else {
        throw .unknownState(state: state, event: steps.last?.event.id)
      }
      let event = events[index]
      steps.append(
        Step(event: event, alternatives: Self.alternatives(to: event, among: events)))
      guard let before = event.before?.number else { break }
      (state, end) = (before, index)
    }
    self.steps = steps.reversed()
  }

  /// What was made by the same operation for the same place from the same state.
  private static func alternatives(to event: LedgerEvent, among events: [LedgerEvent]) -> [String] {
    guard let before = event.before?.number else { return [] }
    let place = OperationPlace(event.inputs)
    return events.filter { other in
      other.verb == event.verb && other.before?.number == before
        && other.after.number != event.after.number && other.id != event.id
        && OperationPlace(other.inputs) == place
    }.map(\.after.digest)
  }
}
