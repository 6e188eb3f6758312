public import Music

/// Finds the key of recorded music from its pitch classes.
///
/// Each major and minor key is judged by how well its profile (`KeyProfiles`: Albrecht and Shanahan 2013) fits
/// the pitch classes, and its tonic, fourth and fifth the bass, of the whole and of the last seconds, where
/// music tends to be at home.
public enum SoundKeyFinder {
  /// A key and how sure it is.
  public struct Finding: Sendable {
    /// The key, major or minor.
    public var key: Key
    /// How sure, 0...1.
    public var confidence: Double
    /// The keys that came next, best first.
    public var alternatives: [Key]
    /// The tuning in cents from A = 440 Hz.
    public var tuning: Double
  }

  /// How likely each degree is in the bass, over the tonic.
  private static let bassProfile: [Double] = [
    0.34, 0.01, 0.08, 0.04, 0.06, 0.12, 0.01, 0.18, 0.05, 0.07, 0.05, 0.02,
  ]

  /// Finds the key; nil where nothing pitched sounds.
  public static func find(_ chroma: Chromagram) -> Finding? {
    let tuning = chroma.tuning
    let classes = { (curve: KeyPath<Chromagram, [Float]>, frames: Range<Int>) in
      Chromagram.pitchClasses(chroma.sum(curve, over: frames), tuning: tuning)
    }
    let whole = 0..<chroma.frameCount
    let treble = classes(\.treble, whole)
    guard treble.reduce(0, +) > 0 else { return nil }
    let bass = classes(\.bass, whole)
    let end = closing(chroma)
    let (lastTreble, lastBass) = (classes(\.treble, end), classes(\.bass, end))
    var scored: [(key: Key, score: Double)] = []
    for tonic in 0..<12 {
      for scale in [Scale.major, .minor] {
        let triad = scale == .minor ? [0, 3, 7] : [0, 4, 7]
        var score = KeyProfiles.correlation(treble, tonic: tonic, scale)
        score += 0.35 * correlation(bass, bassProfile, tonic)
        score += 0.1 * share(lastTreble, triad, tonic) + 0.1 * share(lastBass, [0], tonic)
        scored.append((KeyFinder.spelled(tonic, scale), score))
      }
    }
    scored.sort { $0.score > $1.score }
    let margin = scored[0].score - scored[1].score
    return Finding(
      key: scored[0].key, confidence: margin / (margin + 0.1),
      alternatives: scored[1...3].map(\.key), tuning: tuning)
  }

  /// The last eight seconds that sound.
  private static func closing(_ chroma: Chromagram) -> Range<Int> {
    let count = Chromagram.binCount
    let last = (0..<chroma.frameCount).last { frame in
      (0..<count).contains { chroma.treble[frame * count + $0] > 0 }
    }
    let end = (last ?? -1) + 1
    return max(0, end - Int(8 * chroma.rate))..<end
  }

  /// Pearson's correlation of pitch classes with a profile over a tonic.
  private static func correlation(
    _ classes: [Double], _ profile: [Double], _ tonic: Int
  ) -> Double {
    let (x, y) = (classes.reduce(0, +) / 12, profile.reduce(0, +) / 12)
    var (product, first, second) = (0.0, 0.0, 0.0)
    for degree in 0..<12 {
      let (a, b) = (classes[(degree + tonic) % 12] - x, profile[degree] - y)
      product += a * b
      first += a * a
      second += b * b
    }
    return first > 0 ? product / (first * second).squareRoot() : 0
  }

  private static func share(_ classes: [Double], _ degrees: [Int], _ tonic: Int) -> Double {
    let total = classes.reduce(0, +)
    guard total > 0 else { return 0 }
    return degrees.reduce(0) { $0 + classes[($1 + tonic) % 12] } / total
  }
}
