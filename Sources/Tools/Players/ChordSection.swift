import Music
import Production

/// The writing of a section of strings, winds or voices: chords that are held and chords that are
/// struck, in one set of voices.
struct ChordSection {
  /// Names of the voices in which chords are held.
  static let held = ["hold", "swell", "top"]

  let cue: Cue
  let frame: SectionFrame
  let book: PatternBook
  private(set) var sustain: Sustain
  private let breath: Breath?
  private let struck: [String]

  /// Makes a section that holds chords and strikes them in the voices named.
  init(_ cue: Cue, struck: [String], voicing: Voicing, count: Int, span: Int, breath: Breath?) {
    self.cue = cue
    self.struck = struck
    self.breath = breath
    frame = SectionFrame(cue)
    book = PatternBook(cue, frame: frame, voices: ChordSection.held + struck)
    sustain = Sustain(cue, frame: frame, voicing: voicing, count: count, span: span)
  }

  /// Writes what is held; a stroke a phrase where nothing is written.
  mutating func hold() {
    guard book.main != nil else {
      sustain.hold(breathing(sustain.phraseStrokes()))
      return
    }
    sustain.hold(breathing(book.strokes(of: "hold")))
    sustain.hold(breathing(book.strokes(of: "swell")), swells: true)
    sustain.hold(breathing(book.strokes(of: "top")), topOnly: true)
  }

  private func breathing(_ strokes: [Stroke]) -> [Stroke] {
    breath.map { $0.taken(strokes, in: frame) } ?? strokes
  }

  /// Writes what is struck in one voice.
  mutating func strike(_ voice: String, articulation: (Stroke) -> Articulation) {
    var comping = Comping(cue, frame: frame, voices: ChordSection.held + struck)
    let register = Sheet.register(of: cue)
    for stroke in comping.variedStrokes(of: voice) {
      guard let span = comping.changes.span(of: stroke) else { continue }
      comping.write(
        stroke, voicing: sustain.voicing(of: span), register: register,
        articulation: articulation(stroke))
    }
    for note in comping.sheet.notes {
      sustain.sheet.write(
        note.pitch, from: note.onset, to: note.end, velocity: note.velocity,
        articulation: note.articulation)
    }
  }

  /// Writes the last chord of the piece and gives all notes, ascending.
  mutating func finished() -> [Note] {
    sustain.playFinal()
    return sustain.sheet.finished()
  }
}
