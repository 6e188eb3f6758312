import Music
import Production

/// Where players who breathe, bow or lift their hands leave off.
struct Breath {
  /// How long the pause is.
  let rest: Beat
  /// The longest time without a pause, in beats.
  let longest: Beat

  /// Breath of a player who can go on for some seconds at the tempo of a section.
  init(_ cue: Cue, frame: SectionFrame, rest: Beat, seconds: Double) {
    self.rest = rest
    let pace = cue.plan.tempo.beatsPerMinute(at: frame.start)
    longest = Beat(max(2, Int(seconds * pace / 60)))
  }

  /// The strokes with a pause at each end of a phrase, and at an end of a bar where one would be
  /// held for too long.
  func taken(_ strokes: [Stroke], in frame: SectionFrame) -> [Stroke] {
    strokes.flatMap { stroke -> [Stroke] in
      var pieces: [Stroke] = []
      var current = stroke
      for bar in frame.bars where bar.end > stroke.onset && bar.end <= stroke.end {
        let isTooLong = bar.end + (bar.end - bar.start) - current.onset > longest
        guard bar.isPhraseEnd || (isTooLong && bar.end < stroke.end) else { continue }
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
