/// Why bytes are no event of a ledger, or no key.
public enum LedgerError: Error, Hashable, Sendable {
  /// The bytes do not begin as an event does.
  case notAnEvent
  /// A newer program wrote the event.
  case unknownFormat(UInt32)
  /// The bytes end before the field that begins at the offset.
  case truncated(offset: Int)
  /// The field at the offset holds what it cannot.
  case invalid(offset: Int)
  /// Bytes are left after the last field.
  case trailing(offset: Int)
  /// An event that is to be sealed lacks something.
  case incomplete(field: String)
  /// A text is longer than a field can be.
  case tooLong(bytes: Int)
  /// A key that cannot be read, with the cause as a clause.
  case malformedKey(cause: String)
}
