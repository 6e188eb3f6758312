import Music
import Production
import Provenance

/// The rows of a small project, made as the program makes them.
struct SampleLedger {
  var rows = LedgerRows()
  let key: LedgerKey
  let project = "00112233445566778899aabbccddeeff"
  private var clock: Int64 = 1_790_000_000

  /// A ledger with a song, changes, an undo, a redo and a switch.
  init(seed: UInt8 = 7, name: String? = "Ada") throws {
    key = try LedgerKey(seed: Array(repeating: seed, count: 32))
    self.name = name
    rows.projects = [project]
    rows.signers[key.signer.fingerprint] = LedgerHash.hexadecimal(key.signer.bytes)
    try change("compose", ["score": "one", "score:bass": "b1", "locks": "none"])
    try change("edit", ["score": "one", "score:bass": "b2", "locks": "none"])
    try move("undo", to: 1)
    try move("redo", to: 2)
    try change("lock", ["score": "one", "score:bass": "b2", "locks": "all", "mix": "m"])
    try seal("ai", from: 3, to: 3)
  }

  let name: String?

  /// A new state of the song with values, and its event.
  mutating func change(_ verb: String, _ values: [String: String]) throws {
    let parent = rows.heads.first
    let state = (rows.states.keys.max() ?? 0) + 1
    rows.states[state] = LedgerRows.State(parent: parent)
    if let parent { rows.states[parent]?.redo = nil }
    for (slot, value) in values {
      let digest = LedgerHash.of(Array(value.utf8))
      rows.values[digest] = digest
      rows.slots[state, default: [:]][slot] = digest
    }
    try seal(verb, from: parent, to: state)
    rows.heads = [state]
  }

  /// An undo or redo.
  mutating func move(_ verb: String, to state: Int64) throws {
    let from = rows.heads.first
    if verb == "undo" { rows.states[state]?.redo = from }
    try seal(verb, from: from, to: state)
    rows.heads = [state]
  }

  /// Signs an event and puts its rows in.
  mutating func seal(_ verb: String, from before: Int64?, to after: Int64) throws {
    clock += 60
    let old = before.map { rows.slots[$0] ?? [:] }
    let event = LedgerEvent(
      id: Int64(rows.events.count) + 1, verb: verb, time: clock,
      person: LedgerPerson(key: key.signer.fingerprint, name: name),
      actor: verb == "compose"
        ? .engine(
          LedgerEngine(
            version: "1", styles: [LedgerPart(name: "lofi", digest: "d")],
            models: [LedgerPart(name: "composer", digest: "e", parts: ["lead"])]))
        : .person,
      interface: .command, program: "1", summary: "Did \(verb)", inputs: "{}",
      seed: verb == "compose" ? .max : nil,
      sources: verb == "compose" ? [LedgerSource(name: "a.mid", digest: "f", use: .notes)] : [],
      before: try before.map {
        LedgerState(number: $0, digest: try LedgerDigest.state(old ?? [:]))
      },
      after: LedgerState(number: after, digest: try LedgerDigest.state(rows.slots[after] ?? [:])),
      changes: LedgerDigest.changes(from: old ?? [:], to: rows.slots[after] ?? [:]))
    let record = try LedgerRecord(
      event, project: project, previous: rows.seals.last?.hash ?? LedgerSeal.beginning)
    guard let seal = try record.sealed(by: key).seal else { return }
    rows.seals.append(
      LedgerRows.Seal(
        event: event.id, record: record.bytes, hash: seal.hash, signature: seal.signature))
    rows.events.append(
      LedgerRows.Event(
        id: event.id, verb: verb, inputs: event.inputs, summary: event.summary,
        engine: event.program, before: before, after: after))
  }

  /// What a verifier finds, as kinds with event numbers such as `changed 3`.
  func findings(heads: [KnownHead] = []) -> [String] {
    LedgerVerifier.verdict(on: rows, ownKey: key.signer.fingerprint, heads: heads).findings.map {
      "\($0.kind.rawValue)" + ($0.event.map { " \($0)" } ?? "")
    }
  }
}
