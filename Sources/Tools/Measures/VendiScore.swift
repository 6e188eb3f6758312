import Foundation

/// How many different things a set holds (Friedman and Dieng, "The Vendi Score", TMLR 2023).
///
/// The exponential of the entropy of the eigenvalues of K / n, K being the matrix of likenesses with
/// ones on its diagonal: 1 where all are alike, n where nothing is like anything. Cost grows with the
/// cube of n.
public enum VendiScore {
  /// The score of a symmetric matrix of likenesses, rows of equal length, `[n, n]`; 0 for none.
  public static func of(_ likenesses: [[Double]]) -> Double {
    let count = likenesses.count
    guard count > 0 else { return 0 }
    precondition(likenesses.allSatisfy { $0.count == count }, "the matrix is square")
    let scaled = likenesses.map { row in row.map { $0 / Double(count) } }
    // A likeness need not be positive definite; what is below zero is no variety.
    let values = SymmetricEigenvalues.of(scaled).map { max($0, 0) }
    let sum = values.reduce(0, +)
    guard sum > 0 else { return 0 }
    return exp(
      values.reduce(0) { entropy, value in
        let share = value / sum
        return share > 1e-12 ? entropy - share * log(share) : entropy
      })
  }
}
