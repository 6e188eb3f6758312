public import Music
import Players
public import Production

extension Composer {
  /// A variation of a score: from a few ornaments (small amounts) over new phrase ends (middle)
  /// to whole phrases composed anew (large); at 1 everything that is not locked is new.
  ///
  /// `amount` is 0...1, 0 giving the score itself; `take` tells variations apart. Parts that are
  /// not named stay as they are; all are meant when none is.
  public func vary(
    score: Score, plan: Plan, style: Style, amount: Double, take: Int, parts: [String] = [],
    locks: [Lock] = []
  ) -> Score {
    guard amount > 0 else { return score }
    let amount = min(amount, 1)
    var targets: [String: Set<Int>] = [:]
    for part in plan.parts where parts.isEmpty || parts.contains(part.id) {
      for section in plan.sections {
        let bars = redrawnBars(of: section, part: part.id, plan: plan, amount: amount, take: take)
        targets[part.id, default: []].formUnion(bars)
      }
    }
    var varied = redraw(
      score, plan: plan, style: style, targets: targets.filter { !$0.value.isEmpty }, locks: locks,
      take: max(1, take))
    let ornaments = Ornaments(plan: plan, amount: min(1, amount * 1.5), take: take, locks: locks)
    for index in varied.parts.indices {
      let id = varied.parts[index].id
      guard parts.isEmpty || parts.contains(id) else { continue }
      varied.parts[index].notes = ornaments.added(
        to: varied.parts[index], except: targets[id] ?? [])
    }
    return varied
  }

  /// The bars that a variation draws anew; those of a larger amount include those of a smaller.
  private func redrawnBars(
    of section: Plan.PlannedSection, part: String, plan: Plan, amount: Double, take: Int
  ) -> Set<Int> {
    var bars: Set<Int> = []
    let endShare = min(1, max(0, (amount - 0.3) / 0.4))
    let phraseShare = min(1, max(0, (amount - 0.6) / 0.39))
    let phrase = max(1, section.phrase)
    for start in stride(from: section.startBar, to: section.startBar + section.bars, by: phrase) {
      let end = min(start + phrase, section.startBar + section.bars)
      var stream = RandomStream(
        seed: plan.seed, purpose: "vary", part: part, section: section.id, bar: start, take: take)
      if stream.unit() < endShare { bars.insert(end - 1) }
      if stream.unit() < phraseShare { bars.formUnion(start..<end) }
    }
    return bars
  }
}
