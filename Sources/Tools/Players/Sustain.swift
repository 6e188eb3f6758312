import Music
import Production

/// Sustained harmony in the making: voices that move only where the chord asks.
struct Sustain {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let dynamics: Dynamics
  var sheet: Sheet
  private let voicings: [Beat: [Int]]

  init(_ cue: Cue, frame: SectionFrame, voicing: Voicing, count: Int, span: Int) {
    self.cue = cue
    self.frame = frame
    changes = Changes(cue, frame: frame)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    var voicer = Voicer(
      voicing, register: Sheet.register(of: cue), count: min(count, cue.part.instrument.polyphony),
      span: span, last: Voicer.lastVoicing(in: cue.previous))
    var voicings: [Beat: [Int]] = [:]
    for span in changes.spans { voicings[span.onset] = voicer.voice(span.chord) }
    self.voicings = voicings
  }

  /// The voicing of a span.
  func voicing(of span: ChordSpan) -> [Int] { voicings[span.onset] ?? [] }

  /// One stroke a phrase, for parts without patterns.
  func phraseStrokes() -> [Stroke] {
    frame.bars.filter { $0.indexInPhrase % 4 == 0 }.map { bar in
      let stop = frame.bars.first { $0.index > bar.index && $0.indexInPhrase % 4 == 0 }
      return Stroke(
        onset: bar.start, end: stop?.start ?? frame.end, symbol: "x", bar: bar.index)
    }
  }

  /// Holds the chords under strokes; notes common to neighbouring chords are tied.
  mutating func hold(_ strokes: [Stroke], topOnly: Bool = false, swells: Bool = false) {
    for stroke in strokes {
      var sounding: [Int: Beat] = [:]
      var chord: Chord?
      var position = stroke.onset
      while position < stroke.end {
        guard let span = changes.span(at: position) else { return }
        let full = voicing(of: span)
        let wanted = topOnly ? Array(full.suffix(1)) : full
        for (number, since) in sounding.sorted(by: { $0.key < $1.key })
        where !wanted.contains(number) {
          write(number, from: since, to: position, chord: chord, stroke: stroke, swells: swells)
          sounding[number] = nil
        }
        for number in wanted where sounding[number] == nil { sounding[number] = position }
        chord = span.chord
        let next = changes.spans.first { $0.onset > position }?.onset ?? stroke.end
        position = min(next, stroke.end)
      }
      for (number, since) in sounding.sorted(by: { $0.key < $1.key }) {
        write(number, from: since, to: stroke.end, chord: chord, stroke: stroke, swells: swells)
      }
    }
  }

  private mutating func write(
    _ number: Int, from onset: Beat, to end: Beat, chord: Chord?, stroke: Stroke, swells: Bool
  ) {
    var base = Dynamics.base(of: stroke.symbol) - 10
    if swells, let bar = frame.bar(at: onset) {
      base += -14 + 28 * Double(bar.indexInPhrase) / Double(max(1, bar.phraseBars - 1))
    }
    sheet.write(
      Changes.pitch(number, chord: chord, key: changes.key(at: onset)), from: onset, to: end,
      velocity: dynamics.velocity(base, at: onset, accent: 0.3), articulation: .legato)
  }

  /// The last chord of the piece.
  mutating func playFinal() {
    guard let final = frame.final, let span = changes.span(at: final.onset) else { return }
    for number in voicing(of: span) {
      sheet.write(
        Changes.pitch(number, chord: span.chord, key: changes.key(at: final.onset)),
        from: final.onset, to: final.end, velocity: dynamics.velocity(88, at: final.onset))
    }
  }
}
