/// A set of pitch classes 0...11, C = 0.
public struct PitchClassSet: Hashable, Sendable {
  private var bits: UInt16 = 0

  /// Makes an empty set.
  public init() {}

  /// Makes a set of pitch classes; any number of semitones is accepted.
  public init(_ classes: some Sequence<Int>) {
    for number in classes { bits |= 1 << UInt16(pitchClass(number)) }
  }

  /// All pitch classes.
  public static let all = PitchClassSet(0..<12)

  /// Whether there is none.
  public var isEmpty: Bool { bits == 0 }

  /// Whether the pitch class of a MIDI key belongs to the set.
  public func contains(_ key: Int) -> Bool { bits & (1 << UInt16(pitchClass(key))) != 0 }

  /// The classes of either set.
  public func union(_ other: PitchClassSet) -> PitchClassSet {
    var joined = self
    joined.bits |= other.bits
    return joined
  }
}

/// The pitch class 0...11 of any number of semitones.
func pitchClass(_ number: Int) -> Int { (number % 12 + 12) % 12 }
