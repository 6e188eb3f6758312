public import Music
import Players
public import Production

extension Composer {
  /// The score with the notes of some parts (all when empty) that begin in some bars drawn anew.
  ///
  /// Every other note stays exactly as it is, as do notes that sound in a locked bar. New notes are
  /// cut where an unchanged note of the same pitch follows (any note, on pitched parts), and begin
  /// after an unchanged one that still sounds, or are left out if less than half would remain.
  /// `take` counts how often these bars were asked for; `controls` are turned over those of the
  /// parts, for these bars and this time, and `arpeggiator` lets pitched parts break the chords.
  public func regenerate(
    score: Score, plan: Plan, style: Style, parts: [String], bars: Range<Int>, take: Int,
    locks: [Lock] = [], controls: PlayerControls = PlayerControls(),
    arpeggiator: ArpeggiatorSettings? = nil
  ) -> Score {
    let wanted = parts.isEmpty ? score.parts.map(\.id) : parts
    let targets = Dictionary(
      wanted.map { ($0, Set(bars)) }, uniquingKeysWith: { first, _ in first })
    var turned = plan
    for index in turned.parts.indices where wanted.contains(turned.parts[index].id) {
      let part = turned.parts[index]
      turned.parts[index].controls = part.controls.turned(by: controls)
      if let arpeggiator {
        turned.parts[index].arpeggiator = arpeggiator.over(part.arpeggiator)
      }
    }
    return redraw(
      score, plan: turned, style: style, targets: targets, locks: locks, take: take)
  }

  /// The score with the notes that begin in the given bars of each part drawn anew.
  func redraw(
    _ score: Score, plan: Plan, style: Style, targets: [String: Set<Int>], locks: [Lock], take: Int
  ) -> Score {
    let ensemble = Ensemble(plan: plan, style: style, players: players)
    var notes = Dictionary(
      score.parts.map { ($0.id, $0.notes) }, uniquingKeysWith: { first, _ in first })
    var fresh: [String: [Note]] = [:]
    for part in ensemble.order {
      guard let bars = targets[part.id], !bars.isEmpty else { continue }
      let region = Region(
        part: part.id, bars: bars, locks: locks, meters: score.meters, length: score.length)
      let old = notes[part.id] ?? []
      let kept = old.filter { !region.mayReplace($0) }
      var drawn: [Note] = []
      for section in ensemble.sections where section.barRange.contains(where: bars.contains) {
        let span =
          score.meters.start(
            ofBar: section.startBar)..<score.meters.start(
            ofBar: section.startBar + section.bars)
        var heard: [String: [Note]] = [:]
        for other in ensemble.order {
          if other.id == part.id { break }
          heard[other.id] = notes[other.id]?.filter { span.contains($0.onset) }
        }
        // What is drawn anew counts: a theme that comes back is the new one.
        let previous = (kept + drawn.filter(region.mayAdd)).filter { $0.onset < span.lowerBound }
          .sorted()
        drawn += ensemble.play(
          part, in: section, heard: heard, previous: previous, take: take)
      }
      let joined = region.joined(
        drawn.filter(region.mayAdd), to: kept, isDrums: part.instrument.isDrumKit,
        isMonophonic: part.held().instrument.polyphony == 1,
        voices: { bar in ensemble.voices(of: part, bar: bar) })
      fresh[part.id] = joined
      notes[part.id] = (kept + joined).sorted()
    }
    hold(&notes, fresh: fresh, ensemble: ensemble, locks: locks)
    var result = score
    for index in result.parts.indices {
      if let changed = notes[result.parts[index].id], targets[result.parts[index].id] != nil {
        result.parts[index].notes = changed
      }
    }
    return result
  }

  /// Holds the end only with notes that were drawn just now in the last bar.
  func hold(
    _ notes: inout [String: [Note]], fresh: [String: [Note]], ensemble: Ensemble, locks: [Lock]
  ) {
    // A last bar too short to be played is held into from the one before.
    let lastBar = max(0, ensemble.playedPlan.bars - 1)
    let start = ensemble.plan.meters.start(ofBar: lastBar)
    let holders = fresh.keys.sorted().filter { id in
      guard let last = notes[id]?.last, last.onset >= start else { return false }
      return fresh[id]?.contains(last) == true
        && !locks.contains { $0.covers(part: id, bar: lastBar) }
    }
    if !holders.isEmpty { ensemble.holdToTheEnd(&notes, parts: holders) }
  }
}

/// Bars of a part in which notes may be replaced.
struct Region {
  private let bars: Set<Int>
  private let locked: Set<Int>
  private let meters: MeterMap
  private let lockedStarts: [Beat]

  init(part: String, bars: Set<Int>, locks: [Lock], meters: MeterMap, length: Beat) {
    let total = length > .zero ? meters.bar(at: length) + 1 : 0
    let own = locks.filter { $0.part == nil || $0.part == part }
    let locked = Set(
      (0..<max(1, total)).filter { bar in
        own.contains { $0.covers(part: part, bar: bar) }
      })
    self.locked = locked
    self.bars = bars.subtracting(locked)
    self.meters = meters
    lockedStarts = locked.sorted().map { meters.start(ofBar: $0) }
  }

  /// Whether an old note may go: it begins in the region and sounds in no locked bar.
  func mayReplace(_ note: Note) -> Bool {
    let first = meters.bar(at: note.onset)
    guard bars.contains(first) else { return false }
    guard !locked.isEmpty else { return true }
    let end = meters.bar(at: note.end)
    let last = meters.start(ofBar: end) == note.end ? end - 1 : end
    return last <= first || !(first...last).contains(where: locked.contains)
  }

  /// Whether a new note may come: it begins in the region.
  func mayAdd(_ note: Note) -> Bool { bars.contains(meters.bar(at: note.onset)) }

  /// New notes cut so that they disturb no note that stays and reach into no locked bar.
  ///
  /// `voices` says how many notes of the part may sound at once in a bar, where that is limited.
  func joined(
    _ new: [Note], to kept: [Note], isDrums: Bool, isMonophonic: Bool,
    voices: (Int) -> Int? = { _ in nil }
  ) -> [Note] {
    guard let first = new.first?.onset, let end = new.map(\.end).max() else { return [] }
    let near = kept.filter { $0.end > first && $0.onset < end }
    var joined: [Note] = []
    for var note in new {
      let sounding = near.filter {
        $0.onset <= note.onset && $0.end > note.onset
          && (isMonophonic || $0.pitch.number == note.pitch.number)
      }.map(\.end).max()
      if let sounding {
        let left = note.end - sounding
        guard left * 2 >= note.duration, left > .zero else { continue }
        note.onset = sounding
        note.duration = left
        guard mayAdd(note) else { continue }
      }
      let follower = near.first {
        $0.onset > note.onset && $0.onset < note.end
          && (!isDrums || $0.pitch.number == note.pitch.number)
      }?.onset
      let lock = lockedStarts.first { $0 > note.onset && $0 < note.end }
      if let cut = [follower, lock].compactMap({ $0 }).min() { note.duration = cut - note.onset }
      joined.append(note)
    }
    guard let most = voices(meters.bar(at: first)) else { return joined.sorted() }
    return limited(joined.sorted(), beside: near, voices: { voices($0) ?? most })
  }

  /// New notes that leave room for those that stay: one begins where a voice is free and ends where
  /// its voice is needed.
  ///
  /// Both are ascending by onset: what ended before a new note begins is not looked at again, so
  /// that the cost is linear in the notes times those that sound together.
  private func limited(
    _ new: [Note], beside kept: [Note], voices: (Int) -> Int
  ) -> [Note] {
    var placed: [Note] = []
    var sounding: [Note] = []
    var next = 0
    for var note in new {
      // All that may sound while the new note does: those that stay up to its end, and those
      // placed.
      while next < kept.count, kept[next].onset < note.end {
        sounding.append(kept[next])
        next += 1
      }
      sounding.removeAll { $0.end <= note.onset }
      func count(at time: Beat) -> Int {
        sounding.filter { $0.onset <= time && time < $0.end }.count
      }
      let most = voices(meters.bar(at: note.onset))
      if count(at: note.onset) >= most {
        let frees = sounding.map(\.end).filter { $0 < note.end }.sorted()
        guard let free = frees.first(where: { count(at: $0) < most }) else { continue }
        note.duration = note.end - free
        note.onset = free
        guard mayAdd(note) else { continue }
      }
      let full = sounding.map(\.onset).filter { $0 > note.onset && $0 < note.end }.sorted()
        .first { count(at: $0) + 1 > voices(meters.bar(at: $0)) }
      if let full { note.duration = full - note.onset }
      placed.append(note)
      sounding.append(note)
    }
    return placed.sorted()
  }
}
