import Music

/// How plainly progressions speak for the scale of a key.
///
/// Styles write their progressions for major and minor, also those that lean on a lowered seventh or
/// second. In C major a loop on B♭ is heard as C Mixolydian: it belongs to that scale where the style
/// has it, and is seldom drawn elsewhere.
struct ModalFit {
  var key: Key
  /// Whether the key was asked for: then it has to be heard, whatever the style would do.
  var isAsked: Bool

  /// How much less often a progression is drawn than one of the key's own chords, above 0 to 1.
  func weight(of bars: [String]) -> Double {
    let chords = sounding(bars)
    guard !chords.isEmpty else { return 1 }
    let own = Self.foreign(chords, to: key.scale, on: key.tonic)
    let least = Self.rivals(of: key.scale).map { Self.foreign(chords, to: $0, on: key.tonic) }.min()
    var weight = Self.falling(own - min(own, least ?? own), half: 0.04)
    if isAsked {
      weight *= Self.falling(own, half: 0.08)
      if leansOnOtherThird(chords) { weight *= 0.02 }
    }
    if let degree = Self.characteristic(of: key.scale) {
      let pitchClass = (key.tonic.pitchClass + degree) % 12
      if !chords.contains(where: { $0.pitchClasses.contains(pitchClass) }) { weight *= 0.3 }
    }
    return max(weight, 0.002)
  }

  /// Whether chords have the third of the opposite mode half as often as the key's own or more, as
  /// ♭III - IV - I - I has in major.
  private func leansOnOtherThird(_ chords: [Chord]) -> Bool {
    func count(_ degree: Int) -> Int {
      let pitchClass = (key.tonic.pitchClass + degree) % 12
      return chords.count { $0.pitchClasses.contains(pitchClass) }
    }
    let (own, other) = key.scale.isMinor ? (3, 4) : (4, 3)
    return count(other) > 0 && 2 * count(other) >= count(own)
  }

  /// Whether a progression leaves the key for so much of its time that another would be heard.
  func leaves(_ bars: [String]) -> Bool {
    Self.foreign(sounding(bars), to: key.scale, on: key.tonic) > 0.1
  }

  /// A chord of a progression as the key has it.
  ///
  /// A chord on a root outside of the scale becomes the one on the scale's own degree if `isKept`.
  func chord(_ given: GivenBar.Given, isKept: Bool) -> Chord {
    let chord = ModalHarmony.chord(given, in: key)
    guard isKept, case .numeral(let numeral) = given, numeral.target == nil,
      !key.contains(pitchClass: chord.root.pitchClass), key.scale.semitones.count == 7
    else { return chord }
    return ModalHarmony.diatonic(numeral.degree - 1, like: chord, in: key)
  }

  /// The chords that stand for themselves, as they sound in the key: no dominants of other degrees.
  private func sounding(_ bars: [String]) -> [Chord] {
    let given = (try? GivenBar.read(bars)) ?? []
    return given.flatMap(\.chords).filter { $0.numeral?.target == nil }
      .map { ModalHarmony.chord($0, in: key) }
  }

  /// The mean share of the chords' notes that a scale does not have.
  private static func foreign(_ chords: [Chord], to scale: Scale, on tonic: PitchName) -> Double {
    var degrees = Set(scale.parent.semitones)
    // Minor raises its seventh in dominants.
    if [.minor, .harmonicMinor, .melodicMinor].contains(scale.parent) {
      degrees.formUnion([10, 11])
    }
    let shares = chords.map { chord in
      let classes = chord.pitchClasses
      let outside = classes.filter { !degrees.contains(($0 - tonic.pitchClass + 12) % 12) }
      return Double(outside.count) / Double(classes.count)
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }

  /// The scales on the same tonic that chords may speak for instead.
  private static func rivals(of scale: Scale) -> [Scale] {
    scale.isMinor ? [.minor, .dorian, .phrygian] : [.major, .mixolydian, .lydian]
  }

  /// The degree, in semitones, by which a mode is told from major and minor.
  static func characteristic(of scale: Scale) -> Int? {
    switch scale {
    case .dorian: 9
    case .phrygian: 1
    case .lydian, .locrian: 6
    case .mixolydian: 10
    case .harmonicMinor, .melodicMinor: 11
    default: nil
    }
  }

  /// 1 at 0, a half at `half`, ever less beyond.
  private static func falling(_ value: Double, half: Double) -> Double {
    1 / (1 + (value / half) * (value / half))
  }
}
