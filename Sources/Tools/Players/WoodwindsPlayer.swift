public import Music
import Production

/// A section of woodwinds, or one of them: held chords that breathe, light stabs and ostinatos.
///
/// An instrument that plays one note at a time takes the third or seventh of the chord. Silent at
/// intensity 0; fewer voices and no weak notes at low intensity.
public struct WoodwindsPlayer: Player {
  /// Makes a woodwind section.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let voicing: Voicing =
      [.guitar, .power].contains(cue.style.voicing) ? .close : cue.style.voicing
    let frame = SectionFrame(cue)
    var section = ChordSection(
      cue, struck: ["stabs", "ostinato"], voicing: voicing, count: cue.intensity < 0.4 ? 3 : 4,
      span: 24,
      // A wind player's breath lasts about seven seconds at a middle dynamic.
      breath: Breath(cue, frame: frame, rest: Beat(1, 2), seconds: 7))
    section.hold()
    for voice in ["stabs", "ostinato"] {
      section.strike(voice) { $0.duration <= Beat(1, 2) ? .staccato : .tenuto }
    }
    return section.finished()
  }
}
