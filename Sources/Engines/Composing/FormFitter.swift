/// A section while the form is being made.
struct DraftSection: Hashable, Sendable {
  /// The kind.
  var name: String
  /// The bars: usual while fitting, final afterwards.
  var bars: Int
  /// How intense, 0...1.
  var energy: Double
  /// Whether the number of bars was asked for.
  var isBarsFixed = false
  /// Whether the energy was asked for.
  var isEnergyFixed = false
  /// Whether the section itself was asked for.
  var isWished = false
}

/// Stretches and shrinks a row of sections to a number of bars, in whole phrases where it can.
struct FormFitter {
  /// The bars of a phrase: what sections are multiples of.
  var unit = 4
  /// Whether the row begins the piece.
  var isOpening = true
  /// Whether the row ends the piece.
  var isClosing = true

  /// The row at exactly `bars` bars; sections that were not asked for may be left out or repeated.
  func fitted(_ row: [DraftSection], bars: Int) -> [DraftSection] {
    guard bars > 0, !row.isEmpty else { return [] }
    if row.contains(where: \.isBarsFixed) { return aroundFixed(row, bars: bars) }
    let units = bars / unit
    let wished = row.filter(\.isWished)
    if units > 0, wished.count > units {
      let halves = FormFitter(unit: max(1, unit / 2), isOpening: isOpening, isClosing: isClosing)
      return unit > 1 ? halves.fitted(wished, bars: bars) : short(wished, bars: bars)
    }
    guard units > 0 else { return short(row, bars: bars) }
    var row = row
    var head: DraftSection?
    var rest = bars % unit
    if isOpening, rest >= 2, unit == 4, row.count > 1, SectionKind.isOpening(row[0].name) {
      // Two bars over make a two-bar intro, and let the rest stand in whole phrases.
      head = row.removeFirst()
      head?.bars = 2
      rest -= 2
    }
    row = dropped(expanded(dropped(row, units: units), units: units), units: units)
    let counts = allocated(row, units: units)
    for index in row.indices { row[index].bars = counts[index] * unit }
    if rest > 0 { row[isClosing ? row.count - 1 : 0].bars += rest }
    return (head.map { [$0] } ?? []) + row
  }

  /// Fewer bars than a phrase: the wished sections if each can have a bar, else the strongest.
  private func short(_ row: [DraftSection], bars: Int) -> [DraftSection] {
    var kept = row.filter(\.isWished)
    if kept.isEmpty || kept.count > bars {
      let best = row.max { $0.energy < $1.energy }
      kept = best.map { [$0] } ?? []
    }
    for index in kept.indices {
      kept[index].bars = bars / kept.count + (index < bars % kept.count ? 1 : 0)
    }
    return kept
  }

  /// Sections with asked lengths keep them; the others share what is left.
  private func aroundFixed(_ row: [DraftSection], bars: Int) -> [DraftSection] {
    var row = row
    let free = row.indices.filter { !row[$0].isBarsFixed }
    let left = bars - row.filter(\.isBarsFixed).reduce(0) { $0 + $1.bars }
    guard !free.isEmpty else { return row }
    let natural = free.reduce(0) { $0 + row[$1].bars }
    var given = 0
    for index in free {
      let share = left * row[index].bars / max(1, natural)
      row[index].bars = max(1, share >= unit ? share / unit * unit : share)
      given += row[index].bars
    }
    var cursor = free.count - 1
    while given != left, given > 0 {
      let index = free[cursor]
      let gap = left - given
      let step = gap >= unit ? unit : gap > 0 ? gap : -1
      if row[index].bars + step >= 1 {
        row[index].bars += step
        given += step
      } else if free.allSatisfy({ row[$0].bars <= 1 }) {
        break
      }
      cursor = (cursor + free.count - 1) % free.count
    }
    return row
  }

  // MARK: Which sections

  private func minimum(_ section: DraftSection, units: Int) -> Int {
    guard units >= 4, !section.isWished, !SectionKind.isPassing(section.name) else { return 1 }
    return min(2, max(1, section.bars / unit))
  }

  private func maximum(_ section: DraftSection) -> Int {
    let natural = max(1, section.bars / unit)
    return SectionKind.isPassing(section.name)
      ? max(natural, 2) : max(natural, min(natural * 2, 4))
  }

  /// Leaves out the least needed sections until the others have room.
  private func dropped(_ row: [DraftSection], units: Int) -> [DraftSection] {
    var row = row
    while row.count > 1, row.reduce(0, { $0 + minimum($1, units: units) }) > units {
      let needs = row.indices.map { need(of: $0, in: row) }
      guard let least = needs.min(), let index = needs.firstIndex(of: least) else { break }
      row.remove(at: index)
      if index > 0, index < row.count, row[index].name == row[index - 1].name,
        !row[index].isWished || !row[index - 1].isWished
      {
        row.remove(at: row[index].isWished || !row[index - 1].isWished ? index - 1 : index)
      }
    }
    return row
  }

  /// How much a section is needed: wished ones most, then the climax, the first statement, intro
  /// and outro, contrasts, and repeats least.
  private func need(of index: Int, in row: [DraftSection]) -> Int {
    let section = row[index]
    let top = row.map(\.energy).max() ?? 0
    var need: Int
    if index == row.lastIndex(where: { $0.energy == top }) {
      need = 100
    } else if index == row.firstIndex(where: { !SectionKind.isOpening($0.name) }) {
      need = 90
    } else if SectionKind.isOpening(section.name) {
      need = 60
    } else if SectionKind.isClosing(section.name) {
      need = 55
    } else if row[..<index].contains(where: { $0.name == section.name }) {
      need = 20 + index / 4
    } else if section.name == "build", index + 1 < row.count,
      SectionKind.isArrival(row[index + 1].name)
    {
      need = 45
    } else {
      need =
        SectionKind.isContrast(section.name) ? 40 : SectionKind.isPassing(section.name) ? 35 : 50
    }
    return section.isWished ? need + 200 : need
  }

  /// Repeats the body (verse to chorus, build to drop) until the sections can fill the bars.
  private func expanded(_ row: [DraftSection], units: Int) -> [DraftSection] {
    var row = row
    let natural = row.reduce(0) { $0 + max(1, $1.bars / unit) }
    guard natural > 0, units * 10 > natural * 14, !row.allSatisfy(\.isWished) else { return row }
    let top = row.map(\.energy).max() ?? 0
    // Twice the length repeats verse to chorus; much more repeats the whole body.
    let isLong = units > 2 * natural
    func arrives(_ section: DraftSection) -> Bool {
      section.energy >= top - 0.15 && !SectionKind.isClosing(section.name)
    }
    guard let start = row.firstIndex(where: { !SectionKind.isOpening($0.name) }),
      let arrival = isLong
        ? row.lastIndex(where: arrives) : row[start...].firstIndex(where: arrives),
      start <= arrival
    else { return row }
    let block = Array(row[start...arrival]).map { section in
      var copy = section
      copy.isWished = false
      return copy
    }
    let contrast = row.first { SectionKind.isContrast($0.name) && !block.contains($0) }
    var position = arrival + 1
    var copies = 0
    while row.reduce(0, { $0 + max(1, $1.bars / unit) }) * 5 < units * 4, row.count < 120 {
      var added = block
      if copies % 2 == 1, let contrast, row[position - 1].name != contrast.name {
        added.insert(contrast, at: 0)
      }
      let least = (row + added).reduce(0) { $0 + minimum($1, units: units) }
      guard least <= units else { break }
      row.insert(contentsOf: added, at: position)
      position += added.count
      copies += 1
    }
    return row
  }

  // MARK: How long each

  private func allocated(_ row: [DraftSection], units: Int) -> [Int] {
    let natural = row.map { max(1, $0.bars / unit) }
    let total = natural.reduce(0, +)
    var counts = row.map { minimum($0, units: units) }
    let most = row.map(maximum)
    var left = units - counts.reduce(0, +)
    while left > 0 {
      // The section that is furthest below its share of the whole; past all limits, the body.
      var best: (index: Int, lack: Int)?
      for index in row.indices where counts[index] < most[index] {
        let lack = natural[index] * units - counts[index] * total
        if lack > best?.lack ?? .min { best = (index, lack) }
      }
      if best == nil {
        for index in row.indices {
          let isBody = !SectionKind.isPassing(row[index].name) || row.count == 1
          let lack = (isBody ? 0 : -1_000_000) - counts[index] * total / natural[index]
          if lack > best?.lack ?? .min { best = (index, lack) }
        }
      }
      guard let best else { break }
      counts[best.index] += 1
      left -= 1
    }
    evened(&counts, row: row, most: most, units: units)
    return counts
  }

  /// Makes pairs of odd lengths even, eight bars being rounder than twelve or four.
  private func evened(_ counts: inout [Int], row: [DraftSection], most: [Int], units: Int) {
    let odd = counts.indices.filter {
      counts[$0] % 2 == 1 && !SectionKind.isPassing(row[$0].name) && row[$0].bars / unit % 2 == 0
    }
    var index = 0
    while index + 1 < odd.count {
      let (giver, taker) = (odd[index], odd[index + 1])
      let (less, more) = counts[giver] > 1 ? (giver, taker) : (taker, giver)
      if counts[less] - 1 >= minimum(row[less], units: units), counts[more] + 1 <= most[more] {
        counts[less] -= 1
        counts[more] += 1
      }
      index += 2
    }
  }
}
