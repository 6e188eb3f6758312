public import Music
public import Production

/// Adds players of a style to a band that is there already.
public struct Accompaniment: Sendable {
  private let style: Style
  private let seed: UInt64

  /// Makes an accompaniment in a style; `seed` decides between instruments.
  public init(style: Style, seed: UInt64) {
    self.style = style
    self.seed = seed
  }

  /// What a plan does not say of an accompaniment.
  public enum Fault: Error, Hashable, Sendable {
    /// A part of that id plays already.
    case taken(id: String)
  }

  /// The parts that a style's band would add to some roles that play already: its usual band, one
  /// part a role that is free.
  public func usualParts(beside roles: Set<Role>) -> [String] {
    style.parts.filter { $0.presence >= 0.5 && !roles.contains($0.role) && $0.role != .effects }
      .map(\.id)
  }

  /// The plan with parts for words such as `drums`, `bass`, `keys` or `violin`, which play in some
  /// bars by the energy of each section.
  ///
  /// Throws `PlanningError` for words that mean nothing, and `Fault`.
  public func joined(_ words: [String], to plan: Plan, bars: Range<Int>) throws -> Plan {
    var brief = Brief()
    brief.instruments.with = words
    brief.instruments.only = true
    // Who plays already does not answer a word for somebody new.
    var free = style
    free.parts.removeAll { part in plan.parts.contains { $0.id == part.id } }
    if let taken = words.first(where: { word in plan.parts.contains { $0.id == word } }) {
      throw Fault.taken(id: taken)
    }
    if free.parts.isEmpty { free = style }
    let band = try Self.answering(
      words, BandPlanner(brief: brief, style: free, seed: seed).parts(), style: free,
      beside: Set(plan.parts.map(\.role)))
    var plan = plan
    for var part in band {
      // Somebody whom the style does not have is named by the role.
      part.id = freeID(part.id, among: plan.parts.map(\.id))
      plan.parts.append(part)
      for index in plan.sections.indices
      where plan.sections[index].barRange.overlaps(bars) {
        plan.sections[index].layers[part.id] = max(0.3, plan.sections[index].energy)
      }
    }
    return plan
  }

  /// Of a band that has nobody but those who were asked for, one part for each word: who is named so,
  /// else who does what the instrument does best and nobody does yet.
  private static func answering(
    _ words: [String], _ band: [Plan.PlannedPart], style: Style, beside taken: Set<Role>
  ) throws(PlanningError) -> [Plan.PlannedPart] {
    var left = band
    var found: [Plan.PlannedPart] = []
    for word in words {
      let wish = try InstrumentWish(word, style: style)
      func rank(_ part: Plan.PlannedPart) -> Int {
        if part.id == word || wish.part == part.id || wish.role == part.role { return 0 }
        let roles = BandPlanner.roles(of: part.instrument)
        return 1 + (roles.firstIndex(of: part.role) ?? 20) + (taken.contains(part.role) ? 10 : 0)
      }
      let able = left.indices.filter {
        wish.matches(part: left[$0].id, role: left[$0].role, instrument: left[$0].instrument)
      }
      guard let best = able.min(by: { (rank(left[$0]), $0) < (rank(left[$1]), $1) }) else {
        continue
      }
      found.append(left.remove(at: best))
    }
    return found.isEmpty ? band : found
  }

  /// The score with what the players of new parts play in some bars.
  public func played(
    _ parts: [String], in score: Score, plan: Plan, bars: Range<Int>, take: Int, locks: [Lock] = []
  ) -> Score {
    var score = score
    for part in plan.parts where parts.contains(part.id) {
      score.parts.append(
        Part(id: part.id, name: part.name, role: part.role, instrument: part.instrument))
    }
    return Composer().regenerate(
      score: score, plan: plan, style: style, parts: parts, bars: bars, take: take, locks: locks)
  }
}

/// An id that nobody has: the one wished, or with the first free number from 2.
func freeID(_ id: String, among taken: [String]) -> String {
  guard taken.contains(id) else { return id }
  var number = 2
  while taken.contains("\(id)-\(number)") { number += 1 }
  return "\(id)-\(number)"
}
