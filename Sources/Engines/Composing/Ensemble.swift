import Music
import Players
import Production

/// The band of a plan with all that is needed to give its players their cues.
struct Ensemble {
  let plan: Plan
  /// The plan as players see it: without a last bar too short to be played.
  let playedPlan: Plan
  /// The parts in the order in which they hear each other.
  let order: [Plan.PlannedPart]
  let players: @Sendable (PlayerKind) -> any Player
  private let styleParts: [String: StylePart]
  private let roles: [String: Role]

  /// The sections as players see them.
  var sections: [Plan.PlannedSection] { playedPlan.sections }

  init(plan: Plan, style: Style, players: @escaping @Sendable (PlayerKind) -> any Player) {
    self.plan = plan
    self.players = players
    order = Self.order(plan.parts)
    styleParts = Dictionary(
      plan.parts.map { ($0.id, StylePart(for: $0, in: style)) },
      uniquingKeysWith: { first, _ in first })
    roles = Dictionary(plan.parts.map { ($0.id, $0.role) }, uniquingKeysWith: { first, _ in first })
    var played = plan
    if let last = plan.sections.last, last.bars > 1,
      Planner.isLastBarCarried(bars: plan.bars, length: plan.length, plan.meters)
    {
      played.length = plan.meters.start(ofBar: plan.bars - 1)
      played.sections[played.sections.count - 1].bars -= 1
      while let span = played.chords.last, span.onset >= played.length {
        played.chords.removeLast()
      }
    }
    playedPlan = played
  }

  /// The lead is written before the chords, so that these can answer it.
  private static let hearingOrder: [Role] = [
    .drums, .percussion, .bass, .lead, .chords, .pad, .arpeggio, .counter, .effects,
  ]

  /// The parts by role; one that follows the rhythm of another comes after it, unless they follow
  /// each other.
  static func order(_ parts: [Plan.PlannedPart]) -> [Plan.PlannedPart] {
    func rank(_ index: Int) -> (Int, Int) {
      (hearingOrder.firstIndex(of: parts[index].role) ?? 99, index)
    }
    var waiting = parts.indices.sorted { rank($0) < rank($1) }
    var order: [Plan.PlannedPart] = []
    while !waiting.isEmpty {
      let next =
        waiting.firstIndex { index in
          guard let name = parts[index].controls.follow else { return true }
          return !waiting.contains { other in
            other != index
              && (parts[other].id == name || (name == "kick" && parts[other].role == .drums))
          }
        } ?? 0
      order.append(parts[waiting.remove(at: next)])
    }
    return order
  }

  /// How many notes of a part may sound at once in a bar, where the plan limits them.
  func voices(of part: Plan.PlannedPart, bar: Int) -> Int? {
    let share = plan.section(ofBar: bar)?.voices[part.id]
    return [part.limits.voices, share].compactMap { $0 }.min()
  }

  /// What a part plays in a section, ascending; by its own player unless another is named.
  ///
  /// `take` counts how often the section was asked for again.
  func play(
    _ part: Plan.PlannedPart, in section: Plan.PlannedSection, heard: [String: [Note]],
    previous: [Note], take: Int = 0, as player: PlayerKind? = nil
  ) -> [Note] {
    guard let layer = section.layers[part.id], let stylePart = styleParts[part.id] else {
      return []
    }
    let part = part.held(voices: voices(of: part, bar: section.startBar))
    let breaksChords = part.arpeggiator != nil && !part.instrument.isDrumKit
    let cue = Cue(
      plan: playedPlan, section: section, part: part, style: stylePart,
      intensity: min(max(layer, 0), 1), take: take, heard: heard,
      roles: roles, previous: previous)
    var notes = players(player ?? (breaksChords ? .arpeggiator : stylePart.player)).play(cue)
    let entry = entryBar(of: part, in: section)
    if entry > section.startBar {
      let start = plan.meters.start(ofBar: entry)
      notes.removeAll { $0.onset < start }
    }
    if playedPlan.length < plan.length, section.id == sections.last?.id, !part.instrument.isDrumKit
    {
      for index in notes.indices where notes[index].end == playedPlan.length {
        notes[index].duration = plan.length - notes[index].onset
      }
    }
    return PartMask(plan: plan, section: section, part: part).masked(notes)
  }

  /// The bar from which a part plays in a section: in long sections one colour waits for the
  /// second half, so that something changes within eight bars.
  private func entryBar(of part: Plan.PlannedPart, in section: Plan.PlannedSection) -> Int {
    let colours: [Role] = [.percussion, .pad, .arpeggio, .counter, .effects]
    guard section.bars >= 16, section.layers.count >= 4, colours.contains(part.role) else {
      return section.startBar
    }
    let playing = plan.parts.filter { section.layers[$0.id] != nil && colours.contains($0.role) }
    let harmony = plan.parts.filter {
      section.layers[$0.id] != nil && [.chords, .pad, .arpeggio].contains($0.role)
    }
    let waiting = playing.filter { !(harmony.count == 1 && harmony[0].id == $0.id) }
      .max { (styleParts[$0.id]?.enters ?? 0) < (styleParts[$1.id]?.enters ?? 0) }
    guard waiting?.id == part.id else { return section.startBar }
    return section.startBar + (section.bars / 8 * 4)
  }

  /// Makes sure that the last note-off of a piece that ends falls exactly on its length: where no
  /// note reaches it, the last notes of the part that can best hold are held.
  func holdToTheEnd(_ notes: inout [String: [Note]], parts: [String]) {
    guard !plan.loop else { return }
    guard !notes.values.contains(where: { $0.contains { $0.end == plan.length } }) else { return }
    let holders: [Role] = [.pad, .chords, .bass, .lead, .counter, .arpeggio, .effects]
    let lastBar = plan.meters.start(ofBar: max(0, plan.bars - 1))
    let able = plan.parts.filter { parts.contains($0.id) && notes[$0.id]?.isEmpty == false }
    func onset(_ part: Plan.PlannedPart) -> Beat { notes[part.id]?.last?.onset ?? .zero }
    let ranked = able.sorted { left, right in
      let late = (onset(left) >= lastBar ? 0 : 1, onset(right) >= lastBar ? 0 : 1)
      let a = holders.firstIndex(of: left.role) ?? 99
      let b = holders.firstIndex(of: right.role) ?? 99
      // Without anyone in the last bar the part that played last holds on.
      if late.0 != late.1 { return late.0 < late.1 }
      if late.0 == 1, onset(left) != onset(right) { return onset(left) > onset(right) }
      return a < b
    }
    guard let holder = ranked.first, var held = notes[holder.id], let last = held.last?.onset
    else { return }
    for index in held.indices where held[index].onset == last {
      held[index].duration = plan.length - last
    }
    if holder.limits.rootsOnly, let section = sections.last {
      // A root that is held into another chord gives way to the root of that.
      let mask = PartMask(plan: plan, section: section, part: holder)
      held = held.filter { $0.onset < last } + mask.masked(held.filter { $0.onset == last })
    }
    notes[holder.id] = held
  }
}
