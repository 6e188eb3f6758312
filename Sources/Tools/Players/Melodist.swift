public import Music
import Production

/// A writer of tunes: a motif that can be clapped, questions and answers, one high point a phrase,
/// mostly steps, leaps turned back, breaths.
///
/// Sections of one kind share their theme; each occurrence has its own small changes. Silent at
/// intensity 0; below 0.35 only the stronger notes are played. A part whose role is `counter`
/// is played as counterpoint where a lead is heard.
public struct Melodist: Player {
  /// Makes a melodist.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    if cue.part.role == .counter, cue.roles.values.contains(.lead) {
      return Counterpoint().play(cue)
    }
    let frame = SectionFrame(cue)
    let changes = Changes(cue, frame: frame)
    let form = MelodyForm(cue, frame: frame)
    var writer = MelodyWriter(cue, frame: frame, changes: changes)
    for clause in form.clauses { writer.write(clause) }
    writer.playFinal()
    return writer.sheet.finished(polyphony: 1)
  }
}
