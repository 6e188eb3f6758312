public import Music

/// How a progression ends.
public enum ProgressionEnding: String, CaseIterable, Codable, Sendable {
  /// It leads back to its first chord.
  case loop
  /// It ends as it likes.
  case open
  /// Dominant and tonic.
  case authentic
  /// Subdominant and tonic.
  case plagal
  /// On the dominant.
  case half
  /// Dominant and a chord that stands for the tonic.
  case deceptive

  /// Whether a progression in a key that ends in this way may close with a chord.
  public func allows(_ last: Chord, in key: Key) -> Bool {
    guard let functions = functions(isMinor: key.scale.isMinor).last ?? nil else { return true }
    let root = (last.root.pitchClass - key.tonic.pitchClass + 12) % 12
    return functions.contains { HarmonicFunction(index: $0).root == root }
  }

  /// The functions that the last chords may have, the very last one last; nil for any.
  func functions(isMinor: Bool) -> [Set<Int>?] {
    func index(_ root: Int, _ family: HarmonicFunction.Family) -> Int {
      HarmonicFunction(root: root, family).index
    }
    let tonic = Set([index(0, isMinor ? .minor : .major)])
    let dominant = Set([index(7, .major)])
    switch self {
    case .loop, .open: return [nil]
    case .authentic: return [dominant, tonic]
    case .plagal: return [[index(5, .major), index(5, .minor)], tonic]
    case .half: return [dominant]
    case .deceptive: return [dominant, [isMinor ? index(8, .major) : index(9, .minor)]]
    }
  }
}

/// A whole progression that is wanted.
public struct ProgressionWish: Sendable {
  /// How many bars, 1...64.
  public var bars: Int
  /// The first bars, which are taken as they are; each has a chord.
  public var opening: [[Chord]]
  /// The last chord, if it is given.
  public var last: Chord?
  /// How it ends.
  public var ending: ProgressionEnding

  /// Makes a wish.
  public init(
    bars: Int, opening: [[Chord]] = [], last: Chord? = nil, ending: ProgressionEnding = .loop
  ) {
    self.bars = bars
    self.opening = opening
    self.last = last
    self.ending = ending
  }

  /// The lengths that can be asked for.
  public static let lengths = 1...64
}
