import Music
import Production

extension MelodyWriter {
  /// Puts down the notes of a clause, with chromatic approaches, passing notes and turns where the
  /// profile wants them.
  mutating func put(_ clause: MelodyForm.Clause, numbers plain: [Int], peak: Int?) {
    let numbers = chromatic(clause, numbers: plain)
    for (index, slot) in clause.slots.enumerated() {
      let stroke = slot.stroke
      let number = numbers[index]
      let isLast = index == numbers.count - 1
      var base = 94.0
      if stroke.symbol == "X" { base = 102 }
      if stroke.symbol == "o" { base = 82 }
      // Higher notes are a little louder; the last note of a clause tapers.
      base += Double(number) * 0.5 - place.center * 0.5
      if isLast { base -= 8 }
      var tone = MelodyLine.Tone(
        onset: stroke.onset - frame.start, duration: stroke.duration, number: number, base: base,
        clause: clause.number, bar: stroke.bar, isPeak: index == peak,
        isChordTone: changes.span(of: stroke).map { changes.tones(of: $0).contains(number % 12) }
          ?? true,
        isChromatic: number != plain[index])
      let next = isLast ? nil : numbers[index + 1]
      let isJoined = !isLast && clause.slots[index + 1].stroke.onset == stroke.end
      if isJoined, let next, let pass = passing(from: number, to: next, stroke: stroke) {
        tone.duration = stroke.duration / 2
        line.tones.append(tone)
        line.tones.append(added(pass, after: tone, base: base - 10))
      } else if let turn = neighbour(of: number, stroke: stroke, isLast: isLast) {
        let (whole, step) = (tone, Beat(1, 4))
        tone.duration = step
        line.tones.append(tone)
        line.tones.append(added(turn, after: tone, base: base - 12))
        var rest = whole
        rest.onset = whole.onset + step * 2
        rest.duration = whole.duration - step * 2
        rest.base = base - 4
        rest.isPeak = false
        line.tones.append(rest)
      } else {
        line.tones.append(tone)
      }
    }
  }

  private func added(_ number: Int, after tone: MelodyLine.Tone, base: Double) -> MelodyLine.Tone {
    var added = tone
    added.onset = tone.end
    added.number = number
    added.base = base
    added.isPeak = false
    added.isChordTone = false
    return added
  }

  /// Weak short notes become chromatic approaches to the note that follows, as often as the
  /// profile says.
  private func chromatic(_ clause: MelodyForm.Clause, numbers: [Int]) -> [Int] {
    var numbers = numbers
    guard profile.chromaticism > 0, numbers.count > 2 else { return numbers }
    for index in 1..<(numbers.count - 1) {
      let stroke = clause.slots[index].stroke
      let goal = numbers[index + 1]
      guard frame.strength(at: stroke.onset) < 0.5, stroke.duration <= Beat(1, 2),
        clause.slots[index + 1].stroke.onset == stroke.end, abs(numbers[index] - goal) == 2
      else { continue }
      let bent = numbers[index] < goal ? goal - 1 : goal + 1
      let span = changes.span(of: clause.slots[index + 1].stroke)
      guard abs(bent - numbers[index - 1]) <= 4, bent != numbers[index - 1],
        changes.tones(of: span).contains(goal % 12), place.register.contains(bent)
      else { continue }
      var stream = cue.theme("chromatic \(stroke.onset - frame.start)")
      if stream.chance(profile.chromaticism) { numbers[index] = bent }
    }
    return numbers
  }

  /// A passing note between notes a third apart.
  private func passing(from: Int, to: Int, stroke: Stroke) -> Int? {
    guard (3...4).contains(abs(to - from)), stroke.duration >= Beat(1, 2),
      let span = changes.span(of: stroke)
    else { return nil }
    var stream = cue.theme("passing \(stroke.onset - frame.start)")
    guard stream.chance(profile.ornament * (0.4 + 0.6 * cue.intensity)) else { return nil }
    let classes = Changes.lineClasses(
      chord: span.chord, key: changes.key(at: stroke.onset), scale: profile.scale)
    let between = (min(from, to) + 1..<max(from, to)).filter {
      classes.contains($0 % 12) && abs($0 - from) <= 2 && abs($0 - to) <= 2
    }
    return between.first
  }

  /// The upper neighbour that turns a long note.
  private func neighbour(of number: Int, stroke: Stroke, isLast: Bool) -> Int? {
    guard stroke.duration >= Beat(3, 2), !isLast, let span = changes.span(of: stroke) else {
      return nil
    }
    var stream = cue.theme("turn \(stroke.onset - frame.start)")
    guard stream.chance(profile.ornament * 0.5) else { return nil }
    let classes = Changes.lineClasses(
      chord: span.chord, key: changes.key(at: stroke.onset), scale: profile.scale)
    return [number + 1, number + 2].first {
      classes.contains($0 % 12) && $0 <= min(place.range.upperBound, place.cap)
    }
  }
}
