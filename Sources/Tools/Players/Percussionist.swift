public import Music
import Production

/// A player of hand and auxiliary percussion, or of a tuned drum such as timpani.
///
/// Silent at intensity 0; at low intensity only the felt beats remain.
public struct Percussionist: Player {
  /// Makes a percussionist.
  public init() {}

  /// The strokes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    guard cue.part.instrument.isDrumKit else { return Bassist().play(cue) }
    let frame = SectionFrame(cue)
    var groove = DrumGroove(cue, frame: frame)
    groove.book.fills = Percussionist.fills(cue, frame: frame, book: groove.book)
    var hits = groove.book.main == nil ? shaker(groove) : groove.hits()
    let variation = PhraseVariation(cue, frame: frame, book: groove.book)
    for bar in frame.bars where variation.changes(bar) {
      var stream = cue.stream("piece", bar: bar.number)
      groove.vary(&hits, in: bar, stream: &stream) { _ in true }
    }
    hits = KitPieces(groove).switched(hits)
    if let stop = frame.stop(cue.section) { hits.removeAll { $0.onset >= stop } }
    if let final = frame.final {
      hits.removeAll { $0.onset >= final.onset }
      let struck = groove.drums.filter { !$0.isHat && $0 != .shaker && $0 != .cabasa }
      if let drum = struck.max(by: { Kit.importance($0) < Kit.importance($1) }) {
        hits.append(
          Kit.Hit(
            onset: final.onset, end: min(final.end, final.onset + 1), drum: drum,
            velocity: groove.dynamics.velocity(96, at: final.onset), articulation: .accent))
      }
    }
    return Drummer.notes(hits, cue: cue, frame: frame)
  }

  /// Written fills at the ends of some phrases.
  static func fills(_ cue: Cue, frame: SectionFrame, book: PatternBook) -> [Int: Pattern] {
    var fills: [Int: Pattern] = [:]
    let energy = frame.next?.energy ?? cue.section.energy
    for bar in frame.bars where bar.isPhraseEnd && bar.index > 0 {
      let isLast = bar.index == frame.bars.count - 1
      var stream = cue.stream("part fill", bar: bar.number)
      let usual = isLast && cue.section.transition == .fill ? 0.8 : 0.5 * cue.part.complexity
      let amount = cue.part.controls.fills ?? 0.5
      guard isLast || bar.phrase % 2 == 1 || amount > 0.75,
        stream.chance(FillPlan.chance(usual, amount: amount))
      else { continue }
      fills[bar.index] =
        book.fills(towards: isLast ? energy : cue.section.energy, bar: bar).first
    }
    return fills
  }

  /// A shaker in eighth notes, which breathes in the last bar of a phrase.
  private func shaker(_ groove: DrumGroove) -> [Kit.Hit] {
    groove.frame.bars.flatMap { bar -> [Kit.Hit] in
      let step = Beat(1, 2)
      var hits: [Kit.Hit] = []
      var onset = bar.start
      while onset < (bar.isPhraseEnd ? bar.middle : bar.end) {
        let isPulse = bar.meter.pulses.contains(onset - bar.start)
        if isPulse || groove.cue.intensity > 0.3 {
          hits.append(groove.hit(.shaker, at: onset, for: step, base: isPulse ? 84 : 62))
        }
        onset = onset + step
      }
      return hits
    }
  }
}
