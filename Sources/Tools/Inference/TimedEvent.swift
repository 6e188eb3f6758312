/// One step of a sequence: a value for every field, and when it happens.
public struct TimedEvent: Hashable, Sendable {
  /// A value for each field, the kind first; 0 is unknown and adds nothing.
  public var values: [Int32]
  /// The time in steps of the rotations, from any origin.
  public var time: Int

  /// Makes an event of its values.
  public init(_ values: [Int32], time: Int) {
    self.values = values
    self.time = time
  }

  /// An event of a kind, all its other fields unknown.
  public init(kind: Int, fields: Int, time: Int = 0) {
    values = [Int32](repeating: 0, count: fields)
    values[0] = Int32(kind)
    self.time = time
  }
}
