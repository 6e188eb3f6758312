public import Music
import Production

/// A choir without words: four voices that move together, breathe with the phrases and stay where
/// people can sing.
///
/// Silent at intensity 0; three voices at low intensity.
public struct ChoirPlayer: Player {
  /// From the low E of basses to the high A of sopranos: what a good amateur choir sings.
  static let singable = 40...81

  /// Makes a choir.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    var cue = cue
    let register = Sheet.register(of: cue)
    if register.overlaps(ChoirPlayer.singable) {
      cue.part.register = register.clamped(to: ChoirPlayer.singable)
    }
    let voicing: Voicing = cue.style.voicing == .close ? .close : .open
    let frame = SectionFrame(cue)
    var section = ChordSection(
      cue, struck: ["hits"], voicing: voicing, count: cue.intensity < 0.3 ? 3 : 4, span: 31,
      breath: Breath(cue, frame: frame, rest: Beat(1), seconds: 9))
    section.hold()
    section.strike("hits") { $0.duration >= 1 ? .tenuto : .normal }
    return section.finished()
  }
}
