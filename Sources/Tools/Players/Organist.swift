public import Music
import Production

/// An organist: chords held under the hands with common tones tied, struck or repeated where
/// written, and a line of the pedals.
///
/// The church organ is played full and legato with a pedal under the hands; drawbar and rock organs
/// in close position, the bass left to others unless `pedal` is written. Silent at intensity 0.
public struct Organist: Player {
  /// Makes an organist.
  public init() {}

  private static let voices = ["hold", "hits", "pedal"]

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    let book = PatternBook(cue, frame: frame, voices: Organist.voices)
    let written = [book.main, book.variation].compactMap { $0 }
    let isChurch = ["church-organ", "reed-organ"].contains(cue.part.instrument.id)
    let hasPedal = written.contains { !$0.steps(of: "pedal").isEmpty }
    let register = Sheet.register(of: cue)
    let split = hasPedal ? Organist.split(register) : register.lowerBound
    var manuals = cue
    manuals.part.register = split...register.upperBound
    manuals.previous = cue.previous.filter { $0.pitch.number >= split }
    var sustain = Sustain(
      manuals, frame: frame, voicing: isChurch ? .open : cue.style.voicing,
      // A hand reaches a tenth; two hands share a church organ's chord.
      count: isChurch ? 4 : cue.intensity < 0.5 ? 3 : 4, span: isChurch ? 24 : 16)
    let breath = Breath(cue, frame: frame, rest: Beat(1, 2), seconds: 12)
    let held = written.isEmpty ? sustain.phraseStrokes() : book.strokes(of: "hold")
    sustain.hold(breath.taken(held, in: frame))
    var comping = Comping(manuals, frame: frame, voices: Organist.voices)
    for stroke in comping.variedStrokes(of: "hits") {
      guard let span = comping.changes.span(of: stroke) else { continue }
      comping.write(
        stroke, voicing: sustain.voicing(of: span), register: manuals.part.register)
    }
    sustain.playFinal()
    var sheet = Sheet(cue, frame: frame)
    var notes = sustain.sheet.notes + comping.sheet.notes
    if hasPedal {
      notes += pedal(
        cue, frame: frame, register: register.lowerBound...max(split - 1, register.lowerBound))
    }
    for note in notes {
      sheet.write(
        note.pitch, from: note.onset, to: note.end, velocity: note.velocity,
        articulation: note.articulation)
    }
    return sheet.finished()
  }

  /// Where the manuals begin above the pedals: two octaves up, or the middle of a narrow register.
  private static func split(_ register: ClosedRange<Int>) -> Int {
    let width = register.upperBound - register.lowerBound
    return register.lowerBound + (width >= 38 ? 20 : width / 2)
  }

  private func pedal(_ cue: Cue, frame: SectionFrame, register: ClosedRange<Int>) -> [Note] {
    var feet = cue
    feet.part.register = register
    feet.previous = cue.previous.filter { register.contains($0.pitch.number) }
    var line = BassLine(feet, frame: frame, voice: "pedal")
    for stroke in line.strokes() { line.play(stroke) }
    line.playFinal()
    return line.sheet.finished(polyphony: 1)
  }
}
