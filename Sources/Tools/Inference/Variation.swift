/// What was drawn for one variation.
public struct Variation: Hashable, Sendable {
  /// Why a variation ended.
  public enum Ending: Hashable, Sendable {
    /// The guide wanted no more.
    case finished
    /// There is no room for another event.
    case contextFull
    /// The guide left no value for a field.
    case nothingAllowed(field: String)
  }

  /// The events that were taken and drawn after the prompt, in order.
  public var events: [TimedEvent] = []
  /// How unlikely the model held each drawn value, in nats, summed over an event; 0 for events that
  /// were taken.
  public var nats: [Double] = []
  /// Nats of drawn kinds that made no event.
  public var natsOfEnds = 0.0
  /// Why it ended.
  public var ending = Ending.finished
}
