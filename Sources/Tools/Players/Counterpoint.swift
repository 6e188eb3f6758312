public import Music
import Production

/// A second melodic voice: it answers where the lead rests, moves where it holds, keeps still where it
/// moves, and sounds well with it.
///
/// Silent at intensity 0. Where no lead is heard it plays long guide notes.
public struct Counterpoint: Player {
  /// Makes a writer of counter-melodies.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var line = CounterLine(cue, frame: frame)
    line.write()
    line.playFinal()
    return line.staff.sheet.finished(polyphony: 1)
  }
}
