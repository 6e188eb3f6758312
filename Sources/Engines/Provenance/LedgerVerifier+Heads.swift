import Foundation

extension LedgerVerifier {
  /// Compares the ledger with heads that are known from elsewhere.
  ///
  /// A head that was given must be in the ledger. The machine's list holds the last event of each
  /// copy of a project that was changed here: one of them must be in the ledger, and the others are
  /// those of copies that went other ways.
  mutating func check(_ heads: [KnownHead]) {
    let numbers = Dictionary(
      hashes.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    func number(of head: KnownHead) -> Int64? {
      let hash = head.hash.lowercased()
      if let number = numbers[hash] { return number }
      guard head.origin == .given, hash.count >= 8 else { return nil }
      let found = numbers.filter { $0.key.hasPrefix(hash) }
      return found.count == 1 ? found.first?.value : nil
    }
    for head in heads where head.origin == .given {
      guard let found = number(of: head) else {
        add(
          .rolledBack, event: head.event,
          "the head \(head.hash.prefix(16)) that was given is not among the events: events were "
            + "removed after it was known, or it belongs to another project or copy")
        continue
      }
      know(found)
    }
    let listed = heads.filter { $0.origin == .machine }
    let found = listed.compactMap(number)
    for number in found { know(number) }
    let missing = listed.filter { number(of: $0) == nil }
    guard let furthest = missing.max(by: { ($0.event ?? 0) < ($1.event ?? 0) }) else { return }
    let reached = furthest.event.map { "event \($0)" } ?? "a later event"
    if found.isEmpty {
      add(
        .rolledBack, event: furthest.event,
        "this machine knows of \(reached) of this project, which is not there: events were removed, "
          + "or this is an earlier copy")
    } else {
      verdict.remarks.append(
        "Another copy of this project was changed on this machine up to \(reached).")
    }
  }

  private mutating func know(_ event: Int64) {
    verdict.knownUpTo = max(verdict.knownUpTo ?? event, event)
  }
}
