import Music
import Production

/// An idea made from two: form, key and harmony of one, motif, groove and texture of the other as far
/// as its share allows.
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
  init(ground: Idea, guest: Idea, share: Double) {
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
    idea.plan.parts.removeAll { silent.contains($0.id) }
    return idea
  }

  /// The ground's plan and style with some ingredients of the guest; the score is still the ground's.
  func mixed(taking ingredients: Set<Ingredient>) -> Idea {
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

  /// Gives the leads the guest's motifs, kind of section by kind; kinds that the guest lacks take its
  /// main theme.
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
        in: guest.plan.key(ofBar: section.startBar))
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

  // MARK: Parts

  /// Puts the guest's parts of an ingredient in the place of the ground's.
  private func transplant(_ ingredient: Ingredient, into idea: inout Idea) {
    let roles = ingredient.roles
    let leaving = idea.plan.parts.filter { roles.contains($0.role) }
    var coming = guest.plan.parts.filter { roles.contains($0.role) }
    guard !coming.isEmpty else { return }
    let staying = Set(idea.plan.parts.map(\.id)).subtracting(leaving.map(\.id))
    for index in coming.indices {
      let own = StylePart(for: coming[index], in: guest.style)
      let id = coming[index].id
      coming[index].seed = coming[index].seed ?? guest.plan.seed
      if staying.contains(id) { coming[index].id = "\(id)-2" }
      adopt(own, as: coming[index].id, in: &idea.style)
    }
    for index in idea.plan.sections.indices {
      let section = idea.plan.sections[index]
      var layers = section.layers
      for part in leaving { layers[part.id] = nil }
      for part in coming {
        layers[part.id] = layer(of: part, in: section, leaving: leaving, style: idea.style)
      }
      if !layers.isEmpty { idea.plan.sections[index].layers = layers }
    }
    let place = idea.plan.parts.firstIndex { roles.contains($0.role) } ?? 0
    idea.plan.parts.removeAll { roles.contains($0.role) }
    idea.plan.parts.insert(contentsOf: coming, at: min(place, idea.plan.parts.count))
    if ingredient == .groove {
      idea.style.groove.swing = guest.style.groove.swing
      idea.style.groove.swingUnit = guest.style.groove.swingUnit
    }
  }

  /// How much a guest plays in a section: as much as the part of its role that leaves, or by its own
  /// entrance where there is none.
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
  }
}
