public import Music
import Production

/// A guitarist: playable shapes on six strings, strummed, picked, muted or as power chords.
///
/// Silent at intensity 0; below 0.3 only strong strokes and changes of chord remain.
public struct Guitarist: Player {
  /// Makes a guitarist.
  public init() {}

  private static let voices = ["strum", "pick", "hits"]

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var comping = Comping(cue, frame: frame, voices: Guitarist.voices)
    let shapes = shapes(cue, changes: comping.changes)
    let strums =
      comping.book.main == nil
      ? comping.prepared(ownStrokes(cue, frame: frame))
      : comping.variedStrokes(of: "strum", adding: "u", answering: "d")
    let hits = comping.variedStrokes(of: "hits")
    let hand = Self.oneAtATime(
      strums.map { Handed(stroke: $0, isHit: false) }
        + hits.map { Handed(stroke: $0, isHit: true) },
      comping.changes)
    for handed in hand where !handed.isHit {
      strum(handed.stroke, shapes: shapes, into: &comping)
    }
    pick(
      comping.variedStrokes(of: "pick", adding: nil, answering: nil), shapes: shapes, into: &comping
    )
    let register = Sheet.register(of: cue)
    for handed in hand where handed.isHit {
      guard let span = comping.changes.span(of: handed.stroke) else { continue }
      let numbers = shapes[span.onset]?.numbers ?? []
      comping.write(handed.stroke, voicing: Set(numbers).sorted(), register: register)
    }
    if let final = frame.final {
      let stroke = Stroke(
        onset: final.onset, end: final.end, symbol: "D", bar: final.bar.index)
      strum(stroke, shapes: shapes, into: &comping)
    }
    return comping.sheet.finished(polyphony: 6)
  }

  /// A stroke of the right hand: a strum, or a hit that is played as written.
  private struct Handed {
    let stroke: Stroke
    let isHit: Bool
  }

  /// Strokes of which one hand can play each: where two fall together, one of them early for the next
  /// chord, that one stays.
  private static func oneAtATime(_ strokes: [Handed], _ changes: Changes) -> [Handed] {
    var kept: [Handed] = []
    for handed in strokes {
      guard let same = kept.firstIndex(where: { $0.stroke.onset == handed.stroke.onset }) else {
        kept.append(handed)
        continue
      }
      let spans = [kept[same], handed].map { changes.span(of: $0.stroke)?.onset ?? .zero }
      if spans[1] > spans[0] { kept[same] = handed }
    }
    return kept
  }

  /// The shape of each span; where the register holds none, as many strings as sound a voicing.
  private func shapes(_ cue: Cue, changes: Changes) -> [Beat: Fretboard.Shape] {
    let kind: Fretboard.Kind =
      switch cue.style.voicing {
      case .power: .power
      case .guitar, .open: .full
      case .close, .drop2, .rootless: .small
      }
    let register = Sheet.register(of: cue)
    var board = Fretboard(kind, register: register)
    var fallback = Fretboard(.small, register: register)
    var shapes: [Beat: Fretboard.Shape] = [:]
    for span in changes.spans {
      if let shape = board.shape(of: span.chord) ?? fallback.shape(of: span.chord) {
        shapes[span.onset] = shape
      } else {
        shapes[span.onset] = Guitarist.single(span.chord, in: register)
      }
    }
    return shapes
  }

  /// One note of a chord on one string, for registers that hold no shape.
  private static func single(_ chord: Chord, in register: ClosedRange<Int>) -> Fretboard.Shape? {
    let tones = chord.pitchClasses
    for string in Fretboard.tuning.indices.reversed() {
      for fret in 0...19 {
        let number = Fretboard.tuning[string] + fret
        if register.contains(number), tones.contains(number % 12) {
          var frets = [Int?](repeating: nil, count: 6)
          frets[string] = fret
          return Fretboard.Shape(frets: frets)
        }
      }
    }
    return nil
  }

  private func strum(
    _ stroke: Stroke, shapes: [Beat: Fretboard.Shape], into comping: inout Comping
  ) {
    guard let span = comping.changes.span(of: stroke), let shape = shapes[span.onset] else {
      return
    }
    let numbers = Set(shape.numbers).sorted()
    var plain = stroke
    var chosen = numbers
    var articulation = Articulation.strumDown
    var base = 96.0
    switch stroke.symbol {
    case "U", "u":
      articulation = .strumUp
      chosen = Array(numbers.suffix(max(2, min(4, numbers.count - 1))))
      base = stroke.symbol == "U" ? 102 : 84
    case "x":
      articulation = .muted
      chosen = Array(numbers.suffix(3))
      base = 50
    case "p":
      articulation = .muted
      chosen = Array(numbers.prefix(2))
      base = 82
    case "D", "X": base = 108
    default: base = 92
    }
    plain.symbol = "x"
    comping.write(
      plain, voicing: chosen, register: Sheet.register(of: comping.cue), base: base,
      articulation: articulation)
  }

  /// Picked strings ring until they are picked again or the chord changes.
  private func pick(
    _ strokes: [Stroke], shapes: [Beat: Fretboard.Shape], into comping: inout Comping
  ) {
    let picked = strokes.compactMap { stroke -> (Stroke, Int, ChordSpan)? in
      guard let span = comping.changes.span(of: stroke), let shape = shapes[span.onset],
        let string = Guitarist.string(stroke.symbol, of: shape)
      else { return nil }
      return (stroke, string, span)
    }
    for (index, (stroke, string, span)) in picked.enumerated() {
      guard let number = shapes[span.onset]?.number(ofString: string) else { continue }
      let again = picked[(index + 1)...].first { $0.1 == string && $0.0.onset > stroke.onset }
      let change = comping.changes.spans.first { $0.onset > max(stroke.onset, span.onset) }?.onset
      let rings = [again?.0.onset, change, comping.frame.end].compactMap { $0 }.min()
      var ringing = stroke
      ringing.end = max(stroke.end, min(rings ?? stroke.end, stroke.onset + 4))
      if let again { ringing.end = min(ringing.end, again.0.onset) }
      let isThumb = "bB".contains(stroke.symbol)
      ringing.symbol = "x"
      comping.write(
        ringing, voicing: [number], register: Sheet.register(of: comping.cue),
        base: isThumb ? 92 : string == 5 ? 86 : 78, articulation: .normal)
    }
  }

  /// The string, counted from the lowest, that a character picks of a shape.
  static func string(_ symbol: Character, of shape: Fretboard.Shape) -> Int? {
    let played = shape.frets.indices.filter { shape.frets[$0] != nil }
    guard let low = played.first else { return nil }
    switch symbol {
    case "b": return low
    case "B": return played.count > 1 ? played[1] : low
    default:
      let wanted = 6 - (symbol.wholeNumberValue ?? 1)
      return played.min { abs($0 - wanted) < abs($1 - wanted) }
    }
  }

  /// Down on the beats, up between, for a part without patterns.
  private func ownStrokes(_ cue: Cue, frame: SectionFrame) -> [Stroke] {
    frame.bars.flatMap { bar -> [Stroke] in
      let step = Beat(1, 2)
      let count = max(1, ((bar.end - bar.start) / step).floor)
      return (0..<count).compactMap { index in
        let onset = bar.start + step * index
        let isPulse = bar.meter.pulses.contains(onset - bar.start)
        guard isPulse || (cue.intensity > 0.4 && index % 4 != 1), onset < bar.end else {
          return nil
        }
        return Stroke(
          onset: onset, end: min(onset + step, bar.end), symbol: isPulse ? "D" : "u",
          bar: bar.index)
      }
    }
  }
}
