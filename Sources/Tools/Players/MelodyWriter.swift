import Music
import Production

/// Finds the pitches of a melody clause by clause.
struct MelodyWriter {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let dynamics: Dynamics
  var sheet: Sheet
  let themed: Cue
  let profile: MelodyProfile
  let register: ClosedRange<Int>
  /// Where the melody of the section lies.
  let range: ClosedRange<Int>
  let center: Double
  private var last: Int?

  init(_ cue: Cue, frame: SectionFrame, changes: Changes) {
    self.cue = cue
    self.frame = frame
    self.changes = changes
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    themed = MelodyForm.themed(cue)
    profile =
      cue.style.melody
      ?? MelodyProfile(
        notesPerBar: 4, syncopation: 0.3, steps: 0.68, chromaticism: 0.05, ornament: 0.2, rest: 1)
    register = Sheet.register(of: cue)
    last = cue.previous.last?.pitch.number
    let low = Double(register.lowerBound)
    let width = Double(register.upperBound) - low
    let home = low + max(0, min(width * 0.4, 8))
    center = home + MelodyWriter.lift(cue.section.name, width: width)
    let bottom = max(register.lowerBound, Int(center) - 7)
    let top = min(register.upperBound, Int(center) + 8)
    range = bottom...max(bottom, top)
  }

  /// Semitones by which a kind of section lies above the verse.
  static func lift(_ name: String, width: Double) -> Double {
    let lift: Double
    switch name {
    case "chorus", "hook", "drop", "refrain": lift = 5
    case "solo": lift = 4
    case "bridge": lift = 3
    case "pre-chorus", "build": lift = 2
    default: lift = 0
    }
    return min(lift, width * 0.3)
  }

  /// Writes one clause.
  mutating func write(_ clause: MelodyForm.Clause) {
    guard !clause.slots.isEmpty else { return }
    let targets = contour(of: clause)
    let peak = peak(of: clause, targets: targets)
    let slots = clause.slots.indices.map { index in
      slot(index, of: clause, target: targets[index], peak: peak)
    }
    let numbers = LineSolver(slots: slots, transition: rules(clause)).solve()
    guard numbers.count == clause.slots.count else { return }
    let varied = varied(clause, numbers: numbers, peak: peak?.index)
    put(clause, numbers: chromatic(clause, numbers: varied))
    last = numbers.last
  }

  /// The wished height of each note: the clause's arch and the motif's own shape, which comes back in
  /// each bar so that bars are sequences of each other.
  private func contour(of clause: MelodyForm.Clause) -> [Double] {
    let kind = clause.number % 2
    var theme = themed.theme("contour", bar: kind)
    let summit = theme.uniform(0.45...0.75)
    let begin = theme.uniform(-4...1)
    let height = theme.uniform(4...6.5)
    let end = clause.isClosed ? -3.0 : theme.uniform(-1...3)
    let shapes = (0..<2).map { bank -> [Double] in
      var stream = themed.theme("motif", bar: bank)
      var level = 0.0
      return (0..<16).map { _ in
        level += [-2, -2, 2, 2, 4, -4][stream.index(6)]
        level = min(4, max(-4, level))
        return level
      }
    }
    guard let first = clause.bars.first, let lastBar = clause.bars.last else { return [] }
    let length = max(0.01, (lastBar.end - first.start).value)
    let wishes = clause.slots.map { slot in
      let place = (slot.stroke.onset - first.start).value / length
      let arch =
        place < summit
        ? begin + (height - begin) * place / summit
        : height + (end - height) * (place - summit) / (1 - summit)
      let bar = slot.stroke.bar - first.index
      return arch * 0.8 + shapes[bar == 2 && clause.isClosed ? 1 : 0][slot.indexInBar % 16]
    }
    // The tune lies around the section's centre whatever its shape.
    let mean = wishes.reduce(0, +) / Double(max(1, wishes.count))
    return wishes.map { center + $0 - mean * 0.8 }
  }

  /// The one high point of the clause: the slot and its number.
  private func peak(
    of clause: MelodyForm.Clause, targets: [Double]
  ) -> (index: Int, number: Int)? {
    guard clause.slots.count >= 4 else { return nil }
    let inner = clause.slots.indices.dropFirst().dropLast()
    let index = inner.max { left, right in
      func weight(_ index: Int) -> Double {
        targets[index] + 3 * frame.strength(at: clause.slots[index].stroke.onset)
      }
      return weight(left) < weight(right)
    }
    guard let index, let span = changes.span(of: clause.slots[index].stroke) else { return nil }
    let tones = span.chord.pitchClasses
    let wished = min(Double(range.upperBound) - (clause.isClosed ? 0 : 1.5), targets[index] + 2)
    let choices = range.filter {
      tones.contains($0 % 12) && Double($0) > center && $0 > range.lowerBound + 4
    }
    let number = choices.min {
      (abs(Double($0) - wished), $0) < (abs(Double($1) - wished), $1)
    }
    return number.map { (index, $0) }
  }

  private func slot(
    _ index: Int, of clause: MelodyForm.Clause, target: Double, peak: (index: Int, number: Int)?
  ) -> LineSolver.Slot {
    let slot = clause.slots[index]
    guard let span = changes.span(of: slot.stroke) else {
      return LineSolver.Slot(candidates: [range.lowerBound], costs: [0])
    }
    if let peak, peak.index == index {
      return LineSolver.Slot(candidates: [peak.number], costs: [0])
    }
    let key = changes.key(at: slot.stroke.onset)
    let classes = Changes.lineClasses(chord: span.chord, key: key, scale: profile.scale)
    let tones = span.chord.pitchClasses
    var candidates = range.filter { classes.contains($0 % 12) && $0 < (peak?.number ?? 128) }
    if candidates.isEmpty { candidates = range.filter { classes.contains($0 % 12) } }
    if index == clause.slots.count - 1 {
      candidates = closing(candidates, clause: clause, key: key, tones: tones)
    }
    if candidates.isEmpty { candidates = Array(range) }
    let strength = frame.strength(at: slot.stroke.onset)
    let isLong = slot.stroke.duration >= 1
    let costs = candidates.map { number -> Double in
      var cost = abs(Double(number) - target) * 0.38
      let isTone = tones.contains(number % 12)
      if !isTone {
        cost += strength >= 0.75 ? 5 : strength >= 0.5 ? 3.2 : strength >= 0.3 ? 0.9 : 0.2
        if isLong { cost += 3 }
        // A semitone above a chord tone grates.
        if tones.contains((number + 11) % 12) { cost += strength >= 0.5 ? 2.5 : 0.6 }
      }
      if let degree = slot.degree {
        let own = key.scale.parent.semitones
        let wanted = (key.tonic.pitchClass + own[(degree - 1) % own.count]) % 12
        if number % 12 == wanted { cost -= 6 }
      }
      return cost
    }
    return LineSolver.Slot(candidates: candidates, costs: costs)
  }

  /// The last note of a clause: 1 or 3 closes, 2, 5 or 7 stays open, within the chord.
  private func closing(
    _ candidates: [Int], clause: MelodyForm.Clause, key: Key, tones: Set<Int>
  ) -> [Int] {
    let scale = key.scale.parent.semitones
    let degrees = clause.isClosed ? [1, 3] : [2, 5, 7]
    let wanted = Set(degrees.map { (key.tonic.pitchClass + scale[$0 - 1]) % 12 })
    let both = candidates.filter { wanted.contains($0 % 12) && tones.contains($0 % 12) }
    if !both.isEmpty { return both }
    let inChord = candidates.filter { tones.contains($0 % 12) }
    return inChord.isEmpty ? candidates : inChord
  }

  /// The rules of motion, as costs.
  private func rules(_ clause: MelodyForm.Clause) -> (Int, Int?, Int?, Int) -> Double {
    let tones = clause.slots.map { changes.span(of: $0.stroke)?.chord.pitchClasses ?? [] }
    let keys = clause.slots.map { changes.key(at: $0.stroke.onset) }
    let last = last
    let stepwise = 0.55 + profile.steps * 0.9
    return { index, before, from, to in
      guard let from else {
        return last.map { Double(max(0, abs($0 - to) - 7)) * 0.3 } ?? 0
      }
      let interval = to - from
      var cost = MelodyWriter.cost(ofInterval: interval) * stepwise
      let isTone = tones[index - 1].contains(from % 12)
      if !isTone, interval == 0 || abs(interval) > 2 { cost += 7 }
      let leading = (keys[index - 1].tonic.pitchClass + 11) % 12
      if from % 12 == leading, interval != 1 {
        let passes = (before.map { $0 > from } ?? false) && (interval == -1 || interval == -2)
        cost += passes ? 1 : 7
      }
      guard let before else { return cost }
      let arrival = from - before
      if abs(arrival) >= 5 {
        let turnsBack = interval * arrival < 0 && abs(interval) <= 2
        if !turnsBack { cost += interval * arrival < 0 ? 2.5 : interval == 0 ? 4 : 9 }
      } else if abs(arrival) >= 3, interval * arrival > 0, abs(interval) >= 3 {
        cost += 1.5
      }
      if !isTone, abs(arrival) > 2 { cost += 3 }
      if interval == 0, arrival == 0 { cost += 3 }
      if interval == -arrival, interval != 0, abs(interval) <= 2 { cost += 0.5 }
      return cost
    }
  }

  /// What an interval costs, in semitones: steps are free, skips cheap, leaps dear.
  static func cost(ofInterval interval: Int) -> Double {
    switch abs(interval) {
    case 0: 2.1
    case 1, 2: 0
    case 3, 4: 1.3
    case 5: 2.0
    case 7: 2.8
    case 8, 9: 4.2
    case 12: 4.6
    default: 14
    }
  }
}

extension MelodyWriter {
  /// Writes one note.
  mutating func write(
    _ number: Int, from onset: Beat, to end: Beat, base: Double, joined: Bool = false
  ) {
    let chord = changes.span(at: onset)?.chord
    sheet.write(
      Changes.pitch(number, chord: chord, key: changes.key(at: onset)), from: onset, to: end,
      velocity: dynamics.velocity(base, at: onset, accent: 0.7),
      articulation: joined && end - onset >= 1 ? .legato : .normal)
  }

  /// The last note of the piece: the tonic or the third, within the last chord.
  mutating func playFinal() {
    guard let final = frame.final, let span = changes.span(at: final.onset) else { return }
    let key = changes.key(at: final.onset)
    let tones = span.chord.pitchClasses
    let scale = key.scale.parent.semitones
    let wishes = [0, scale[2]].map { (key.tonic.pitchClass + $0) % 12 }
    let wanted = wishes.filter(tones.contains)
    let classes =
      wanted.isEmpty
      ? [span.chord.root.pitchClass, (span.chord.root.pitchClass + (span.chord.third ?? 0)) % 12]
      : wanted
    let near = last ?? Int(center)
    let number = register.filter { classes.contains($0 % 12) }.min {
      (abs($0 - near), $0) < (abs($1 - near), $1)
    }
    guard let number else { return }
    sheet.write(
      Changes.pitch(number, chord: span.chord, key: key), from: final.onset, to: final.end,
      velocity: dynamics.velocity(92, at: final.onset))
  }
}
