import Music
import Production

/// Finds the pitches of a melody clause by clause.
struct MelodyWriter {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let profile: MelodyProfile
  let place: MelodyPlace
  var line = MelodyLine()
  /// How often each number has been the peak of a clause.
  private var peaks: [Int: Int] = [:]
  /// Where each clause that is written begins in the section, by its number.
  private(set) var starts: [Int: Beat] = [:]

  init(_ cue: Cue, frame: SectionFrame, changes: Changes) {
    self.cue = cue
    self.frame = frame
    self.changes = changes
    profile = MelodyForm.profile(of: cue)
    place = MelodyPlace(cue)
  }

  /// The melody of a section that states its theme.
  ///
  /// The chords, the peaks and the ends of the register pull a line away from the height that its
  /// section should have, so it is written once more where it came out too high or too low.
  static func statement(_ cue: Cue, frame: SectionFrame, judge: Melodist.Judge?) -> MelodyLine {
    let changes = Changes(cue, frame: frame)
    let form = MelodyForm(cue, frame: frame, judge: judge)
    func written(raised: Double) -> MelodyWriter {
      var writer = MelodyWriter(cue, frame: frame, changes: changes)
      let wishes = MelodyContour.wishes(
        cue, frame: frame, changes: changes, form: form, place: writer.place, raised: raised)
      let climaxClause = form.clauses.last { $0.isClosed && !$0.isLast } ?? form.clauses.last
      for (clause, wish) in zip(form.clauses, wishes) {
        writer.write(clause, wishes: wish, isClimax: clause.number == climaxClause?.number)
      }
      return writer
    }
    let first = written(raised: 0)
    guard let height = first.line.height, abs(first.place.center - height) > 0.5 else {
      return first.line
    }
    return written(raised: first.place.center - height).line
  }

  private mutating func write(
    _ clause: MelodyForm.Clause, wishes: [MelodyContour.Wish], isClimax: Bool
  ) {
    guard !clause.slots.isEmpty, wishes.count == clause.slots.count else { return }
    let recalled = recalled(by: clause)
    let peak = peak(
      of: clause, wishes: wishes, isClimax: isClimax && place.isClimax, except: Set(recalled.keys))
    let slots = clause.slots.indices.map { index in
      recalled[index].map { LineSolver.Slot(candidates: [$0], costs: [0]) }
        ?? slot(index, of: clause, wish: wishes[index], peak: peak)
    }
    let numbers = LineSolver(slots: slots, transition: rules(clause, wishes: wishes)).solve()
    guard numbers.count == clause.slots.count else { return }
    put(clause, numbers: numbers, peak: peak?.index)
    starts[clause.number] = clause.bars.first.map { $0.start - frame.start }
    if let peak { peaks[peak.number, default: 0] += 1 }
  }

  /// The one high point of the clause: the slot and its number.
  private func peak(
    of clause: MelodyForm.Clause, wishes: [MelodyContour.Wish], isClimax: Bool, except: Set<Int>
  ) -> (index: Int, number: Int)? {
    guard clause.slots.count >= 4 else { return nil }
    let inner = clause.slots.indices.dropFirst().dropLast().filter { !except.contains($0) }
    let index = inner.max { left, right in
      func weight(_ index: Int) -> Double {
        wishes[index].number + 2 * frame.strength(at: clause.slots[index].stroke.onset)
          + Double(index) * 0.1
      }
      return weight(left) < weight(right)
    }
    guard let index, let span = changes.span(of: clause.slots[index].stroke) else { return nil }
    let tones = changes.tones(of: span)
    let ceiling = isClimax ? place.range.upperBound : min(place.range.upperBound, place.cap)
    let highest = wishes.map(\.number).max() ?? place.center
    let wished = isClimax ? Double(ceiling) : min(Double(ceiling), highest + 0.5)
    let choices = place.range.filter {
      tones.contains($0 % 12) && Double($0) > place.center - 1 && $0 <= ceiling
    }
    let number = choices.min { left, right in
      func cost(_ number: Int) -> Double {
        abs(Double(number) - wished) + 2.5 * Double(peaks[number] ?? 0)
          + max(0, highest - Double(number)) * 1.5
          + (isClimax && number <= place.cap ? 6 : 0)
      }
      return (cost(left), left) < (cost(right), right)
    }
    return number.map { (index, $0) }
  }

  private func slot(
    _ index: Int, of clause: MelodyForm.Clause, wish: MelodyContour.Wish,
    peak: (index: Int, number: Int)?
  ) -> LineSolver.Slot {
    let slot = clause.slots[index]
    let range = place.range
    guard let span = changes.span(of: slot.stroke) else {
      return LineSolver.Slot(candidates: [range.lowerBound], costs: [0])
    }
    if let peak, peak.index == index, slot.degree == nil {
      return LineSolver.Slot(candidates: [peak.number], costs: [0])
    }
    let key = changes.key(at: slot.stroke.onset)
    let classes = Changes.lineClasses(chord: span.chord, key: key, scale: profile.scale)
    let tones = changes.tones(of: span)
    var candidates = range.filter { classes.contains($0 % 12) && $0 < (peak?.number ?? 128) }
    if candidates.isEmpty { candidates = range.filter { classes.contains($0 % 12) } }
    if index == clause.slots.count - 1 {
      candidates = closing(candidates, clause: clause, key: key, tones: tones)
    }
    if let degree = slot.degree {
      let own = key.scale.parent.semitones
      let wanted = (key.tonic.pitchClass + own[(degree - 1) % own.count]) % 12
      candidates = range.filter { $0 % 12 == wanted }
    }
    if candidates.isEmpty { candidates = Array(range) }
    candidates = MelodyWriter.nearest(candidates, to: wish.number)
    let strength = frame.strength(at: slot.stroke.onset)
    let isLong = slot.stroke.duration >= 1
    let costs = candidates.map { number -> Double in
      var cost = abs(Double(number) - wish.number) * wish.weight
      let isTone = tones.contains(number % 12)
      if !isTone {
        cost += strength >= 0.75 ? 5 : strength >= 0.5 ? 3.2 : strength >= 0.3 ? 0.9 : 0.2
        if isLong { cost += 3 }
        // A semitone above a chord tone grates.
        if tones.contains((number + 11) % 12) { cost += strength >= 0.5 ? 2.5 : 0.6 }
      }
      return cost
    }
    return LineSolver.Slot(candidates: candidates, costs: costs)
  }

  /// The candidates around a wished height: nine at most, so that long sections stay quick.
  private static func nearest(_ candidates: [Int], to wish: Double) -> [Int] {
    guard candidates.count > 9 else { return candidates }
    return Array(
      candidates.sorted { abs(Double($0) - wish) < abs(Double($1) - wish) }.prefix(9)
    ).sorted()
  }

  /// The last note of a clause: 1 or 3 closes, 2 or 5 stays open, within the chord; 7 would have to
  /// wait for the next clause to be resolved.
  private func closing(
    _ candidates: [Int], clause: MelodyForm.Clause, key: Key, tones: Set<Int>
  ) -> [Int] {
    let scale = key.scale.parent.semitones
    let degrees = clause.isClosed ? [1, 3] : [2, 5]
    let wanted = Set(degrees.map { (key.tonic.pitchClass + scale[$0 - 1]) % 12 })
    let both = candidates.filter { wanted.contains($0 % 12) && tones.contains($0 % 12) }
    if !both.isEmpty { return both }
    let leading = (key.tonic.pitchClass + 11) % 12
    let inChord = candidates.filter { tones.contains($0 % 12) }
    let stable = inChord.filter { $0 % 12 != leading }
    return !stable.isEmpty ? stable : !inChord.isEmpty ? inChord : candidates
  }
}
