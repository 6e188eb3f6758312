import Music
import Production

/// Draws motifs and keeps the one that is most easily remembered.
struct MotifMaker {
  /// How many are drawn.
  static let candidates = 8

  let cue: Cue
  /// What a hook is worth, 0...1; nil to take the first.
  let judge: Melodist.Judge?

  /// The motif of the cue's section and the cell that carries its rhythm.
  func motif(frame: SectionFrame) -> (motif: Motif, cell: MelodyCell) {
    let (cell, _) = MelodyCell.read(cue, frame: frame)
    let plan = ThemePlan(cue)
    if let given = cue.part.motifs?[cue.section.name], !given.tones.isEmpty {
      return (given, cell.carrying(given))
    }
    let source = plan.source(of: cue.section.name)
    if source != .own, let main = plan.main, let statement = plan.statement(of: main) {
      var stated = cue
      stated.section = statement
      let original = MotifMaker(cue: stated, judge: judge).motif(frame: SectionFrame(stated)).motif
      return source == .echo
        ? (original, cell.carrying(original))
        : developed(original, cell: cell, meter: frame.bars.first?.meter ?? .common)
    }
    return drawn(cell, meter: frame.bars.first?.meter ?? .common)
  }

  /// How often a development lets the motif come late, where its rhythm has room.
  private static let lateness = 0.2

  /// The main motif turned over, broken up or extended in the section's own rhythm, or late in its
  /// own.
  private func developed(
    _ motif: Motif, cell: MelodyCell, meter: Meter
  ) -> (motif: Motif, cell: MelodyCell) {
    var entry = cue.theme("displacement")
    if entry.chance(Self.lateness), let late = displaced(motif, cell: cell, meter: meter) {
      return (late, cell.carrying(late))
    }
    var stream = cue.theme("development")
    let turned: Motif
    switch stream.index(4) {
    case 0: turned = motif.inverted()
    case 1: turned = motif.fragment(3).extended(by: 2)
    case 2: turned = motif.inverted().ornamented(at: max(0, motif.tones.count - 2))
    default: turned = motif.fragment(4).inverted().extended(by: 2).sequenced(by: 1)
    }
    let places = cell.places.prefix(Motif.usualCount.upperBound)
    let steps = turned.steps
    guard !steps.isEmpty else { return (motif, cell) }
    let shift = (steps.last ?? 0) - steps[0]
    let tones = places.enumerated().map { index, place in
      Motif.Tone(
        onset: place.onset, duration: place.duration,
        step: steps[index % steps.count] + (index / steps.count) * min(2, max(-2, shift)))
    }
    return (Motif(tones: tones, length: cell.length), cell)
  }

  /// The motif a half or a whole beat late, so that its accents fall elsewhere.
  ///
  /// Nil where a note would be lost or the section's notes are written, and for a motif of leaps,
  /// which is known by its shape rather than its rhythm.
  private func displaced(_ motif: Motif, cell: MelodyCell, meter: Meter) -> Motif? {
    let steps = zip(motif.steps, motif.steps.dropFirst()).filter { abs($1 - $0) <= 1 }
    guard motif.length <= cell.length, cell.places.allSatisfy({ $0.degree == nil }),
      steps.count * 2 > motif.tones.count
    else { return nil }
    let half = meter.isCompound ? meter.unit : Beat(1, 2)
    let whole = meter.pulses.dropFirst().first ?? half * 2
    let isSyncopated = MelodyForm.profile(of: cue).syncopation >= 0.3
    return (isSyncopated ? [half, whole] : [whole, half]).lazy.map(motif.displaced).first { late in
      late.tones.count == motif.tones.count
        && late.tones.last.map { $0.duration >= half } ?? false
    }
  }

  // MARK: Drawing

  private func drawn(_ cell: MelodyCell, meter: Meter) -> (motif: Motif, cell: MelodyCell) {
    let isWritten = cell.places.contains { $0.degree != nil }
    let key = cue.plan.key(ofBar: cue.section.startBar)
    let profile = MelodyForm.profile(of: cue)
    let semitones = Changes.melodic(profile.scale, in: key).semitones
    let ladder = (36...96).filter {
      semitones.contains((($0 - key.tonic.pitchClass) % 12 + 12) % 12)
    }
    var best: (worth: Double, motif: Motif, cell: MelodyCell)?
    for number in 0..<(judge == nil ? 1 : Self.candidates) {
      var stream = cue.theme("motif", bar: number)
      var own = cell
      if number > 0, !isWritten {
        for _ in 0..<(number % 3) {
          own = own.mutated(&stream, syncopation: profile.syncopation, meter: meter)
        }
      }
      let places = own.places.prefix(Motif.usualCount.upperBound)
      let steps = contour(
        places.count, steps: profile.steps, isGapped: semitones.count < 7, &stream)
      let motif = Motif(
        tones: zip(places, steps).map {
          Motif.Tone(onset: $0.onset, duration: $0.duration, step: $1)
        }, length: own.length)
      let worth = judge?(motif.notes(on: ladder, from: ladder.count / 2)) ?? 0
      if best.map({ worth > $0.worth }) ?? true { best = (worth, motif, own) }
    }
    return best.map { ($0.motif, $0.cell) } ?? (Motif(tones: [], length: cell.length), cell)
  }

  /// Steps of a line: mostly neighbours, a leap at the beginning at times, notes that repeat, leaps
  /// turned back, all within six steps.
  private func contour(
    _ count: Int, steps: Double, isGapped: Bool, _ stream: inout RandomStream
  ) -> [Int] {
    guard count > 0 else { return [] }
    var line = [0]
    var direction = stream.chance(0.5) ? 1 : -1
    var leapt = false
    let opening = stream.unit()
    for index in 1..<max(1, count) {
      var move: Int
      let draw = stream.unit()
      if index == 1, opening < 0.3 {
        // A call: up a fourth or fifth, to come down by step.
        move = isGapped ? 2 : 3 + stream.index(2)
        direction = 1
      } else if index <= 2, opening > 0.8 {
        move = 0
      } else if leapt {
        direction = -direction
        move = direction
      } else if draw < 0.08 {
        move = 0
      } else {
        if stream.chance(0.18) { direction = -direction }
        move = direction * (draw < 0.1 + steps * (isGapped ? 1.1 : 0.95) ? 1 : 2)
      }
      leapt = abs(move) >= 3 || isGapped && abs(move) >= 2
      var next = (line.last ?? 0) + move
      if !(-4...5).contains(next) {
        direction = next > 0 ? -1 : 1
        next = (line.last ?? 0) + direction
      }
      line.append(next)
    }
    return line
  }
}
