#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A taper for spectral analysis and filter design.
///
/// Formulae: F. Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
/// Proc. IEEE 66 (1978).
public enum Window: Hashable, Sendable {
  /// No taper.
  case rectangular
  /// Raised cosine, 0.5 - 0.5 cos.
  case hann
  /// 0.54 - 0.46 cos.
  case hamming
  /// Three-term Blackman, 0.42 - 0.5 cos + 0.08 cos 2.
  case blackman
  /// Kaiser's window with its shape parameter beta.
  case kaiser(beta: Double)

  /// The window's `count` samples; periodic for analysis (as if sample `count` closed the period), symmetric
  /// for filter design.
  public func samples(_ count: Int, periodic: Bool = true) -> [Double] {
    guard count > 1 else { return [Double](repeating: 1, count: count) }
    let period = Double(periodic ? count : count - 1)
    return (0..<count).map { value(at: Double($0) / period) }
  }

  /// The window's value at a place between 0, its start, and 1, its end.
  public func value(at place: Double) -> Double {
    guard place >= 0, place <= 1 else { return 0 }
    let angle = 2 * Double.pi * place
    switch self {
    case .rectangular: return 1
    case .hann: return 0.5 - 0.5 * cos(angle)
    case .hamming: return 0.54 - 0.46 * cos(angle)
    case .blackman: return max(0, 0.42 - 0.5 * cos(angle) + 0.08 * cos(2 * angle))
    case .kaiser(let beta):
      let x = 2 * place - 1
      return Window.besselI0(beta * max(0, 1 - x * x).squareRoot()) / Window.besselI0(beta)
    }
  }

  /// The modified Bessel function of order zero, by its power series.
  static func besselI0(_ x: Double) -> Double {
    var (sum, term, index) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 {
      term *= (x / (2 * index)) * (x / (2 * index))
      sum += term
      index += 1
    }
    return sum
  }
}
