/// What a piece has of one aspect: names of features and their weights, of length 1 together.
///
/// A feature is named by a number of 64 bits, so that a piece takes a few kilobytes and nobody can read
/// the piece out of it. The likeness of two pieces is the cosine of their vectors; a matrix of cosines
/// is positive semi-definite, as the Vendi score wants it.
public struct FeatureVector: Hashable, Sendable {
  /// The features' names, ascending.
  public let names: [UInt64]
  /// Their weights, 0...1, the sum of whose squares is 1.
  public let weights: [Float]

  /// The vector of a piece that has nothing of an aspect, such as a melody of drums alone.
  ///
  /// Two such pieces are alike in it, and one is unlike any other piece.
  public static let nothing = FeatureVector(names: [0], weights: [1])

  /// Takes names and weights as they were stored; nil where they are none.
  ///
  /// There have to be at most `limit`, with names ascending and weights of length 1.
  public init?(stored names: [UInt64], _ weights: [Float]) {
    guard !names.isEmpty, names.count == weights.count, names.count <= Self.limit,
      zip(names, names.dropFirst()).allSatisfy({ $0 < $1 }),
      weights.allSatisfy({ $0.isFinite && $0 >= 0 && $0 <= 1.001 })
    else { return nil }
    let square = weights.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard abs(square - 1) < 0.01 else { return nil }
    self.init(names: names, weights: weights)
  }

  init(names: [UInt64], weights: [Float]) {
    self.names = names
    self.weights = weights
  }

  /// The most features that are kept; those of the least weight are left out.
  public static let limit = 2_000

  /// The cosine of two vectors, 0...1; cost grows with their lengths.
  public func likeness(to other: FeatureVector) -> Double {
    var (i, j) = (0, 0)
    var sum = 0.0
    while i < names.count, j < other.names.count {
      if names[i] == other.names[j] {
        sum += Double(weights[i]) * Double(other.weights[j])
        i += 1
        j += 1
      } else if names[i] < other.names[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return min(1, sum)
  }
}

/// Gathers features of a piece.
struct FeatureGathering {
  private var sums: [UInt64: Double] = [:]

  /// A name for a kind of feature and the numbers that make it one: FNV-1a over their bytes.
  static func name(_ kind: StaticString, _ numbers: some Sequence<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    kind.withUTF8Buffer { for byte in $0 { take(byte) } }
    for number in numbers {
      let bits = UInt64(bitPattern: Int64(number))
      for shift in stride(from: 0, to: 64, by: 8) { take(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    // 0 is the name of having nothing.
    return max(1, hash)
  }

  /// Adds to a feature; nothing below 0.
  mutating func add(_ kind: StaticString, _ numbers: some Sequence<Int>, _ amount: Double = 1) {
    guard amount > 0 else { return }
    sums[Self.name(kind, numbers), default: 0] += amount
  }

  /// Adds a number as two neighbouring steps of a scale, each by its nearness.
  mutating func add(
    _ kind: StaticString, _ numbers: [Int], at place: Double, _ amount: Double = 1
  ) {
    guard place.isFinite, abs(place) < 1e6 else { return }
    let step = place.rounded(.down)
    let rest = place - step
    add(kind, numbers + [Int(step)], amount * (1 - rest))
    add(kind, numbers + [Int(step) + 1], amount * rest)
  }

  /// The vector of the gathered features; `nothing` of none.
  ///
  /// Roots of sums are taken, so that what comes a hundred times does not drown what comes ten times.
  /// No other function of a mathematics library is called: the same notes give the same numbers on
  /// every machine.
  var vector: FeatureVector {
    var kept = sums.map { (name: $0.key, weight: $0.value.squareRoot()) }
    if kept.count > FeatureVector.limit {
      kept.sort { ($1.weight, $0.name) < ($0.weight, $1.name) }
      kept.removeLast(kept.count - FeatureVector.limit)
    }
    kept.sort { $0.name < $1.name }
    let length = kept.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
    guard length > 0 else { return .nothing }
    return FeatureVector(
      names: kept.map(\.name), weights: kept.map { Float($0.weight / length) })
  }
}
