/// A chord: a root, its intervals in the terms of chord symbols, and an optional slash bass.
public struct Chord: Hashable, Sendable {
  /// The three-note (or two-note) frame of a chord.
  public enum Triad: String, CaseIterable, Codable, Sendable {
    /// Root, third and fifth of each kind; suspensions replace the third; power has none.
    case major, minor, diminished, augmented, suspended2, suspended4, power

    /// Semitones above the root, ascending.
    public var semitones: [Int] {
      switch self {
      case .major: [0, 4, 7]
      case .minor: [0, 3, 7]
      case .diminished: [0, 3, 6]
      case .augmented: [0, 4, 8]
      case .suspended2: [0, 2, 7]
      case .suspended4: [0, 5, 7]
      case .power: [0, 7]
      }
    }
  }

  /// The kind of seventh.
  public enum Seventh: String, CaseIterable, Codable, Sendable {
    /// A minor seventh, ten semitones.
    case minor
    /// A major seventh, eleven semitones.
    case major
    /// A diminished seventh, nine semitones.
    case diminished

    /// Semitones above the root.
    public var semitones: Int { self == .minor ? 10 : self == .major ? 11 : 9 }
  }

  /// A degree of the chord moved by a semitone.
  public struct Alteration: Hashable, Comparable, Codable, Sendable {
    /// The degree: 5, 9, 11 or 13.
    public var degree: Int
    /// Semitones: -1 for flat, +1 for sharp.
    public var semitones: Int

    /// Makes an alteration of a degree.
    public init(degree: Int, semitones: Int) {
      self.degree = degree
      self.semitones = semitones
    }

    /// Orders by degree, flats first.
    public static func < (left: Alteration, right: Alteration) -> Bool {
      (left.degree, left.semitones) < (right.degree, right.semitones)
    }
  }

  /// The root.
  public var root: PitchName
  /// The frame.
  public var triad: Triad
  /// The seventh, if any.
  public var seventh: Seventh?
  /// The highest stacked third above the seventh: 9, 11 or 13; needs a seventh.
  public var tension: Int?
  /// Altered degrees, ascending, without repetition.
  public var alterations: [Alteration]
  /// Added degrees without the thirds between: 2, 4, 6, 9, 11 or 13, ascending.
  public var added: [Int]
  /// The note in the bass when it is not the root.
  public var bass: PitchName?

  /// Makes a chord; lists are put in ascending order.
  public init(
    _ root: PitchName, _ triad: Triad = .major, seventh: Seventh? = nil, tension: Int? = nil,
    alterations: [Alteration] = [], added: [Int] = [], bass: PitchName? = nil
  ) {
    self.root = root
    self.triad = triad
    self.seventh = seventh
    self.tension = tension
    self.alterations = alterations.sorted()
    self.added = added.sorted()
    self.bass = bass == root ? nil : bass
  }

  /// A note of the chord by its degree number and its distance above the root.
  public struct Member: Hashable, Sendable {
    /// The degree: 1, 2, 3, 4, 5, 6, 7, 9, 11 or 13.
    public let degree: Int
    /// Semitones above the root, 0...21.
    public let semitones: Int
  }

  /// The members in ascending order, tensions above the octave, without the slash bass.
  public var members: [Member] {
    var found = triadMembers
    if let seventh { found.append(Member(degree: 7, semitones: seventh.semitones)) }
    if let tension {
      for (degree, semitones) in [(9, 14), (11, 17), (13, 21)] where degree <= tension {
        let isReplaced = alterations.contains { $0.degree == degree }
        // The eleventh is left out of a major thirteenth chord: it clashes with the third.
        let clashes = degree == 11 && tension == 13 && triad == .major
        if !isReplaced && !clashes { found.append(Member(degree: degree, semitones: semitones)) }
      }
    }
    for alteration in alterations where alteration.degree > 5 {
      let natural = alteration.degree == 9 ? 14 : alteration.degree == 11 ? 17 : 21
      found.append(
        Member(degree: alteration.degree, semitones: natural + alteration.semitones))
    }
    let plain = [2: 2, 4: 5, 6: 9, 9: 14, 11: 17, 13: 21]
    for degree in added {
      if let semitones = plain[degree] {
        found.append(Member(degree: degree, semitones: semitones))
      }
    }
    return found.sorted { ($0.semitones, $0.degree) < ($1.semitones, $1.degree) }
  }

  private var triadMembers: [Member] {
    var members: [Member] = []
    let fifths = alterations.filter { $0.degree == 5 }
    for semitones in triad.semitones {
      switch semitones {
      case 0: members.append(Member(degree: 1, semitones: 0))
      case 2: members.append(Member(degree: 2, semitones: 2))
      case 5: members.append(Member(degree: 4, semitones: 5))
      case 3, 4: members.append(Member(degree: 3, semitones: semitones))
      default:
        if fifths.isEmpty { members.append(Member(degree: 5, semitones: semitones)) }
      }
    }
    return members + fifths.map { Member(degree: 5, semitones: 7 + $0.semitones) }
  }

  /// The spelled notes in the order of `members`.
  public var pitchNames: [PitchName] { members.map(name(of:)) }

  /// The spelled name of a member.
  public func name(of member: Member) -> PitchName {
    root.transposed(letterSteps: (member.degree - 1) % 7, semitones: member.semitones)
  }

  /// The pitch classes of all members and the bass.
  public var pitchClasses: Set<Int> {
    Set(members.map { (root.pitchClass + $0.semitones) % 12 } + [lowest.pitchClass])
  }

  /// The note that belongs in the bass.
  public var lowest: PitchName { bass ?? root }

  /// Whether the third is minor.
  public var isMinor: Bool { triad == .minor || triad == .diminished }

  /// Semitones of the third (3 or 4), or nil when suspended or a power chord.
  public var third: Int? { members.first { $0.degree == 3 }?.semitones }

  /// The chord a number of semitones higher, spelled for the key.
  public func transposed(by semitones: Int, in key: Key) -> Chord {
    var moved = self
    moved.root = key.name(ofPitchClass: root.pitchClass + semitones)
    moved.bass = bass.map { key.name(ofPitchClass: $0.pitchClass + semitones) }
    return moved
  }
}
