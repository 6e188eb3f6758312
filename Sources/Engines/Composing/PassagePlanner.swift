import Music
import Production

/// Carries out wishes for parts of the piece: who plays where, and how intensely.
struct PassagePlanner {
  var brief: Brief
  var style: Style
  var frame: MarkedFrame

  /// Refuses wishes for bars and times that the piece does not have; until the bar behind the last is
  /// all of it.
  func checkPlaces() throws(PlanningError) {
    let bars = frame.length.bars
    let end = frame.length.length.value * 60 / frame.length.tempo
    for passage in brief.passages {
      for (moment, last) in [
        (passage.during, end), (passage.from, end), (passage.until, end + 0.5),
      ] {
        guard let seconds = moment?.seconds, seconds >= last else { continue }
        throw .eventBeyondEnd(what: "place of '\(passage.text)'", at: seconds, seconds: end)
      }
      for (moment, last) in [
        (passage.during, bars - 1), (passage.from, bars - 1), (passage.until, bars),
      ] {
        guard let bar = moment?.bar, bar > last || bar < -bars else { continue }
        throw .passageBeyondEnd(text: passage.text, bar: abs(bar), bars: bars)
      }
    }
  }

  // MARK: Energy

  /// Sets the energies that were asked for parts of the piece, before the others are shaped.
  func setEnergies(_ sections: inout [DraftSection]) {
    let form = Form(sections.map { ($0.name, $0.bars) })
    for passage in brief.passages {
      guard let energy = passage.energy else { continue }
      let bars = form.bars(of: passage, frame: frame)
      for index in sections.indices {
        // A section that is covered by half is meant.
        let covered = form.range(index).filter(bars.contains).count
        guard covered * 2 >= sections[index].bars, covered > 0 else { continue }
        sections[index].energy = energy
        sections[index].isEnergyFixed = true
      }
    }
  }

  // MARK: Who plays

  /// Lets parts rest and play where it was asked for.
  func apply(
    to sections: inout [Plan.PlannedSection], parts: [Plan.PlannedPart], notices: inout [String]
  ) throws(PlanningError) {
    let form = Form(sections.map { ($0.name, $0.bars) })
    for passage in brief.passages {
      let wishes = passage.instruments
      guard !wishes.with.isEmpty || !wishes.without.isEmpty else { continue }
      let bars = form.bars(of: passage, frame: frame)
      guard !bars.isEmpty else {
        notices.append("'\(passage.text)' names no place of this form and was left out.")
        continue
      }
      try checkBand(passage)
      try checkOthers(passage, in: bars, of: form)
      let with = try matching(wishes.with, parts)
      let without = try matching(wishes.without, parts)
      if !wishes.with.isEmpty, with.isEmpty {
        notices.append("Nobody in the band answers '\(passage.text)'.")
        continue
      }
      let silent = wishes.only ? Set(parts.map(\.id)).subtracting(with) : without
      for id in parts.map(\.id) where silent.contains(id) {
        rest(id, in: bars, of: &sections)
        record(id, plays: false, in: bars, of: &sections)
        // "No drums until the chorus" has drums from the chorus on.
        if passage.until != nil { enter(id, afterBar: bars.max() ?? 0, in: &sections) }
      }
      for id in parts.map(\.id) where with.contains(id) {
        play(id, in: bars, of: &sections)
        record(id, plays: true, in: bars, of: &sections)
        // "Strings from the second verse on" has none before.
        if passage.from != nil, passage.until == nil, let first = bars.min(), first > 0 {
          rest(id, in: Set(0..<first), of: &sections)
          record(id, plays: false, in: Set(0..<first), of: &sections)
        }
      }
    }
    try fill(&sections, parts: parts)
  }

  /// Refuses a passage for those whom the whole piece refuses.
  private func checkBand(_ passage: Brief.Passage) throws(PlanningError) {
    for unwanted in brief.instruments.without {
      let refused = [try InstrumentWish(unwanted, style: style)]
      for name in passage.instruments.with
      where try InstrumentWish(name, style: style)
        .isRefused(by: refused, keepsPercussion: false, style: style)
      {
        throw .contradictoryPassage(text: passage.text, other: "without \(unwanted)")
      }
    }
  }

  /// Refuses a passage for those who must rest in some of its bars by another one.
  private func checkOthers(
    _ passage: Brief.Passage, in bars: Set<Int>, of form: Form
  ) throws(PlanningError) {
    for other in brief.passages where !other.instruments.without.isEmpty {
      guard !bars.isDisjoint(with: form.bars(of: other, frame: frame)) else { continue }
      var refused: [InstrumentWish] = []
      for name in other.instruments.without {
        refused.append(try InstrumentWish(name, style: style))
      }
      for name in passage.instruments.with
      where try InstrumentWish(name, style: style)
        .isRefused(by: refused, keepsPercussion: false, style: style)
      {
        throw .contradictoryPassage(text: passage.text, other: other.text)
      }
    }
  }

  private func matching(
    _ texts: [String], _ parts: [Plan.PlannedPart]
  ) throws(PlanningError) -> Set<String> {
    var found: Set<String> = []
    for text in texts {
      let wish = try InstrumentWish(text, style: style)
      for part in parts
      where wish.matches(part: part.id, role: part.role, instrument: part.instrument)
        || wish.role == .drums && part.instrument.isDrumKit
      {
        found.insert(part.id)
      }
    }
    return found
  }

  /// Keeps in mind what was asked of a part, for those who change the sections later.
  private func record(
    _ part: String, plays: Bool, in bars: Set<Int>, of sections: inout [Plan.PlannedSection]
  ) {
    for index in sections.indices {
      sections[index].wishes += sections[index].barRange.filter(bars.contains).stretches.map {
        Plan.PartWish(part: part, bars: $0, plays: plays)
      }
    }
  }

  private func rest(_ part: String, in bars: Set<Int>, of sections: inout [Plan.PlannedSection]) {
    for index in sections.indices where sections[index].layers[part] != nil {
      let covered = sections[index].barRange.filter(bars.contains)
      guard let first = covered.first, let last = covered.last else { continue }
      if covered.count == sections[index].bars {
        sections[index].layers[part] = nil
        sections[index].rests.removeAll { $0.part == part }
      } else {
        sections[index].rests.append(Plan.Rest(part: part, bars: first..<(last + 1)))
      }
    }
  }

  private func play(_ part: String, in bars: Set<Int>, of sections: inout [Plan.PlannedSection]) {
    for index in sections.indices {
      let covered = sections[index].barRange.filter(bars.contains)
      guard let first = covered.first, let last = covered.last else { continue }
      if sections[index].layers[part] == nil {
        sections[index].layers[part] = LayerPlanner.intensity(sections[index].energy)
        sections[index].rests.removeAll { $0.part == part }
        let range = sections[index].barRange
        for open in [range.lowerBound..<first, (last + 1)..<range.upperBound] where !open.isEmpty {
          sections[index].rests.append(Plan.Rest(part: part, bars: open))
        }
      } else {
        sections[index].rests.removeAll { rest in
          rest.part == part && rest.bars.contains { bars.contains($0) }
        }
      }
    }
  }

  /// Makes a part play in the section that follows a bar, or holds the bar after it.
  private func enter(
    _ part: String, afterBar bar: Int, in sections: inout [Plan.PlannedSection]
  ) {
    guard let index = sections.firstIndex(where: { $0.barRange.contains(bar + 1) }) else { return }
    record(
      part, plays: true, in: Set((bar + 1)..<sections[index].barRange.upperBound), of: &sections)
    guard sections[index].layers[part] == nil else { return }
    sections[index].layers[part] = LayerPlanner.intensity(sections[index].energy)
    if sections[index].startBar <= bar {
      sections[index].rests.append(
        Plan.Rest(part: part, bars: sections[index].startBar..<(bar + 1)))
    }
  }

  // MARK: Nobody is left

  /// Gives bars in which nobody would play to a part that may.
  private func fill(
    _ sections: inout [Plan.PlannedSection], parts: [Plan.PlannedPart]
  ) throws(PlanningError) {
    let form = Form(sections.map { ($0.name, $0.bars) })
    for index in sections.indices {
      let empty = sections[index].barRange.filter { bar in
        !parts.contains { sections[index].plays($0.id, inBar: bar) }
      }
      guard let first = empty.first, let last = empty.last else { continue }
      let banned = try banned(in: first..<(last + 1), form: form, parts: parts)
      let order: [Role] = [.chords, .pad, .arpeggio, .lead, .bass, .counter, .drums, .percussion]
      let able = parts.filter { !banned.ids.contains($0.id) }.min {
        (order.firstIndex(of: $0.role) ?? 9) < (order.firstIndex(of: $1.role) ?? 9)
      }
      guard let able else { throw .passageLeavesNobody(text: banned.text) }
      play(able.id, in: Set(first..<(last + 1)), of: &sections)
    }
  }

  private func banned(
    in bars: Range<Int>, form: Form, parts: [Plan.PlannedPart]
  ) throws(PlanningError) -> (ids: Set<String>, text: String) {
    var ids: Set<String> = []
    var text = ""
    for passage in brief.passages
    where form.bars(of: passage, frame: frame).contains(where: bars.contains) {
      let with = try matching(passage.instruments.with, parts)
      let silent =
        passage.instruments.only
        ? Set(parts.map(\.id)).subtracting(with)
        : try matching(passage.instruments.without, parts)
      if !silent.isEmpty { text = passage.text }
      ids.formUnion(silent)
    }
    return (ids, text)
  }
}
