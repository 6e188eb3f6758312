/// The eigenvalues of a symmetric matrix.
///
/// Householder's reflections make it tridiagonal (Golub and Van Loan, "Matrix Computations", 4th
/// edition, 8.3.1), Sturm's sequences count how many eigenvalues lie below a number (8.4.1), and
/// halving finds each of them. Cost grows with the cube of the number of rows; a thousand rows take
/// about a second.
public enum SymmetricEigenvalues {
  /// The eigenvalues, ascending, of a matrix by rows, `[n, n]`; only its lower half is read.
  public static func of(_ rows: [[Double]]) -> [Double] {
    let count = rows.count
    precondition(rows.allSatisfy { $0.count == count }, "the matrix is square")
    guard count > 0 else { return [] }
    var matrix = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0...row {
        matrix[row * count + column] = rows[row][column]
        matrix[column * count + row] = rows[row][column]
      }
    }
    let (diagonal, beside) = tridiagonal(&matrix, count)
    return halved(diagonal, beside)
  }

  /// The diagonal and what stands beside it, `[n]` and `[n - 1]`, of a similar tridiagonal matrix.
  private static func tridiagonal(_ matrix: inout [Double], _ count: Int) -> ([Double], [Double]) {
    var beside = [Double](repeating: 0, count: max(0, count - 1))
    var mirror = [Double](repeating: 0, count: count)
    var product = mirror
    for step in 0..<max(0, count - 1) {
      let first = step + 1
      var square = 0.0
      for row in first..<count {
        mirror[row] = matrix[row * count + step]
        square += mirror[row] * mirror[row]
      }
      let length = square.squareRoot()
      let head = mirror[first]
      beside[step] = head > 0 ? -length : length
      let rest = square - head * head
      guard rest > 0 else {
        beside[step] = head
        continue
      }
      mirror[first] -= beside[step]
      let scale = 2 / (rest + mirror[first] * mirror[first])
      reflect(&matrix, count, from: first, mirror, scale: scale, &product)
    }
    return ((0..<count).map { matrix[$0 * count + $0] }, beside)
  }

  /// A := A - v wᵀ - w vᵀ with p = scale · A v and w = p - (scale · pᵀv / 2) v.
  private static func reflect(
    _ matrix: inout [Double], _ count: Int, from first: Int, _ mirror: [Double], scale: Double,
    _ product: inout [Double]
  ) {
    var along = 0.0
    for row in first..<count {
      var sum = 0.0
      for column in first..<count { sum += matrix[row * count + column] * mirror[column] }
      product[row] = scale * sum
      along += product[row] * mirror[row]
    }
    let half = scale * along / 2
    for row in first..<count { product[row] -= half * mirror[row] }
    for row in first..<count {
      let (v, w) = (mirror[row], product[row])
      for column in first..<count {
        matrix[row * count + column] -= v * product[column] + w * mirror[column]
      }
    }
  }

  /// Each eigenvalue by halving the range in which Gershgorin's circles have all of them.
  private static func halved(_ diagonal: [Double], _ beside: [Double]) -> [Double] {
    let squares = beside.map { $0 * $0 }
    var (low, high) = (Double.infinity, -Double.infinity)
    for index in diagonal.indices {
      let radius =
        (index > 0 ? abs(beside[index - 1]) : 0)
        + (index < beside.count ? abs(beside[index]) : 0)
      low = min(low, diagonal[index] - radius)
      high = max(high, diagonal[index] + radius)
    }
    let least = max(abs(low), abs(high), 1e-300) * 1e-15
    return diagonal.indices.map { index in
      var (from, to) = (low, high)
      while to - from > least {
        let middle = from + (to - from) / 2
        guard middle > from, middle < to else { break }
        if below(middle, diagonal, squares, least) > index { to = middle } else { from = middle }
      }
      return from + (to - from) / 2
    }
  }

  /// How many eigenvalues lie below a number: the negative terms of Sturm's sequence.
  private static func below(
    _ value: Double, _ diagonal: [Double], _ squares: [Double], _ least: Double
  ) -> Int {
    var count = 0
    var term = 1.0
    for index in diagonal.indices {
      term = diagonal[index] - value - (index > 0 ? squares[index - 1] / term : 0)
      if abs(term) < least { term = -least }
      if term < 0 { count += 1 }
    }
    return count
  }
}
