/// An amount of money, split among works: payout = T / N + O · w.
///
/// T is the pool for training, divided equally among the N works that the model was trained on; O is the
/// pool for outputs, divided by the works' shares w in what was made. Outputs in which nothing was found
/// add their part of O to the equal pool. Everything is counted in the smallest unit of the currency and
/// sums exactly to the amount: units that are left after rounding down go to the largest remainders
/// (Hamilton's method), of equal ones by id.
public struct ShareStatement: Hashable, Sendable {
  /// What a work gets.
  public struct Row: Hashable, Sendable {
    /// The work's id.
    public var work: String
    /// Its share in the outputs, 0...1.
    public var share: Double
    /// What it gets, in the currency's smallest unit.
    public var units: Int
  }

  /// The most units that can be split: whole numbers of them are exact in a `Double`.
  public static let most = 1 << 50

  /// The rows by id; without those that get nothing and have no share.
  public let rows: [Row]
  /// The amount, in the currency's smallest unit.
  public let units: Int

  /// Splits an amount.
  ///
  /// `units` is 0...``most``; `training` is the share of it that is the pool for training, 0...1;
  /// `works` are the ids of all works trained on. Shares of works that are not among them are given
  /// rows all the same. Where there is neither a work nor a share nobody can be paid: nil.
  public init?(
    units: Int, training: Double, works: [String], outputs: [InfluenceShares]
  ) {
    guard (0...Self.most).contains(units), (0...1).contains(training) else { return nil }
    let found = outputs.filter { !$0.shares.isEmpty }
    let mean = InfluenceShares(mean: found)
    let shares = Dictionary(uniqueKeysWithValues: mean.shares.map { ($0.work, $0.share) })
    let equal = Set(works)
    let ids = equal.union(shares.keys).sorted()
    guard !ids.isEmpty else { return nil }
    let reliable = outputs.isEmpty ? 0 : Double(found.count) / Double(outputs.count)
    var pool = (1 - training) * reliable
    if equal.isEmpty { pool = 1 } else if shares.isEmpty { pool = 0 }
    let ideal = ids.map { id -> Double in
      let base = equal.contains(id) ? (1 - pool) / Double(equal.count) : 0
      return Double(units) * (base + pool * (shares[id] ?? 0))
    }
    let paid = Self.rounded(ideal, sum: units)
    self.units = units
    rows = zip(ids, paid).map { Row(work: $0, share: shares[$0] ?? 0, units: $1) }
      .filter { $0.units > 0 || $0.share > 0 }
  }

  /// Whole numbers that sum to a number, as near to some others as can be.
  private static func rounded(_ ideal: [Double], sum: Int) -> [Int] {
    var whole = ideal.map { Int($0.rounded(.down)) }
    let order = ideal.indices.sorted {
      let (left, right) = (ideal[$0] - Double(whole[$0]), ideal[$1] - Double(whole[$1]))
      return left == right ? $0 < $1 : left > right
    }
    var left = sum - whole.reduce(0, +)
    var place = 0
    while left > 0 {
      whole[order[place % order.count]] += 1
      (left, place) = (left - 1, place + 1)
    }
    // Sums of doubles may come out a unit too high: it is taken where the remainder is least.
    place = order.count - 1
    while left < 0 {
      if whole[order[place]] > 0 {
        whole[order[place]] -= 1
        left += 1
      }
      place = place > 0 ? place - 1 : order.count - 1
    }
    return whole
  }
}
