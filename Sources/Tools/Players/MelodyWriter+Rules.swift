import Music
import Production

extension MelodyWriter {
  /// The rules of motion, as costs; moves that the motif asks for are cheap.
  func rules(
    _ clause: MelodyForm.Clause, wishes: [MelodyContour.Wish]
  ) -> (Int, Int?, Int?, Int) -> Double {
    let tones = clause.slots.map { changes.tones(of: changes.span(of: $0.stroke)) }
    let leading = clause.slots.map {
      (changes.key(at: $0.stroke.onset).tonic.pitchClass + 11) % 12
    }
    let strong = clause.slots.map { frame.strength(at: $0.stroke.onset) >= 0.5 }
    let wished = wishes.indices.map { index -> Int? in
      guard index > 0, clause.slots[index].cell == clause.slots[index - 1].cell else { return nil }
      return Int((wishes[index].number - wishes[index - 1].number).rounded())
    }
    let basses = basses(under: clause)
    let stepwise = 0.55 + profile.steps * 0.9
    return { index, before, from, to in
      guard let from else { return 0 }
      let interval = to - from
      let isWished = wished[index].map { abs($0 - interval) <= 1 && abs(interval) <= 7 } ?? false
      var cost = MelodyWriter.cost(ofInterval: interval) * stepwise * (isWished ? 0.35 : 1)
      cost += MelodyWriter.resolution(
        from: from, by: interval, before: before, isTone: tones[index - 1].contains(from % 12),
        isLeading: from % 12 == leading[index - 1])
      if let low = basses[index - 1], let next = basses[index], low != next, interval != 0 {
        let (was, will) = ((from - low) % 12, (to - next) % 12)
        if was == will, was == 0 || was == 7 { cost += 12 }
      }
      guard let before else { return cost }
      let arrival = from - before
      if abs(arrival) >= 5 {
        let turnsBack = interval * arrival < 0 && abs(interval) <= 2
        if !turnsBack { cost += interval * arrival < 0 ? 2.5 : interval == 0 ? 4 : 9 }
      } else if abs(arrival) >= 3, interval * arrival > 0, abs(interval) >= 3 {
        cost += 1.5
      }
      if !tones[index - 1].contains(from % 12), abs(arrival) > 2 {
        cost += strong[index - 1] ? 1 : 3
      }
      if interval == 0, arrival == 0 { cost += isWished ? 1.5 : 4 }
      if interval == -arrival, interval != 0, abs(interval) <= 2, !isWished { cost += 0.5 }
      return cost
    }
  }

  /// The bass notes under a clause, where the melody moves with it by the book: without drums.
  private func basses(under clause: MelodyForm.Clause) -> [Int?] {
    let hasDrums = cue.roles.values.contains(.drums)
    let parts = cue.roles.filter { $0.value == .bass }.keys.sorted()
    let notes = hasDrums ? [] : parts.flatMap { cue.heard[$0] ?? [] }.sorted()
    return clause.slots.map { slot in
      notes.last { $0.onset <= slot.stroke.onset && slot.stroke.onset < $0.end }?.pitch.number
    }
  }

  /// What it costs not to resolve a foreign note by step, or the leading note upwards.
  static func resolution(
    from: Int, by interval: Int, before: Int?, isTone: Bool, isLeading: Bool
  ) -> Double {
    var cost = 0.0
    if !isTone, interval == 0 || abs(interval) > 2 { cost += 7 }
    if isLeading, interval != 1 {
      let passes = (before.map { $0 > from } ?? false) && (interval == -1 || interval == -2)
      cost += passes ? 1 : 7
    }
    return cost
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
