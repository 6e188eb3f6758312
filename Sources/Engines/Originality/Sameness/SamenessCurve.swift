public import ComparisonFiles
import Music

extension SamenessCurve {
  /// The sizes that are measured, as far as there are pieces.
  public static let sizes = [2, 3, 5, 8, 10, 15, 20, 30, 50, 80]

  /// Measures sets that are drawn from a table of likenesses, in some aspects together.
  ///
  /// Sets are drawn without repetition from a seeded stream; a set of all pieces has no range.
  public init(_ table: LikenessTable, in aspects: [Aspect], draws: Int = 200, seed: UInt64 = 1) {
    self.init(
      points: Self.sizes.filter { $0 <= table.count }.map { size in
        Self.point(
          ofSize: size, of: table, in: aspects, draws: size == table.count ? 1 : draws, seed: seed)
      })
  }

  /// What sets of one size are like that are drawn from a table; it has as many pieces at least.
  static func point(
    ofSize size: Int, of table: LikenessTable, in aspects: [Aspect], draws: Int, seed: UInt64 = 1
  ) -> Point {
    var stream = RandomStream(seed: seed, purpose: "sameness", bar: size)
    var (likenesses, varieties): ([Double], [Double]) = ([], [])
    for _ in 0..<draws {
      var order = Array(0..<table.count)
      // The first places of a shuffle (Fisher and Yates).
      for place in 0..<size { order.swapAt(place, place + stream.index(table.count - place)) }
      let members = Array(order[..<size])
      likenesses.append(table.mean(of: members, in: aspects))
      varieties.append(table.variety(of: members, in: aspects))
    }
    return Point(size: size, likeness: figure(likenesses), variety: figure(varieties))
  }

  private static func figure(_ draws: [Double]) -> Figure {
    let sorted = draws.sorted()
    func percentile(_ share: Double) -> Double {
      sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
    return Figure(
      mean: draws.reduce(0, +) / Double(draws.count), low: percentile(0.025),
      high: percentile(0.975))
  }
}
