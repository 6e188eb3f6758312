import Music
import Production

/// Where players who breathe, bow or lift their hands leave off.
struct Breath {
  /// How long the pause is.
  let rest: Beat
  /// The longest time without a pause, in beats.
  let longest: Beat

  /// How many phrases are played to a pause.
  let phrases: Int

  /// Breath of a player who can go on for some seconds at the tempo of a section.
  init(_ cue: Cue, frame: SectionFrame, rest: Beat, seconds: Double, phrases: Int = 1) {
    self.rest = rest
    self.phrases = phrases
    let pace = cue.plan.tempo.beatsPerMinute(at: frame.start)
    longest = Beat(max(2, Int(seconds * pace / 60)))
  }

  /// Pads and bowed strings lift for a beat after every second phrase and at the end of a section;
  /// a part without any phrase variation, such as a drone, goes on.
  static func ofPads(_ cue: Cue, frame: SectionFrame) -> Breath? {
    guard (cue.part.controls.phraseVariation ?? 0.5) > 0 else { return nil }
    return Breath(cue, frame: frame, rest: Beat(1), seconds: 120, phrases: 2)
  }

  /// The strokes with a pause at each end of a phrase, and at an end of a bar where one would be
  /// held for too long.
  func taken(_ strokes: [Stroke], in frame: SectionFrame) -> [Stroke] {
    strokes.flatMap { stroke -> [Stroke] in
      var pieces: [Stroke] = []
      var current = stroke
      for bar in frame.bars where bar.end > stroke.onset && bar.end <= stroke.end {
        let isTooLong = bar.end + (bar.end - bar.start) - current.onset > longest
        let pauses =
          bar.isPhraseEnd && bar.end != frame.seam
          && ((bar.phrase + 1) % phrases == 0 || bar.index == frame.bars.count - 1)
        guard pauses || (isTooLong && bar.end < stroke.end) else { continue }
        var piece = current
        piece.end = max(bar.end - rest, current.onset + (bar.end - current.onset) / 2)
        pieces.append(piece)
        current.onset = bar.end
        current.bar = bar.index + 1
      }
      if current.onset < current.end { pieces.append(current) }
      return pieces
    }
  }
}
