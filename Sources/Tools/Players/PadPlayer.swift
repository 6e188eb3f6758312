public import Music
import Production

/// A pad: sustained, voice-led chords whose common tones are held.
///
/// Silent at intensity 0; fewer voices at low intensity.
public struct PadPlayer: Player {
  /// Makes a pad player.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    let book = PatternBook(cue, frame: frame, voices: ["hold", "swell", "top", "hits"])
    let count = cue.intensity < 0.3 ? 3 : cue.intensity < 0.8 ? 4 : 5
    var sustain = Sustain(
      cue, frame: frame, voicing: cue.style.voicing, count: count, span: 28)
    let breath = Breath.ofPads(cue, frame: frame)
    func lifted(_ strokes: [Stroke]) -> [Stroke] {
      breath.map { $0.taken(strokes, in: frame) } ?? strokes
    }
    if book.main == nil {
      sustain.hold(lifted(sustain.phraseStrokes()))
    } else {
      sustain.hold(lifted(book.strokes(of: "hold") + book.strokes(of: "hits")))
      sustain.hold(lifted(book.strokes(of: "swell")), swells: true)
      sustain.hold(lifted(book.strokes(of: "top")), topOnly: true)
    }
    sustain.playFinal()
    return sustain.sheet.finished()
  }
}
