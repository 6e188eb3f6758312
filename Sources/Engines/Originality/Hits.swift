import Production
import ReferenceIndex

/// Which works have which figures of a line, sorted by work.
struct Hits {
  /// A figure that a work has: where it begins in the line, and how much that tells.
  struct Place {
    var place: Int32
    var weight: Int32
  }

  /// The most that one figure tells, in sixteenths of a bit.
  private static let most = 12 * Logarithm.unit

  /// The works that a figure of a smaller index is thought to be one of.
  private static let leastWorks = 4096

  /// A hit: the work, the place in the line's range, and the weight.
  private struct Hit {
    var work: Int32
    var place: UInt16
    var weight: Int16
  }

  private var hits: [Hit] = []
  /// By work, what its figures weigh together.
  private var sums: [Int32]
  private let first: Int

  /// Looks up the figures of at most 2^16 notes.
  init(_ line: LineFigures, index: ReferenceIndex) throws(ReferenceIndexError) {
    first = line.range.lowerBound
    sums = [Int32](repeating: 0, count: index.count)
    // In a small index, too, a figure tells as much as it does in music at large.
    let total = Logarithm.sixteenths(max(index.count, Self.leastWorks))
    // Each figure is read once.
    let table = try index.figureTable(line.kind)
    var works: [Int32] = []
    var read: [(works: Range<Int>, weight: Int16)] = []
    for figure in line.figures {
      let start = works.count
      let count = try table.read(figure, into: &works)
      let weight = Int16(min(Self.most, total - Logarithm.sixteenths(max(count, 1))))
      read.append((start..<works.count, weight))
    }
    var lastPlace = [Int32](repeating: -1, count: index.count)
    for offset in 0..<line.range.count {
      for number in line.numbers(at: offset) {
        let (range, weight) = read[Int(number)]
        for work in works[range] where lastPlace[Int(work)] != Int32(offset) {
          // Variants of a figure count once.
          lastPlace[Int(work)] = Int32(offset)
          sums[Int(work)] += Int32(weight)
          hits.append(
            Hit(work: work, place: UInt16(truncatingIfNeeded: offset), weight: weight))
        }
      }
    }
  }

  /// Every work whose figures weigh so much together, ascending, with its places, ascending.
  func forEachWork(weighing least: Int, _ visit: (Int, ArraySlice<Place>) -> Void) {
    var starts = [Int32](repeating: 0, count: sums.count + 1)
    for hit in hits where sums[Int(hit.work)] >= least { starts[Int(hit.work) + 1] += 1 }
    for work in sums.indices { starts[work + 1] += starts[work] }
    var next = starts
    var order = [Place](
      repeating: Place(place: 0, weight: 0), count: Int(starts[sums.count]))
    for hit in hits where sums[Int(hit.work)] >= least {
      order[Int(next[Int(hit.work)])] = Place(
        place: Int32(first) + Int32(hit.place), weight: Int32(hit.weight))
      next[Int(hit.work)] += 1
    }
    for work in sums.indices where starts[work] < starts[work + 1] {
      visit(work, order[Int(starts[work])..<Int(starts[work + 1])])
    }
  }
}
