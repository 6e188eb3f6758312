import Music
import Production

extension BassLine {
  /// How the part's bass is played: as the style says, or by its instrument.
  static func manner(of cue: Cue) -> BassManner {
    if let manner = cue.style.manner { return manner }
    switch cue.part.instrument.id {
    case "upright-bass", "double-bass", "cello", "contrabass": return .upright
    case "synth-bass", "synth-bass-2", "bass-lead": return .synth
    default: return cue.part.instrument.isSynthesized ? .synth : .electric
    }
  }

  /// Strokes as an instrument of this kind plays them.
  static func shaped(_ strokes: [Stroke], as manner: BassManner, cue: Cue, frame: SectionFrame)
    -> [Stroke]
  {
    switch manner {
    case .electric: return deadened(strokes, cue: cue, frame: frame)
    case .upright: return ringing(strokes)
    case .synth: return gated(strokes, frame: frame)
    case .sub: return few(strokes, frame: frame)
    }
  }

  /// Fingers left on the string: a busy player fills some holes before strong beats with dead notes.
  private static func deadened(_ strokes: [Stroke], cue: Cue, frame: SectionFrame) -> [Stroke] {
    guard cue.part.complexity > 0.55, cue.intensity > 0.55 else { return strokes }
    var played = strokes
    for (one, next) in zip(strokes, strokes.dropFirst()) {
      let place = next.onset - Beat(1, 4)
      guard frame.strength(at: next.onset) >= 0.5, place - one.end >= Beat(1, 4),
        next.bar == one.bar,
        !"wax".contains(one.symbol), frame.strength(at: place) <= 0.25
      else { continue }
      var stream = cue.theme("dead \(place - frame.start)", bar: one.bar % 2)
      guard stream.chance((cue.part.complexity - 0.5) * 0.7) else { continue }
      played.append(Stroke(onset: place, end: next.onset, symbol: "x", bar: next.bar))
    }
    return played.sorted { $0.onset < $1.onset }
  }

  /// Gut strings ring on until the next note, for a beat at most, and are not repeated faster than a
  /// finger plucks.
  private static func ringing(_ strokes: [Stroke]) -> [Stroke] {
    var kept: [Stroke] = []
    for stroke in strokes {
      if let last = kept.last, stroke.onset - last.onset < Beat(1, 4), last.symbol == stroke.symbol
      {
        continue
      }
      kept.append(stroke)
    }
    for index in kept.indices where kept[index].symbol != "x" {
      let next = index + 1 < kept.count ? kept[index + 1].onset : kept[index].end
      let ring = min(next, kept[index].end + Beat(1, 2))
      kept[index].end = max(kept[index].end, ring)
    }
    return kept
  }

  /// An oscillator opens and closes exactly: weak notes half as long.
  private static func gated(_ strokes: [Stroke], frame: SectionFrame) -> [Stroke] {
    strokes.map { stroke in
      var stroke = stroke
      if frame.strength(at: stroke.onset) < 0.5, !stroke.glides, stroke.duration <= Beat(1, 2) {
        stroke.end = stroke.onset + stroke.duration * Beat(2, 3)
      }
      return stroke
    }
  }

  /// The long sub of a drum machine: few notes, each held until the next, gliding into the next
  /// where a phrase ends.
  private static func few(_ strokes: [Stroke], frame: SectionFrame) -> [Stroke] {
    var kept: [Stroke] = []
    for stroke in strokes where stroke.symbol != "x" {
      if let last = kept.last, stroke.onset - last.onset < Beat(1, 2), !last.glides,
        frame.strength(at: stroke.onset) < 0.5
      {
        continue
      }
      kept.append(stroke)
    }
    for index in kept.indices {
      let next = index + 1 < kept.count ? kept[index + 1].onset : frame.end
      // A breath of silence now and then lets the next one strike.
      kept[index].end = max(kept[index].end, min(next, kept[index].onset + 4))
      let bar = frame.bar(at: kept[index].onset)
      if index + 1 < kept.count, bar?.isPhraseEnd == true, kept[index].onset >= bar?.middle ?? next
      {
        kept[index].end = next
        kept[index].glides = true
      }
    }
    return kept
  }
}
