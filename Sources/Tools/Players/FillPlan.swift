import Music
import Production

/// Where a drummer fills, builds and crashes in a section.
struct FillPlan {
  /// Written fills by the bar's number in the section.
  private(set) var written: [Int: Pattern] = [:]
  /// Fills that the drummer makes up: the bar and the length in beats.
  private var own: [(bar: SectionFrame.Bar, length: Beat)] = []
  private let cue: Cue
  private let frame: SectionFrame
  private let book: PatternBook
  /// How often to fill: 0 never, 0.5 as usual, 1 always.
  private let amount: Double

  /// How likely a fill is that usually has a chance, at an amount of fills.
  static func chance(_ usual: Double, amount: Double) -> Double {
    amount <= 0.5 ? usual * 2 * amount : usual + (1 - usual) * (2 * amount - 1)
  }

  init(_ cue: Cue, frame: SectionFrame, book: PatternBook) {
    self.cue = cue
    self.book = book
    self.frame = frame
    amount = min(max(cue.part.controls.fills ?? 0.5, 0), 1)
    guard cue.intensity >= 0.2, amount > 0 else { return }
    var lastName: String?
    for bar in frame.bars where bar.isPhraseEnd || bar.index == frame.bars.count - 1 {
      guard let size = size(at: bar) else { continue }
      let all = book.fills(towards: size.energy, bar: bar)
      let short = all.filter { $0.length <= max(size.length, Beat(1)) }
      // The size that fits; where none is written so short, the shortest that is not twice as long.
      let near = short.filter { $0.length * 2 >= size.length }
      let least = all.map(\.length).min()
      let longer = all.filter { $0.length == least && $0.length <= size.length * 2 }
      var choices = !near.isEmpty ? near : !short.isEmpty ? short : longer
      if let complexity = cue.part.controls.fillComplexity {
        choices = FillPlan.choice(complexity, of: book.fills(in: bar))
      }
      if let fill = choices.first(where: { $0.name != lastName }) ?? choices.first {
        written[bar.index] = fill
        lastName = fill.name
      } else {
        own.append((bar, size.length))
      }
    }
  }

  /// The fill whose number of strokes answers a complexity, among all from the plainest on; none of
  /// so few that they leave no choice, which the drummer makes up then.
  private static func choice(_ complexity: Double, of fills: [Pattern]) -> [Pattern] {
    func strokes(_ fill: Pattern) -> Int {
      fill.voices.keys.reduce(0) { sum, voice in
        sum + fill.steps(of: voice).filter { !".-?".contains($0) }.count
      }
    }
    let ranked = fills.sorted { (strokes($0), $0.name) < (strokes($1), $1.name) }
    guard let plainest = ranked.first, let fullest = ranked.last,
      strokes(fullest) >= 2 * strokes(plainest), ranked.count > 2
    else { return [] }
    let place = (min(max(complexity, 0), 1) * Double(ranked.count - 1)).rounded()
    return [ranked[Int(place)]]
  }

  /// How long a fill at the end of a bar is and what energy it leads to; nil for no fill.
  private func size(at bar: SectionFrame.Bar) -> (length: Beat, energy: Double)? {
    guard let usual = usualSize(at: bar) else { return nil }
    guard let complexity = cue.part.controls.fillComplexity else { return usual }
    let pulse = bar.meter.isCompound ? bar.meter.unit * 3 : Beat(1)
    let whole = bar.end - bar.start
    let length = complexity < 0.34 ? pulse : complexity < 0.67 ? min(whole, pulse * 2) : whole
    return (length, usual.energy)
  }

  private func usualSize(at bar: SectionFrame.Bar) -> (length: Beat, energy: Double)? {
    var stream = cue.stream("fill", bar: bar.number)
    let pulse = bar.meter.isCompound ? bar.meter.unit * 3 : Beat(1)
    let whole = bar.end - bar.start
    guard bar.index == frame.bars.count - 1 else {
      // Inside a section: every second phrase, or each one that is eight bars long; a beat or two.
      guard bar.index > 0, bar.phraseBars >= 8 || bar.phrase % 2 == 1 || amount > 0.75,
        stream.chance(FillPlan.chance(0.35 + 0.6 * cue.part.complexity, amount: amount))
      else { return nil }
      let long = stream.chance(0.4 * cue.section.energy)
      return (min(whole / 2, long ? pulse * 2 : pulse), cue.section.energy)
    }
    let energy = frame.next?.energy ?? cue.section.energy
    switch cue.section.transition {
    case .fill:
      guard stream.chance(FillPlan.chance(1, amount: amount)) else { return nil }
      let jump = energy - cue.section.energy
      // Into a quieter section a fill only marks the join.
      if jump < -0.05 { return (min(whole, pulse), energy) }
      if energy >= 0.7 || jump > 0.15 { return (whole, energy) }
      if energy >= 0.4 || jump > 0 { return (min(whole, pulse * 2), energy) }
      return (min(whole, pulse), energy)
    case .none:
      guard frame.bars.count >= 4, frame.next != nil || frame.final != nil,
        stream.chance(FillPlan.chance(0.5 * cue.part.complexity, amount: amount))
      else { return nil }
      return (min(whole / 2, pulse), energy)
    case .ending:
      // A quiet ending comes without a fill.
      guard frame.final != nil, cue.section.energy >= 0.35 else { return nil }
      return (min(whole, pulse * 2), cue.section.energy)
    case .pickup: return (min(whole, pulse), energy)
    case .build, .dropOut, .riser, .silence: return nil
    }
  }

  /// Plays the fills that are made up, the build and the crashes.
  func apply(to hits: inout [Kit.Hit], dynamics: Dynamics) {
    for (bar, length) in own {
      let from = bar.end - length
      hits.removeAll { $0.onset >= from && $0.onset < bar.end }
      hits += fill(in: bar, from: from, dynamics: dynamics)
    }
    if cue.section.transition == .build { build(&hits, dynamics: dynamics) }
    if cue.section.transition == .riser { rise(&hits, dynamics: dynamics) }
    crash(&hits, dynamics: dynamics)
  }

  /// A fill from snare to floor tom: a rhythm a beat, falling through the toms, kicks beneath.
  private func fill(in bar: SectionFrame.Bar, from: Beat, dynamics: Dynamics) -> [Kit.Hit] {
    var stream = cue.stream("own fill", bar: bar.number)
    let isCompound = bar.meter.isCompound
    let pulse = isCompound ? bar.meter.unit * 3 : Beat(1)
    let isTriple = (book.main?.stepsPerBeat ?? 4) % 3 == 0 || DrumGroove.isBrushed(cue)
    var cells =
      isCompound
      ? ["x.x.x.", "x.xxx.", "xxx.x.", "x.x.xx"]
      : isTriple ? ["x.x", "xxx", ".xx", "x.."] : ["x.xx", "xxxx", "x.x.", "xx.x", "x..x"]
    if let complexity = cue.part.controls.fillComplexity {
      // From the plainest rhythms to the densest, two that are neighbours.
      let dense = cells.sorted {
        ($0.filter { $0 == "x" }.count, $0) < ($1.filter { $0 == "x" }.count, $1)
      }
      let place = Int((min(max(complexity, 0), 1) * Double(dense.count - 2)).rounded())
      cells = Array(dense[place...(place + 1)])
    }
    let paths: [[DrumKey]] = [
      [.snare, .highTom, .lowMidTom, .highFloorTom], [.snare, .snare, .highTom, .highFloorTom],
      [.highTom, .lowMidTom, .snare, .highFloorTom], [.snare, .snare, .snare, .highFloorTom],
    ]
    let path = stream.element(of: paths) ?? [.snare]
    let beats = max(1, ((bar.end - from) / pulse).floor)
    var hits: [Kit.Hit] = []
    let first = stream.index(cells.count)
    for beat in 0...beats {
      let start = from + pulse * beat
      // Rhythm repeats, then answers itself in the last beat.
      let cell = Array(cells[(first + (beat == beats - 1 ? 1 : 0)) % cells.count])
      let step = pulse / cell.count
      for (index, character) in cell.enumerated() where character == "x" {
        let onset = start + step * index
        guard onset < bar.end else { continue }
        let place = (onset - from) / (bar.end - from)
        let drum = beats == 1 && path[0] != .snare ? .snare : path[min(3, (place * 4).floor)]
        let base = 82 + 26 * place.value
        hits.append(
          Kit.Hit(
            onset: onset, end: min(onset + step, bar.end), drum: drum,
            velocity: dynamics.velocity(base, at: onset, accent: 1.5)))
      }
      if start < bar.end {
        hits.append(
          Kit.Hit(
            onset: start, end: min(start + step, bar.end), drum: .kick,
            velocity: dynamics.velocity(96, at: start)))
      }
    }
    return hits
  }

  /// Over the last bars the snare doubles its pace and grows; the last beats before a drop are
  /// silent.
  private func build(_ hits: inout [Kit.Hit], dynamics: Dynamics) {
    let count = frame.bars.count
    let length = count >= 8 ? 8 : count >= 4 ? 4 : count
    guard let last = frame.bars.last, count > 0 else { return }
    let bars = frame.bars.suffix(length)
    guard let first = bars.first else { return }
    let rises = (frame.next?.energy ?? 0) > cue.section.energy
    let silence: Beat =
      !rises || last.end - last.middle >= last.end - last.start
      ? .zero : length >= 4 ? last.end - last.middle : min(Beat(1), last.end - last.middle)
    let stop = last.end - silence
    hits.removeAll {
      $0.onset >= stop
        || ($0.onset >= first.start
          && ($0.drum == .snare || $0.drum == .clap || $0.drum.isTom
            || $0.drum == .electricSnare || $0.drum == .sideStick))
    }
    let total = (stop - first.start).value
    for bar in bars {
      let left = bars.count - (bar.index - first.index)
      let base = bar.meter.isCompound ? bar.meter.unit : Beat(1)
      let divisor = left > 4 ? 1 : left > 2 ? (length >= 8 ? 2 : 1) : left == 2 ? 2 : 4
      let step = base / divisor
      var onset = bar.start
      while onset < min(bar.end, stop) {
        let grown = (onset - first.start).value / max(0.01, total)
        hits.append(
          Kit.Hit(
            onset: onset, end: min(onset + step, stop), drum: .snare,
            velocity: dynamics.velocity(52 + 60 * grown, at: onset)))
        onset = onset + step
      }
    }
  }

  /// Over the last half bar a roll on the ride swells in the place of hats and ride: crashes are
  /// kept for what follows, with a kick under them.
  private func rise(_ hits: inout [Kit.Hit], dynamics: Dynamics) {
    guard let last = frame.bars.last, frame.bars.count > 1 else { return }
    hits.removeAll {
      $0.onset >= last.middle && ($0.drum.isHat || [.ride, .ride2, .rideBell].contains($0.drum))
    }
    let step = last.meter.isCompound ? last.meter.unit : Beat(1, 4)
    let total = max(0.01, (last.end - last.middle).value)
    var onset = last.middle
    while onset < last.end {
      let grown = (onset - last.middle).value / total
      hits.append(
        Kit.Hit(
          onset: onset, end: min(onset + step, last.end), drum: .ride,
          velocity: dynamics.velocity(40 + 60 * grown, at: onset)))
      onset = onset + step
    }
  }

  /// A crash with a kick where the section opens after a hand-over into more energy, and at some
  /// phrase starts of loud sections.
  private func crash(_ hits: inout [Kit.Hit], dynamics: Dynamics) {
    guard cue.intensity >= 0.3, let first = frame.bars.first else { return }
    var places: [Beat] = []
    if let before = frame.before, before.transition != .none {
      let rises = cue.section.energy > before.energy
      let isLoud = cue.section.energy >= (DrumGroove.isBrushed(cue) ? 0.5 : 0.4)
      if rises && isLoud || cue.section.energy >= 0.6 { places.append(first.start) }
    }
    for bar in frame.bars where bar.index > 0 && bar.indexInPhrase == 0 {
      let filled = written[bar.index - 1] != nil || own.contains { $0.bar.index == bar.index - 1 }
      if filled, cue.section.energy >= 0.5, bar.index % 8 == 0 || cue.section.energy >= 0.75 {
        places.append(bar.start)
      }
    }
    for onset in places {
      let strength = DrumGroove.isBrushed(cue) && cue.section.energy < 0.6 ? 84.0 : 108
      for drum in [DrumKey.crash, .kick] {
        hits.removeAll { $0.drum == drum && $0.onset == onset }
        hits.append(
          Kit.Hit(
            onset: onset, end: onset + (drum == .kick ? Beat(1, 2) : Beat(2)), drum: drum,
            velocity: dynamics.velocity(strength, at: onset), articulation: .accent))
      }
    }
  }
}
