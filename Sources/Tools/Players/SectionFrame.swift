import Music
import Production

/// The bars of the section that is played: where each begins, its metre and place in its phrase.
struct SectionFrame {
  /// A bar of the section.
  struct Bar {
    /// The bar's number in the piece, from 0.
    let number: Int
    /// The bar's number in the section, from 0.
    let index: Int
    /// The number of its phrase in the section, from 0.
    let phrase: Int
    /// The bar's number in its phrase, from 0.
    let indexInPhrase: Int
    /// How many bars its phrase has.
    let phraseBars: Int
    let start: Beat
    let end: Beat
    let meter: Meter

    var isPhraseEnd: Bool { indexInPhrase == phraseBars - 1 }

    /// The start of the second half of the bar, on a felt beat.
    var middle: Beat { start + meter.middle }
  }

  /// Where a loop goes round; nothing lifts there.
  let seam: Beat?
  /// The bars that are played through; the last bar of the piece is apart where it is a cadence.
  let bars: [Bar]
  /// Where the section begins.
  let start: Beat
  /// Where the bars that are played through end.
  let end: Beat
  /// The last chord of the piece, where this section ends it.
  let final: Final?
  /// The section that follows, if any.
  let next: Plan.PlannedSection?
  /// The section before, if any.
  let before: Plan.PlannedSection?

  /// The last stroke of the piece.
  struct Final {
    let onset: Beat
    let end: Beat
    let bar: Bar

    var duration: Beat { end - onset }
  }

  init(_ cue: Cue) {
    let plan = cue.plan
    let section = cue.section
    let limit = plan.length
    seam = plan.loop ? limit : nil
    let phrase = max(1, section.phrase)
    var bars: [Bar] = []
    for index in 0..<max(1, section.bars) {
      let number = section.startBar + index
      let start = plan.meters.start(ofBar: number)
      guard start < limit else { break }
      let meter = plan.meters.meter(ofBar: number)
      let first = index - index % phrase
      bars.append(
        Bar(
          number: number, index: index, phrase: index / phrase, indexInPhrase: index % phrase,
          phraseBars: min(phrase, max(1, section.bars) - first), start: start,
          end: min(start + meter.barLength, limit), meter: meter))
    }
    start = bars.first?.start ?? min(plan.meters.start(ofBar: section.startBar), limit)
    let order = plan.sections.sorted { $0.startBar < $1.startBar }
    next = order.first { $0.startBar >= section.startBar + section.bars }
    before = order.last { $0.startBar < section.startBar }
    let closes = section.transition == .ending && !plan.loop && plan.ending != .fade
    if closes, let last = bars.last {
      let held = plan.ending == .stop ? min(last.end, last.start + Beat(1, 2)) : last.end
      final = Final(onset: last.start, end: held, bar: last)
      bars.removeLast()
      end = last.start
    } else {
      final = nil
      end = bars.last?.end ?? start
    }
    self.bars = bars
  }

  /// The bar that holds a time of the section.
  func bar(at beat: Beat) -> Bar? {
    bars.last { $0.start <= beat } ?? bars.first
  }

  /// Metric strength of a time, 0 to 1.
  func strength(at beat: Beat) -> Double {
    guard let bar = bar(at: beat) else { return 0.5 }
    return bar.meter.strength(at: beat - bar.start)
  }

  /// Where the rhythm stops at the end of the section, if it does.
  func dropOut(_ section: Plan.PlannedSection) -> Beat? {
    section.transition == .dropOut ? bars.last?.middle : nil
  }

  /// Where the parts beside the drums stop: at a drop-out, and in the silence before a drop.
  func stop(_ section: Plan.PlannedSection) -> Beat? {
    if section.transition == .silence { return bars.count > 1 ? bars.last?.middle : nil }
    let leadsToDrop =
      section.transition == .build && next?.name == "drop" && bars.count >= 4
    return leadsToDrop ? bars.last?.middle : dropOut(section)
  }
}
