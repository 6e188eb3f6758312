/// Finds the cheapest line through candidate pitches: dynamic programming over pairs of
/// neighbouring notes, so that a rule may look at three notes in a row.
struct LineSolver {
  /// One note of the line to be found.
  struct Slot {
    /// MIDI numbers, ascending.
    var candidates: [Int]
    /// What each candidate costs by itself.
    var costs: [Double]
  }

  let slots: [Slot]
  /// The cost of going on to a note: the slot's index, the two notes before (nil at the beginning)
  /// and the note.
  let transition: (_ index: Int, _ before: Int?, _ from: Int?, _ to: Int) -> Double

  /// The cheapest line, one number a slot.
  ///
  /// Takes time in proportion to slots times the cube of
  /// candidates.
  func solve() -> [Int] {
    guard let first = slots.first, slots.allSatisfy({ !$0.candidates.isEmpty }) else { return [] }
    let start = first.candidates.indices.map {
      first.costs[$0] + transition(0, nil, nil, first.candidates[$0])
    }
    guard slots.count > 1 else {
      let best = start.indices.min { start[$0] < start[$1] } ?? 0
      return [first.candidates[best]]
    }
    // total[a][b]: the cheapest way that ends with candidate a of the slot before, then b.
    var total = first.candidates.indices.map { a in
      slots[1].candidates.indices.map { b in
        start[a] + slots[1].costs[b]
          + transition(1, nil, first.candidates[a], slots[1].candidates[b])
      }
    }
    var origins: [[[Int]]] = []
    for index in slots.indices.dropFirst(2) {
      let (before, from, slot) = (slots[index - 2], slots[index - 1], slots[index])
      var next: [[Double]] = []
      var origin: [[Int]] = []
      for b in from.candidates.indices {
        var row: [Double] = []
        var rowOrigin: [Int] = []
        for c in slot.candidates.indices {
          var best = Double.infinity
          var bestOrigin = 0
          for a in before.candidates.indices {
            let cost =
              total[a][b]
              + transition(index, before.candidates[a], from.candidates[b], slot.candidates[c])
            if cost < best { (best, bestOrigin) = (cost, a) }
          }
          row.append(best + slot.costs[c])
          rowOrigin.append(bestOrigin)
        }
        next.append(row)
        origin.append(rowOrigin)
      }
      total = next
      origins.append(origin)
    }
    return traced(total, origins)
  }

  private func traced(_ total: [[Double]], _ origins: [[[Int]]]) -> [Int] {
    var best = (a: 0, b: 0)
    for a in total.indices {
      for b in total[a].indices where total[a][b] < total[best.a][best.b] { best = (a, b) }
    }
    var chosen = [best.b, best.a]
    for origin in origins.reversed() {
      let earlier = origin[chosen[chosen.count - 1]][chosen[chosen.count - 2]]
      chosen.append(earlier)
    }
    return zip(slots, chosen.reversed()).map { $0.candidates[$1] }
  }
}
