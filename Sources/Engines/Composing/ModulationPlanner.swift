import Music
import Production

/// Decides where the key changes and to which.
struct ModulationPlanner {
  var brief: Brief
  var style: Style
  var seed: UInt64
  /// The bars with what was asked for at a time.
  var frame: MarkedFrame
  /// Whether chord symbols were given, which stand whatever the key.
  var hasSymbols: Bool

  /// The key of the beginning and its changes, ascending by bar.
  func keys(
    from key: Key, _ sections: [DraftSection], notices: inout [String]
  ) -> [KeyChange] {
    var keys = [KeyChange(bar: 0, key: key)]
    let events = brief.events.filter { FormPlanner.isKeyChange($0.what) }
    var changes: [(bar: Int, event: Brief.Event)] = []
    for event in events {
      if let mark = frame.marks.first(where: { $0.event == event }) {
        changes.append((mark.bar, event))
      } else if event.at == nil, let bar = bar(of: event.place, sections) {
        changes.append((bar, event))
      } else {
        notices.append("The song is too short for a change of key; it stays in \(key).")
      }
    }
    let isRefused = brief.events.contains { $0.refused.map(FormPlanner.isKeyChange) == true }
    if events.isEmpty, !isRefused, let own = lift(sections) { changes.append(own) }
    guard !changes.isEmpty else { return keys }
    guard !hasSymbols else {
      notices.append("The given chords are kept, so the key does not change.")
      return keys
    }
    for (bar, event) in changes.sorted(by: { $0.bar < $1.bar }) where bar > 0 {
      let current = keys[keys.count - 1]
      let next = event.key ?? current.key.transposed(by: event.semitones ?? 2)
      guard next != current.key else { continue }
      keys.removeAll { $0.bar == bar }
      keys.append(KeyChange(bar: bar, key: next))
      notices.append("From bar \(bar + 1) on the key is \(next).")
    }
    return keys
  }

  /// The bar of a place in the form, or of the last arrival.
  private func bar(of place: Brief.Moment?, _ sections: [DraftSection]) -> Int? {
    guard let place else { return lastArrival(sections) }
    let spots = PassagePlanner.Form(sections.map { ($0.name, $0.bars) })
    let bar = spots.bar(of: place, frame: frame, prefersLast: true)
    return bar.flatMap { $0 > 0 ? $0 : nil } ?? lastArrival(sections)
  }

  private func lastArrival(_ sections: [DraftSection]) -> Int? {
    var bar = 0
    var found: Int?
    for section in sections {
      if bar > 0, SectionKind.isArrival(section.name) { found = bar }
      bar += section.bars
    }
    return found ?? (sections.count > 1 ? sections[0].bars : nil)
  }

  /// The change of key that the style makes by itself: up for the last return of the arrival,
  /// where nothing fixes the key.
  private func lift(_ sections: [DraftSection]) -> (bar: Int, event: Brief.Event)? {
    let total = sections.reduce(0) { $0 + $1.bars }
    guard style.harmony.modulation > 0, brief.key == nil, !brief.loop, !hasSymbols,
      brief.chords.isEmpty, brief.chordTrack.isEmpty, total >= 32,
      let bar = lastArrival(sections), bar * 2 > total
    else { return nil }
    var start = 0
    var name: String?
    for section in sections {
      if start == bar { name = section.name }
      start += section.bars
    }
    guard let name, sections.filter({ $0.name == name }).count > 1 else { return nil }
    var stream = RandomStream(seed: seed, purpose: "modulation")
    guard stream.chance(style.harmony.modulation) else { return nil }
    let steps = [2, 1, 3][stream.weightedIndex([6, 3, 1]) ?? 0]
    return (bar, Brief.Event(what: "key change", semitones: steps))
  }
}
