import Music
import Production

/// Rhythmic harmony in the making: strokes of chord characters become voiced notes.
struct Comping {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let dynamics: Dynamics
  var sheet: Sheet
  var book: PatternBook
  /// The melody that is answered.
  private let melody: Conversation
  private let density: Density

  init(_ cue: Cue, frame: SectionFrame, voices: [String]) {
    self.cue = cue
    self.frame = frame
    changes = Changes(cue, frame: frame)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    book = PatternBook(cue, frame: frame, voices: voices)
    book.fills = Percussionist.fills(cue, frame: frame, book: book)
    melody = Conversation(cue, frame: frame)
    density = Density(cue, frame: frame)
  }

  /// Whether the part's chosen pattern writes a voice.
  func has(_ voice: String) -> Bool {
    [book.main, book.variation].contains { $0.map { !$0.steps(of: voice).isEmpty } ?? false }
  }

  /// The strokes of a voice, thinned by intensity, with a breath at phrase ends, ending where the
  /// rhythm drops out and cut anew at changes of chord.
  func strokes(of voice: String) -> [Stroke] { prepared(book.strokes(of: voice)) }

  /// The strokes of a voice with small changes by which the bars of a phrase differ, drawn to the
  /// rhythm that the part follows.
  ///
  /// `added` is the character of what a busy player puts between, `answer` that of what is struck in
  /// the rests of the melody; nil for parts that invent nothing.
  func variedStrokes(
    of voice: String, adding added: Character? = "o", answering answer: Character? = "x"
  ) -> [Stroke] {
    var strokes = book.strokes(of: voice)
    guard !strokes.isEmpty else { return [] }
    // Broken chords keep their figure.
    let isBroken = strokes.filter(\.symbol.isNumber).count * 2 > strokes.count
    let added = isBroken ? nil : added
    if let following = Following(cue) { strokes = following.drawn(strokes, frame: frame) }
    let variation = PhraseVariation(cue, frame: frame, book: book)
    strokes = density.applied(to: strokes, grain: book.grain, adding: added)
    strokes = variation.applied(to: strokes, grain: book.grain, adding: added)
    if let answer, !isBroken, cue.part.role == .chords {
      strokes = melody.answered(strokes, with: answer)
    }
    return prepared(strokes)
  }

  /// Strokes made ready to play.
  func prepared(_ strokes: [Stroke]) -> [Stroke] {
    let offBeats = OffBeats(strokes, frame: frame)
    var strokes = strokes.filter { survives($0, isGroove: offBeats.carry($0)) }
    if let stop = frame.stop(cue.section) {
      strokes.removeAll { $0.onset >= stop }
      for index in strokes.indices { strokes[index].end = min(strokes[index].end, stop) }
    }
    return strokes.map(lifted).flatMap(atChanges)
  }

  /// Held chords leave off half a beat before the end of a phrase, a beat at the end of a section.
  private func lifted(_ stroke: Stroke) -> Stroke {
    guard frame.bars.indices.contains(stroke.bar), stroke.duration > 1 else { return stroke }
    let bar = frame.bars[stroke.bar]
    guard bar.isPhraseEnd, bar.phraseBars >= 2, stroke.end >= bar.end, bar.end != frame.seam else {
      return stroke
    }
    var lifted = stroke
    let isLast = bar.index == frame.bars.count - 1 && stroke.duration >= 2
    lifted.end = bar.end - (isLast ? 1 : Beat(1, 2))
    return lifted.duration > .zero ? lifted : stroke
  }

  private func survives(_ stroke: Stroke, isGroove: Bool) -> Bool {
    let strength = frame.strength(at: stroke.onset)
    let isSoft = "og".contains(stroke.symbol)
    if isGroove, !isSoft { return true }
    if cue.intensity < 0.3, isSoft || strength < 0.2 {
      return changes.spans.contains { $0.onset == stroke.onset }
    }
    // The melody is answered, not doubled: weak strokes wait where it speaks.
    if melody.silences(stroke, isSoft: isSoft) { return false }
    if stroke.isFill { return true }
    guard frame.bars.indices.contains(stroke.bar) else { return true }
    let bar = frame.bars[stroke.bar]
    guard bar.isPhraseEnd, bar.phraseBars >= 2, strength < 0.5 else { return true }
    // A phrase ends with a breath now and then.
    var stream = cue.stream("breath", bar: bar.number)
    return !(stroke.onset > bar.middle && stream.chance(0.45))
  }

  /// A stroke held over a change of chord is struck anew there.
  private func atChanges(_ stroke: Stroke) -> [Stroke] {
    var pieces = [stroke]
    for span in changes.spans where span.onset > stroke.onset && span.onset < stroke.end {
      guard let current = pieces.last, let own = changes.span(of: current),
        own.chord != span.chord, own.onset < span.onset
      else { continue }
      pieces[pieces.count - 1].end = span.onset
      var renewed = stroke
      renewed.onset = span.onset
      pieces.append(renewed)
    }
    return pieces
  }

  /// Writes notes of a voicing as the stroke's character asks: all, the top, one of them, or rolled.
  mutating func write(
    _ stroke: Stroke, voicing: [Int], register: ClosedRange<Int>, base: Double? = nil,
    articulation: Articulation? = nil
  ) {
    guard !voicing.isEmpty, let span = changes.span(of: stroke) else { return }
    let key = changes.key(at: stroke.onset)
    var numbers = voicing
    if let digit = stroke.symbol.wholeNumberValue, digit > 0 {
      numbers = [Comping.counted(digit, in: voicing, register: register)]
    } else if stroke.symbol == "t" {
      numbers = voicing.suffix(1)
    } else if stroke.symbol == "g" {
      numbers = Array(voicing.suffix(2))
    }
    let plain = base ?? (stroke.symbol.isNumber ? 90 : Dynamics.base(of: stroke.symbol) - 4)
    let level = dynamics.velocity(plain, at: stroke.onset)
    let style = articulation ?? self.articulation(of: stroke)
    for (index, number) in numbers.enumerated() {
      // The top voice sings, inner voices stay back.
      let shade = index == numbers.count - 1 ? 2 : index == 0 ? -2 : -5
      sheet.write(
        Changes.pitch(number, chord: span.chord, key: key), from: stroke.onset, to: stroke.end,
        velocity: level + shade, articulation: style)
    }
  }

  private func articulation(of stroke: Stroke) -> Articulation {
    switch stroke.symbol {
    case "/": .rolled
    case "X": stroke.duration <= Beat(1, 2) ? .staccato : .accent
    case "g": .ghost
    default: stroke.duration <= Beat(1, 4) ? .staccato : .normal
    }
  }

  /// The note that a digit counts in a voicing, going on in the next octaves, or octaves below
  /// where the register ends.
  static func counted(_ digit: Int, in voicing: [Int], register: ClosedRange<Int>) -> Int {
    let index = (digit - 1) % voicing.count
    var number = voicing[index] + 12 * ((digit - 1) / voicing.count)
    while number > register.upperBound, number - 12 >= register.lowerBound { number -= 12 }
    return number
  }

  /// A plain rhythm for a part without patterns: the fuller the more intense.
  func plainStrokes() -> [Stroke] {
    prepared(
      frame.bars.flatMap { bar -> [Stroke] in
        let pulses = bar.meter.pulses.filter { bar.start + $0 < bar.end }
        let chosen =
          cue.intensity > 0.7
          ? pulses : pulses.filter { bar.meter.strength(at: $0) >= 0.75 }
        return chosen.enumerated().map { index, pulse in
          let next = index + 1 < chosen.count ? bar.start + chosen[index + 1] : bar.end
          return Stroke(
            onset: bar.start + pulse, end: next, symbol: index == 0 ? "x" : "o", bar: bar.index)
        }
      })
  }
}
