public import Music

/// What stands around the values that a model draws for one variation.
///
/// It tells which kinds of events may come, what they carry, and which values are allowed: it knows
/// the music, and the model does not.
/// All calls for one variation come in order, from one thread at a time.
public protocol EventGuide: Sendable {
  /// The random numbers that the next values are drawn with.
  ///
  /// A guide that sets a stream of its own for each bar and part makes them independent of one
  /// another.
  var random: RandomStream { get set }

  /// What comes next, after everything so far.
  mutating func next() -> GuideStep

  /// Fills what an event of the drawn kind carries, before its fields are drawn.
  ///
  /// Returns false where the kind only tells that something ends: no event is made then, and what
  /// comes next is asked again.
  mutating func begin(_ event: inout TimedEvent) -> Bool

  /// Which values a field may take, given the fields before it.
  mutating func choice(of field: Int, in event: TimedEvent) -> Choice

  /// Fills the given fields, as soon as those that decide them are drawn.
  mutating func fillGiven(_ event: inout TimedEvent)

  /// Sets the time of a finished event, fills what it carries beyond, and takes note of it.
  mutating func finish(_ event: inout TimedEvent)
}

/// What a guide wants next.
public enum GuideStep: Sendable {
  /// These events, as they are.
  case take([TimedEvent])
  /// An event of one of these kinds; with `.only` no draw is made.
  case draw(Choice)
  /// Nothing more.
  case end
}
