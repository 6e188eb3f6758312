import Music

/// Reads the major and minor progressions of styles in the other modes.
///
/// A style writes its progressions for major and natural minor. In Dorian, Phrygian, Lydian,
/// Mixolydian and Locrian a numeral is read there first: chords that are chromatic stay (they were
/// meant as colour), and diatonic ones are rebuilt on the mode's own degree, so that `iv7` becomes
/// the Dorian `IV7`. Where that would be a diminished triad the chord a third below stands for it,
/// but for the Locrian tonic, which is one. Harmonic and melodic minor have the leading note in their
/// dominant, whatever the style's minor has.
enum ModalHarmony {
  static func chord(_ given: GivenBar.Given, in key: Key) -> Chord {
    guard [.dorian, .phrygian, .lydian, .mixolydian, .locrian].contains(key.scale) else {
      return led(given, in: key)
    }
    let reference = Key(key.tonic, key.scale.isMinor ? .minor : .major)
    let chord = given.chord(in: reference)
    if case .numeral(let numeral) = given, numeral.target != nil { return chord }
    let classes = chord.pitchClasses.sorted()
    let isDiatonic = classes.allSatisfy { reference.contains(pitchClass: $0) }
    let isModal = classes.allSatisfy { key.contains(pitchClass: $0) }
    let distance = (chord.root.pitchClass - key.tonic.pitchClass + 12) % 12
    guard isDiatonic, !isModal, let degree = reference.scale.semitones.firstIndex(of: distance)
    else { return chord }
    return diatonic(degree, like: chord, in: key)
  }

  /// A chord of a key that needs no other reading, but for the minor dominant in the minor scales that
  /// raise their seventh.
  private static func led(_ given: GivenBar.Given, in key: Key) -> Chord {
    var chord = given.chord(in: key)
    let distance = (chord.root.pitchClass - key.tonic.pitchClass + 12) % 12
    if [.harmonicMinor, .melodicMinor].contains(key.scale), distance == 7, chord.triad == .minor,
      given.numeral?.target == nil
    {
      chord.triad = .major
    }
    return chord
  }

  /// The chord on a degree (from 0) of a key with seven notes, as high as another chord.
  ///
  /// Where that is a diminished triad the chord a third below stands for it, unless it is the tonic.
  static func diatonic(_ degree: Int, like model: Chord, in key: Key) -> Chord {
    let semitones = key.scale.semitones
    let fifth = (semitones[(degree + 4) % 7] - semitones[degree] + 12) % 12
    if degree == 0, fifth == 6 {
      // A bare fifth or a suspension would hide what the scale is about.
      let seventh: Chord.Seventh? = model.seventh == nil ? nil : .minor
      return Chord(key.tonic, .diminished, seventh: seventh)
    }
    // Bare and suspended chords, too, would stand on a fifth that the key does not have.
    return stacked(fifth == 6 ? (degree + 5) % 7 : degree, like: model, in: key)
  }

  /// The chord of thirds on a degree (from 0) of the key's scale, as high as another chord.
  private static func stacked(_ degree: Int, like model: Chord, in key: Key) -> Chord {
    let semitones = key.scale.semitones
    func above(_ steps: Int) -> Int {
      let index = degree + steps
      return semitones[index % 7] + 12 * (index / 7) - semitones[degree]
    }
    let triad: Chord.Triad
    switch (above(2), above(4)) {
    case (4, 7): triad = .major
    case (3, 7): triad = .minor
    case (3, 6): triad = .diminished
    default: triad = .augmented
    }
    var chord = Chord(key.pitchNames[degree], triad)
    if [.suspended2, .suspended4, .power].contains(model.triad) { chord.triad = model.triad }
    if model.seventh != nil {
      chord.seventh = above(6) == 11 ? .major : above(6) == 9 ? .diminished : .minor
      // Tensions stay where the mode has them a whole tone above a chord note.
      if let tension = model.tension, tension == 9, above(8) == 14 { chord.tension = tension }
      if let tension = model.tension, tension > 9, above(8) == 14 { chord.tension = 9 }
    } else {
      chord.added = model.added.filter { [2, 9].contains($0) ? above(8) == 14 : false }
    }
    return chord
  }
}
