/// Spearman's rank correlation (Spearman, "The proof and measurement of association between two
/// things", 1904): Pearson's coefficient of the ranks, ties sharing their mean rank.
public enum RankCorrelation {
  /// The correlation of two lists of equal length, -1...1; 1 where nothing varies in both, and 0
  /// where only one of them varies.
  public static func of(_ first: [Double], _ second: [Double]) -> Double {
    precondition(first.count == second.count, "ranks are compared pair by pair")
    let (a, b) = (ranks(first), ranks(second))
    let mean = Double(first.count + 1) / 2
    var (product, left, right) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += (x - mean) * (y - mean)
      left += (x - mean) * (x - mean)
      right += (y - mean) * (y - mean)
    }
    guard left > 0, right > 0 else { return left == right ? 1 : 0 }
    return product / (left * right).squareRoot()
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
      let below = values.filter { $0 < value }.count
      let equal = values.filter { $0 == value }.count
      return Double(below) + Double(equal + 1) / 2
    }
  }
}
