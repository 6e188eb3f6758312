import Music
import Production

extension Certifier {
  private static let arrivals: Set<String> = ["drop", "chorus", "refrain", "hook", "climax"]

  /// Sections and timed events.
  func places() -> [Certificate.Entry] {
    var entries: [Certificate.Entry] = []
    if !brief.form.isEmpty { entries.append(form()) }
    for event in brief.events {
      if let entry = self.event(event) { entries.append(entry) }
    }
    return entries
  }

  private func name(_ section: Section) -> String { Self.plain(section.name) }

  private func form() -> Certificate.Entry {
    let asked = brief.form.map { wish in
      wish.name + (wish.bars.map { " \($0)" } ?? "")
    }.joined(separator: ", ")
    let isWhole = brief.form.allSatisfy { $0.bars != nil }
    var isKept: Bool
    if isWhole {
      isKept =
        score.sections.map(name) == brief.form.map { Self.plain($0.name) }
        && score.sections.map(\.bars) == brief.form.compactMap(\.bars)
    } else {
      // Every section that was named is there, as long as was said.
      var left = score.sections
      isKept = brief.form.allSatisfy { wish in
        let found = left.firstIndex {
          name($0) == Self.plain(wish.name) && (wish.bars ?? $0.bars) == $0.bars
        }
        if let found { left.remove(at: found) }
        return found != nil
      }
    }
    return .init(
      kind: .form, wish: asked, isKept: isKept,
      found: score.sections.map { "\($0.name) \($0.bars)" }.joined(separator: ", "))
  }

  private func event(_ event: Brief.Event) -> Certificate.Entry? {
    let name = Self.plain(event.what)
    let wish = event.what + (event.key.map { " to \($0)" } ?? "")
    if name == "key-change" { return keyChange(event, wish) }
    guard let at = event.at, !["stop", "fade-out", "ring-out", "end", "fade"].contains(name) else {
      return nil
    }
    // What no form can do was told when the plan was made.
    let kinds = Self.arrivals.contains(name) ? Self.arrivals : [name]
    let starts = score.sections.filter { kinds.contains(self.name($0)) }.map(\.startBar)
    guard at > 0 || !starts.isEmpty else { return nil }
    return nearest(starts, to: at, kind: .event, wish: "\(wish) at \(Self.clock(at))")
  }

  private func nearest(
    _ bars: [Int], to at: Double, kind: Certificate.Kind, wish: String
  ) -> Certificate.Entry {
    let best = bars.min { abs(seconds(ofBar: $0) - at) < abs(seconds(ofBar: $1) - at) }
    guard let best else {
      return .init(kind: kind, wish: wish, isKept: false, found: "nothing of the kind")
    }
    let miss = seconds(ofBar: best) - at
    let isKept = abs(miss) <= 0.020
    return .init(
      kind: kind, wish: wish, isKept: isKept, bars: isKept ? [] : [best],
      found: "bar \(best + 1), at \(Self.text(seconds(ofBar: best))) s")
  }

  private func keyChange(_ event: Brief.Event, _ wish: String) -> Certificate.Entry {
    let changes = score.keys.filter { $0.bar > 0 && (event.key ?? $0.key) == $0.key }
    if let at = event.at {
      return nearest(changes.map(\.bar), to: at, kind: .event, wish: "\(wish) at \(Self.clock(at))")
    }
    return .init(
      kind: .event, wish: wish, isKept: !changes.isEmpty,
      found: changes.isEmpty
        ? "the key does not change so"
        : changes.map { "\($0.key) from bar \($0.bar + 1)" }.joined(separator: ", "))
  }

  // MARK: Wishes for parts of the piece

  /// Who plays in a part of the piece and who rests.
  func passages() -> [Certificate.Entry] {
    brief.passages.compactMap { passage in
      let wishes = passage.instruments
      guard !wishes.with.isEmpty || !wishes.without.isEmpty else { return nil }
      let bars = self.bars(of: passage)
      guard !bars.isEmpty else {
        return .init(
          kind: .passage, wish: passage.text, isKept: false, found: "the form has no such place")
      }
      let with = wishes.with.map(NamedPlayers.init)
      let without = wishes.without.map(NamedPlayers.init)
      let banned = sounding.filter { part in
        wishes.only
          ? !with.contains { $0.include(part) }
          : without.contains { $0.exclude(part, keepsPercussion: false) }
      }
      let wrong = banned.flatMap { soundingBars($0) }.filter(bars.contains)
      let missing = zip(wishes.with, with).filter { _, players in
        !sounding.contains { part in
          players.include(part) && part.notes.contains { bars.contains(bar(of: $0.onset)) }
        }
      }.map(\.0)
      let isKept = wrong.isEmpty && missing.isEmpty
      return .init(
        kind: .passage, wish: passage.text, isKept: isKept, bars: Self.sorted(wrong),
        found: isKept
          ? "bars \((bars.min() ?? 0) + 1)-\((bars.max() ?? 0) + 1)"
          : missing.isEmpty
            ? Self.names(banned) + " sounds" : "no \(missing.joined(separator: ", ")) there")
    }
  }

  /// The bars in which a part sounds.
  private func soundingBars(_ part: Part) -> [Int] {
    part.notes.flatMap { note -> [Int] in
      let first = bar(of: note.onset)
      let last = bar(of: note.end)
      return Array(first...max(first, start(ofBar: last) == note.end ? last - 1 : last))
    }
  }

  private func bars(of passage: Brief.Passage) -> Set<Int> {
    if let during = passage.during {
      return Set(sections(of: during).flatMap { Array($0.barRange) })
    }
    let from = passage.from.map { bar(of: $0) } ?? 0
    let until = passage.until.map { bar(of: $0) } ?? score.bars
    guard let from, let until, from < until else { return [] }
    return Set(from..<until)
  }

  private func sections(of moment: Brief.Moment) -> [Section] {
    guard let kind = moment.section.map(Self.plain) else {
      let bar = min(bar(of: moment) ?? 0, max(0, score.bars - 1))
      return score.sections.filter { $0.barRange.contains(bar) }
    }
    var found = score.sections.filter { name($0) == kind }
    if found.isEmpty, Self.arrivals.contains(kind) {
      found = score.sections.filter { Self.arrivals.contains(name($0)) }
    }
    if found.isEmpty, ["outro", "coda", "ending"].contains(kind) {
      found = score.sections.suffix(1)
    }
    if found.isEmpty, kind == "intro" { found = Array(score.sections.prefix(1)) }
    guard let number = moment.number else { return found }
    if number < 0 { return found.suffix(1) }
    return found.indices.contains(number - 1) ? [found[number - 1]] : []
  }

  private func bar(of moment: Brief.Moment) -> Int? {
    if moment.section != nil { return sections(of: moment).first?.startBar }
    if let bar = moment.bar {
      return min(max(0, bar < 0 ? score.bars + bar : bar), score.bars)
    }
    if let share = moment.share { return Int((share * Double(score.bars)).rounded()) }
    guard let at = moment.seconds else { return nil }
    return (0...score.bars).first { seconds(ofBar: $0) >= at - 0.020 } ?? score.bars
  }
}
