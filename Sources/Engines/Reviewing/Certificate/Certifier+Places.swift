import Music
import Production

extension Certifier {
  static let arrivals: Set<String> = ["drop", "chorus", "refrain", "hook", "climax"]

  /// Sections and timed events.
  func places() -> [Certificate.Entry] {
    var entries: [Certificate.Entry] = []
    if !brief.form.isEmpty { entries.append(form()) }
    return entries + brief.events.map { event($0) }
  }

  func name(_ section: Section) -> String { Self.plain(section.name) }

  private func form() -> Certificate.Entry {
    let asked = brief.form.map { wish in
      wish.name + (wish.bars.map { " \($0)" } ?? "")
    }.joined(separator: ", ")
    let names = score.sections.map(name)
    let wished = brief.form.map { Self.plain($0.name) }
    let hasTimes = brief.events.contains { $0.at != nil && !Self.isEnding($0) }
    let isKept: Bool
    if brief.form.allSatisfy({ $0.bars == nil }), brief.form.count < 3 || hasTimes {
      // Sections named in passing: each is there, wherever it is.
      isKept = brief.form.allSatisfy { wish in
        names.filter { $0 == Self.plain(wish.name) }.count
          >= wished.filter { $0 == Self.plain(wish.name) }.count
      }
    } else if hasTimes, brief.form.contains(where: { $0.bars == nil }) {
      // What comes in time may ask for sections between.
      var left = brief.form[...]
      for section in score.sections {
        if let next = left.first, answers(section, next) { left.removeFirst() }
      }
      isKept = left.isEmpty
    } else {
      isKept =
        names == wished && zip(score.sections, brief.form).allSatisfy { answers($0, $1) }
    }
    return .init(
      kind: .form, wish: asked, isKept: isKept,
      found: score.sections.map { "\($0.name) \($0.bars)" }.joined(separator: ", "))
  }

  private func answers(_ section: Section, _ wish: Brief.SectionWish) -> Bool {
    name(section) == Self.plain(wish.name) && (wish.bars ?? section.bars) == section.bars
  }

  func nearest(
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

  // MARK: Wishes for parts of the piece

  /// Who plays in a part of the piece and who rests.
  func passages() -> [Certificate.Entry] {
    brief.passages.map { passage in
      let wishes = passage.instruments
      guard !wishes.with.isEmpty || !wishes.without.isEmpty else {
        return Self.open(.passage, passage.text, "how intense it is, no note says by itself")
      }
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
        stretches(of: passage, bars).contains { stretch in
          !sounding.contains { part in
            players.include(part) && part.notes.contains { stretch.contains(bar(of: $0.onset)) }
          }
        }
      }.map(\.0)
      let early = earlyBars(passage, before: bars.min() ?? 0, players: with)
      let isKept = wrong.isEmpty && missing.isEmpty && early.isEmpty
      let found: String
      if isKept {
        found = "bars \((bars.min() ?? 0) + 1)-\((bars.max() ?? 0) + 1)"
      } else if !missing.isEmpty {
        found = "no \(missing.joined(separator: ", ")) there"
      } else {
        found = wrong.isEmpty ? "it sounds before" : Self.names(banned) + " sounds"
      }
      return .init(
        kind: .passage, wish: passage.text, isKept: isKept, bars: Self.sorted(wrong + early),
        found: found)
    }
  }

  /// The stretches in each of which those asked for must play: each section of a kind by itself.
  private func stretches(of passage: Brief.Passage, _ bars: Set<Int>) -> [Set<Int>] {
    guard let during = passage.during else { return [bars] }
    return sections(of: during).map { Set($0.barRange) }
  }

  /// The bars in which somebody sounds who was asked for from later on only: "strings from the
  /// second verse on" has none before, where no other wish asks for them.
  private func earlyBars(
    _ passage: Brief.Passage, before first: Int, players: [NamedPlayers]
  ) -> [Int] {
    guard passage.from != nil, passage.until == nil, passage.during == nil else { return [] }
    let others = brief.passages.filter { $0 != passage && !$0.instruments.with.isEmpty }
    let excused = others.reduce(into: Set<Int>()) { $0.formUnion(self.bars(of: $1)) }
    return sounding.filter { part in players.contains { $0.include(part) } }
      .flatMap { soundingBars($0) }.filter { $0 < first && !excused.contains($0) }
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

  func sections(of moment: Brief.Moment) -> [Section] {
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

  func bar(of moment: Brief.Moment) -> Int? {
    if moment.section != nil { return sections(of: moment).first?.startBar }
    if let bar = moment.bar {
      return min(max(0, bar < 0 ? score.bars + bar : bar), score.bars)
    }
    if let share = moment.share { return Int((share * Double(score.bars)).rounded()) }
    guard let at = moment.seconds else { return nil }
    return (0...score.bars).first { seconds(ofBar: $0) >= at - 0.020 } ?? score.bars
  }
}
