import Production
import ReferenceIndex

/// Which works have which figures of a line, sorted by work.
struct Hits {
  /// A figure that a work has: where it begins in the line, and how much that tells.
  struct Place {
    var place: Int
    var weight: Int
  }

  /// The most that one figure tells, in sixteenths of a bit.
  private static let most = 12 * Logarithm.unit

  /// The works that a figure of a smaller index is thought to be one of.
  private static let leastWorks = 4096

  private var works: [Int32] = []
  private var places: [Int32] = []
  private var weights: [Int16] = []
  private let count: Int

  /// Looks up the figures of some notes of a line and their variants without ornaments.
  init(
    _ line: ReferenceLine, _ range: Range<Int>, index: ReferenceIndex, kind: Verdict.Line
  ) throws(ReferenceIndexError) {
    count = index.count
    // In a small index, too, a figure tells as much as it does in music at large.
    let total = Logarithm.sixteenths(max(index.count, Self.leastWorks))
    var lastPlace = [Int32](repeating: -1, count: index.count)
    var figures: [UInt32] = []
    for place in range {
      figures.removeAll(keepingCapacity: true)
      Figures.variants(line, from: place, kind) { figures.append($0) }
      for figure in figures {
        let before = works.count
        let found = try index.forEachWork(with: figure, in: kind) { work in
          // Variants of a figure count once.
          guard lastPlace[work] != Int32(place) else { return }
          lastPlace[work] = Int32(place)
          works.append(Int32(work))
          places.append(Int32(place))
        }
        let weight = Int16(min(Self.most, total - Logarithm.sixteenths(max(found, 1))))
        weights += repeatElement(weight, count: works.count - before)
      }
    }
  }

  /// Every work that was hit, ascending, with its places, ascending.
  func forEachWork(_ visit: (Int, [Place]) -> Void) {
    var starts = [Int32](repeating: 0, count: count + 1)
    for work in works { starts[Int(work) + 1] += 1 }
    for work in 0..<count { starts[work + 1] += starts[work] }
    var next = starts
    var order = [Int32](repeating: 0, count: works.count)
    for (hit, work) in works.enumerated() {
      order[Int(next[Int(work)])] = Int32(hit)
      next[Int(work)] += 1
    }
    var found: [Place] = []
    for work in 0..<count where starts[work] < starts[work + 1] {
      found.removeAll(keepingCapacity: true)
      for hit in order[Int(starts[work])..<Int(starts[work + 1])] {
        found.append(Place(place: Int(places[Int(hit)]), weight: Int(weights[Int(hit)])))
      }
      visit(work, found)
    }
  }
}
