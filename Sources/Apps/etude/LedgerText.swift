import Foundation
import Production
import Provenance
import Studio

/// What a ledger says, in words.
enum LedgerText {
  /// What a ledger shows and what it does not.
  static let caution =
    "The ledger shows that nothing was changed since it was signed, and what was declared; it does "
    + "not show who sat at the keyboard."

  /// Up to where a ledger is known to be whole.
  static func completeness(_ verdict: LedgerVerdict) -> String {
    guard let last = verdict.head?.event else { return "There is no ledger." }
    guard let known = verdict.knownUpTo, known >= last else {
      return "Complete up to event \(last); later events cannot be excluded."
    }
    return "Complete up to event \(last), the last one known."
  }

  /// A number of events in words.
  static func events(_ count: Int) -> String { "\(count) event\(count == 1 ? "" : "s")" }

  /// Prints a verdict.
  static func show(_ verdict: LedgerVerdict, project: String) {
    let counted = events(verdict.events)
    if verdict.isIntact {
      print("The ledger of \(PlainText.line(project)) is intact: \(counted).")
    } else {
      print("The ledger of \(PlainText.line(project)) is not intact: \(counted).")
      for finding in verdict.findings { print("  \(PlainText.line(line(finding)))") }
    }
    print(completeness(verdict))
    if let first = verdict.firstSealed, first > 1 {
      print("Events 1 to \(first - 1) are older than the ledger; event \(first) covers them.")
    }
    for signer in verdict.signers {
      let names = signer.names.isEmpty ? "no name declared" : signer.names.joined(separator: ", ")
      let own = signer.isOwn ? "this machine's key" : "another key"
      print(
        PlainText.line(
          "  signed by \(signer.key.prefix(16))  \(names)  \(events(signer.events))  (\(own))"))
    }
    if let head = verdict.head { print("  head      event \(head.event ?? 0)  \(head.hash)") }
    for remark in verdict.remarks { print("note: \(PlainText.line(remark))") }
    print(caution)
  }

  /// A finding in one line.
  static func line(_ finding: LedgerFinding) -> String {
    let place = finding.event.map { "event \($0)" } ?? "project"
    return "\(place) (\(finding.kind.rawValue)): \(finding.detail)"
  }

  /// An event in one line.
  static func line(_ event: LedgerEvent) -> String {
    let time = event.time.map(text(time:)) ?? "before the ledger   "
    let seed = event.seed.map { "  seed \($0)" } ?? ""
    return "\(event.id)  \(time)  \(who(event))  \(event.verb)  \(event.summary)\(seed)"
  }

  private static func who(_ event: LedgerEvent) -> String {
    let person = event.person.map { $0.name ?? "key \($0.key.prefix(8))" } ?? "unknown"
    switch event.actor {
    case .person: return person
    case .undeclared: return "undeclared"
    case .engine(let engine):
      let models = engine.models.map { "\($0.name) \($0.digest.prefix(8))" }
      let with = models.isEmpty ? "" : " with \(models.joined(separator: ", "))"
      return "engine \(engine.version)\(with) for \(person)"
    }
  }

  private static func text(time: Int64) -> String {
    Date(timeIntervalSince1970: TimeInterval(time)).formatted(.iso8601)
  }
}
