import Music

/// A kind of chord as a pattern of pitch classes over its root.
struct ChordTemplate: Sendable {
  var triad: Chord.Triad
  var seventh: Chord.Seventh?
  var tension: Int?
  var alterations: [Chord.Alteration] = []
  var added: [Int] = []
  /// What the kind must gain over plainer ones to be believed.
  var cost: Double
  /// The pitch classes over the root and what it costs when one is absent.
  var members: [(semitones: Int, need: Double)]

  private init(
    _ triad: Chord.Triad, seventh: Chord.Seventh? = nil, tension: Int? = nil,
    alterations: [Chord.Alteration] = [], added: [Int] = [], cost: Double
  ) {
    self.triad = triad
    self.seventh = seventh
    self.tension = tension
    self.alterations = alterations
    self.added = added
    self.cost = cost
    let chord = Chord(
      PitchName(.c), triad, seventh: seventh, tension: tension, alterations: alterations,
      added: added)
    members = chord.members.map { member in
      let need: Double
      switch member.degree {
      case 1: need = 0.34
      case 3: need = 0.3
      case 2, 4: need = 0.34
      case 5: need = triad == .major || triad == .minor ? 0.11 : 0.3
      case 7: need = tension == nil ? 0.26 : 0.2
      case 6: need = 0.26
      case 9: need = 0.22
      case 11: need = tension == 13 ? 0.02 : 0.22
      default: need = 0.22
      }
      return (member.semitones % 12, need)
    }
  }

  func chord(on root: PitchName) -> Chord {
    Chord(
      root, triad, seventh: seventh, tension: tension, alterations: alterations, added: added)
  }

  /// The kinds that are looked for.
  static let all: [ChordTemplate] = [
    ChordTemplate(.major, cost: 0),
    ChordTemplate(.minor, cost: 0),
    ChordTemplate(.diminished, cost: 0.08),
    ChordTemplate(.augmented, cost: 0.12),
    ChordTemplate(.suspended4, cost: 0.07),
    ChordTemplate(.suspended2, cost: 0.09),
    ChordTemplate(.power, cost: 0.14),
    ChordTemplate(.major, seventh: .minor, cost: 0.03),
    ChordTemplate(.major, seventh: .major, cost: 0.03),
    ChordTemplate(.minor, seventh: .minor, cost: 0.03),
    ChordTemplate(.minor, seventh: .major, cost: 0.09),
    ChordTemplate(.diminished, seventh: .minor, cost: 0.04),
    ChordTemplate(.diminished, seventh: .diminished, cost: 0.07),
    ChordTemplate(.suspended4, seventh: .minor, cost: 0.08),
    ChordTemplate(.augmented, seventh: .minor, cost: 0.12),
    ChordTemplate(.major, added: [6], cost: 0.08),
    ChordTemplate(.minor, added: [6], cost: 0.08),
    ChordTemplate(.major, added: [9], cost: 0.06),
    ChordTemplate(.minor, added: [9], cost: 0.07),
    ChordTemplate(.major, added: [6, 9], cost: 0.11),
    ChordTemplate(.major, seventh: .minor, tension: 9, cost: 0.06),
    ChordTemplate(.major, seventh: .major, tension: 9, cost: 0.06),
    ChordTemplate(.minor, seventh: .minor, tension: 9, cost: 0.06),
    ChordTemplate(.suspended4, seventh: .minor, tension: 9, cost: 0.1),
    ChordTemplate(.minor, seventh: .minor, tension: 11, cost: 0.1),
    ChordTemplate(.major, seventh: .minor, tension: 13, cost: 0.1),
    ChordTemplate(
      .major, seventh: .minor, alterations: [.init(degree: 9, semitones: -1)], cost: 0.07),
    ChordTemplate(
      .major, seventh: .minor, alterations: [.init(degree: 9, semitones: 1)], cost: 0.09),
    ChordTemplate(
      .major, seventh: .major, alterations: [.init(degree: 11, semitones: 1)], cost: 0.1),
  ]
}
