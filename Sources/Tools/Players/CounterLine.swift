import Music
import Production

/// A counter-melody in the making.
struct CounterLine {
  private(set) var staff: Staff
  private let lead: [Note]

  private var frame: SectionFrame { staff.frame }
  private var changes: Changes { staff.changes }
  private var register: ClosedRange<Int> { staff.register }

  init(_ cue: Cue, frame: SectionFrame) {
    staff = Staff(cue, frame: frame)
    let leads = cue.roles.filter { $0.value == .lead }.keys.sorted()
    lead = leads.flatMap { cue.heard[$0] ?? [] }.sorted()
  }

  /// The lead's note that sounds at a time.
  private func leadNote(at beat: Beat) -> Note? {
    lead.last { $0.onset <= beat && beat < $0.end }
  }

  /// Writes the section phrase by phrase.
  mutating func write() {
    let all = CounterRhythm(staff.cue, frame: frame, changes: changes, lead: lead).moves()
    for bar in frame.bars where bar.indexInPhrase == 0 {
      let end = frame.bars.first { $0.index > bar.index && $0.indexInPhrase == 0 }?.start
      let phrase = all.filter {
        $0.stroke.onset >= bar.start && $0.stroke.onset < end ?? frame.end
      }
      write(phrase)
    }
  }

  private mutating func write(_ moves: [CounterRhythm.Move]) {
    guard !moves.isEmpty else { return }
    let center = Double(register.lowerBound + register.upperBound) / 2
    let strokes = moves.map(\.stroke)
    let leads = strokes.map { leadNote(at: $0.onset)?.pitch.number }
    let slots = zip(moves, leads).map { move, lead in
      slot(move, lead: lead, center: center)
    }
    let last = staff.last
    let tones = strokes.map { changes.tones(of: changes.span(of: $0)) }
    let answers = moves.map(\.isAnswer)
    let leading = strokes.map { (changes.key(at: $0.onset).tonic.pitchClass + 11) % 12 }
    let solver = LineSolver(slots: slots) { index, before, from, to in
      guard let from else {
        guard let last else { return 0 }
        let isIdle = last % 12 == leading[0] && abs(to - last) > 2
        return Double(abs(last - to)) * 0.2 + (isIdle ? 6 : 0)
      }
      let interval = to - from
      var cost = MelodyWriter.cost(ofInterval: interval)
      // A line that answers goes somewhere.
      if interval == 0 { cost += answers[index] ? 3 : 2.2 }
      if let above = leads[index], let aboveBefore = leads[index - 1] {
        let (now, then) = (abs(above - to) % 12, abs(aboveBefore - from) % 12)
        let moves = interval != 0 && above != aboveBefore
        if moves, now == then, now == 7 || now == 0 { cost += 25 }
        // Contrary motion is welcome.
        if moves, (interval > 0) == (above > aboveBefore) { cost += 0.5 }
      }
      if !tones[index - 1].contains(from % 12), interval == 0 || abs(interval) > 2 { cost += 6 }
      // The leading note goes on by step.
      if from % 12 == leading[index - 1], abs(interval) > 2 { cost += 8 }
      guard let before else { return cost }
      if abs(from - before) >= 5, interval * (from - before) >= 0 { cost += 5 }
      if interval == 0, from == before { cost += 4 }
      return cost
    }
    let numbers = solver.solve()
    guard numbers.count == moves.count else { return }
    for (move, number) in zip(moves, numbers) {
      let stroke = move.stroke
      staff.write(
        number, over: changes.span(of: stroke)?.chord, from: stroke.onset, to: stroke.end,
        base: move.isAnswer ? 88 : 78, accent: 0.5, articulation: .legato)
    }
    staff.last = numbers.last
  }

  /// What each pitch costs under the lead: chord tones, thirds and sixths are cheap.
  private func slot(
    _ move: CounterRhythm.Move, lead: Int?, center: Double
  ) -> LineSolver.Slot {
    let stroke = move.stroke
    guard let span = changes.span(of: stroke) else {
      return LineSolver.Slot(candidates: [register.lowerBound], costs: [0])
    }
    let classes = Changes.lineClasses(
      chord: span.chord, key: changes.key(at: stroke.onset), scale: staff.cue.style.melody?.scale)
    let tones = changes.tones(of: span)
    let strength = frame.strength(at: stroke.onset)
    var candidates = register.filter { classes.contains($0 % 12) }
    if candidates.isEmpty { candidates = Array(register) }
    let costs = candidates.map { number -> Double in
      let wished = center + (move.height ?? 0)
      var cost = abs(Double(number) - wished) * (move.height == nil ? 0.22 : 0.4)
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
    let near = staff.last ?? (register.lowerBound + register.upperBound) / 2
    let tonic = changes.key(at: final.onset).tonic.pitchClass
    let isLeading = near % 12 == (tonic + 11) % 12
    let choices = register.filter {
      tones.contains($0 % 12) && (isLeading ? abs($0 - near) <= 2 : $0 % 12 != taken)
    }
    guard let number = choices.min(by: { (abs($0 - near), $0) < (abs($1 - near), $1) }) else {
      return
    }
    staff.write(number, over: span.chord, from: final.onset, to: final.end, base: 82)
  }
}
