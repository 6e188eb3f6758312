import Music
import Production
import Provenance
import Testing

@Suite("LedgerRecord") struct LedgerRecordTests {
  @Test("records come back exactly, and are written again to the same bytes")
  func roundTrip() throws {
    let ledger = try SampleLedger()
    for seal in ledger.rows.seals {
      let record = try LedgerRecord(bytes: seal.record)
      #expect(record.event.id == seal.event && record.project == ledger.project)
      let again = try LedgerRecord(
        record.event, project: record.project, previous: record.previous)
      #expect(again.bytes == seal.record && again.hash == seal.hash)
    }
  }

  @Test("the bytes of an event are those of the documented formula")
  func bytes() throws {
    let event = LedgerEvent(
      id: 1, verb: "ai", time: 2, person: LedgerPerson(key: "k"), actor: .person,
      interface: .page, program: "p", summary: "s", inputs: "{}", before: nil,
      after: LedgerState(number: 3, digest: "d"), changes: [])
    let record = try LedgerRecord(event, project: "q", previous: "r")
    let text = { (text: String) -> [UInt8] in [0, 0, 0, UInt8(text.utf8.count)] + text.utf8 }
    let number = { (number: UInt8) -> [UInt8] in [0, 0, 0, 0, 0, 0, 0, number] }
    var expected: [UInt8] = Array("ETUDE-LEDGER".utf8) + [0, 0, 0, 1]
    expected += text("q") + number(1) + text("r") + text("ai") + number(2) + text("k") + [0]
    expected += [0, 0, 0, 0] + text("page") + text("p") + text("s") + text("{}") + [0]
    expected += [0, 0, 0, 0] + [0] + number(3) + text("d") + [0, 0, 0, 0]
    #expect(record.bytes == expected)
  }

  @Test("an event that lacks time, person, interface or actor is not written")
  func incomplete() throws {
    let event = try LedgerRecord(bytes: try SampleLedger().rows.seals[0].record).event
    func refusal(_ change: (inout LedgerEvent) -> Void) -> LedgerError? {
      var event = event
      change(&event)
      do {
        _ = try LedgerRecord(event, project: "", previous: "")
        return nil
      } catch { return error }
    }
    #expect(refusal { $0.time = nil } == .incomplete(field: "time"))
    #expect(refusal { $0.person = nil } == .incomplete(field: "person"))
    #expect(refusal { $0.interface = nil } == .incomplete(field: "interface"))
    #expect(refusal { $0.actor = .undeclared } == .incomplete(field: "actor"))
    #expect(refusal { _ in } == nil)
  }

  @Test("a record is signed by the person whom it names alone")
  func otherKey() throws {
    let record = try LedgerRecord(bytes: try SampleLedger().rows.seals[0].record)
    let other = try LedgerKey(seed: Array(repeating: 8, count: 32))
    #expect(throws: LedgerError.incomplete(field: "person")) { try record.sealed(by: other) }
  }

  @Test("every beginning of a record is refused where it ends")
  func beginnings() throws {
    let bytes = try SampleLedger().rows.seals[0].record
    for count in 0..<bytes.count {
      #expect(throws: LedgerError.self) { try LedgerRecord(bytes: Array(bytes[..<count])) }
    }
    #expect(throws: LedgerError.trailing(offset: bytes.count)) {
      try LedgerRecord(bytes: bytes + [0])
    }
  }

  @Test("lists and texts that claim more than is there are refused before they are read")
  func claims() throws {
    let bytes = try SampleLedger().rows.seals[0].record
    for index in 12..<(bytes.count - 4) {
      var claimed = bytes
      claimed.replaceSubrange(index..<(index + 4), with: [0xff, 0xff, 0xff, 0xff])
      if let record = try? LedgerRecord(bytes: claimed) { #expect(record.bytes == claimed) }
    }
  }

  @Test("random bytes are refused or read to the same bytes")
  func fuzz() throws {
    let seed = UInt64(11)
    var random = RandomStream(seed: seed, purpose: "records")
    let records = try SampleLedger().rows.seals.map(\.record)
    for round in 0..<20_000 {
      var bytes = records[random.index(records.count)]
      for _ in 0...random.index(4) {
        bytes[random.index(bytes.count)] = UInt8(random.index(256))
      }
      guard let record = try? LedgerRecord(bytes: bytes) else { continue }
      let again = try LedgerRecord(
        record.event, project: record.project, previous: record.previous)
      #expect(again.bytes == bytes, "seed \(seed), round \(round)")
    }
  }
}
