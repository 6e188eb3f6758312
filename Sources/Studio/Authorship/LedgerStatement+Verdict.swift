import Production
import Provenance

extension Disclosure.LedgerStatement {
  /// The most findings that are told one by one.
  private static let mostFindings = 12

  /// What a verdict says, in sentences.
  init(_ verdict: LedgerVerdict, events: [LedgerEvent]) {
    var lines: [String] = []
    if verdict.isIntact {
      lines.append(
        "Every sealed event follows on the one before it, bears a valid signature, and agrees with "
          + "what the project holds.")
    }
    for finding in verdict.findings.prefix(Self.mostFindings) {
      lines.append(
        finding.event.map { "Event \($0): \(finding.detail)." } ?? "\(finding.detail).")
    }
    let more = verdict.findings.count - Self.mostFindings
    if more > 0 { lines.append("And \(more) more; etude provenance verify lists all.") }
    if let first = verdict.firstSealed, first > 1 {
      lines.append(
        "NOT SEALED: events before number \(first) were made before there was a ledger. It covers them "
          + "as they were then found; whether what they say is true, nothing shows."
      )
    }
    if let last = verdict.head?.event, verdict.isIntact {
      lines.append(
        verdict.knownUpTo == last
          ? "Event \(last) is the last that this machine or a given head knows of; what another "
            + "machine may have added and lost cannot be excluded."
          : "Complete up to event \(last); later events cannot be excluded.")
    }
    self.init(
      isSound: verdict.isIntact, verdict: lines + verdict.remarks, head: verdict.head?.hash,
      events: events.count, lastTime: events.last { $0.time != nil }?.time,
      people: verdict.signers.map { LedgerPerson(key: $0.key, name: $0.names.last) })
  }
}
