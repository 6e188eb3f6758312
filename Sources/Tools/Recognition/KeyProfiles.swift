import Music

/// How often each degree sounds in keys.
///
/// Major and minor: J. Albrecht and D. Shanahan, "The use of large corpora to train a new type of
/// key-finding algorithm", Music Perception 31 (2013), table 1. The other modes swap the degree that
/// tells them from these.
enum KeyProfiles {
  private static let major = [
    0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081,
  ]
  private static let minor = [
    0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052,
  ]

  /// The scales that are told apart.
  static let scales: [Scale] = [.major, .minor, .dorian, .mixolydian, .lydian, .phrygian]

  /// The weights of the twelve degrees over the tonic.
  static func profile(_ scale: Scale) -> [Double] {
    var weights = scale.isMinor ? minor : major
    switch scale {
    case .dorian: weights.swapAt(8, 9)
    case .phrygian: weights.swapAt(1, 2)
    case .lydian: weights.swapAt(5, 6)
    case .mixolydian: weights.swapAt(10, 11)
    default: break
    }
    return weights
  }

  /// The correlation (Pearson) of sounding weights with a profile on a tonic, -1...1.
  static func correlation(_ weights: [Double], tonic: Int, _ scale: Scale) -> Double {
    let profile = profile(scale)
    let mean = weights.reduce(0, +) / 12
    let center = profile.reduce(0, +) / 12
    var (product, first, second) = (0.0, 0.0, 0.0)
    for degree in 0..<12 {
      let x = weights[(tonic + degree) % 12] - mean
      let y = profile[degree] - center
      product += x * y
      first += x * x
      second += y * y
    }
    guard first > 0, second > 0 else { return 0 }
    return product / (first * second).squareRoot()
  }
}
