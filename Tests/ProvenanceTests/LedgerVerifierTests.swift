import Music
import Production
import Provenance
import Testing

/// A change that somebody makes to a project without its key, and what must be found.
struct Tampering: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let found: String
  let change: @Sendable (inout LedgerRows) throws -> Void

  init(
    _ description: String, _ found: String,
    change: @escaping @Sendable (inout LedgerRows) throws -> Void
  ) {
    testDescription = description
    self.found = found
    self.change = change
  }
}

@Suite("LedgerVerifier") struct LedgerVerifierTests {
  @Test("a ledger as the program writes it is intact, and says who signed")
  func intact() throws {
    let ledger = try SampleLedger()
    let verdict = LedgerVerifier.verdict(on: ledger.rows, ownKey: ledger.key.signer.fingerprint)
    #expect(verdict.findings == [])
    #expect(verdict.isIntact && verdict.events == 6 && verdict.firstSealed == 1)
    #expect(verdict.head?.event == 6 && verdict.head?.hash == ledger.rows.seals.last?.hash)
    #expect(verdict.knownUpTo == nil)
    #expect(verdict.signers.map(\.names) == [["Ada"]] && verdict.signers.first?.isOwn == true)
  }

  @Test("another's ledger is intact and bears another's key")
  func foreign() throws {
    let ledger = try SampleLedger()
    let verdict = LedgerVerifier.verdict(on: ledger.rows, ownKey: "other")
    #expect(verdict.isIntact && verdict.signers.first?.isOwn == false)
  }

  @Test(
    "whatever is changed without the key is found, and named by its event",
    arguments: [
      Tampering("a verb", "changed 2") { $0.events[1].verb = "compose" },
      Tampering("inputs", "changed 1") { $0.events[0].inputs = "{\"a\":1}" },
      Tampering("a summary that looks the same", "changed 3") {
        $0.events[2].summary = "Did u\u{6e}do\u{200b}"
      },
      Tampering("a version", "changed 4") { $0.events[3].engine = "2" },
      Tampering("a state before", "changed 2") { $0.events[1].before = 2 },
      Tampering("a state after", "changed 5") { $0.events[4].after = 2 },
      Tampering("a bit of a record", "changed 3") { $0.seals[2].record[40] ^= 1 },
      Tampering("a record with its hash", "badSignature 3") {
        let summary = Array($0.events[2].summary.utf8)
        let record = $0.seals[2].record
        let place = try #require(
          record.indices.first { record[$0...].starts(with: summary) }, "the record has no summary")
        $0.seals[2].record[place] ^= 1
        $0.seals[2].hash = LedgerHash.of($0.seals[2].record)
      },
      Tampering("a hash", "changed 3") {
        $0.seals[2].hash = String(repeating: "0", count: 64)
      },
      Tampering("a signature", "badSignature 6") {
        $0.seals[5].signature = String($0.seals[5].signature.reversed())
      },
      Tampering("the case of a signature", "badSignature 6") {
        $0.seals[5].signature = $0.seals[5].signature.uppercased()
      },
      Tampering("an empty signature", "badSignature 2") { $0.seals[1].signature = "" },
      Tampering("a record of a later format", "unknownFormat 2") { $0.seals[1].record[15] = 9 },
      Tampering("an empty record", "changed 2") { $0.seals[1].record = [] },
      Tampering("an event's row taken out", "removed 3") { $0.events.remove(at: 2) },
      Tampering("an event's record taken out", "removed 3") { $0.seals.remove(at: 2) },
      Tampering("the last record taken out", "unsigned 6") { $0.seals.removeLast() },
      Tampering("an event taken out and the rest moved up", "reordered 3") { rows in
        rows.events.remove(at: 2)
        rows.seals.remove(at: 2)
        for index in 2..<rows.events.count {
          rows.events[index].id -= 1
          rows.seals[index].event -= 1
        }
      },
      Tampering("two events exchanged", "reordered 3") { rows in
        let record = rows.seals[2]
        rows.seals[2] = rows.seals[3]
        rows.seals[3] = record
        (rows.seals[2].event, rows.seals[3].event) = (3, 4)
      },
      Tampering("an event put in at the end", "unsigned 7") {
        $0.events.append(
          LedgerRows.Event(
            id: 7, verb: "edit", inputs: "{}", summary: "", engine: "1", before: 3, after: 3))
      },
      Tampering("the first event taken out", "removed 1") {
        $0.events.removeFirst()
        $0.seals.removeFirst()
      },
      Tampering("the whole ledger taken out", "noLedger") { $0.seals = [] },
      Tampering("a public key taken out", "unknownSigner 1") { $0.signers = [:] },
      Tampering("another public key", "unknownSigner 1") { rows in
        let other = try LedgerKey(seed: Array(repeating: 1, count: 32)).signer
        for key in rows.signers.keys { rows.signers[key] = LedgerHash.hexadecimal(other.bytes) }
      },
      Tampering("a public key put in", "unknownSigner") {
        let other = try LedgerKey(seed: Array(repeating: 1, count: 32)).signer
        $0.signers[other.fingerprint] = LedgerHash.hexadecimal(other.bytes)
      },
      Tampering("another project", "project 1") { $0.projects = ["ffeeddccbbaa"] },
      Tampering("no project", "project") { $0.projects = [] },
      Tampering("the current state", "head 6") { $0.heads = [1] },
      Tampering("no current state", "head 6") { $0.heads = [] },
      Tampering("the origin of a state", "state 5") { $0.states[3]?.parent = 1 },
      Tampering("the way forward", "state 1") { $0.states[1]?.redo = nil },
      Tampering("a state put in", "state") { $0.states[9] = LedgerRows.State(parent: 3) },
      Tampering("a state taken out", "state 2") { $0.states[2] = nil },
      Tampering("a slot on another value", "slot 5") {
        let other = $0.slots[1]?["locks"]
        $0.slots[3]?["locks"] = other
      },
      Tampering("a slot taken out", "slot 2") { $0.slots[2]?["locks"] = nil },
      Tampering("a slot put in", "slot 1") {
        let mix = $0.slots[3]?["mix"]
        $0.slots[1]?["mix"] = mix
      },
      Tampering("slots of a state that is not there", "slot") {
        $0.slots[8] = $0.slots[1]
      },
      Tampering("the bytes of a value", "value 5") { rows in
        guard let digest = rows.slots[3]?["mix"] else { return }
        rows.values[digest] = "other"
      },
      Tampering("a value taken out", "value 1") { rows in
        guard let digest = rows.slots[1]?["score"] else { return }
        rows.values[digest] = nil
      },
      Tampering("a value put in", "value") { $0.values["other"] = "other" },
    ])
  func tampered(_ tampering: Tampering) throws {
    var ledger = try SampleLedger()
    let before = ledger.rows
    try tampering.change(&ledger.rows)
    try #require(ledger.rows != before)
    #expect(ledger.findings().contains(tampering.found), "\(ledger.findings())")
  }

  @Test("events that another key signed anew are that key's, and break a known head")
  func resigned() throws {
    let real = try SampleLedger()
    let forged = try SampleLedger(seed: 9, name: "Ada")
    let own = real.key.signer.fingerprint
    let verdict = LedgerVerifier.verdict(on: forged.rows, ownKey: own)
    #expect(verdict.isIntact && verdict.signers.first?.isOwn == false)
    let head = KnownHead(event: 6, hash: real.rows.seals[5].hash, origin: .machine)
    #expect(forged.findings(heads: [head]) == ["rolledBack 6"])
  }

  @Test("cut-off events are found where a head is known, and cannot be found elsewhere")
  func truncation() throws {
    let whole = try SampleLedger()
    var short = whole
    short.rows.events.removeLast(2)
    short.rows.seals.removeLast(2)
    short.rows.states[3] = nil
    short.rows.slots[3] = nil
    let used = Set(short.rows.slots.values.flatMap(\.values))
    short.rows.values = short.rows.values.filter { used.contains($0.key) }
    short.rows.heads = [2]
    #expect(short.findings() == [])
    let head = whole.rows.seals[5].hash
    #expect(short.findings(heads: [KnownHead(hash: head, origin: .given)]) == ["rolledBack"])
    let prefix = KnownHead(hash: String(head.prefix(8)).uppercased(), origin: .given)
    #expect(short.findings(heads: [prefix]) == ["rolledBack"])
    #expect(whole.findings(heads: [prefix]) == [])
    #expect(
      short.findings(heads: [KnownHead(event: 6, hash: head, origin: .machine)])
        == ["rolledBack 6"])
    let verdict = LedgerVerifier.verdict(
      on: whole.rows, heads: [KnownHead(event: 6, hash: head, origin: .machine)])
    #expect(verdict.knownUpTo == 6 && verdict.isIntact)
  }

  @Test("a copy that went another way verifies, with a remark on the other")
  func divergence() throws {
    let first = try SampleLedger()
    var second = first
    try second.seal("ai", from: 3, to: 3)
    var third = first
    try third.change("edit", ["score": "another"])
    let heads = [second, third].map {
      KnownHead(event: 7, hash: $0.rows.seals[6].hash, origin: .machine)
    }
    for ledger in [second, third] {
      let verdict = LedgerVerifier.verdict(on: ledger.rows, heads: heads)
      #expect(verdict.isIntact && verdict.knownUpTo == 7)
      #expect(verdict.remarks.contains { $0.contains("Another copy") })
    }
    #expect(first.findings(heads: heads) == ["rolledBack 7"])
  }

  @Test("random changes of rows are found, whatever they are")
  func random() throws {
    let seed = UInt64(6)
    var random = RandomStream(seed: seed, purpose: "tampering")
    let whole = try SampleLedger()
    for round in 0..<600 {
      var ledger = whole
      RowMutation.apply(to: &ledger.rows, &random)
      guard ledger.rows != whole.rows else { continue }
      #expect(!ledger.findings().isEmpty, "seed \(seed), round \(round)")
    }
  }
}

/// One random change of a row.
enum RowMutation {
  static func apply(to rows: inout LedgerRows, _ random: inout RandomStream) {
    let event = random.index(rows.events.count)
    switch random.index(14) {
    case 0: rows.seals[event].record[random.index(rows.seals[event].record.count)] ^= bit(&random)
    case 1: rows.seals[event].record.removeLast(1 + random.index(20))
    case 2: rows.seals[event].signature = flipped(rows.seals[event].signature, &random)
    case 3: rows.seals[event].hash = flipped(rows.seals[event].hash, &random)
    case 4: rows.events[event].summary = flipped(rows.events[event].summary, &random)
    case 5: rows.events[event].inputs = flipped(rows.events[event].inputs, &random)
    case 6:
      // Rows are read in the order of their numbers: what is exchanged is what the numbers carry.
      let other = random.index(rows.events.count)
      rows.events.swapAt(event, other)
      let id = rows.events[event].id
      rows.events[event].id = rows.events[other].id
      rows.events[other].id = id
    case 7: rows.events[event].after = Int64(random.index(9)) - 2
    case 8:
      let other = random.index(rows.seals.count)
      rows.seals.swapAt(event, other)
      let number = rows.seals[event].event
      rows.seals[event].event = rows.seals[other].event
      rows.seals[other].event = number
    case 9: rows.events.remove(at: event)
    case 10: rows.seals.remove(at: event)
    case 11: rows.states[Int64(1 + random.index(4)), default: .init()].redo = Int64(random.index(9))
    case 12:
      guard let slot = rows.slots[2]?.keys.sorted().first else { return }
      rows.slots[2]?[slot] = rows.values.keys.sorted()[random.index(rows.values.count)]
    default:
      let digest = rows.values.keys.sorted()[random.index(rows.values.count)]
      rows.values[digest] = flipped(digest, &random)
    }
  }

  private static func bit(_ random: inout RandomStream) -> UInt8 { 1 << UInt8(random.index(8)) }

  private static func flipped(_ text: String, _ random: inout RandomStream) -> String {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return "x" }
    bytes[random.index(bytes.count)] ^= 1
    return String(decoding: bytes, as: UTF8.self)
  }
}
