import Production

/// The end of a ledger, and the state that a project stands at: what an event is written on top of.
///
/// Looking at it costs the same however long the ledger is; the signature of the last event covers the
/// records of all before it, but not the rows that people see. `LedgerVerifier` looks at everything.
public struct LedgerTip: Hashable, Sendable {
  /// The random number of the project.
  public var project: String
  /// The last signed event.
  public var seal: LedgerRows.Seal
  /// The number of the last event.
  public var event: Int64
  /// The public keys by fingerprint, in hexadecimal.
  public var signers: [String: String]
  /// The current state.
  public var state: Int64
  /// The digests of its values by slot.
  public var slots: [String: String]

  /// Takes what was read.
  public init(
    project: String, seal: LedgerRows.Seal, event: Int64, signers: [String: String], state: Int64,
    slots: [String: String]
  ) {
    self.project = project
    self.seal = seal
    self.event = event
    self.signers = signers
    self.state = state
    self.slots = slots
  }

  /// What is not in order, as `LedgerVerifier` would say it; nil where nothing is.
  public var fault: LedgerFinding? {
    guard seal.event == event else {
      return LedgerFinding(.removed, event: event, "its record is missing")
    }
    guard let record = try? LedgerRecord(bytes: seal.record), record.hash == seal.hash,
      record.event.id == seal.event
    else { return LedgerFinding(.changed, event: event, "its record does not match its hash") }
    guard record.project == project else {
      return LedgerFinding(.project, event: event, "it belongs to another project")
    }
    if let finding = LedgerVerifier.signatureFault(of: record, seal, signers: signers) {
      return finding
    }
    guard record.event.after.number == state else {
      return LedgerFinding(
        .head, event: event,
        "the project does not stand at the state that its last event led to")
    }
    guard (try? LedgerDigest.state(slots)) == record.event.after.digest else {
      return LedgerFinding(
        .slot, event: event, "the values of its state \(state) are not those signed")
    }
    return nil
  }
}
