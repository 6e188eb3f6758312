public import Weights

/// What comes next in a sequence that is being written.
public enum EventStep: Hashable, Sendable {
  /// The model has to read an event at a time.
  case read(Event, time: Int)
  /// An event of one of these types comes; of a single one nothing is to be drawn.
  case draw([EventType])
  /// Nothing more.
  case done
}

/// Which values a field may take.
public enum FieldValues: Hashable, Sendable {
  /// The field stays unknown.
  case unknown
  /// This value, and nothing is to be drawn.
  case only(Int)
  /// One of these, ascending.
  ///
  /// `factors` are what the likelihood of each is to be multiplied by, 0...1; empty where all are 1.
  case among([Int], factors: [Double])

  /// One of the values; those of a single value or none need no draw.
  init(_ values: [Int], factors: [Double] = []) {
    switch values.count {
    case 0: self = .unknown
    case 1: self = .only(values[0])
    default:
      let isPlain = factors.allSatisfy { $0 == factors.first }
      self = .among(values, factors: isPlain ? [] : factors)
    }
  }
}

/// Says step by step which events a model may write after a prompt, and takes note of them.
///
/// A caller lets the model read `prompt`, then asks `next()` again and again. Where events are to be
/// drawn it draws a type and asks `begin(_:)` for the event to fill; it draws each field that the
/// type predicts, in order, from `values(of:in:)`; it calls `lookUp(in:)` where fields are given, as
/// soon as `tick` is known; and it hands the filled event to `finish(_:)`, whose answer the model
/// reads. Whatever is drawn keeps every wish. A writer is a value: copies of it write other events
/// after the same prompt.
public protocol EventWriting: Sendable {
  /// What the model reads first.
  var prompt: Window { get }

  /// What comes next, after everything so far.
  mutating func next() -> EventStep

  /// The event of a drawn type with all that it carries; nil where the type only says that
  /// something ends.
  mutating func begin(_ type: EventType) -> Event?

  /// The values that a field may take, given the fields before it.
  func values(of field: EventField, in event: Event) -> FieldValues

  /// Fills the fields that are looked up.
  func lookUp(in event: inout Event)

  /// Takes note of an event all of whose fields are drawn; returns it as it is to be read, and when.
  mutating func finish(_ event: Event) -> (event: Event, time: Int)
}
