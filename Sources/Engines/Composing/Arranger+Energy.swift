import Music
import Production

extension Arranger {
  /// Makes a section louder and fuller, or less so, and has its unlocked parts play it anew.
  ///
  /// What was asked for of who plays where, and how many notes may sound at once, holds.
  func setEnergy(
    _ energy: Double, of id: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    guard (0...1).contains(energy) else { throw .energyOutOfRange(energy) }
    let index = try sectionIndex(id, in: song)
    let range = song.plan.sections[index].barRange
    let open = song.plan.parts.filter { part in
      range.contains { bar in !song.locks.contains { $0.covers(part: part.id, bar: bar) } }
    }
    guard !open.isEmpty else { throw .locked(part: nil, bar: range.lowerBound) }
    let old = song.plan.sections
    let change = EnergyChange(plan: song.plan, style: style, locks: song.locks)
    song.plan.sections[index] = change.section(index, at: energy)
    song.score.sections[index].energy = energy
    // The section before hands over as it was played: its notes stay.
    song.plan.sections[index].transition = transition(
      of: index, in: song.plan.sections, as: index, in: old, plan: song.plan)
    TensionPlanner().draw(&song.plan.sections, climax: song.plan.climax?.id, only: index)
    for part in open {
      let next = song.plan.sections[index].layers[part.id]
      guard next != nil || old[index].layers[part.id] != nil else { continue }
      song.score = composer.regenerate(
        score: song.score, plan: song.plan, style: style, parts: [part.id], bars: range, take: 0,
        locks: song.locks)
      song.parts.append(part.id)
    }
    song.bars = range
    return song
  }
}

/// Who plays in a section when its energy changes.
///
/// A rising energy brings parts in and takes none out, a falling one the other way round, by the
/// style's word on each part. A part that plays nowhere else stays; bars in which a part was asked
/// to play or to rest stay so; and where voices are limited they are shared out anew.
struct EnergyChange {
  var plan: Plan
  var style: Style
  var locks: [Lock]

  /// A section of the plan at another energy.
  func section(_ index: Int, at energy: Double) -> Plan.PlannedSection {
    let old = plan.sections[index]
    var section = old
    section.energy = energy
    let intensity = LayerPlanner.intensity(energy)
    let playing = playing(index, at: energy)
    for part in plan.parts where !isLocked(part.id, in: old) {
      let isIn = playing.contains(part.id)
      let bars = old.barRange.filter { old.wish(for: part.id, inBar: $0) ?? isIn }
      guard !bars.isEmpty else {
        section.silence(part.id)
        continue
      }
      if old.layers[part.id] == nil { section.rests.removeAll { $0.part == part.id } }
      section.layers[part.id] = intensity
      let silent = old.barRange.filter { bar in
        !bars.contains(bar) && section.plays(part.id, inBar: bar)
      }
      section.rests += silent.stretches.map { Plan.Rest(part: part.id, bars: $0) }
    }
    shareVoices(&section, old: old)
    guard old.barRange.allSatisfy({ isAnybodyHeard(in: section, bar: $0) }) else {
      // Nobody would be left: those who played go on, at the new energy.
      section = old
      section.energy = energy
      for id in old.layers.keys { section.layers[id] = intensity }
      return section
    }
    return section
  }

  /// The parts that an energy calls for.
  private func playing(_ index: Int, at energy: Double) -> Set<String> {
    let old = plan.sections[index]
    let usual = Set(
      LayerPlanner(parts: plan.parts, style: style).layers(name: old.name, energy: energy).keys)
    let before = Set(old.layers.keys)
    if energy >= old.energy { return energy > old.energy ? before.union(usual) : before }
    let staying = before.filter { id in
      usual.contains(id)
        || !plan.sections.indices.contains { $0 != index && plan.sections[$0].layers[id] != nil }
    }
    return staying.isEmpty ? usual : staying
  }

  private func isLocked(_ part: String, in section: Plan.PlannedSection) -> Bool {
    section.barRange.allSatisfy { bar in locks.contains { $0.covers(part: part, bar: bar) } }
  }

  private func isAnybodyHeard(in section: Plan.PlannedSection, bar: Int) -> Bool {
    plan.parts.contains { section.plays($0.id, inBar: bar) }
      || !plan.parts.contains { plan.section(ofBar: bar)?.plays($0.id, inBar: bar) ?? false }
  }

  private func shareVoices(_ section: inout Plan.PlannedSection, old: Plan.PlannedSection) {
    guard let voices = VoicePlanner.limit(of: plan) else { return }
    let pitched = plan.parts.filter { !$0.instrument.isDrumKit }
    let isHeld = pitched.contains { part in
      old.barRange.contains { bar in locks.contains { $0.covers(part: part.id, bar: bar) } }
    }
    guard !isHeld else {
      // Locked notes need the voices that they have: nobody comes in.
      for part in pitched where old.layers[part.id] == nil { section.silence(part.id) }
      return
    }
    // Those who played go before those who would come in.
    let asked = section.wishes.filter(\.plays).map(\.part)
    VoicePlanner(voices: voices, wanted: Set(old.layers.keys).union(asked))
      .share(&section, parts: plan.parts)
  }
}
