import Music
import Production

/// A bass line in the making: strokes become notes from left to right.
struct BassLine {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let dynamics: Dynamics
  var sheet: Sheet
  private var book: PatternBook
  private let register: ClosedRange<Int>
  /// Where roots lie: the middle of the comfortable low register.
  private let anchor: Int
  /// The note before.
  private var last: Int?
  /// A root that was promised by an approach: its time and number.
  private var promised: (onset: Beat, number: Int)?
  /// The direction of a walk.
  private var isRising = true
  private let kicks: [Beat]
  private var following: [Beat: Beat] = [:]

  /// Where the line stands in patterns.
  private let voice: String

  init(_ cue: Cue, frame: SectionFrame, voice: String = "line") {
    self.cue = cue
    self.frame = frame
    self.voice = voice
    changes = Changes(cue, frame: frame)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    book = PatternBook(cue, frame: frame, voices: [voice])
    book.fills = Percussionist.fills(cue, frame: frame, book: book)
    register = Sheet.register(of: cue)
    let low = register.lowerBound
    anchor = low + min(9, (register.upperBound - low) / 2)
    last = cue.previous.last?.pitch.number
    kicks = Following.kicks(cue)
  }

  /// Whether the player leads into roots: always without a pattern, else where the pattern does.
  private var leads: Bool {
    book.main?.steps(of: voice).contains { "asw".contains($0) } ?? true
  }

  /// The strokes of the section: written ones, or those of the kick.
  mutating func strokes() -> [Stroke] {
    var strokes = book.main == nil ? ownStrokes() : book.strokes(of: voice, glides: true)
    let struck = Set(kicks)
    strokes.removeAll { $0.symbol == "k" && !struck.contains($0.onset) }
    if let following = Following(cue) { strokes = following.drawn(strokes, frame: frame) }
    strokes = BassLine.locked(strokes, to: kicks, frame: frame)
    let variation = PhraseVariation(cue, frame: frame, book: book)
    strokes = variation.applied(to: strokes, grain: book.grain, adding: "r", leading: "asw")
    strokes = BassLine.shaped(strokes, as: BassLine.manner(of: cue), cue: cue, frame: frame)
    if cue.intensity < 0.35 { strokes = thinned(strokes) }
    if let stop = frame.stop(cue.section) {
      strokes.removeAll { $0.onset >= stop }
      for index in strokes.indices { strokes[index].end = min(strokes[index].end, stop) }
    }
    if leads { strokes = leading(strokes) }
    strokes = strokes.flatMap(atChanges)
    for (stroke, next) in zip(strokes, strokes.dropFirst()) {
      following[stroke.onset] = next.onset
    }
    return strokes
  }

  /// Roots with the kick, or on the felt beats where no drum is heard.
  private func ownStrokes() -> [Stroke] {
    let own = kicks.filter { $0 >= frame.start && $0 < frame.end }
    let onsets =
      own.isEmpty
      ? frame.bars.flatMap { bar in
        bar.meter.pulses.filter { bar.meter.strength(at: $0) >= 0.75 }.map { bar.start + $0 }
          .filter { $0 < bar.end }
      } : own
    return onsets.enumerated().map { index, onset in
      let end = index + 1 < onsets.count ? onsets[index + 1] : frame.end
      let bar = frame.bar(at: onset)
      let isStrong = frame.strength(at: onset) >= 0.5
      return Stroke(
        onset: onset, end: min(end, onset + 2), symbol: isStrong ? "R" : "r", bar: bar?.index ?? 0)
    }
  }

  /// Only the strong beats and the changes of chord, held to the next.
  private func thinned(_ strokes: [Stroke]) -> [Stroke] {
    var kept = strokes.filter { stroke in
      frame.strength(at: stroke.onset) >= 0.75
        || changes.spans.contains { $0.onset == stroke.onset }
    }
    if kept.isEmpty { kept = Array(strokes.prefix(1)) }
    for index in kept.indices {
      let next = index + 1 < kept.count ? kept[index + 1].onset : frame.end
      kept[index].end = min(next, max(kept[index].end, kept[index].onset + 2))
      if kept[index].symbol == "a" || kept[index].symbol == "x" { kept[index].symbol = "r" }
    }
    return kept
  }

  /// At phrase ends a weak last note of a busy player leads into the next root.
  private func leading(_ strokes: [Stroke]) -> [Stroke] {
    var strokes = strokes
    for bar in frame.bars where bar.isPhraseEnd && cue.intensity >= 0.4 {
      guard let index = strokes.lastIndex(where: { $0.onset >= bar.start && $0.onset < bar.end }),
        "Rr58k".contains(strokes[index].symbol), strokes[index].onset > bar.start,
        strokes[index].onset >= bar.middle, strokes[index].duration <= 1,
        frame.strength(at: strokes[index].onset) < 0.75,
        changes.next(after: strokes[index].onset) != nil
      else { continue }
      var stream = cue.stream("lead-in", bar: bar.number)
      if stream.chance(0.25 + 0.6 * cue.part.complexity) { strokes[index].symbol = "a" }
    }
    return strokes
  }

  /// A held note is struck anew where the bass of the chord changes under it.
  private func atChanges(_ stroke: Stroke) -> [Stroke] {
    guard stroke.symbol != "x" else { return [stroke] }
    var pieces = [stroke]
    for span in changes.spans where span.onset > stroke.onset && span.onset < stroke.end {
      guard let current = pieces.last, let own = changes.span(of: current),
        own.chord.lowest.pitchClass != span.chord.lowest.pitchClass, own.onset < span.onset
      else { continue }
      pieces[pieces.count - 1].end = span.onset
      pieces.append(
        Stroke(
          onset: span.onset, end: stroke.end, symbol: "R", glides: stroke.glides,
          bar: stroke.bar))
    }
    return pieces
  }
}

extension BassLine {
  /// The number of a pitch class in the register, near the anchor and the note before.
  private func number(of pitchClass: Int, near other: Int?) -> Int {
    let candidates = register.filter { ($0 - pitchClass) % 12 == 0 }
    let best = candidates.min { left, right in
      cost(left, near: other) < cost(right, near: other)
    }
    return best ?? register.lowerBound
  }

  private func cost(_ number: Int, near other: Int?) -> Double {
    var cost = Double(abs(number - anchor)) * 0.8
    if let other { cost += Double(abs(number - other)) * 0.3 }
    // Mostly below C3.
    if number > 48 { cost += Double(number - 48) }
    return cost + Double(number) * 0.001
  }

  /// A member of the chord above the root, or below where the register ends.
  private func placed(_ semitones: Int, on root: Int) -> Int {
    if register.contains(root + semitones) { return root + semitones }
    return register.contains(root + semitones - 12) ? root + semitones - 12 : root
  }

  /// Writes one stroke.
  mutating func play(_ stroke: Stroke) {
    guard let span = changes.span(of: stroke) else { return }
    let key = changes.key(at: stroke.onset)
    let root: Int
    if let promised, promised.onset == span.onset {
      root = promised.number
    } else {
      root = number(of: span.chord.lowest.pitchClass, near: rootBefore(stroke))
    }
    let number: Int
    // Degrees above a slash bass are counted from the chord's root.
    let base =
      span.chord.bass == nil
      ? root : self.number(of: span.chord.root.pitchClass, near: root)
    // A change of chord begins on its bass note whatever the pattern says.
    let isChange = stroke.onset == span.onset && "53467s".contains(stroke.symbol)
    switch isChange ? "r" : stroke.symbol {
    case "8": number = root + 12 <= register.upperBound ? root + 12 : root
    case "5": number = placed(span.semitones(ofDegree: 5, in: key), on: base)
    case "4":
      let low = base + span.semitones(ofDegree: 5, in: key) - 12
      number = register.contains(low) ? low : placed(low + 12 - base, on: base)
    case "3", "6", "7":
      let degree = Int(String(stroke.symbol)) ?? 3
      number = placed(span.semitones(ofDegree: degree, in: key), on: base)
    case "a": number = approach(stroke, root: root)
    case "s": number = scaleStep(stroke, span: span, key: key, root: root)
    case "w": number = walk(stroke, span: span, key: key, root: root)
    default: number = octavePopped(root, stroke)
    }
    write(number, stroke: stroke, chord: span.chord, key: key)
    if stroke.symbol != "x" { last = number }
  }

  private func rootBefore(_ stroke: Stroke) -> Int? { "w".contains(stroke.symbol) ? nil : last }

  private func octavePopped(_ root: Int, _ stroke: Stroke) -> Int {
    guard stroke.symbol == "r", frame.strength(at: stroke.onset) < 0.35,
      root + 12 <= register.upperBound, cue.intensity > 0.5
    else { return root }
    var stream = cue.theme("octave \(stroke.onset - frame.start)", bar: stroke.bar % 4)
    return stream.chance(0.15 * cue.part.complexity) ? root + 12 : root
  }

  private mutating func write(_ number: Int, stroke: Stroke, chord: Chord, key: Key) {
    var base = 92.0
    var articulation = Articulation.normal
    switch stroke.symbol {
    case "R", "8": base = 102
    case "x": (base, articulation) = (52, .muted)
    case "a", "s", "r": base = 86
    default: break
    }
    if stroke.glides { articulation = .glide }
    if stroke.symbol == "t" {
      tremolo(number, stroke: stroke, chord: chord, key: key)
      return
    }
    sheet.write(
      Changes.pitch(number, chord: chord, key: key), from: stroke.onset, to: stroke.end,
      velocity: dynamics.velocity(base, at: stroke.onset), articulation: articulation)
  }

  private mutating func tremolo(_ number: Int, stroke: Stroke, chord: Chord, key: Key) {
    let step = Beat(1, 8)
    var onset = stroke.onset
    while onset < stroke.end {
      let grown = (onset - stroke.onset).value / max(0.01, stroke.duration.value)
      sheet.write(
        Changes.pitch(number, chord: chord, key: key), from: onset,
        to: min(onset + step, stroke.end),
        velocity: dynamics.velocity(66 + 34 * grown, at: onset))
      onset = onset + step
    }
  }

  /// The root that comes next, promised to the stroke that will play it.
  private mutating func target(after stroke: Stroke, root: Int) -> Int {
    guard let next = changes.next(after: stroke.onset) else { return root }
    if next.chord.lowest.pitchClass == (root % 12 + 12) % 12, register.contains(root) {
      return root
    }
    let number = number(of: next.chord.lowest.pitchClass, near: last ?? root)
    promised = (next.onset, number)
    return number
  }

  /// A scale step beside the next root, from the side of the note before, or a semitone as often as
  /// the style likes its basses chromatic.
  private mutating func approach(_ stroke: Stroke, root: Int) -> Int {
    let goal = target(after: stroke, root: root)
    let before = last ?? root
    var stream = cue.theme("approach \(stroke.onset - frame.start)")
    let isFromBelow = before == goal ? stream.chance(0.6) : before < goal
    let side = isFromBelow ? -1 : 1
    let around = [side, 2 * side, -side, -2 * side].map { goal + $0 }
    let key = changes.key(at: stroke.onset)
    let classes =
      changes.span(at: stroke.onset).map {
        Changes.lineClasses(chord: $0.chord, key: Key(key.tonic, key.scale.parent))
      } ?? []
    let choices =
      stream.chance(cue.style.chromaticism)
      ? around : around.filter { classes.contains(($0 % 12 + 12) % 12) } + around
    return choices.first { register.contains($0) && $0 != before }
      ?? choices.first { register.contains($0) } ?? root
  }

  private mutating func scaleStep(
    _ stroke: Stroke, span: ChordSpan, key: Key, root: Int
  ) -> Int {
    let goal = target(after: stroke, root: root)
    let before = last ?? root
    return step(from: before, rising: goal == before ? isRising : goal > before, span, key)
      ?? root
  }

  /// The next note of the scale over the chord in a direction.
  private func step(from number: Int, rising: Bool, _ span: ChordSpan, _ key: Key) -> Int? {
    let classes = Changes.lineClasses(chord: span.chord, key: Key(key.tonic, key.scale.parent))
    let side = rising ? 1 : -1
    return (1...4).map { number + side * $0 }.first {
      register.contains($0) && classes.contains(($0 % 12 + 12) % 12)
    }
  }

  /// A walking note: the root or a chord tone where the chord or the bar begins, an approach before
  /// the next, and steps in one direction between, over a chord tone in the middle of the bar.
  private mutating func walk(
    _ stroke: Stroke, span: ChordSpan, key: Key, root: Int
  ) -> Int {
    let bar = frame.bar(at: stroke.onset)
    let isFirst = stroke.onset == span.onset || stroke.onset == bar?.start
    let change = changes.next(after: stroke.onset)?.onset ?? frame.end
    let boundary = min(change, bar?.end ?? change)
    let next = following[stroke.onset] ?? frame.end
    if !isFirst, next >= boundary {
      return next >= change
        ? approach(stroke, root: root)
        : step(from: last ?? root, rising: isRising, span, key) ?? root
    }
    guard let before = last else { return root }
    if isFirst {
      if stroke.onset == span.onset { isRising = root <= anchor + 2 }
      var stream = cue.theme("walk \(stroke.onset - frame.start)")
      let tones = chordTones(span, near: before).filter { $0 != before && abs($0 - before) <= 4 }
      if stroke.onset == span.onset && promised?.onset == span.onset { return root }
      if stroke.onset == span.onset, stream.chance(0.75) || tones.isEmpty { return root }
      return tones.first { isRising ? $0 > before : $0 < before } ?? tones.first ?? root
    }
    if before + 5 > register.upperBound || before > 52 { isRising = false }
    if before - 4 < register.lowerBound { isRising = true }
    if frame.strength(at: stroke.onset) >= 0.75 {
      let tones = chordTones(span, near: before).filter {
        (isRising ? $0 > before : $0 < before) && abs($0 - before) <= 5
      }
      if let tone = tones.first { return tone }
    }
    return step(from: before, rising: isRising, span, key)
      ?? step(from: before, rising: !isRising, span, key) ?? root
  }

  private func chordTones(_ span: ChordSpan, near number: Int) -> [Int] {
    let classes = Set(
      span.chord.members.filter { $0.degree <= 7 }
        .map { (span.chord.root.pitchClass + $0.semitones) % 12 })
    return register.filter { classes.contains($0 % 12) && abs($0 - number) <= 7 }
      .sorted { (abs($0 - number), $0) < (abs($1 - number), $1) }
  }

  /// The last root of the piece, low.
  mutating func playFinal() {
    guard let final = frame.final, let span = changes.span(at: final.onset) else { return }
    let number = number(of: span.chord.lowest.pitchClass, near: last)
    sheet.write(
      Changes.pitch(number, chord: span.chord, key: changes.key(at: final.onset)),
      from: final.onset, to: final.end, velocity: dynamics.velocity(100, at: final.onset))
  }
}
