/// By what share each work is near to an output: at least 0 each, 1 together.
///
/// This is influence by likeness: how much of the output's material is found in the work, weighed by how
/// rare that material is. It is no account of what a model did inside.
public struct InfluenceShares: Hashable, Codable, Sendable {
  /// A work and its share.
  public struct Share: Hashable, Codable, Sendable {
    /// The work's id.
    public var work: String
    /// Its share, 0...1.
    public var share: Double

    /// Makes a share.
    public init(work: String, share: Double) {
      self.work = work
      self.share = share
    }
  }

  /// The shares, the greatest first, of equal ones by id; empty where nothing was found.
  public let shares: [Share]

  /// Brings amounts of material to shares; those that are not above 0 or not finite count for nothing.
  public init(_ amounts: [(work: String, amount: Double)]) {
    var sums: [String: Double] = [:]
    // In the order given, so that sums are the same whatever the hashing.
    for (work, amount) in amounts where amount > 0 && amount.isFinite {
      sums[work, default: 0] += amount
    }
    let ordered = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let whole = ordered.reduce(0) { $0 + $1.value }
    shares =
      whole > 0 && whole.isFinite
      ? ordered.map { Share(work: $0.key, share: $0.value / whole) } : []
  }

  /// The mean of the shares of several outputs, each counting the same; outputs without any are left out.
  public init(mean outputs: [InfluenceShares]) {
    self.init(outputs.flatMap { $0.shares.map { ($0.work, $0.share) } })
  }
}
