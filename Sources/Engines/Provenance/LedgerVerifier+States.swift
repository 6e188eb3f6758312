import Production

extension LedgerVerifier {
  /// Walks through all events and compares the states that they lead to with those that are there.
  ///
  /// An event that leaves the state before makes none; `undo` and `redo` go to one that is there; any
  /// other makes a new one of the state before. The states' neighbours and the current state follow
  /// from that alone.
  mutating func checkStates() {
    var walk = StateWalk()
    for event in rows.events {
      // What was signed counts, not the row.
      let signed = records[event.id]?.event
      walk.take(
        signed?.verb ?? event.verb, event: event.id,
        from: signed.map { $0.before?.number } ?? event.before,
        to: signed?.after.number ?? event.after)
    }
    compare(walk)
    checkSlots(walk)
    guard rows.heads.count == 1, rows.heads.first == walk.current else {
      add(
        .head, event: rows.events.last?.id,
        "the project does not stand at the state that its last event led to")
      return
    }
  }

  private mutating func compare(_ walk: StateWalk) {
    for (number, state) in walk.states.sorted(by: { $0.key < $1.key }) {
      let maker = walk.makers[number]
      guard let found = rows.states[number] else {
        add(.state, event: maker, "its state \(number) is missing")
        continue
      }
      if found.parent != state.parent {
        add(.state, event: maker, "its state \(number) was given another origin")
      }
      if found.redo != state.redo {
        add(.state, event: maker, "the way forward from its state \(number) was changed")
      }
    }
    for number in rows.states.keys.sorted() where walk.states[number] == nil {
      add(.state, "no event led to state \(number)")
    }
    for number in rows.slots.keys.sorted() where rows.states[number] == nil {
      add(.slot, "there are values of a state \(number) that is not there")
    }
  }

  /// Compares what states hold with what was signed: the digests of states, and the changes.
  private mutating func checkSlots(_ walk: StateWalk) {
    var reported: Set<Int64> = []
    for seal in rows.seals {
      guard let event = records[seal.event]?.event else { continue }
      for state in [event.before, event.after].compactMap({ $0 }) {
        let slots = rows.slots[state.number] ?? [:]
        guard (try? LedgerDigest.state(slots)) != state.digest,
          reported.insert(state.number).inserted
        else { continue }
        let maker = walk.makers[state.number] ?? event.id
        add(.slot, event: maker, "the values of its state \(state.number) are not those signed")
      }
      let before = event.before.map { rows.slots[$0.number] ?? [:] } ?? [:]
      let changes = LedgerDigest.changes(from: before, to: rows.slots[event.after.number] ?? [:])
      let touched = [event.before?.number, event.after.number].compactMap { $0 }
      if changes != event.changes, !touched.contains(where: reported.contains) {
        add(.changed, event: event.id, "what it says of its changes is not so")
      }
    }
  }

  /// Compares the values with their digests.
  mutating func checkValues() {
    var users: [String: (state: Int64, slot: String)] = [:]
    for (state, slots) in rows.slots.sorted(by: { $0.key < $1.key }) {
      for (slot, digest) in slots.sorted(by: { $0.key < $1.key }) where users[digest] == nil {
        users[digest] = (state, slot)
      }
    }
    let makers = Dictionary(
      rows.events.map { ($0.after, $0.id) }, uniquingKeysWith: { first, _ in first })
    for (digest, user) in users.sorted(by: {
      ($0.value.state, $0.value.slot) < ($1.value.state, $1.value.slot)
    }) {
      let maker = makers[user.state]
      guard let found = rows.values[digest] else {
        add(.value, event: maker, "its \(user.slot) is missing")
        continue
      }
      if found != digest { add(.value, event: maker, "its \(user.slot) was changed") }
    }
    for digest in rows.values.keys.sorted() where users[digest] == nil {
      add(.value, "a value \(digest.prefix(16)) belongs to no state")
    }
  }
}

/// The states that events lead to, one after another.
struct StateWalk {
  private(set) var states: [Int64: LedgerRows.State] = [:]
  /// The event that made each state.
  private(set) var makers: [Int64: Int64] = [:]
  private(set) var current: Int64?

  mutating func take(_ verb: String, event: Int64, from before: Int64?, to after: Int64) {
    defer { current = after }
    if before == after { return }
    if states[after] != nil, let before {
      if verb == "undo" { states[after]?.redo = before }
      return
    }
    states[after] = LedgerRows.State(parent: before)
    makers[after] = event
    if let before { states[before]?.redo = nil }
  }
}
