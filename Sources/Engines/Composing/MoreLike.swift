import Measures
import Music
import Production

extension Composer {
  /// Above this likeness an idea near another counts as a duplicate of it.
  package static let duplicateLikeness = 0.85

  /// New ideas near some that were liked, best first.
  ///
  /// Each has the form, key and harmony of one of them. What all of them share (see
  /// ``sharedIngredients(of:)``) is kept; of the rest each new idea takes some from another liked
  /// one and draws one or two anew. Near duplicates of the liked ones and of each other are left
  /// out where more than ``duplicateLikeness`` alike, so far as enough others are found.
  public func more(like liked: [Idea], count: Int, seed: UInt64) -> [Variation] {
    guard !liked.isEmpty else { return [] }
    let shared = Self.sharedIngredients(of: liked)
    var selection = VariationSelection(count: count, avoiding: liked.map(\.score)) {
      $0.overall > Self.duplicateLikeness
    }
    selection.gather(most: 3 * count) { index in
      let idea = neighbour(index, of: liked, keeping: shared, seed: seed)
      return Variation(
        index: index, seed: idea.plan.seed, plan: idea.plan, style: idea.style,
        score: idea.score, merit: VariationMerit(of: idea.score).overall, likeness: 0)
    }
    return selection.ranked
  }

  /// The ingredients in which all of some ideas are at least 0.6 alike; none for a single one.
  public static func sharedIngredients(of ideas: [Idea]) -> Set<Ingredient> {
    guard ideas.count > 1 else { return [] }
    var shared = Set(Ingredient.allCases)
    for (index, left) in ideas.enumerated() {
      for right in ideas[(index + 1)...] {
        let likeness = ScoreSimilarity(left.score, right.score)
        if likeness.motif < 0.6 { shared.remove(.motif) }
        if likeness.groove < 0.6 { shared.remove(.groove) }
        if likeness.texture < 0.6 { shared.remove(.texture) }
      }
    }
    return shared
  }

  /// One idea near the liked ones.
  private func neighbour(
    _ index: Int, of liked: [Idea], keeping shared: Set<Ingredient>, seed: UInt64
  ) -> Idea {
    var stream = RandomStream(seed: seed, purpose: "more", bar: index)
    let ground = index % liked.count
    var idea = liked[ground]
    let open = Ingredient.allCases.filter { !shared.contains($0) }
    if liked.count > 1 {
      let guest = (ground + 1 + stream.index(liked.count - 1)) % liked.count
      let taken = open.filter { _ in stream.chance(0.5) }
      idea = IdeaBlend(ground: liked[ground], guest: liked[guest], share: 0)
        .mixed(taking: Set(taken))
      idea.plan.title = liked[ground].plan.title
    }
    // What all share is what is liked; without such a difference something else has to move.
    let movable = open.isEmpty ? Ingredient.allCases : open
    let first = movable[(index / liked.count) % movable.count]
    var redrawn = [first]
    if let second = stream.element(of: movable), second != first { redrawn.append(second) }
    for ingredient in redrawn { redraw(ingredient, of: &idea, seed: stream.next()) }
    idea.score = compose(plan: idea.plan, style: idea.style)
    return idea
  }

  /// Gives the parts that carry an ingredient a seed of their own.
  private func redraw(_ ingredient: Ingredient, of idea: inout Idea, seed: UInt64) {
    for index in idea.plan.parts.indices
    where ingredient.roles.contains(idea.plan.parts[index].role) {
      idea.plan.parts[index].seed = seed
      idea.plan.parts[index].motifs = nil
    }
  }
}
