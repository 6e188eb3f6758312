public import Music
import Production

/// A bass player: with the kick, under the chords, towards the next root; one note at a time.
///
/// Silent at intensity 0; below 0.35 only the strong beats are played, and held longer.
public struct Bassist: Player {
  /// Makes a bassist.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var line = BassLine(cue, frame: frame)
    for stroke in line.strokes() { line.play(stroke) }
    line.playFinal()
    return line.sheet.finished(polyphony: 1)
  }
}
