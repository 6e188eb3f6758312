/// A scale: the modes of the major scale, the minor forms, the pentatonics and blues.
public enum Scale: String, CaseIterable, Codable, Sendable {
  /// The major scale (Ionian mode).
  case major
  /// The natural minor scale (Aeolian mode).
  case minor
  /// The second mode of the major scale.
  case dorian
  /// The third mode of the major scale.
  case phrygian
  /// The fourth mode of the major scale.
  case lydian
  /// The fifth mode of the major scale.
  case mixolydian
  /// The seventh mode of the major scale.
  case locrian
  /// Minor with a raised seventh degree.
  case harmonicMinor = "harmonic minor"
  /// Minor with raised sixth and seventh degrees.
  case melodicMinor = "melodic minor"
  /// Degrees 1 2 3 5 6 of major.
  case majorPentatonic = "major pentatonic"
  /// Degrees 1 3 4 5 7 of minor.
  case minorPentatonic = "minor pentatonic"
  /// The minor pentatonic with the lowered fifth.
  case blues

  /// Semitones above the tonic of each degree, ascending from 0.
  public var semitones: [Int] {
    switch self {
    case .major: [0, 2, 4, 5, 7, 9, 11]
    case .minor: [0, 2, 3, 5, 7, 8, 10]
    case .dorian: [0, 2, 3, 5, 7, 9, 10]
    case .phrygian: [0, 1, 3, 5, 7, 8, 10]
    case .lydian: [0, 2, 4, 6, 7, 9, 11]
    case .mixolydian: [0, 2, 4, 5, 7, 9, 10]
    case .locrian: [0, 1, 3, 5, 6, 8, 10]
    case .harmonicMinor: [0, 2, 3, 5, 7, 8, 11]
    case .melodicMinor: [0, 2, 3, 5, 7, 9, 11]
    case .majorPentatonic: [0, 2, 4, 7, 9]
    case .minorPentatonic: [0, 3, 5, 7, 10]
    case .blues: [0, 3, 5, 6, 7, 10]
    }
  }

  /// Letters above the tonic's letter of each degree, parallel to `semitones`.
  public var letterSteps: [Int] {
    switch self {
    case .majorPentatonic: [0, 1, 2, 4, 5]
    case .minorPentatonic: [0, 2, 3, 4, 6]
    case .blues: [0, 2, 3, 4, 4, 6]
    default: [0, 1, 2, 3, 4, 5, 6]
    }
  }

  /// Whether the third degree is minor.
  public var isMinor: Bool { semitones.contains(3) && !semitones.contains(4) }

  /// The scale with seven degrees that harmony is built on: itself, or major or minor for the
  /// pentatonics and blues.
  public var parent: Scale {
    switch self {
    case .majorPentatonic: .major
    case .minorPentatonic, .blues: .minor
    default: self
    }
  }
}
