import Production

/// Looks at a whole ledger: chain, signatures, the rows that people see, states and values.
///
/// What it finds shows what was changed without a key. It does not show who sat at the keyboard,
/// and events at the end that were cut off are found only where a later head is known. A value; may
/// be used on any thread; the cost grows with events and slots.
public struct LedgerVerifier {
  let rows: LedgerRows
  let ownKey: String?
  var verdict = LedgerVerdict()
  /// The events whose records could be read, by number.
  var records: [Int64: LedgerRecord] = [:]
  /// The hash of each sealed event as its bytes are.
  var hashes: [Int64: String] = [:]

  /// The verdict on what a project holds.
  ///
  /// `ownKey` is the fingerprint of this machine's key; `heads` are what is known from elsewhere.
  public static func verdict(
    on rows: LedgerRows, ownKey: String? = nil, heads: [KnownHead] = []
  ) -> LedgerVerdict {
    var verifier = LedgerVerifier(rows: rows, ownKey: ownKey)
    verifier.run(heads)
    return verifier.verdict
  }

  private init(rows: LedgerRows, ownKey: String?) {
    self.rows = rows
    self.ownKey = ownKey
  }

  private mutating func run(_ heads: [KnownHead]) {
    verdict.findings = rows.faults
    verdict.events = rows.events.count
    guard let first = rows.seals.first?.event else {
      add(
        .noLedger, "no event is signed: it was made before there were ledgers, or its was removed")
      checkValues()
      check(heads)
      return
    }
    verdict.firstSealed = first
    checkProject()
    for seal in rows.seals { read(seal) }
    checkChain(from: first)
    checkNumbers(from: first)
    for event in rows.events where event.id >= first { checkRow(event) }
    checkSigners()
    checkEarlier(first)
    checkStates()
    checkValues()
    check(heads)
    verdict.findings = Self.sorted(verdict.findings)
  }

  mutating func add(_ kind: LedgerFinding.Kind, event: Int64? = nil, _ detail: String) {
    verdict.findings.append(LedgerFinding(kind, event: event, detail))
  }

  private static func sorted(_ findings: [LedgerFinding]) -> [LedgerFinding] {
    findings.enumerated().sorted {
      ($0.element.event ?? .max, $0.offset) < ($1.element.event ?? .max, $1.offset)
    }.map(\.element)
  }

  private mutating func checkProject() {
    guard rows.projects.count == 1, let project = rows.projects.first else {
      add(.project, "the project has \(rows.projects.count) identities, and one was expected")
      return
    }
    verdict.project = project
  }

  // MARK: Records

  private mutating func read(_ seal: LedgerRows.Seal) {
    let id = seal.event
    let hash = LedgerHash.of(seal.record)
    hashes[id] = hash
    let record: LedgerRecord
    do {
      record = try LedgerRecord(bytes: seal.record)
    } catch .unknownFormat(let format) {
      add(.unknownFormat, event: id, "its record has format \(format), which a newer program wrote")
      return
    } catch {
      add(.changed, event: id, "its record cannot be read")
      return
    }
    guard hash == seal.hash else {
      add(.changed, event: id, "its record does not match its hash")
      return
    }
    checkSignature(of: record, seal)
    guard record.event.id == id else {
      add(.reordered, event: id, "event \(record.event.id) stands in its place")
      return
    }
    if let project = verdict.project, record.project != project {
      add(.project, event: id, "it belongs to another project")
    }
    records[id] = record
  }

  private mutating func checkSignature(of record: LedgerRecord, _ seal: LedgerRows.Seal) {
    if let fault = Self.signatureFault(of: record, seal, signers: rows.signers) {
      verdict.findings.append(fault)
    }
  }

  /// What is wrong with the signature of an event; nil where nothing is.
  static func signatureFault(
    of record: LedgerRecord, _ seal: LedgerRows.Seal, signers: [String: String]
  ) -> LedgerFinding? {
    let key = record.event.person?.key ?? ""
    guard let text = signers[key], let bytes = LedgerHash.bytes(hexadecimal: text),
      let signer = try? LedgerSigner(bytes: bytes), signer.fingerprint == key
    else {
      return LedgerFinding(
        .unknownSigner, event: seal.event,
        "the public key that it names is not in the project")
    }
    // The digits must be written as the program writes them: a change of case is a change.
    guard let signature = LedgerHash.bytes(hexadecimal: seal.signature),
      LedgerHash.hexadecimal(signature) == seal.signature, LedgerHash.hexadecimal(bytes) == text,
      signer.isValid(signature, of: seal.hash)
    else {
      return LedgerFinding(
        .badSignature, event: seal.event,
        "its signature was not made with the key that it names")
    }
    return nil
  }

  // MARK: Chain

  private mutating func checkChain(from first: Int64) {
    var previous = LedgerSeal.beginning
    var number = first
    for seal in rows.seals {
      if seal.event != number {
        for missing in Self.gap(number, seal.event) {
          add(.removed, event: missing, "its record is missing")
        }
        number = seal.event
      } else if let record = records[seal.event], record.previous != previous {
        add(
          .brokenChain, event: seal.event,
          seal.event == first
            ? "it is not the first of its ledger" : "it does not follow on event \(seal.event - 1)")
      }
      previous = hashes[seal.event] ?? ""
      number = number == .max ? number : number + 1
    }
    guard let last = rows.seals.last else { return }
    verdict.head = KnownHead(event: last.event, hash: last.hash, origin: .given)
  }

  /// The numbers from one to below another; the first hundred alone, for a file may claim any.
  static func gap(_ from: Int64, _ to: Int64) -> Range<Int64> {
    guard from < to else { return from..<from }
    let (end, overflows) = from.addingReportingOverflow(100)
    return from..<(overflows ? to : min(to, end))
  }

  private mutating func checkNumbers(from first: Int64) {
    let sealed = Set(rows.seals.map(\.event))
    let seen = Set(rows.events.map(\.id))
    for seal in rows.seals where !seen.contains(seal.event) {
      add(.removed, event: seal.event, "its record is there, and its row is missing")
    }
    for event in rows.events where event.id >= first && !sealed.contains(event.id) {
      add(.unsigned, event: event.id, "it is not signed")
    }
    var expected: Int64 = 1
    for event in rows.events where event.id < first {
      for missing in Self.gap(expected, event.id) {
        add(.removed, event: missing, "it is missing")
      }
      expected = event.id == .max ? event.id : event.id + 1
    }
    for missing in Self.gap(expected, first) where first > 1 {
      add(.removed, event: missing, "it is missing")
    }
  }

  // MARK: Rows

  private mutating func checkRow(_ row: LedgerRows.Event) {
    guard let event = records[row.id]?.event else { return }
    let pairs: [(name: String, isEqual: Bool)] = [
      ("verb", Self.isSame(row.verb, event.verb)),
      ("inputs", Self.isSame(row.inputs, event.inputs)),
      ("summary", Self.isSame(row.summary, event.summary)),
      ("engine", Self.isSame(row.engine, event.program)),
      ("before", row.before == event.before?.number), ("after", row.after == event.after.number),
    ]
    for pair in pairs where !pair.isEqual {
      add(.changed, event: row.id, "its \(pair.name) is not what was signed")
    }
  }

  /// Whether two texts are the same bytes; equal letters may be written in several ways.
  static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

  private mutating func checkSigners() {
    var signers: [LedgerVerdict.Signer] = []
    for seal in rows.seals {
      guard let person = records[seal.event]?.event.person else { continue }
      let index = signers.firstIndex { $0.key == person.key } ?? signers.count
      if index == signers.count {
        signers.append(
          LedgerVerdict.Signer(
            key: person.key, names: [], events: 0, isOwn: person.key == ownKey))
      }
      signers[index].events += 1
      if let name = person.name, !signers[index].names.contains(name) {
        signers[index].names.append(name)
      }
    }
    verdict.signers = signers
    let known = Set(signers.map(\.key))
    for key in rows.signers.keys.sorted() where !known.contains(key) {
      add(
        .unknownSigner, "the project holds the key \(key.prefix(16)), with which no event is signed"
      )
    }
    var latest: Int64?
    for seal in rows.seals {
      guard let time = records[seal.event]?.event.time else { continue }
      if let before = latest, time < before {
        verdict.remarks.append("The clock stood earlier at event \(seal.event) than before it.")
      }
      latest = time
    }
  }

  // MARK: Before the ledger

  private mutating func checkEarlier(_ first: Int64) {
    guard first > 1, let record = records[first] else { return }
    guard record.event.verb == LedgerAdoption.verb,
      let adoption = LedgerAdoption(inputs: record.event.inputs)
    else {
      for missing in Self.gap(1, first) { add(.removed, event: missing, "its record is missing") }
      return
    }
    let earlier = rows.events.filter { $0.id < first }
    let digest = try? LedgerDigest.earlier(earlier, slots: rows.slots)
    guard adoption.events == earlier.count, adoption.digest == digest else {
      add(
        .changed, event: first,
        "of the \(adoption.events) events before it, or of the values of their states, something "
          + "was changed")
      return
    }
  }
}
