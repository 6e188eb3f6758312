public import Music
import Production

/// A string section or player: long voice-led lines, swells and short ostinatos.
///
/// Silent at intensity 0; fewer voices and no weak ostinato notes at low intensity.
public struct StringsPlayer: Player {
  /// Makes a string section.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let voicing: Voicing = cue.style.voicing == .guitar ? .open : cue.style.voicing
    // Divisi kept sane: three to five voices.
    let count = cue.intensity < 0.35 ? 3 : cue.intensity < 0.85 ? 4 : 5
    var section = ChordSection(
      cue, struck: ["ostinato"], voicing: voicing, count: count, span: 31,
      breath: Breath.ofPads(cue, frame: SectionFrame(cue)))
    section.hold()
    section.strike("ostinato") { $0.duration <= Beat(1, 2) ? .staccato : .normal }
    return section.finished()
  }
}
