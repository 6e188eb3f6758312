/// How alike and how various sets of so many pieces of a collection are.
///
/// The Vendi score grows with the number of pieces, so that only sets of equal size may be compared.
public struct SamenessCurve: Hashable, Codable, Sendable {
  /// A mean and the range in which 95 of 100 sets lie.
  public struct Figure: Hashable, Codable, Sendable {
    /// The mean, and the 2.5th and 97.5th percentile.
    public var mean: Double, low: Double, high: Double

    /// Makes a figure.
    public init(mean: Double, low: Double, high: Double) {
      self.mean = mean
      self.low = low
      self.high = high
    }

    /// Whether the numbers are finite, in order and within a range.
    func isSound(within range: ClosedRange<Double>) -> Bool {
      [mean, low, high].allSatisfy { range.contains($0) } && low <= high
    }
  }

  /// Sets of one size.
  public struct Point: Hashable, Codable, Sendable {
    /// How many pieces a set has, at least 2.
    public var size: Int
    /// The mean likeness of its pairs, 0...1.
    public var likeness: Figure
    /// Its Vendi score, 1...size.
    public var variety: Figure

    /// Makes a point.
    public init(size: Int, likeness: Figure, variety: Figure) {
      self.size = size
      self.likeness = likeness
      self.variety = variety
    }

    var isSound: Bool {
      (2...100_000).contains(size) && likeness.isSound(within: 0...1)
        && variety.isSound(within: 0.99...(Double(size) + 0.01))
    }
  }

  /// The points by ascending size.
  public var points: [Point]

  /// Makes a curve; points are put in order.
  public init(points: [Point]) { self.points = points.sorted { $0.size < $1.size } }

  /// What sets of a size are like, in a straight line between the measured sizes; nil outside.
  public func point(ofSize size: Int) -> Point? {
    guard let above = points.first(where: { $0.size >= size }) else { return nil }
    guard above.size > size else { return above }
    guard let below = points.last(where: { $0.size < size }) else { return nil }
    let share = Double(size - below.size) / Double(above.size - below.size)
    func between(_ first: Figure, _ second: Figure) -> Figure {
      func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
      return Figure(
        mean: mix(first.mean, second.mean), low: mix(first.low, second.low),
        high: mix(first.high, second.high))
    }
    return Point(
      size: size, likeness: between(below.likeness, above.likeness),
      variety: between(below.variety, above.variety))
  }
}
