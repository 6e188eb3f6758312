import Music
import Production

/// The wished height of every note of a section's melody: the motif and its sequences on a ladder of
/// the scale, under an arch for each clause.
struct MelodyContour {
  /// A wished height and how much it matters.
  struct Wish {
    var number: Double
    var weight: Double
  }

  /// What a cell makes of the motif.
  private struct Treatment {
    var shift = 0
    var isInverted = false
    var weight = 0.95
  }

  private let cue: Cue
  private let frame: SectionFrame
  private let changes: Changes
  private let form: MelodyForm
  private let place: MelodyPlace
  private let inverted: [Int]

  /// The wishes of a section, clause by clause, so many semitones above its middle.
  static func wishes(
    _ cue: Cue, frame: SectionFrame, changes: Changes, form: MelodyForm, place: MelodyPlace,
    raised: Double = 0
  ) -> [[Wish]] {
    let contour = MelodyContour(
      cue: cue, frame: frame, changes: changes, form: form, place: place,
      inverted: form.motif.inverted().steps)
    let first = contour.wishes(raised: 0)
    // The tune lies around the section's middle whatever its shape.
    var (sum, time) = (0.0, 0.0)
    for (clause, wishes) in zip(form.clauses, first) {
      for (slot, wish) in zip(clause.slots, wishes) {
        sum += wish.number * slot.stroke.duration.value
        time += slot.stroke.duration.value
      }
    }
    return contour.wishes(raised: raised + (time > 0 ? place.center - sum / time : 0))
  }

  private func wishes(raised: Double) -> [[Wish]] {
    form.clauses.map { clause in
      (0..<clause.cells).flatMap { cell -> [Wish] in
        let slots = clause.slots.filter { $0.cell == cell }
        return wishes(slots, treatment(of: cell, in: clause), level(cell, clause) + raised)
      }
    }
  }

  /// The clause's arch and its place among the others.
  private func level(_ cell: Int, _ clause: MelodyForm.Clause) -> Double {
    var theme = cue.theme("arch", bar: clause.number % 2)
    let summit = theme.uniform(0.5...0.75)
    let place = (Double(cell) + 0.5) / Double(clause.cells)
    let height = theme.uniform(2.5...4.5)
    let arch = place < summit ? height * place / summit : height * (1 - place) / (1 - summit)
    let fall = clause.isClosed && cell == clause.cells - 1 && clause.cells > 1 ? -2.0 : 0
    let levels = clause.isContrast ? 2.0 : clause.number % 2 == 1 ? 1.0 : 0
    return self.place.center + arch + fall + levels
  }

  /// Statement, sequence, contrast, answer: drawn once for each kind of section.
  private func treatment(of cell: Int, in clause: MelodyForm.Clause) -> Treatment {
    var theme = cue.theme("scheme")
    let up = theme.chance(0.55) ? 1 : -1
    let scheme = theme.index(4)
    var treatment = Treatment()
    let isAnswer = cell == clause.cells - 1 && clause.cells > 1
    if clause.isContrast {
      treatment.shift = up
      treatment.isInverted = scheme % 2 == 0
    }
    switch (cell, scheme) {
    case (0, _): break
    case _ where isAnswer: treatment.weight = 0.5
    case (1, 0), (1, 1): treatment.shift += up
    case (1, _): break
    case (_, 0): treatment.shift += 2 * up
    case (_, 1): treatment.isInverted.toggle()
    case (_, 2): treatment.shift += 2
    default: treatment.shift -= 1
    }
    if isAnswer, scheme == 3 { treatment.isInverted.toggle() }
    return treatment
  }

  /// The motif on the rung of the scale that fits the chords best, near the wished height.
  private func wishes(
    _ slots: [MelodyForm.Slot], _ treatment: Treatment, _ level: Double
  ) -> [Wish] {
    guard let first = slots.first else { return [] }
    let steps = slots.map { step($0.indexInCell, treatment) }
    let key = changes.key(at: first.stroke.onset)
    let scale = Changes.melodic(MelodyForm.profile(of: cue).scale, in: key)
    let classes = Set(scale.semitones.map { ($0 + key.tonic.pitchClass) % 12 })
    let ladder = ((place.range.lowerBound - 16)...(place.range.upperBound + 16)).filter {
      classes.contains(($0 % 12 + 12) % 12)
    }
    // The mean of the cell, not its first note, lies at the wished height.
    let mean = Double(steps.reduce(0, +)) / Double(steps.count)
    let rung = 12 / Double(scale.semitones.count)
    let wish = level + Double(treatment.shift) * rung - mean * rung
    let tones = slots.map { changes.tones(of: changes.span(of: $0.stroke)) }
    var best: (cost: Double, base: Int) = (.infinity, 0)
    for base in ladder.indices where abs(Double(ladder[base]) - wish) <= 6 {
      var cost = abs(Double(ladder[base]) - wish) * 0.4
      for (index, slot) in slots.enumerated() {
        let at = base + steps[index]
        guard ladder.indices.contains(at) else {
          cost += 4
          continue
        }
        if !place.range.contains(ladder[at]) { cost += 2 }
        if !tones[index].contains((ladder[at] % 12 + 12) % 12) {
          cost += frame.strength(at: slot.stroke.onset) * 2.5 + (slot.stroke.duration >= 1 ? 1 : 0)
        }
      }
      if cost < best.cost { best = (cost, base) }
    }
    guard best.cost < .infinity else {
      return steps.map { Wish(number: wish + Double($0) * rung, weight: treatment.weight) }
    }
    return steps.map { step in
      let at = min(max(0, best.base + step), ladder.count - 1)
      return Wish(number: Double(ladder[at]), weight: treatment.weight)
    }
  }

  /// The motif's step at a place; notes beyond its end go on in sequence.
  private func step(_ index: Int, _ treatment: Treatment) -> Int {
    let steps = treatment.isInverted ? inverted : form.motif.steps
    guard !steps.isEmpty else { return 0 }
    let round = index / steps.count
    return steps[index % steps.count] - min(2, round)
  }
}
