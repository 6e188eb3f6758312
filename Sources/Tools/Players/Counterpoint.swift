public import Music
import Production

/// A second melodic voice: it moves when the lead rests or holds, and sounds well with it.
///
/// Silent at intensity 0. Where no lead is heard it plays long guide notes.
public struct Counterpoint: Player {
  /// Makes a writer of counter-melodies.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var line = CounterLine(cue, frame: frame)
    line.write()
    line.playFinal()
    return line.sheet.finished(polyphony: 1)
  }
}

/// A counter-melody in the making.
struct CounterLine {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let dynamics: Dynamics
  var sheet: Sheet
  private let lead: [Note]
  private let register: ClosedRange<Int>
  private var last: Int?

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    changes = Changes(cue, frame: frame)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    let leads = cue.roles.filter { $0.value == .lead }.keys.sorted()
    lead = leads.flatMap { cue.heard[$0] ?? [] }.sorted()
    register = Sheet.register(of: cue)
    last = cue.previous.last?.pitch.number
  }

  /// The lead's note that sounds at a time.
  private func leadNote(at beat: Beat) -> Note? {
    lead.last { $0.onset <= beat && beat < $0.end }
  }

  /// Writes the section phrase by phrase.
  mutating func write() {
    let all = strokes()
    for bar in frame.bars where bar.indexInPhrase == 0 {
      let end = frame.bars.first { $0.index > bar.index && $0.indexInPhrase == 0 }?.start
      let phrase = all.filter { $0.onset >= bar.start && $0.onset < end ?? frame.end }
      write(phrase)
    }
  }

  /// Written strokes that keep out of the lead's way, or long notes under it and movement in its
  /// rests.
  private func strokes() -> [Stroke] {
    let book = PatternBook(cue, frame: frame, voices: ["rhythm"])
    var strokes: [Stroke] = []
    if book.main != nil {
      let onsets = Set(lead.map(\.onset))
      strokes = book.strokes(of: "rhythm").filter { stroke in
        !onsets.contains(stroke.onset) || frame.strength(at: stroke.onset) >= 0.75
      }
    } else {
      for bar in frame.bars { strokes += ownStrokes(in: bar) }
    }
    if cue.intensity < 0.35 { strokes.removeAll { frame.strength(at: $0.onset) < 0.5 } }
    for index in strokes.indices {
      let next = index + 1 < strokes.count ? strokes[index + 1].onset : frame.end
      strokes[index].end = min(strokes[index].end, next)
    }
    // A breath at the end of every phrase.
    for bar in frame.bars where bar.isPhraseEnd && bar.phraseBars > 1 {
      let limit = bar.end - min(1, (bar.end - bar.start) / 2)
      strokes.removeAll { $0.onset >= limit && $0.onset < bar.end }
      for index in strokes.indices
      where strokes[index].onset < bar.end && strokes[index].end > limit
        && strokes[index].onset >= bar.start
      {
        strokes[index].end = limit
      }
    }
    return strokes
  }

  private func ownStrokes(in bar: SectionFrame.Bar) -> [Stroke] {
    let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
    var onsets: [Beat] = []
    let isResting = bar.indexInPhrase == 0 && bar.phraseBars >= 4 && !lead.isEmpty
    for pulse in bar.meter.pulses where bar.start + pulse < bar.end {
      let onset = bar.start + pulse
      let isStrong = bar.meter.strength(at: pulse) >= 0.75
      let sounding = leadNote(at: onset)
      let isFree = sounding.map { $0.onset < onset } ?? !lead.isEmpty
      if (isStrong && !isResting) || isFree || changes.spans.contains(where: { $0.onset == onset })
      {
        onsets.append(onset)
        let after = onset + half
        if isFree, leadNote(at: after).map({ $0.onset < after }) ?? true, after < bar.end,
          cue.intensity * 0.6 + cue.part.complexity * 0.4 > 0.5
        {
          onsets.append(after)
        }
      }
    }
    return onsets.enumerated().map { index, onset in
      let next = index + 1 < onsets.count ? onsets[index + 1] : bar.end
      return Stroke(onset: onset, end: next, symbol: "x", bar: bar.index)
    }
  }

  private mutating func write(_ strokes: [Stroke]) {
    guard !strokes.isEmpty else { return }
    let center = Double(register.lowerBound + register.upperBound) / 2
    let leads = strokes.map { leadNote(at: $0.onset)?.pitch.number }
    let slots = zip(strokes, leads).map { stroke, lead in
      slot(stroke, lead: lead, center: center)
    }
    let last = last
    let tones = strokes.map { changes.span(of: $0)?.chord.pitchClasses ?? [] }
    let solver = LineSolver(slots: slots) { index, before, from, to in
      guard let from else { return last.map { Double(abs($0 - to)) * 0.2 } ?? 0 }
      let interval = to - from
      var cost = MelodyWriter.cost(ofInterval: interval)
      if let above = leads[index], let aboveBefore = leads[index - 1] {
        let (now, then) = (abs(above - to) % 12, abs(aboveBefore - from) % 12)
        let moves = interval != 0 && above != aboveBefore
        if moves, now == then, now == 7 || now == 0 { cost += 25 }
        // Contrary motion is welcome.
        if moves, (interval > 0) == (above > aboveBefore) { cost += 0.5 }
      }
      if !tones[index - 1].contains(from % 12), interval == 0 || abs(interval) > 2 { cost += 6 }
      if let before, abs(from - before) >= 5, interval * (from - before) >= 0 { cost += 5 }
      return cost
    }
    let numbers = solver.solve()
    guard numbers.count == strokes.count else { return }
    for (stroke, number) in zip(strokes, numbers) {
      sheet.write(
        Changes.pitch(
          number, chord: changes.span(of: stroke)?.chord, key: changes.key(at: stroke.onset)),
        from: stroke.onset, to: stroke.end,
        velocity: dynamics.velocity(80, at: stroke.onset, accent: 0.5), articulation: .legato)
    }
    self.last = numbers.last
  }

  /// What each pitch costs under the lead: chord tones, thirds and sixths are cheap.
  private func slot(_ stroke: Stroke, lead: Int?, center: Double) -> LineSolver.Slot {
    guard let span = changes.span(of: stroke) else {
      return LineSolver.Slot(candidates: [register.lowerBound], costs: [0])
    }
    let classes = Changes.lineClasses(
      chord: span.chord, key: changes.key(at: stroke.onset), scale: cue.style.melody?.scale)
    let tones = span.chord.pitchClasses
    let strength = frame.strength(at: stroke.onset)
    var candidates = register.filter { classes.contains($0 % 12) }
    if candidates.isEmpty { candidates = Array(register) }
    let costs = candidates.map { number -> Double in
      var cost = abs(Double(number) - center) * 0.22
      if !tones.contains(number % 12) {
        cost += (strength >= 0.5 ? 4 : 0.8) + (stroke.duration >= 1 ? 5 : 0)
      }
      guard let lead else { return cost }
      switch abs(lead - number) % 12 {
      case 3, 4, 8, 9: break
      case 0: cost += lead == number ? 8 : 3
      case 7: cost += 1.2
      case 5: cost += 2
      case 10, 2: cost += 5
      default: cost += 9
      }
      // Room between the two voices; the counter-melody seldom crosses.
      if abs(lead - number) < 3 { cost += 4 }
      if number > lead { cost += 1.5 }
      return cost
    }
    return LineSolver.Slot(candidates: candidates, costs: costs)
  }

  /// A note of the last chord that is not doubled by the lead.
  mutating func playFinal() {
    guard let final = frame.final, let span = changes.span(at: final.onset) else { return }
    let tones = span.chord.members.filter { $0.degree <= 5 }
      .map { (span.chord.root.pitchClass + $0.semitones) % 12 }
    let taken = leadNote(at: final.onset).map { $0.pitch.number % 12 }
    let near = last ?? (register.lowerBound + register.upperBound) / 2
    let choices = register.filter { tones.contains($0 % 12) && $0 % 12 != taken }
    guard let number = choices.min(by: { (abs($0 - near), $0) < (abs($1 - near), $1) }) else {
      return
    }
    sheet.write(
      Changes.pitch(number, chord: span.chord, key: changes.key(at: final.onset)),
      from: final.onset, to: final.end, velocity: dynamics.velocity(82, at: final.onset))
  }
}
