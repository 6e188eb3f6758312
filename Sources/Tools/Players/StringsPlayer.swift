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
    let frame = SectionFrame(cue)
    let voices = ["hold", "swell", "ostinato", "top"]
    let book = PatternBook(cue, frame: frame, voices: voices)
    let voicing: Voicing = cue.style.voicing == .guitar ? .open : cue.style.voicing
    // Divisi kept sane: three to five voices.
    let count = cue.intensity < 0.35 ? 3 : cue.intensity < 0.85 ? 4 : 5
    var sustain = Sustain(cue, frame: frame, voicing: voicing, count: count, span: 31)
    if book.main == nil {
      sustain.hold(sustain.phraseStrokes())
    } else {
      sustain.hold(book.strokes(of: "hold"))
      sustain.hold(book.strokes(of: "swell"), swells: true)
      sustain.hold(book.strokes(of: "top"), topOnly: true)
    }
    playOstinato(cue, frame: frame, voices: voices, into: &sustain)
    sustain.playFinal()
    return sustain.sheet.finished()
  }

  private func playOstinato(
    _ cue: Cue, frame: SectionFrame, voices: [String], into sustain: inout Sustain
  ) {
    var comping = Comping(cue, frame: frame, voices: voices)
    let register = Sheet.register(of: cue)
    for stroke in comping.strokes(of: "ostinato") {
      guard let span = comping.changes.span(of: stroke) else { continue }
      let style: Articulation = stroke.duration <= Beat(1, 2) ? .staccato : .normal
      comping.write(
        stroke, voicing: sustain.voicing(of: span), register: register, articulation: style)
    }
    for note in comping.sheet.notes {
      sustain.sheet.write(
        note.pitch, from: note.onset, to: note.end, velocity: note.velocity,
        articulation: note.articulation)
    }
  }
}
