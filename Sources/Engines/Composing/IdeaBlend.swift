import Music
import Production

/// An idea made from two: form, key and harmony of one, motif, groove and texture of the other as
/// far as its share allows.
///
/// The idea with the larger share (the first when equal) is the ground. Of the other are taken, by
/// its share: the tempo in proportion, from 10 % on the motif, from 30 % on the groove.
public struct IdeaBlend: Sendable {
  /// The idea that gives form, key and harmony.
  public let ground: Idea
  /// The idea that gives ingredients.
  public let guest: Idea
  /// The guest's share, 0...0.5.
  public let share: Double

  /// Chooses ground and guest; `share` is the second idea's, 0...1.
  public init(_ first: Idea, _ second: Idea, share: Double = 0.5) {
    let share = min(max(share, 0), 1)
    (ground, guest) = share <= 0.5 ? (first, second) : (second, first)
    self.share = min(share, 1 - share)
  }

  /// Makes a blend with a given ground.
  package init(ground: Idea, guest: Idea, share: Double) {
    self.ground = ground
    self.guest = guest
    self.share = share
  }

  /// What the guest gives at its share.
  public var ingredients: Set<Ingredient> {
    var taken: Set<Ingredient> = []
    if share >= 0.1 { taken.insert(.motif) }
    if share >= 0.3 { taken.insert(.groove) }
    return taken
  }

  /// The blended idea, composed.
  public func blended(by composer: Composer = Composer()) -> Idea {
    var idea = mixed(taking: ingredients)
    idea.score = composer.compose(plan: idea.plan, style: idea.style)
    // A guest's part that finds nothing to play over these sections stays away.
    let silent = Set(idea.score.parts.filter(\.notes.isEmpty).map(\.id))
    idea.score.parts.removeAll { silent.contains($0.id) }
    for id in silent.sorted() { idea.plan.remove(part: id) }
    return idea
  }

  /// The ground's plan and style with some ingredients of the guest; the score is still the
  /// ground's.
  package func mixed(taking ingredients: Set<Ingredient>) -> Idea {
    var idea = ground
    let (own, other) = (ground.plan, guest.plan)
    idea.plan.tempo = tempo
    idea.plan.styles = styles
    for ingredient in [Ingredient.groove, .texture] where ingredients.contains(ingredient) {
      transplant(ingredient, into: &idea)
    }
    if ingredients.contains(.motif) { lend(&idea.plan) }
    idea.plan.title = "\(own.title) + \(other.title)"
    return idea
  }

  /// The tempo between the two; a ground whose tempo changes keeps it.
  private var tempo: TempoMap {
    let changes = ground.plan.tempo.changes
    guard changes.count == 1, let own = changes.first?.beatsPerMinute,
      let other = guest.plan.tempo.changes.first?.beatsPerMinute
    else { return ground.plan.tempo }
    return TempoMap(beatsPerMinute: (own + (other - own) * share).rounded())
  }

  private var styles: [Brief.StyleWeight] {
    var shares: [Brief.StyleWeight] = []
    for (plan, share) in [(ground.plan, 1 - share), (guest.plan, share)] where share > 0 {
      for style in plan.styles {
        let weight = style.weight * share
        if let index = shares.firstIndex(where: { $0.name == style.name }) {
          shares[index].weight += weight
        } else {
          shares.append(.init(name: style.name, weight: weight))
        }
      }
    }
    return shares
  }

  // MARK: Motif

  /// Gives the leads the guest's motifs, kind of section by kind; kinds that the guest lacks take
  /// its main theme.
  private func lend(_ plan: inout Plan) {
    let melody = guest.score.parts.filter { $0.role == .lead }.flatMap(\.notes)
    guard !melody.isEmpty else { return }
    var found: [String: Motif] = [:]
    for section in guest.plan.sections where found[section.name] == nil {
      let start = guest.plan.meters.start(ofBar: section.startBar)
      let end = guest.plan.meters.start(ofBar: section.startBar + section.bars)
      found[section.name] = Motif(
        of: melody.filter { $0.onset >= start && $0.onset < end }, from: start,
        barLength: guest.plan.meters.meter(ofBar: section.startBar).barLength,
        in: guest.plan.key(ofBar: section.startBar)
      ).map(paced)
    }
    let usual = ["chorus", "hook", "drop", "theme", "head", "verse"].lazy.compactMap { found[$0] }
    guard let main = usual.first ?? found.sorted(by: { $0.key < $1.key }).first?.value else {
      return
    }
    var motifs: [String: Motif] = [:]
    for section in plan.sections { motifs[section.name] = found[section.name] ?? main }
    for index in plan.parts.indices where plan.parts[index].role == .lead {
      plan.parts[index].motifs = motifs
    }
  }

  /// A motif of the guest in notes twice as long or as short where the tempos lie so far apart that
  /// it would be sung at another pace.
  private func paced(_ motif: Motif) -> Motif {
    guard let own = ground.plan.tempo.changes.first?.beatsPerMinute,
      let other = guest.plan.tempo.changes.first?.beatsPerMinute
    else { return motif }
    if own >= other * 1.6 { return motif.augmented() }
    // Halves of sixteenths are no notes of a melody.
    let shortest = motif.tones.map(\.duration).min() ?? .zero
    return other >= own * 1.6 && shortest >= Beat(1, 2) ? motif.diminished() : motif
  }

  // MARK: Parts

  /// Puts the guest's parts of an ingredient in the place of the ground's.
  private func transplant(_ ingredient: Ingredient, into idea: inout Idea) {
    let roles = ingredient.roles
    let leaving = idea.plan.parts.filter { roles.contains($0.role) }
    var coming = guest.plan.parts.filter { roles.contains($0.role) }
    guard !coming.isEmpty else { return }
    let old = idea.plan
    let place = old.parts.firstIndex { roles.contains($0.role) } ?? 0
    for part in leaving { idea.plan.remove(part: part.id) }
    let guests = Set(coming.map(\.id))
    var taken = Set(idea.plan.parts.map(\.id))
    var names: [String: String] = [:]
    for index in coming.indices {
      let own = StylePart(for: coming[index], in: guest.style)
      let id = coming[index].id
      coming[index].seed = coming[index].seed ?? guest.plan.seed
      if taken.contains(id) {
        coming[index].id = id.numbered { taken.contains($0) || guests.contains($0) }
      }
      names[id] = coming[index].id
      taken.insert(coming[index].id)
      adopt(own, as: coming[index].id, in: &idea.style)
    }
    idea.plan.parts.insert(contentsOf: coming, at: min(place, idea.plan.parts.count))
    refollow(&idea.plan, names: names, guests: Set(names.values))
    for index in idea.plan.sections.indices {
      for part in coming {
        idea.plan.sections[index].layers[part.id] = layer(
          of: part, in: old.sections[index], leaving: leaving, style: idea.style)
        if let before = leaving.first(where: { $0.role == part.role }) {
          inherit(from: before.id, to: part.id, in: old.sections[index], &idea.plan.sections[index])
        }
      }
      // Somebody plays: the first of those that came where all that played have left.
      if idea.plan.sections[index].layers.isEmpty {
        let section = idea.plan.sections[index]
        let free = coming.first { section.refusedBars(of: $0.id).count < section.bars }
        idea.plan.sections[index].layers[(free ?? coming[0]).id] = LayerPlanner.intensity(
          section.energy)
      }
      if let voices = VoicePlanner.limit(of: old) {
        let wishes = idea.plan.sections[index].wishes
        VoicePlanner(voices: voices, wanted: Set(wishes.filter(\.plays).map(\.part)))
          .share(&idea.plan.sections[index], parts: idea.plan.parts)
      }
    }
    if ingredient == .groove {
      idea.style.groove.swing = guest.style.groove.swing
      idea.style.groove.swingUnit = guest.style.groove.swingUnit
    }
  }

  /// What was asked of a part by bars holds for the part that takes its place.
  private func inherit(
    from old: String, to new: String, in section: Plan.PlannedSection,
    _ changed: inout Plan.PlannedSection
  ) {
    changed.wishes += section.wishes.filter { $0.part == old }.map { wish in
      Plan.PartWish(part: new, bars: wish.bars, plays: wish.plays)
    }
    guard changed.layers[new] != nil else { return }
    changed.rests += section.rests.filter { $0.part == old }.map { rest in
      Plan.Rest(part: new, bars: rest.bars)
    }
  }

  /// Guests follow each other under their new names; who would follow a part that left follows
  /// nobody.
  private func refollow(_ plan: inout Plan, names: [String: String], guests: Set<String>) {
    let known = Set(plan.parts.map(\.id))
    for index in plan.parts.indices {
      guard let follow = plan.parts[index].controls.follow, follow != "kick" else { continue }
      let isGuest = guests.contains(plan.parts[index].id)
      let name = isGuest ? names[follow] ?? follow : follow
      plan.parts[index].controls.follow = known.contains(name) ? name : nil
    }
  }

  /// How much a guest plays in a section: as much as the part of its role that leaves, or by its
  /// own entrance where there is none.
  private func layer(
    of part: Plan.PlannedPart, in section: Plan.PlannedSection, leaving: [Plan.PlannedPart],
    style: Style
  ) -> Double? {
    let same = leaving.filter { $0.role == part.role }
    guard same.isEmpty else { return same.compactMap { section.layers[$0.id] }.max() }
    let enters = StylePart(for: part, in: style).enters
    return section.energy >= enters ? max(0.1, section.energy) : nil
  }

  /// Adds a part of the guest's style with all that the style says of it.
  private func adopt(_ part: StylePart, as id: String, in style: inout Style) {
    let theirs = guest.style
    style.parts.removeAll { $0.id == id }
    var own = part
    own.id = id
    style.parts.append(own)
    if let channel = theirs.mix.channels[part.id] ?? theirs.mix.channels[part.role.rawValue] {
      style.mix.channels[id] = channel
    }
    style.groove.push[id] = theirs.groove.push[part.id] ?? theirs.groove.push[part.role.rawValue]
    style.groove.gate[id] = theirs.groove.gate[part.id] ?? theirs.groove.gate[part.role.rawValue]
    style.groove.pedal.removeAll { $0 == id }
    if theirs.groove.pedal.contains(part.id) { style.groove.pedal.append(id) }
  }
}
