import Music
import Production

/// An inner voice in the making.
struct InnerLine {
  private(set) var staff: Staff
  private let voices: [HeardVoice]

  private var cue: Cue { staff.cue }
  private var frame: SectionFrame { staff.frame }
  private var changes: Changes { staff.changes }
  private var register: ClosedRange<Int> { staff.register }

  init(_ cue: Cue, frame: SectionFrame) {
    staff = Staff(cue, frame: frame)
    let register = staff.register
    voices = InnerLine.voices(heardBy: cue, middle: register.lowerBound + register.upperBound)
  }

  /// Bass, lead and the other lines of the texture that were written before this one.
  private static func voices(heardBy cue: Cue, middle: Int) -> [HeardVoice] {
    let parts = Dictionary(
      cue.plan.parts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return cue.heard.keys.sorted().compactMap { id in
      guard let notes = cue.heard[id], !notes.isEmpty else { return nil }
      switch cue.roles[id] {
      case .bass: return HeardVoice(notes, isAbove: false)
      case .lead: return HeardVoice(notes, isAbove: true)
      case .counter:
        let own = parts[id].map { $0.register.lowerBound + $0.register.upperBound } ?? middle
        return HeardVoice(notes, isAbove: own > middle)
      default: return nil
      }
    }
  }

  /// Writes the section phrase by phrase; the last note of the piece belongs to the last phrase.
  mutating func write() {
    let all = strokes()
    for bar in frame.bars where bar.indexInPhrase == 0 {
      let next = frame.bars.first { $0.index > bar.index && $0.indexInPhrase == 0 }
      var phrase = all.filter { $0.onset >= bar.start && $0.onset < next?.start ?? frame.end }
      if next == nil, let final = finalStroke { phrase.append(final) }
      write(phrase)
    }
    if frame.bars.isEmpty, let final = finalStroke { write([final]) }
  }

  private var finalStroke: Stroke? {
    frame.final.map {
      Stroke(onset: $0.onset, end: $0.end, symbol: "x", bar: $0.bar.index)
    }
  }

  // MARK: Rhythm

  private func strokes() -> [Stroke] {
    let book = PatternBook(cue, frame: frame, voices: ["rhythm"])
    var strokes =
      book.main == nil ? frame.bars.flatMap(ownStrokes) : book.strokes(of: "rhythm")
    if cue.intensity < 0.35 {
      strokes.removeAll { stroke in
        frame.strength(at: stroke.onset) < 0.75
          && !changes.spans.contains { $0.onset == stroke.onset }
      }
      for index in strokes.indices {
        strokes[index].end = index + 1 < strokes.count ? strokes[index + 1].onset : frame.end
      }
    }
    if let stop = frame.stop(cue.section) {
      strokes.removeAll { $0.onset >= stop }
      for index in strokes.indices { strokes[index].end = min(strokes[index].end, stop) }
    }
    let breath = Breath(cue, frame: frame, rest: Beat(1, 2), seconds: 10)
    return breath.taken(strokes.flatMap(atChanges), in: frame)
  }

  /// A note that is held into another chord is struck anew there.
  private func atChanges(_ stroke: Stroke) -> [Stroke] {
    var pieces = [stroke]
    for span in changes.spans where span.onset > stroke.onset && span.onset < stroke.end {
      pieces[pieces.count - 1].end = span.onset
      var piece = stroke
      piece.onset = span.onset
      pieces.append(piece)
    }
    return pieces
  }

  /// With the harmony and the outer voices on the felt beats, and between them where these hold.
  private func ownStrokes(in bar: SectionFrame.Bar) -> [Stroke] {
    var onsets: [Beat] = []
    let pulses = bar.meter.pulses.map { bar.start + $0 }.filter { $0 < bar.end }
    for (index, pulse) in pulses.enumerated() {
      let isChange = changes.spans.contains { $0.onset == pulse }
      let isMoved = voices.contains { $0.begins(at: pulse) }
      if index == 0 || isChange || isMoved { onsets.append(pulse) }
      let next = index + 1 < pulses.count ? pulses[index + 1] : bar.end
      let half = pulse + (bar.meter.isCompound ? bar.meter.unit * 2 : (next - pulse) / 2)
      // A busy player passes through the middle of a beat in which nobody else moves.
      var stream = cue.theme("pass \(index)", bar: bar.index % 4)
      let isFree = !voices.contains { $0.begins(at: half) }
      if isFree, half < next, stream.chance((cue.part.complexity - 0.2) * 0.6 * cue.intensity) {
        onsets.append(half)
      }
    }
    for span in changes.spans where span.onset > bar.start && span.onset < bar.end {
      if !onsets.contains(span.onset) { onsets.append(span.onset) }
    }
    onsets.sort()
    return onsets.enumerated().map { index, onset in
      Stroke(
        onset: onset, end: index + 1 < onsets.count ? onsets[index + 1] : bar.end, symbol: "x",
        bar: bar.index)
    }
  }

  // MARK: Pitch

  private mutating func write(_ strokes: [Stroke]) {
    guard !strokes.isEmpty else { return }
    let now = strokes.map { stroke in voices.map { $0.number(at: stroke.onset) } }
    let before = strokes.map { stroke in
      voices.map { $0.number(at: stroke.onset, before: true) }
    }
    let slots = strokes.indices.map { slot(strokes[$0], heard: now[$0]) }
    let solver = LineSolver(slots: slots, transition: rules(strokes, now: now, before: before))
    let numbers = solver.solve()
    guard numbers.count == strokes.count else { return }
    for (stroke, number) in zip(strokes, numbers) {
      staff.write(
        number, over: changes.span(at: stroke.onset)?.chord, from: stroke.onset, to: stroke.end,
        base: stroke.symbol == "X" ? 94 : stroke.symbol == "o" ? 74 : 84, accent: 0.4,
        articulation: .legato)
    }
    staff.last = numbers.last
  }

  /// What each pitch costs under the voices heard: notes that the chord still lacks are cheap.
  private func slot(_ stroke: Stroke, heard: [Int?]) -> LineSolver.Slot {
    guard let span = changes.span(at: stroke.onset) else {
      return LineSolver.Slot(candidates: [register.lowerBound], costs: [0])
    }
    let tones = span.chord.pitchClasses
    let key = changes.key(at: stroke.onset)
    let mayPass =
      frame.strength(at: stroke.onset) < 0.5 && stroke.duration < 1
      && stroke.onset > span.onset
    let classes =
      mayPass ? Set(Changes.lineClasses(chord: span.chord, key: key)) : Set(tones)
    var candidates = register.filter { classes.contains($0 % 12) }
    if candidates.isEmpty { candidates = [register.lowerBound] }
    // Numbers far outside the voices heard only cost time.
    let roof = zip(voices, heard).compactMap { $0.isAbove ? $1 : nil }.min()
    let floor = zip(voices, heard).compactMap { $0.isAbove ? nil : $1 }.max()
    let between = candidates.filter { $0 <= roof ?? 128 && $0 >= floor ?? 0 }
    if between.count >= 3 { candidates = between }
    let sounding = heard.compactMap(\.self)
    let center = Double(register.lowerBound + register.upperBound) / 2
    let costs = candidates.map { number -> Double in
      var cost = abs(Double(number) - center) * 0.12
      cost +=
        tones.contains(number % 12)
        ? completion(number, of: span.chord, sounding: sounding, key: key) : 1.5
      for (voice, other) in zip(voices, heard) {
        if let other { cost += InnerLine.spacing(number, to: other, isAbove: voice.isAbove) }
      }
      return cost
    }
    return LineSolver.Slot(candidates: candidates, costs: costs)
  }

  /// How welcome a chord tone is beside those that sound: thirds and sevenths first, once each.
  private func completion(_ number: Int, of chord: Chord, sounding: [Int], key: Key) -> Double {
    let isHeard = sounding.contains { ($0 - number) % 12 == 0 }
    let above = ((number - chord.root.pitchClass) % 12 + 12) % 12
    let degree = chord.members.first { $0.semitones % 12 == above }?.degree ?? 1
    let isLeading = (number - key.tonic.pitchClass + 1) % 12 == 0
    switch degree {
    case 3, 4, 2: return isHeard ? (isLeading ? 9 : 3.5) : -3.5
    case 7, 9, 6, 13, 11: return isHeard ? 6 : -2.5
    case 5: return isHeard ? (isLeading ? 7 : 1.6) : -0.8
    default: return isHeard ? 0.8 : -0.6
    }
  }

  /// The cost of a distance to another voice: crossing, unison, a gap of more than an octave, mud.
  private static func spacing(_ number: Int, to other: Int, isAbove: Bool) -> Double {
    let distance = isAbove ? other - number : number - other
    if distance < 0 { return 14 }
    if distance == 0 { return 4 }
    if distance <= 2 { return 2.5 }
    if !isAbove, other < 48, distance < 5 { return 6 }
    return isAbove && distance > 12 ? Double(distance - 12) * 0.5 : 0
  }

  /// The rules of motion, as costs.
  private func rules(
    _ strokes: [Stroke], now: [[Int?]], before: [[Int?]]
  ) -> (Int, Int?, Int?, Int) -> Double {
    let chords = strokes.map { changes.span(at: $0.onset)?.chord }
    let leading = strokes.map { (changes.key(at: $0.onset).tonic.pitchClass + 11) % 12 }
    let last = staff.last
    return { index, earlier, from, to in
      guard let from = from ?? last else { return 0 }
      let interval = to - from
      var cost = InnerLine.cost(ofInterval: interval)
      for (old, new) in zip(before[index], now[index]) {
        guard let old, let new, old != new, interval != 0 else { continue }
        let (then, after) = (abs(old - from) % 12, abs(new - to) % 12)
        guard then == after, after == 0 || after == 7 else { continue }
        cost += (interval > 0) == (new > old) ? 60 : 12
      }
      if interval == 0, index > 0, chords[index] == chords[index - 1] { cost += 0.6 }
      // The leading note goes on to the tonic, or by step, when the chord changes.
      let isLeading = from % 12 == leading[max(0, index - 1)]
      if isLeading, abs(interval) > 2, index == 0 || chords[index - 1] != chords[index] {
        cost += 8
      }
      guard index > 0, let chord = chords[index - 1] else { return cost }
      if !chord.pitchClasses.contains(from % 12), interval == 0 || abs(interval) > 2 { cost += 9 }
      if chord != chords[index] {
        if isLeading, interval == -1 || interval == -2 { cost += 3 }
        let above = ((from - chord.root.pitchClass) % 12 + 12) % 12
        if chord.members.contains(where: { $0.degree == 7 && $0.semitones % 12 == above }),
          interval > 0 || interval < -2
        {
          cost += 4
        }
      }
      if let earlier, abs(from - earlier) >= 5, interval * (from - earlier) > 0 { cost += 5 }
      return cost
    }
  }

  /// What an interval costs an inner voice, in semitones: the smoother the better.
  private static func cost(ofInterval interval: Int) -> Double {
    switch abs(interval) {
    case 0: 0.2
    case 1, 2: 0.4
    case 3, 4: 2
    case 5: 4
    case 7: 6
    case 8, 9: 9
    case 12: 10
    default: 22
    }
  }
}
