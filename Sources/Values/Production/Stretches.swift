extension Sequence<Int> {
  /// Ascending numbers as stretches of neighbours.
  public var stretches: [Range<Int>] {
    var found: [Range<Int>] = []
    for number in self {
      if let last = found.last, last.upperBound == number {
        found[found.count - 1] = last.lowerBound..<(number + 1)
      } else {
        found.append(number..<(number + 1))
      }
    }
    return found
  }
}
