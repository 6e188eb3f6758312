import Music
import Production

extension Arranger {
  /// A section of the new form and where its bars come from; nil for bars that are new.
  struct Block {
    var section: Plan.PlannedSection
    /// Which section of the old piece it is made from.
    let place: Int
    var bars: [Int?]
    /// The bars of the old piece whose chords new bars take.
    var chordBars: [Int]

    init(_ section: Plan.PlannedSection, place: Int) {
      self.section = section
      self.place = place
      bars = section.barRange.map { $0 }
      chordBars = Array(section.barRange)
    }
  }

  // MARK: The edits

  func move(
    _ id: String, to index: Int, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    let from = try sectionIndex(id, in: song)
    guard song.plan.sections.indices.contains(index) else {
      throw .indexOutOfRange(index: index, count: song.plan.sections.count)
    }
    try checkUnlocked(song.plan.sections[from].barRange, parts: all(song), in: song)
    var blocks = blocks(of: song)
    blocks.insert(blocks.remove(at: from), at: index)
    return rebuilt(blocks, from: song)
  }

  func duplicate(_ id: String, in song: Arrangement) throws(ArrangingError) -> Arrangement {
    let from = try sectionIndex(id, in: song)
    var blocks = blocks(of: song)
    try checkTotal(song.plan.bars + blocks[from].bars.count)
    var copy = blocks[from]
    copy.section.id = freeID(copy.section.name, in: song.plan)
    blocks.insert(copy, at: from + 1)
    return rebuilt(blocks, from: song)
  }

  func delete(_ id: String, in song: Arrangement) throws(ArrangingError) -> Arrangement {
    let index = try sectionIndex(id, in: song)
    guard song.plan.sections.count > 1 else { throw .lastSection(id) }
    try checkUnlocked(song.plan.sections[index].barRange, parts: all(song), in: song)
    var blocks = blocks(of: song)
    blocks.remove(at: index)
    return rebuilt(blocks, from: song)
  }

  func resize(
    _ id: String, to bars: Int, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    let index = try sectionIndex(id, in: song)
    let section = song.plan.sections[index]
    guard bars >= 1 else {
      throw .lengthOutOfRange(bars: bars, allowed: LengthPlanner.barCounts)
    }
    try checkTotal(song.plan.bars + bars - section.bars)
    guard bars != section.bars else { return song }
    var blocks = blocks(of: song)
    // The last bar of a piece that ends stays last: bars come and go before it.
    let keeps = section.transition == .ending && section.bars > 1 && bars > 1
    let tail = keeps ? 1 : 0
    let cut = min(bars, section.bars) - tail
    let old = Array(section.barRange)
    if bars < section.bars {
      let gone = old[cut..<(old.count - tail)]
      try checkUnlocked(
        (gone.first ?? 0)..<((gone.last ?? 0) + 1), parts: all(song), in: song)
    }
    let added = max(0, bars - section.bars)
    let round = max(1, old.count - tail)
    blocks[index].section.bars = bars
    blocks[index].section.phrase = Planner.phrase(bars: bars, cycle: section.phrase)
    blocks[index].bars =
      old[..<cut].map { $0 } + Array(repeating: nil, count: added) + old.suffix(tail).map { $0 }
    blocks[index].chordBars =
      Array(old[..<cut]) + (0..<added).map { old[(cut + $0) % round] } + Array(old.suffix(tail))
    var result = rebuilt(blocks, from: song)
    TensionPlanner().draw(&result.plan.sections, climax: result.plan.climax?.id, only: index)
    guard added > 0 else { return result }
    let start = result.plan.sections[index].startBar + cut
    result.score = composer.regenerate(
      score: result.score, plan: result.plan, style: style, parts: [],
      bars: start..<(start + added), take: 0)
    result.parts = all(result)
    return result
  }

  private func blocks(of song: Arrangement) -> [Block] {
    song.plan.sections.enumerated().map { Block($0.element, place: $0.offset) }
  }

  private func all(_ song: Arrangement) -> [String] { song.score.parts.map(\.id) }

  private func checkTotal(_ bars: Int) throws(ArrangingError) {
    guard LengthPlanner.barCounts.contains(bars) else {
      throw .lengthOutOfRange(bars: bars, allowed: LengthPlanner.barCounts)
    }
  }

  private func freeID(_ name: String, in plan: Plan) -> String {
    var number = 1
    while plan.sections.contains(where: { $0.id == "\(name)-\(number)" }) { number += 1 }
    return "\(name)-\(number)"
  }

  // MARK: Rebuilding

  /// The song with its bars in a new order.
  ///
  /// Notes, chords, metres, keys and tempos move with their
  /// bars, and locks too. A note that would sound into a bar that no longer follows ends before it.
  func rebuilt(_ blocks: [Block], from song: Arrangement) -> Arrangement {
    let old = song.score
    let sources = blocks.flatMap(\.bars)
    let chordBars = blocks.flatMap(\.chordBars)
    let frame = BarFrame(chordBars: chordBars, old: old)
    let oldLast = song.plan.bars - 1
    let isCut = old.length < old.meters.start(ofBar: oldLast + 1)
    let end = frame.meters.start(ofBar: sources.count)
    // A cut last bar stays cut only while it is the last.
    let length =
      isCut && sources.last == oldLast
      ? frame.meters.start(ofBar: sources.count - 1)
        + (old.length - old.meters.start(ofBar: oldLast)) : end
    var result = song
    for index in result.score.parts.indices {
      result.score.parts[index].notes = frame.moved(
        old.parts[index].notes, sources: sources, length: length, meters: old.meters)
    }
    let chords = frame.chords(old.chords, length: length, meters: old.meters)
    var sections = renumbered(blocks, old: song.plan.sections)
    for index in sections.indices {
      sections[index].transition = transition(
        of: index, in: sections, as: blocks[index].place, in: song.plan.sections, plan: song.plan)
    }
    result.plan.sections = sections
    result.plan.meters = frame.meters
    result.plan.keys = frame.keys
    result.plan.tempo = frame.tempo
    result.plan.chords = chords
    result.plan.length = length
    result.score = Composer.frame(result.plan, parts: result.score.parts)
    result.score.title = old.title
    result.locks = frame.locks(song.locks, sources: sources)
    result.parts = all(song)
    let first = zip(sources.indices, sources).first { $0 != $1 }?.0 ?? 0
    result.bars = min(first, sources.count - 1)..<sources.count
    return result
  }

  private func renumbered(
    _ blocks: [Block], old: [Plan.PlannedSection]
  ) -> [Plan.PlannedSection] {
    var bar = 0
    var occurrences: [String: Int] = [:]
    return blocks.map { block in
      var section = block.section
      let shift = bar - section.startBar
      let (start, end) = (bar, bar + block.bars.count)
      func moved(_ bars: Range<Int>) -> Range<Int> {
        ((bars.lowerBound + shift)..<(bars.upperBound + shift)).clamped(to: start..<end)
      }
      section.rests = section.rests.compactMap { rest in
        let inside = moved(rest.bars)
        return inside.isEmpty ? nil : Plan.Rest(part: rest.part, bars: inside)
      }
      section.wishes = section.wishes.compactMap { wish in
        // What holds for the section holds for its new bars too.
        let isWhole = wish.bars == old[block.place].barRange
        let inside = isWhole ? start..<end : moved(wish.bars)
        return inside.isEmpty
          ? nil : Plan.PartWish(part: wish.part, bars: inside, plays: wish.plays)
      }
      section.startBar = bar
      section.bars = block.bars.count
      section.occurrence = occurrences[section.name, default: 0]
      occurrences[section.name] = section.occurrence + 1
      bar += section.bars
      return section
    }
  }

  /// How a section hands over to its neighbour, at a place in `old` before.
  ///
  /// A hand-over that the planner drew is drawn anew where it would now be another; one that a
  /// person wrote stays, except at the end of the piece.
  func transition(
    of index: Int, in sections: [Plan.PlannedSection], as place: Int,
    in old: [Plan.PlannedSection], plan: Plan
  ) -> Plan.Transition {
    let own = old[place].transition
    let next = index + 1 < sections.count ? sections[index + 1] : nil
    let oldNext = place + 1 < old.count ? old[place + 1] : nil
    let planner = TransitionPlanner(seed: plan.seed, loop: plan.loop, ending: plan.ending)
    func drawn(_ section: Plan.PlannedSection, next: Plan.PlannedSection?) -> Plan.Transition {
      planner.transition(
        name: section.name, bars: section.bars, energy: section.energy,
        next: next.map { ($0.name, $0.energy) }, place: section.id)
    }
    let now = drawn(sections[index], next: next)
    if (next == nil) != (oldNext == nil) { return now }
    let isUnchanged =
      sections[index].bars == old[place].bars && sections[index].energy == old[place].energy
      && next?.name == oldNext?.name && next?.energy == oldNext?.energy
    return isUnchanged || own != drawn(old[place], next: oldNext) ? own : now
  }
}

/// The bars of a new order with what stands over them.
struct BarFrame {
  let meters: MeterMap
  let keys: [KeyChange]
  let tempo: TempoMap
  private let chordBars: [Int]

  init(chordBars: [Int], old: Score) {
    self.chordBars = chordBars
    var meterChanges: [MeterMap.Change] = []
    var keyChanges: [KeyChange] = []
    for (bar, source) in chordBars.enumerated() {
      let meter = old.meters.meter(ofBar: source)
      if meter != meterChanges.last?.meter { meterChanges.append(.init(bar: bar, meter: meter)) }
      let key = old.key(ofBar: source)
      if key != keyChanges.last?.key { keyChanges.append(KeyChange(bar: bar, key: key)) }
    }
    meters = MeterMap(changes: meterChanges)
    keys = keyChanges
    var tempos: [TempoMap.Change] = []
    for (bar, source) in chordBars.enumerated() {
      let start = meters.start(ofBar: bar)
      let from = old.meters.start(ofBar: source)
      let to = old.meters.start(ofBar: source + 1)
      let now = old.tempo.beatsPerMinute(at: from)
      if now != tempos.last?.beatsPerMinute {
        tempos.append(.init(beat: start, beatsPerMinute: now))
      }
      for change in old.tempo.changes where change.beat > from && change.beat < to {
        tempos.append(
          .init(beat: start + (change.beat - from), beatsPerMinute: change.beatsPerMinute))
      }
    }
    tempo = TempoMap(changes: tempos)
  }

  /// Notes moved with their bars.
  func moved(
    _ notes: [Note], sources: [Int?], length: Beat, meters old: MeterMap
  ) -> [Note] {
    var byBar: [Int: [Note]] = [:]
    for note in notes { byBar[old.bar(at: note.onset), default: []].append(note) }
    var runEnd = Array(repeating: length, count: sources.count)
    for bar in sources.indices.reversed() where bar + 1 < sources.count {
      let isJoined = sources[bar].map { sources[bar + 1] == $0 + 1 } ?? false
      runEnd[bar] = isJoined ? runEnd[bar + 1] : min(length, meters.start(ofBar: bar + 1))
    }
    var result: [Note] = []
    for (bar, source) in sources.enumerated() {
      guard let source, let own = byBar[source] else { continue }
      let shift = meters.start(ofBar: bar) - old.start(ofBar: source)
      for var note in own {
        note.onset = note.onset + shift
        guard note.onset < runEnd[bar] else { continue }
        note.duration = min(note.duration, runEnd[bar] - note.onset)
        result.append(note)
      }
    }
    return result.sorted()
  }

  /// Chords moved with their bars, cut at bar lines that no longer follow.
  func chords(_ spans: [ChordSpan], length: Beat, meters old: MeterMap) -> [ChordSpan] {
    var result: [ChordSpan] = []
    for (bar, source) in chordBars.enumerated() {
      let (from, to) = (old.start(ofBar: source), old.start(ofBar: source + 1))
      let start = meters.start(ofBar: bar)
      let limit = min(length, meters.start(ofBar: bar + 1))
      let own = spans.filter { $0.end > from && $0.onset < to }
      for (index, span) in own.enumerated() {
        let onset = start + (max(span.onset, from) - from)
        // The last chord of a bar reaches its end, even where the old piece was cut.
        let end = index == own.count - 1 ? limit : min(limit, start + (span.end - from))
        guard onset < end else { continue }
        result.append(ChordSpan(onset: onset, duration: end - onset, chord: span.chord))
      }
    }
    return result
  }

  /// Locks on the bars where their old bars stand first.
  func locks(_ locks: [Lock], sources: [Int?]) -> [Lock] {
    var places: [Int: Int] = [:]
    for (bar, source) in sources.enumerated() {
      if let source, places[source] == nil { places[source] = bar }
    }
    return locks.flatMap { lock -> [Lock] in
      guard let bars = lock.bars else { return [lock] }
      let moved = bars.compactMap { places[$0] }.sorted()
      var result: [Lock] = []
      for bar in moved {
        if let last = result.last?.bars, last.upperBound == bar {
          result[result.count - 1].bars = last.lowerBound..<(bar + 1)
        } else {
          result.append(Lock(part: lock.part, bars: bar..<(bar + 1)))
        }
      }
      return result
    }
  }
}
