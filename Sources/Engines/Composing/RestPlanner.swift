import Music
import Production

/// Lets parts that play in every section rest for some bars: an entry that comes later, or a bar of
/// breath before a climax.
struct RestPlanner {
  /// Shorter pieces and smaller bands need no rests of whole bars.
  static let leastBars = 16, leastParts = 4

  var parts: [Plan.PlannedPart]
  var exceptions: [String]

  /// The sections with rests for those that have none.
  func rested(_ sections: [Plan.PlannedSection]) -> [Plan.PlannedSection] {
    let bars = sections.reduce(0) { $0 + $1.bars }
    guard bars >= Self.leastBars, parts.count >= Self.leastParts, sections.count > 2,
      !exceptions.contains(Critique.Rule.noRest.rawValue)
    else { return sections }
    var sections = sections
    // Those that a listener misses least come in late first.
    let order: [Role] = [
      .effects, .counter, .arpeggio, .percussion, .lead, .pad, .drums, .bass, .chords,
    ]
    let restless = parts.filter { part in
      sections.allSatisfy { $0.layers[part.id] != nil && !$0.rests.contains { $0.part == part.id } }
    }.sorted { (order.firstIndex(of: $0.role) ?? 9) < (order.firstIndex(of: $1.role) ?? 9) }
    for part in restless where !entersLate(part, &sections) { breathes(part, &sections) }
    return sections
  }

  /// Keeps a part out of the first phrase, where two others, one of them with pitch, open the piece.
  private func entersLate(
    _ part: Plan.PlannedPart, _ sections: inout [Plan.PlannedSection]
  ) -> Bool {
    let opening = sections[0]
    let top = sections.map(\.energy).max() ?? 0
    guard opening.bars >= 4, opening.energy < top else { return false }
    let others = parts.filter { other in
      other.id != part.id && opening.layers[other.id] != nil
        && !opening.rests.contains { $0.part == other.id }
    }
    let harmony: Set<Role> = [.chords, .pad, .arpeggio]
    guard others.count >= 2, others.contains(where: { harmony.contains($0.role) }) else {
      return false
    }
    let first = opening.startBar
    sections[0].rests.append(
      Plan.Rest(part: part.id, bars: first..<(first + min(4, opening.bars / 2))))
    return true
  }

  /// Lets a part do without the bar before the climax, or before the loudest section that two others
  /// lead into; a drummer fills there.
  private func breathes(_ part: Plan.PlannedPart, _ sections: inout [Plan.PlannedSection]) {
    guard part.role != .drums else { return }
    let byEnergy = sections.indices.dropFirst().sorted {
      (sections[$0].energy, $0) > (sections[$1].energy, $1)
    }
    for index in byEnergy where sections[index - 1].bars > 1 {
      let before = sections[index - 1]
      let bar = sections[index].startBar - 1
      let staying = before.layers.keys.filter { id in
        id != part.id && !before.rests.contains { $0.part == id && $0.bars.contains(bar) }
      }
      guard staying.count >= 2 else { continue }
      sections[index - 1].rests.append(Plan.Rest(part: part.id, bars: bar..<(bar + 1)))
      return
    }
  }
}
