import Music
import Production

/// Decides which parts play in which section and how much.
struct LayerPlanner {
  var parts: [Plan.PlannedPart]
  /// The style's word on each part, in the same order.
  var styleParts: [StylePart]
  /// The winces that the style commits on purpose.
  var exceptions: [String]

  init(parts: [Plan.PlannedPart], style: Style) {
    self.parts = parts
    styleParts = parts.map { StylePart(for: $0, in: style) }
    exceptions = style.exceptions
  }

  /// The layers of one section by its kind and energy alone.
  func layers(name: String, energy: Double) -> [String: Double] {
    var layers: [String: Double] = [:]
    for (part, own) in zip(parts, styleParts) {
      guard !own.silentIn.contains(where: { SectionKind.canonical($0) == name }) else { continue }
      let isAlways = own.alwaysIn.contains { SectionKind.canonical($0) == name }
      guard isAlways || energy >= own.enters else { continue }
      layers[part.id] = Self.intensity(energy)
    }
    if layers.isEmpty, let first = firstToEnter { layers[first] = Self.intensity(energy) }
    return layers
  }

  static func intensity(_ energy: Double) -> Double {
    (min(max(energy, 0.1), 1) * 1000).rounded() / 1000
  }

  /// The part that plays when nobody else does: harmony before bass before the others.
  private var firstToEnter: String? {
    let order: [Role] = [.chords, .pad, .arpeggio, .lead, .bass, .counter, .drums]
    let ranked = parts.indices.min { left, right in
      let a = (styleParts[left].enters, order.firstIndex(of: parts[left].role) ?? 9)
      let b = (styleParts[right].enters, order.firstIndex(of: parts[right].role) ?? 9)
      return a < b
    }
    return ranked.map { parts[$0].id }
  }

  // MARK: The whole form

  /// The layers of all sections: each part heard, each resting somewhere, neighbours different,
  /// the first of a kind smaller than the last.
  func layers(_ sections: [DraftSection], loop: Bool) -> [[String: Double]] {
    var layers = sections.map { self.layers(name: $0.name, energy: $0.energy) }
    guard let climax = sections.indices.max(by: { sections[$0].energy < sections[$1].energy })
    else { return layers }
    for (part, own) in zip(parts, styleParts) where !layers.contains(where: { $0[part.id] != nil })
    {
      let open = sections.indices.filter { index in
        !own.silentIn.contains { SectionKind.canonical($0) == sections[index].name }
      }
      let index = open.max { sections[$0].energy < sections[$1].energy } ?? climax
      layers[index][part.id] = Self.intensity(sections[index].energy)
    }
    guard sections.count > 1 else { return layers }
    growOccurrences(sections, &layers)
    separateNeighbours(sections, &layers)
    if !loop { foundLastSection(sections, &layers) }
    if sections.count >= 3, !loop { restSomewhere(sections, climax: climax, &layers) }
    return layers
  }

  /// Parts that may leave a section without pulling the floor away, the last to enter first.
  private func removable(_ layers: [[String: Double]], at index: Int, name: String) -> [Int] {
    guard layers[index].count > 2 else { return [] }
    let foundation: Set<Role> = [.drums, .bass, .chords]
    return parts.indices.filter { part in
      let id = parts[part].id
      let isAlways = styleParts[part].alwaysIn.contains { SectionKind.canonical($0) == name }
      return layers[index][id] != nil && !isAlways && !foundation.contains(parts[part].role)
        && layers.indices.contains { $0 != index && layers[$0][id] != nil }
    }.sorted { styleParts[$0].enters > styleParts[$1].enters }
  }

  private func growOccurrences(_ sections: [DraftSection], _ layers: inout [[String: Double]]) {
    for name in Set(sections.map(\.name)).sorted() {
      let same = sections.indices.filter { sections[$0].name == name }
      guard let first = same.first, let last = same.last, first != last else { continue }
      guard layers[first].keys.sorted() == layers[last].keys.sorted() else { continue }
      // The lead states the theme; another colour waits for the last time.
      let choices = removable(layers, at: first, name: name)
      let waiting = choices.first { parts[$0].role != .lead }
      if let waiting { layers[first][parts[waiting].id] = nil }
    }
  }

  private func separateNeighbours(_ sections: [DraftSection], _ layers: inout [[String: Double]]) {
    for index in sections.indices.dropFirst() {
      guard layers[index].keys.sorted() == layers[index - 1].keys.sorted() else { continue }
      let lower = sections[index].energy < sections[index - 1].energy ? index : index - 1
      let choices = removable(layers, at: lower, name: sections[lower].name)
      if let leaving = choices.first(where: { parts[$0].role != .lead }) {
        layers[lower][parts[leaving].id] = nil
      }
    }
  }

  /// Gives the close a bass and harmony to close with, and the lead, who recalls the theme, where
  /// the style lets them play there.
  private func foundLastSection(_ sections: [DraftSection], _ layers: inout [[String: Double]]) {
    let last = sections.count - 1
    for roles in [Set<Role>([.bass]), [.chords, .pad, .arpeggio], [.lead]] {
      let able = parts.indices.filter { roles.contains(parts[$0].role) }
      guard !able.contains(where: { layers[last][parts[$0].id] != nil }) else { continue }
      let open = able.first { index in
        !styleParts[index].silentIn.contains {
          SectionKind.canonical($0) == sections[last].name
        }
      }
      if let open { layers[last][parts[open].id] = Self.intensity(sections[last].energy) }
    }
  }

  /// Gives a part that would play from first to last bar a section of rest.
  private func restSomewhere(
    _ sections: [DraftSection], climax: Int, _ layers: inout [[String: Double]]
  ) {
    guard !exceptions.contains(Critique.Rule.noRest.rawValue) else { return }
    let order: [Role] = [
      .drums, .percussion, .lead, .counter, .arpeggio, .effects, .bass, .pad, .chords,
    ]
    let ranked = parts.indices.sorted {
      (order.firstIndex(of: parts[$0].role) ?? 9, $0) < (
        order.firstIndex(of: parts[$1].role) ?? 9, $1
      )
    }
    for part in ranked where layers.allSatisfy({ $0[parts[part].id] != nil }) {
      let id = parts[part].id
      let isFoundation = [.drums, .bass, .chords].contains(parts[part].role)
      let rests = sections.indices.filter { index in
        let name = sections[index].name
        // The floor is pulled away only where a listener expects it: at the start or for contrast.
        let mayThin =
          index == 0 || SectionKind.isPassing(name)
          || SectionKind.isContrast(name) && name != "solo"
        let ends = index == sections.count - 1
        return index != climax && !(ends && parts[part].role == .lead)
          && !(isFoundation && (ends || !mayThin))
          && canRest(part, in: layers[index], name: sections[index].name)
      }
      // A lead that leaves a chorus takes the song with it; between sections nobody misses it.
      // Drums, bass and chords do not leave one section together.
      func cost(_ index: Int) -> (Int, Int, Int, Double) {
        let name = sections[index].name
        let isBetween = index == 0 || SectionKind.isPassing(name) || SectionKind.isContrast(name)
        return (
          layers[index].count < 3 ? 1 : 0, parts[part].role == .lead && !isBetween ? 1 : 0,
          isFoundation ? missingFoundation(in: layers[index]) : 0, sections[index].energy
        )
      }
      let place = rests.min { cost($0) < cost($1) }
      if let place { layers[place][id] = nil }
    }
  }

  /// How many of the band's drums, basses and chords a section is without.
  private func missingFoundation(in layers: [String: Double]) -> Int {
    parts.filter {
      [.drums, .bass, .chords].contains($0.role) && layers[$0.id] == nil
    }.count
  }

  /// Whether a section stands without a part: somebody pitched still plays, harmony if there was.
  private func canRest(_ part: Int, in layers: [String: Double], name: String) -> Bool {
    let isAlways = styleParts[part].alwaysIn.contains { SectionKind.canonical($0) == name }
    let others = parts.indices.filter { $0 != part && layers[parts[$0].id] != nil }
    let harmony: Set<Role> = [.chords, .pad, .arpeggio]
    return !isAlways && others.contains { harmony.contains(parts[$0].role) }
  }
}
