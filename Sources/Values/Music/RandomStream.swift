/// A counter-based stream of random numbers that belongs to one purpose and place.
///
/// Draw `n` of a stream depends on its key and `n` alone, so that one more draw in one place
/// shifts nothing elsewhere. The generator is SplitMix64 over a counter (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014).
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  private let key: UInt64
  private var counter: UInt64 = 0

  /// Makes the stream of a seed, a purpose and a place.
  public init(
    seed: UInt64, purpose: String, part: String = "", section: String = "", bar: Int = -1,
    take: Int = 0
  ) {
    var hash = RandomStream.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    for text in [purpose, part, section] {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      hash = RandomStream.mixed(hash ^ 0xFF51_AFD7_ED55_8CCD)
    }
    hash = RandomStream.mixed(hash ^ UInt64(bitPattern: Int64(bar)))
    key = RandomStream.mixed(hash ^ (UInt64(bitPattern: Int64(take)) &* 0xC2B2_AE3D_27D4_EB4F))
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    counter &+= 1
    return RandomStream.mixed(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A number in 0..<1 with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in a range, uniformly.
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + unit() * (range.upperBound - range.lowerBound)
  }

  /// A number of mean 0 and standard deviation 1, nearly normal, in -6...6: the sum of twelve
  /// uniform draws, so that no library function decides it.
  public mutating func bell() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit() }
    return sum
  }

  /// Whether an event of the given probability happens.
  public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A whole number in 0..<count; count is positive.
  public mutating func index(_ count: Int) -> Int {
    precondition(count > 0, "an index is drawn from a non-empty range")
    return Int(next() % UInt64(count))
  }

  /// An element of a collection, or nil when it is empty.
  public mutating func element<Element>(of elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[index(elements.count)]
  }

  /// An index drawn in proportion to non-negative weights; 0 when all are zero; nil when empty.
  public mutating func weightedIndex(_ weights: [Double]) -> Int? {
    guard !weights.isEmpty else { return nil }
    let total = weights.reduce(0, +)
    guard total > 0 else { return 0 }
    var remaining = unit() * total
    for (index, weight) in weights.enumerated() {
      remaining -= weight
      if remaining < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 }
  }
}
