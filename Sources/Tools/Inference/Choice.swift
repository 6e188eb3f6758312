/// Which values may be drawn for a field; 0, the unknown value, is never drawn.
public enum Choice: Hashable, Sendable {
  /// Any value.
  case any
  /// The values whose entry is true; one entry for each value of the field.
  case among([Bool])
  /// What is added to each value's logit, in nats; a value with -infinity is never drawn. So a wish
  /// of any strength is a number: 0 does nothing, -2.3 makes a value ten times less likely.
  case weighted([Float])
  /// This value, without a draw.
  case only(Int)
  /// The field stays unknown, without a draw.
  case unknown
}
