import Music
import Production

/// Shares a limited number of voices out among the pitched parts of every section.
///
/// Every part keeps to its share, so that the sum is never more. Where more parts play than there
/// are voices, the least needed rest.
struct VoicePlanner {
  /// The most notes of pitched parts that sound at once.
  var voices: Int
  /// Parts that were asked for.
  var wanted: Set<String>

  /// The most notes of pitched parts that sound at once in a plan that limits them: as many as are
  /// shared out in the section with the most; nil in others.
  static func limit(of plan: Plan) -> Int? {
    let most = plan.sections.map { $0.voices.values.reduce(0, +) }.max() ?? 0
    return most > 0 ? most : nil
  }

  /// What a role would like to sound at once.
  private static func wish(_ part: Plan.PlannedPart) -> Int {
    let own = min(part.instrument.polyphony, part.limits.voices ?? part.instrument.polyphony)
    switch part.role {
    case .chords: return min(own, 5)
    case .pad: return min(own, 4)
    case .effects, .arpeggio: return min(own, 2)
    default: return min(own, 1)
    }
  }

  /// How much a part is needed: the melody first, then the foundation, harmony, colours.
  private func need(_ part: Plan.PlannedPart) -> Int {
    let order: [Role] = [.effects, .counter, .percussion, .arpeggio, .pad, .chords, .bass, .lead]
    return (order.firstIndex(of: part.role) ?? 0) + (wanted.contains(part.id) ? 20 : 0)
  }

  /// Sets the shares; throws where parts that were asked for find no room in any section.
  func share(
    _ sections: inout [Plan.PlannedSection], parts: [Plan.PlannedPart]
  ) throws(PlanningError) {
    let pitched = parts.filter { !$0.instrument.isDrumKit }
    for index in sections.indices { share(&sections[index], parts: pitched) }
    try seat(&sections, parts: pitched)
    for index in sections.indices { allot(&sections[index], parts: pitched) }
  }

  /// Sets the shares of one section, in which the least needed parts rest where there are too many.
  func share(_ section: inout Plan.PlannedSection, parts: [Plan.PlannedPart]) {
    let pitched = parts.filter { !$0.instrument.isDrumKit }
    let playing = pitched.filter { section.layers[$0.id] != nil }
    for part in playing.sorted(by: { need($0) > need($1) }).dropFirst(voices) {
      section.silence(part.id)
    }
    allot(&section, parts: pitched)
  }

  /// Gives every part that was asked for a section, in place of one that plays elsewhere too.
  private func seat(
    _ sections: inout [Plan.PlannedSection], parts: [Plan.PlannedPart]
  ) throws(PlanningError) {
    for part in parts where wanted.contains(part.id) {
      guard !sections.contains(where: { $0.layers[part.id] != nil }) else { continue }
      let place = sections.indices.compactMap { index -> (Int, String)? in
        guard sections[index].refusedBars(of: part.id).count < sections[index].bars else {
          return nil
        }
        let spare = parts.filter { other in
          sections[index].layers[other.id] != nil
            && (!wanted.contains(other.id)
              || sections.indices.contains { $0 != index && sections[$0].layers[other.id] != nil })
        }.min { need($0) < need($1) }
        return spare.map { (index, $0.id) }
      }.last
      guard let (index, other) = place else {
        throw .tooFewVoices(
          voices: voices, parts: parts.filter { wanted.contains($0.id) }.map(\.id))
      }
      sections[index].silence(other)
      sections[index].layers[part.id] = LayerPlanner.intensity(sections[index].energy)
      sections[index].rests += sections[index].refusedBars(of: part.id).stretches.map {
        Plan.Rest(part: part.id, bars: $0)
      }
    }
  }

  private func allot(_ section: inout Plan.PlannedSection, parts: [Plan.PlannedPart]) {
    let playing = parts.filter { section.layers[$0.id] != nil }
    var shares = Dictionary(uniqueKeysWithValues: playing.map { ($0.id, 1) })
    var left = voices - playing.count
    while left > 0 {
      // The part furthest below what it would like.
      let next = playing.filter { Self.wish($0) > shares[$0.id] ?? 0 }
        .max { Self.wish($0) - (shares[$0.id] ?? 0) < Self.wish($1) - (shares[$1.id] ?? 0) }
      guard let next else { break }
      shares[next.id, default: 0] += 1
      left -= 1
    }
    section.voices = shares
  }
}
