import Measures

/// How like each of some pieces is to each other, aspect by aspect.
///
/// Cost grows with the square of the number of pieces.
public struct LikenessTable: Hashable, Sendable {
  /// How many pieces.
  public let count: Int
  /// The aspects that are compared.
  public let aspects: [Aspect]
  /// The lower half of each aspect's matrix without the diagonal, row after row.
  private let halves: [Aspect: [Float]]

  /// Compares pieces in some aspects; `isCancelled` is asked once a row and ends the work.
  public init?(
    _ pieces: [WorkFeatures], in aspects: [Aspect] = Aspect.allCases,
    isCancelled: () -> Bool = { false }
  ) {
    count = pieces.count
    self.aspects = aspects
    var halves: [Aspect: [Float]] = [:]
    for aspect in aspects {
      let vectors = pieces.map { $0[aspect] }
      var half: [Float] = []
      half.reserveCapacity(count * max(0, count - 1) / 2)
      for row in vectors.indices {
        if isCancelled() { return nil }
        for column in 0..<row { half.append(Float(vectors[row].likeness(to: vectors[column]))) }
      }
      halves[aspect] = half
    }
    self.halves = halves
  }

  /// The likeness of two pieces in an aspect, 0...1, and of a piece with itself 1.
  public func likeness(_ first: Int, _ second: Int, in aspect: Aspect) -> Double {
    guard first != second, let half = halves[aspect] else { return 1 }
    let (row, column) = (max(first, second), min(first, second))
    return Double(half[row * (row - 1) / 2 + column])
  }

  /// The likeness of two pieces in some aspects together: their mean, 0...1.
  public func likeness(_ first: Int, _ second: Int, in some: [Aspect]) -> Double {
    some.reduce(0) { $0 + likeness(first, second, in: $1) } / Double(max(1, some.count))
  }

  /// The mean likeness of two different pieces in some aspects; 1 for fewer than two pieces.
  public func mean(of members: [Int], in some: [Aspect]) -> Double {
    guard members.count > 1 else { return 1 }
    var sum = 0.0
    for (place, row) in members.enumerated() {
      for column in members[..<place] { sum += likeness(row, column, in: some) }
    }
    return sum / Double(members.count * (members.count - 1) / 2)
  }

  /// How many different pieces some of them are worth in some aspects, 1...n: see `VendiScore`.
  ///
  /// Cost grows with the cube of the number of members.
  public func variety(of members: [Int], in some: [Aspect]) -> Double {
    VendiScore.of(
      members.map { row in members.map { row == $0 ? 1 : likeness(row, $0, in: some) } })
  }

  /// The pairs that are most alike in all aspects, the likest first, at most so many.
  public func nearest(_ most: Int) -> [(first: Int, second: Int, likeness: Double)] {
    var best: [(first: Int, second: Int, likeness: Double)] = []
    for row in 0..<count {
      for column in 0..<row {
        let likeness = likeness(row, column, in: aspects)
        if best.count == most, let last = best.last, likeness <= last.likeness { continue }
        let place = best.firstIndex { $0.likeness < likeness } ?? best.count
        best.insert((column, row, likeness), at: place)
        if best.count > most { best.removeLast() }
      }
    }
    return best
  }
}
