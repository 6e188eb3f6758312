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
    let values = eigenvalues(of: scaled).map { max($0, 0) }
    let sum = values.reduce(0, +)
    guard sum > 0 else { return 0 }
    return exp(
      values.reduce(0) { entropy, value in
        let share = value / sum
        return share > 1e-12 ? entropy - share * log(share) : entropy
      })
  }

  /// Jacobi's rotations, sweep by sweep until nothing is left beside the diagonal (Golub and Van
  /// Loan, "Matrix Computations", 4th edition, 8.5.3).
  static func eigenvalues(of matrix: [[Double]]) -> [Double] {
    var a = matrix
    let count = a.count
    for _ in 0..<60 {
      var beside = 0.0
      for p in 0..<count { for q in 0..<p { beside += a[p][q] * a[p][q] } }
      if beside < 1e-20 { break }
      for p in 0..<(count - 1) {
        for q in (p + 1)..<count where abs(a[p][q]) > 1e-15 { rotate(&a, p, q) }
      }
    }
    return (0..<count).map { a[$0][$0] }
  }

  private static func rotate(_ a: inout [[Double]], _ p: Int, _ q: Int) {
    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let sign = theta < 0 ? -1.0 : 1.0
    let tangent = sign / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in a.indices {
      let (kp, kq) = (a[k][p], a[k][q])
      a[k][p] = cosine * kp - sine * kq
      a[k][q] = sine * kp + cosine * kq
    }
    for k in a.indices {
      let (pk, qk) = (a[p][k], a[q][k])
      a[p][k] = cosine * pk - sine * qk
      a[q][k] = sine * pk + cosine * qk
    }
  }
}
