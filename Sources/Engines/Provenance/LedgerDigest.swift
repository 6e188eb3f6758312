public import Production

/// The digests that stand in events for states and for what was there before the ledger.
public enum LedgerDigest {
  /// The digest of a state: of its slots' names and digests in ascending order of the names' bytes.
  ///
  /// Throws `tooLong` for names that no slot has.
  public static func state(_ slots: [String: String]) throws(LedgerError) -> String {
    var writer = LedgerWriter()
    writer.raw("ETUDE-STATE")
    writer.number(UInt32(1))
    try writer.slots(slots)
    return LedgerHash.of(writer.bytes)
  }

  /// The digest of the events before a ledger, in their order, and of the states that they made.
  public static func earlier(
    _ events: [LedgerRows.Event], slots: [Int64: [String: String]]
  ) throws(LedgerError) -> String {
    var writer = LedgerWriter()
    writer.raw("ETUDE-EARLIER")
    writer.number(UInt32(1))
    try writer.list(events) { writer, event throws(LedgerError) in
      writer.number(event.id)
      for text in [event.verb, event.inputs, event.summary, event.engine] {
        try writer.text(text)
      }
      try writer.optional(event.before) { writer, state throws(LedgerError) in
        writer.number(state)
      }
      writer.number(event.after)
    }
    try writer.list(Set(events.map(\.after)).sorted()) { writer, state throws(LedgerError) in
      writer.number(state)
      try writer.slots(slots[state] ?? [:])
    }
    return LedgerHash.of(writer.bytes)
  }

  /// In what two states differ, by slot in ascending order of the names' bytes.
  public static func changes(
    from before: [String: String], to after: [String: String]
  ) -> [LedgerChange] {
    Set(before.keys).union(after.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .filter { before[$0] != after[$0] }
      .map { LedgerChange(slot: $0, before: before[$0], after: after[$0]) }
  }
}

extension LedgerWriter {
  fileprivate mutating func slots(_ slots: [String: String]) throws(LedgerError) {
    let sorted = slots.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    try list(sorted) { writer, slot throws(LedgerError) in
      try writer.text(slot.key)
      try writer.text(slot.value)
    }
  }
}
