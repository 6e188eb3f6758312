import Music
import Production

extension MelodyWriter {
  /// Where a theme comes again, one or two weak notes step aside, so that it is recognised but not
  /// identical.
  func varied(
    _ clause: MelodyForm.Clause, numbers: [Int], peak: Int?
  ) -> [Int] {
    guard cue.section.occurrence > 0 || clause.number >= 2, numbers.count > 3,
      let first = clause.bars.first
    else { return numbers }
    var numbers = numbers
    var own = cue.stream("varied", bar: first.number)
    let weak = (1..<(numbers.count - 1)).filter {
      $0 != peak && frame.strength(at: clause.slots[$0].stroke.onset) < 0.75
    }
    for _ in 0..<(numbers.count > 8 ? 2 : 1) {
      guard let index = own.element(of: weak),
        let span = changes.span(of: clause.slots[index].stroke)
      else { continue }
      let classes = Changes.lineClasses(
        chord: span.chord, key: changes.key(at: clause.slots[index].stroke.onset),
        scale: profile.scale)
      let isStrong = frame.strength(at: clause.slots[index].stroke.onset) >= 0.5
      let tones = isStrong ? span.chord.pitchClasses : Set(classes)
      let top = peak.map { numbers[$0] - 1 } ?? range.upperBound
      let choices = [-4, -3, -2, -1, 1, 2, 3, 4].map { numbers[index] + $0 }.filter {
        range.contains($0) && $0 <= top && tones.contains($0 % 12)
          && abs($0 - numbers[index - 1]) <= 4 && abs($0 - numbers[index + 1]) <= 2
          && $0 != numbers[index - 1] && $0 != numbers[index + 1]
      }
      if let choice = own.element(of: choices) { numbers[index] = choice }
    }
    return numbers
  }

  /// Weak short notes become chromatic approaches to the note that follows, as often as the
  /// profile says.
  func chromatic(_ clause: MelodyForm.Clause, numbers: [Int]) -> [Int] {
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
        span?.chord.pitchClasses.contains(goal % 12) ?? false, register.contains(bent)
      else { continue }
      var stream = themed.theme("chromatic \(stroke.onset - frame.start)")
      if stream.chance(profile.chromaticism) { numbers[index] = bent }
    }
    return numbers
  }

  /// Writes the notes of a clause, with passing notes and turns where the profile ornaments.
  mutating func put(_ clause: MelodyForm.Clause, numbers: [Int]) {
    for (index, slot) in clause.slots.enumerated() {
      let stroke = slot.stroke
      let number = numbers[index]
      let isLast = index == numbers.count - 1
      var base = 94.0
      if stroke.symbol == "X" { base = 102 }
      if stroke.symbol == "o" { base = 82 }
      // Higher notes are a little louder; the last note of a clause tapers.
      base += Double(number) * 0.5 - center * 0.5
      if isLast { base -= 8 }
      let next = isLast ? nil : numbers[index + 1]
      let isJoined = !isLast && clause.slots[index + 1].stroke.onset == stroke.end
      if isJoined, let next, let pass = passing(from: number, to: next, stroke: stroke) {
        let middle = stroke.onset + stroke.duration / 2
        write(number, from: stroke.onset, to: middle, base: base)
        write(pass, from: middle, to: stroke.end, base: base - 10)
      } else if let turn = neighbour(of: number, stroke: stroke, isLast: isLast) {
        let step = Beat(1, 4)
        write(number, from: stroke.onset, to: stroke.onset + step, base: base)
        write(turn, from: stroke.onset + step, to: stroke.onset + step * 2, base: base - 12)
        write(number, from: stroke.onset + step * 2, to: stroke.end, base: base - 4)
      } else {
        write(number, from: stroke.onset, to: stroke.end, base: base, joined: isJoined)
      }
    }
  }

  /// A passing note between notes a third apart.
  private func passing(from: Int, to: Int, stroke: Stroke) -> Int? {
    guard (3...4).contains(abs(to - from)), stroke.duration >= Beat(1, 2),
      let span = changes.span(of: stroke)
    else { return nil }
    var stream = cue.stream("passing \(stroke.onset - frame.start)")
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
    var stream = cue.stream("turn \(stroke.onset - frame.start)")
    guard stream.chance(profile.ornament * 0.5) else { return nil }
    let classes = Changes.lineClasses(
      chord: span.chord, key: changes.key(at: stroke.onset), scale: profile.scale)
    return [number + 1, number + 2].first {
      classes.contains($0 % 12) && $0 <= range.upperBound
    }
  }
}
