import Music
import Production

/// The second voice of a harmonised lead: thirds, sixths, octaves or notes of the chord below it.
struct MelodyHarmonies {
  private let interval: MelodyProfile.Harmonies.Interval
  private let register: ClosedRange<Int>

  /// The second voice of a cue; nil where the style wants none at its energy or the instrument plays
  /// one note at a time.
  init?(_ cue: Cue) {
    guard let wish = cue.style.melody?.harmonies, cue.section.energy >= wish.from,
      cue.part.instrument.polyphony > 1
    else { return nil }
    interval = wish.interval

    register = Sheet.register(of: cue)
  }

  /// The note under one of the melody's; nil where none fits.
  func number(below top: Int, chord: Chord, key: Key, isStrong: Bool) -> Int? {
    let tones = chord.pitchClasses
    let classes = Set(Changes.lineClasses(chord: chord, key: key, scale: nil))
    let distances: [Int]
    switch interval {
    case .octaves: distances = [12]
    case .thirds: distances = isStrong ? [3, 4, 5] : [3, 4]
    case .sixths: distances = isStrong ? [8, 9, 7] : [8, 9]
    case .chord: distances = Array(3...9)
    }
    let possible = distances.filter { register.contains(top - $0) }
    if interval == .octaves { return possible.first.map { top - $0 } }
    let inChord = possible.filter { tones.contains((top - $0) % 12) }
    let inScale = possible.filter { classes.contains((top - $0) % 12) }
    let topIsTone = tones.contains(top % 12)
    let choice =
      (isStrong && topIsTone) || interval == .chord ? inChord.first ?? inScale.first : inScale.first
    return choice.map { top - $0 }
  }
}
