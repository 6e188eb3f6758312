public import Music

/// What a chord is to its key: a root above the tonic, and a triad.
public struct HarmonicFunction: Hashable, Sendable {
  /// The triad, by which functions on one root are told apart.
  public enum Family: Int, CaseIterable, Sendable {
    /// Chords with a major third, augmented ones too.
    case major
    /// Chords with a minor third and a perfect fifth.
    case minor
    /// Chords with a minor third and a lowered fifth.
    case diminished
  }

  /// Semitones from the tonic to the root, 0...11.
  public var root: Int
  /// The triad.
  public var family: Family

  /// Makes a function; the root is taken within an octave.
  public init(root: Int, _ family: Family) {
    self.root = (root % 12 + 12) % 12
    self.family = family
  }

  /// The function of a number, 0..<36, as ``index`` gives it.
  public init(index: Int) {
    self.init(root: index / 3, Family(rawValue: index % 3) ?? .major)
  }

  /// A number that tells functions apart, 0..<36.
  public var index: Int { root * 3 + family.rawValue }

  /// The function of a chord whose root stands some semitones above a tonic.
  ///
  /// Bare fifths and suspensions have the third that major or minor has there.
  public init(root: Int, chord: Chord, isMinor: Bool) {
    let degree = (root % 12 + 12) % 12
    switch chord.triad {
    case .major, .augmented: self.init(root: degree, .major)
    case .minor: self.init(root: degree, .minor)
    case .diminished: self.init(root: degree, .diminished)
    case .suspended2, .suspended4, .power:
      let minor: Set<Int> = isMinor ? [0, 2, 5] : [2, 4, 9, 11]
      self.init(root: degree, minor.contains(degree) ? .minor : .major)
    }
  }
}
