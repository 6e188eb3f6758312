import Music
import Production

/// Decides how each section hands over to the next.
struct TransitionPlanner {
  var seed: UInt64
  var loop: Bool
  var ending: Style.Ending

  /// The transition from a section to what follows; nil follows at the end of the piece.
  func transition(
    name: String, bars: Int, energy: Double, next: (name: String, energy: Double)?, place: String
  ) -> Plan.Transition {
    guard let next else {
      return loop ? .fill : ending == .fade ? .none : .ending
    }
    let rise = next.energy - energy
    var stream = RandomStream(seed: seed, purpose: "transition", section: place)
    if name == "build" || (next.name == "drop" && bars >= 4) { return .build }
    if SectionKind.isArrival(next.name), rise >= 0.2 {
      if bars >= 4, ["pre-chorus", "break", "breakdown"].contains(name), stream.chance(0.6) {
        return .build
      }
      let ways: [(way: Plan.Transition, weight: Double)] = [
        (.fill, 8), (.dropOut, 2), (.pickup, 4), (.riser, bars >= 4 ? 3 : 0),
        (.silence, bars >= 4 && rise >= 0.3 ? 1 : 0),
      ]
      return ways[stream.weightedIndex(ways.map(\.weight)) ?? 0].way
    }
    // A stop that comes before every quiet section is a hole; once in a while it is a surprise.
    if rise <= -0.3 {
      return stream.chance(0.15) ? .dropOut : stream.chance(0.4) ? .fill : .none
    }
    if rise < -0.12, stream.chance(0.35) { return .none }
    return stream.chance(0.25) ? .pickup : .fill
  }
}
