import Music
import Production

/// Chooses and fits the sections of a piece.
struct FormPlanner {
  /// The form with what follows from it.
  struct Result {
    var sections: [DraftSection]
    var notices: [String] = []
  }

  var brief: Brief
  var style: Style
  var seed: UInt64
  /// The bars of a phrase.
  var unit = 4

  private var isPartialWish: Bool {
    // Two sections named in passing ("quiet intro, big drop at 0:45") are not a whole form.
    !brief.form.isEmpty && brief.form.allSatisfy { $0.bars == nil }
      && (brief.form.count < 3 || brief.events.contains { $0.at != nil })
  }

  /// The bars that the form has before it is fitted.
  func naturalBars() throws(PlanningError) -> Int {
    if brief.loop, brief.form.isEmpty { return (8 + unit - 1) / unit * unit }
    return try row(bars: nil).reduce(0) { $0 + $1.bars }
  }

  /// The bars of the wished form where each section's were said.
  func statedBars() throws(PlanningError) -> Int? {
    guard !brief.form.isEmpty, !isPartialWish else { return nil }
    let bars = brief.form.compactMap(\.bars)
    return bars.count == brief.form.count ? bars.reduce(0, +) : nil
  }

  // MARK: The row of sections before fitting

  /// The wished sections, or the style's form that suits the length best.
  private func row(bars: Int?) throws(PlanningError) -> [DraftSection] {
    guard !style.forms.isEmpty else { throw .styleLacks(style: style.name, what: "forms") }
    let wished = try wishes()
    if !wished.isEmpty, !isPartialWish {
      var row = wished
      try refuse(in: &row)
      return row
    }
    let forms = style.forms.filter { !$0.sections.isEmpty }
    let weights = forms.map { form in
      guard let bars else { return form.weight }
      let natural = max(1, form.sections.reduce(0) { $0 + $1.bars })
      let closeness = Double(min(natural, bars)) / Double(max(natural, bars))
      return form.weight * (closeness * closeness * closeness + 0.003)
    }
    var stream = RandomStream(seed: seed, purpose: "form")
    guard let choice = stream.weightedIndex(weights) else {
      throw .styleLacks(style: style.name, what: "forms")
    }
    var row = forms[choice].sections.map {
      DraftSection(name: SectionKind.canonical($0.name), bars: max(1, $0.bars), energy: $0.energy)
    }
    try refuse(in: &row)
    for wish in wished { merge(wish, into: &row) }
    begin(&row)
    return row
  }

  /// Takes out the kinds of sections that were refused; another stands for an arrival, so that the
  /// piece keeps its body.
  private func refuse(in row: inout [DraftSection]) throws(PlanningError) {
    let wished = brief.form.map(\.name) + brief.events.map(\.what)
    for event in brief.events {
      guard let name = event.refused.map(SectionKind.canonical) else { continue }
      if let other = wished.first(where: { SectionKind.canonical($0) == name }) {
        throw .contradictoryPassage(text: event.what, other: other)
      }
      let kept = row.filter { $0.name != name }
      guard SectionKind.isArrival(name) || kept.isEmpty else {
        row = kept
        continue
      }
      for index in row.indices where row[index].name == name { row[index].name = "main" }
    }
  }

  /// Lets the piece begin with what was asked for at 0:00.
  private func begin(_ row: inout [DraftSection]) {
    let first = brief.events.first {
      $0.at.map { abs($0) <= MarkPlanner.tolerance } == true && Self.isSection($0.what, style)
    }
    guard let name = first.map({ SectionKind.canonical($0.what) }), row.first?.name != name else {
      return
    }
    let own = row.first { $0.name == name }
    while row.count > 1, let first = row.first, SectionKind.isPassing(first.name) {
      row.removeFirst()
    }
    if row[0].name != name {
      row.insert(
        own
          ?? DraftSection(
            name: name, bars: SectionKind.bars(name), energy: SectionKind.energy(name)), at: 0)
    }
    row[0].isWished = true
  }

  private func wishes() throws(PlanningError) -> [DraftSection] {
    let known = Set(style.forms.flatMap { $0.sections.map { SectionKind.canonical($0.name) } })
    var found: [DraftSection] = []
    for wish in brief.form {
      let name = SectionKind.canonical(wish.name)
      guard known.contains(name) || SectionKind.names.contains(name) else {
        let all = Array(known.union(SectionKind.names)).sorted()
        throw .unknownSection(name: wish.name, nearest: nearestNames(to: name, among: all))
      }
      if let bars = wish.bars, !LengthPlanner.barCounts.contains(bars) {
        throw .barsOutOfRange(bars: bars, allowed: LengthPlanner.barCounts)
      }
      if let energy = wish.energy, !(0...1).contains(energy) {
        throw .energyOutOfRange(energy: energy)
      }
      let own = style.forms.lazy.flatMap(\.sections).first {
        SectionKind.canonical($0.name) == name
      }
      found.append(
        DraftSection(
          name: name, bars: wish.bars ?? own?.bars ?? SectionKind.bars(name),
          energy: wish.energy ?? own?.energy ?? SectionKind.energy(name),
          isBarsFixed: wish.bars != nil, isEnergyFixed: wish.energy != nil, isWished: true))
    }
    return found
  }

  /// Puts a section that was named in passing in its place among those of the style's form.
  private func merge(_ wish: DraftSection, into row: inout [DraftSection]) {
    if let index = row.firstIndex(where: { $0.name == wish.name }) {
      row[index].isWished = true
      if wish.isEnergyFixed {
        for same in row.indices where row[same].name == wish.name {
          row[same].energy = wish.energy
          row[same].isEnergyFixed = true
        }
      }
      return
    }
    if SectionKind.isOpening(wish.name) {
      row.insert(wish, at: 0)
    } else if SectionKind.isClosing(wish.name) {
      row.append(wish)
    } else if SectionKind.isArrival(wish.name),
      let index = row.lastIndex(where: { SectionKind.isArrival($0.name) })
    {
      row[index].name = wish.name
      row[index].isWished = true
      row[index].isEnergyFixed = wish.isEnergyFixed
      row[index].energy = max(row[index].energy, wish.energy)
    } else {
      let top = row.map(\.energy).max() ?? 0
      row.insert(wish, at: row.lastIndex { $0.energy == top } ?? row.count)
    }
  }

  // MARK: Fitting

  /// The bars at which a form with stated bars puts the sections that events name, by the index of
  /// the event; empty for other forms.
  func pinnedBars() throws(PlanningError) -> [Int: Int] {
    guard try statedBars() != nil else { return [:] }
    var pinned: [Int: Int] = [:]
    var taken: Set<Int> = []
    for (index, event) in brief.events.enumerated() {
      let name = SectionKind.canonical(event.what)
      guard let at = event.at, !Self.isEnd(name), !Self.isKeyChange(name),
        Self.isSection(name, style)
      else { continue }
      let names = brief.form.map { SectionKind.canonical($0.name) }
      let isNamed = names.contains(name)
      let found = names.indices.first { place in
        !taken.contains(place)
          && (names[place] == name
            || !isNamed && SectionKind.isArrival(name) && SectionKind.isArrival(names[place]))
      }
      guard let found else { throw .eventOffForm(what: event.what, at: at, nearest: nil) }
      taken.insert(found)
      pinned[index] = brief.form[..<found].reduce(0) { $0 + ($1.bars ?? 0) }
    }
    return pinned
  }

  /// The sections of a piece with its marks.
  func plan(_ frame: MarkedFrame) throws(PlanningError) -> Result {
    let bars = frame.length.bars
    if let stated = try statedBars(), stated != bars {
      throw .contradictoryForm(formBars: stated, bars: bars)
    }
    let fixed = brief.form.compactMap(\.bars).reduce(0, +)
    let free = brief.form.filter { $0.bars == nil }.count
    if !isPartialWish, !brief.form.isEmpty, fixed + free > bars {
      if fixed > bars { throw .contradictoryForm(formBars: fixed, bars: bars) }
      throw .formTooLong(sections: brief.form.count, bars: bars)
    }
    var result = Result(sections: [])
    for event in brief.events where event.at != nil {
      let name = SectionKind.canonical(event.what)
      if !Self.isEnd(name), !Self.isKeyChange(name), !Self.isSection(name, style) {
        result.notices.append("'\(event.what)' is not something a form can do; it was left out.")
      }
    }
    var marks: [TimedMark] = []
    for mark in frame.marks where !Self.isKeyChange(mark.name) && mark.bar > 0 {
      if !marks.contains(where: { $0.bar == mark.bar }) { marks.append(mark) }
    }
    result.sections = try fitted(bars: bars, marks: marks)
    PassagePlanner(brief: brief, style: style, frame: frame).setEnergies(&result.sections)
    EnergyShaper(brief: brief, style: style, seconds: frame.seconds(ofBar:))
      .shape(
        &result.sections, peaks: marks.filter { SectionKind.isArrival($0.name) }.map(\.bar))
    return result
  }

  static func isEnd(_ what: String) -> Bool {
    ["fade-out", "fade", "stop", "ring-out", "end", "hard-stop", "cold-end"]
      .contains(SectionKind.canonical(what))
  }

  static func isKeyChange(_ what: String) -> Bool {
    ["key-change", "modulation"].contains(SectionKind.canonical(what))
  }

  static func isSection(_ what: String, _ style: Style) -> Bool {
    let name = SectionKind.canonical(what)
    return SectionKind.names.contains(name)
      || style.forms.contains { $0.sections.contains { SectionKind.canonical($0.name) == name } }
  }

  private func fitted(bars: Int, marks: [TimedMark]) throws(PlanningError) -> [DraftSection] {
    var row = try row(bars: bars)
    if brief.loop, brief.form.isEmpty {
      let body = row.filter {
        !SectionKind.isOpening($0.name) && !SectionKind.isClosing($0.name)
      }
      row = body.isEmpty ? row : body
    }
    if marks.isEmpty {
      if brief.form.isEmpty, bars < 3 * unit { return idea(row, bars: bars) }
      return FormFitter(unit: unit).fitted(row, bars: bars)
    }
    if try statedBars() != nil { return FormFitter(unit: unit).fitted(row, bars: bars) }
    var sections: [DraftSection] = []
    var start = 0
    for (index, mark) in marks.enumerated() {
      let segment = split(&row, at: mark.name)
      try checkRoom(segment, bars: mark.bar - start, before: mark)
      let fitter = FormFitter(unit: unit, isOpening: index == 0, isClosing: false)
      sections += fitter.fitted(segment, bars: mark.bar - start)
      start = mark.bar
    }
    if let last = marks.last { try checkRoom(row, bars: bars - start, before: last) }
    let fitter = FormFitter(unit: unit, isOpening: false, isClosing: true)
    return sections + fitter.fitted(row, bars: bars - start)
  }

  /// Refuses sections of stated lengths that do not fit beside a mark.
  private func checkRoom(
    _ row: [DraftSection], bars: Int, before mark: TimedMark
  ) throws(PlanningError) {
    let fixed = row.filter(\.isBarsFixed).reduce(0) { $0 + $1.bars }
    let free = row.filter { !$0.isBarsFixed }.count
    guard fixed > 0, fixed + free > bars || free == 0 && fixed != bars else { return }
    throw .eventOffForm(what: mark.event.what, at: mark.event.at ?? 0, nearest: nil)
  }

  /// Takes what comes before a section of a kind off the row, which then begins with that kind.
  private func split(_ row: inout [DraftSection], at name: String) -> [DraftSection] {
    let hasOwn = row.contains { $0.name == name }
    func isSame(_ section: DraftSection) -> Bool {
      section.name == name
        || (SectionKind.isArrival(name) && SectionKind.isArrival(section.name) && !hasOwn)
    }
    var segment: [DraftSection]
    if let index = row.indices.dropFirst().first(where: { isSame(row[$0]) }) {
      segment = Array(row[..<index])
      row.removeFirst(index)
      row[0].name = name
    } else {
      let cut = min(row.count, max(1, row.count / 2))
      segment = Array(row[..<cut])
      row.removeFirst(cut)
      row.insert(
        DraftSection(
          name: name, bars: SectionKind.bars(name), energy: SectionKind.energy(name)), at: 0)
    }
    row[0].isWished = true
    if SectionKind.isArrival(name) { row[0].energy = max(row[0].energy, 0.9) }
    if name == "drop", segment.last?.name != "build", segment.count > 1 {
      segment.append(DraftSection(name: "build", bars: 4, energy: 0.65, isWished: true))
    }
    return segment
  }

  /// Up to eleven bars: one idea, stated and brought back bigger.
  private func idea(_ row: [DraftSection], bars: Int) -> [DraftSection] {
    let body = row.filter {
      !SectionKind.isPassing($0.name) || row.allSatisfy { SectionKind.isPassing($0.name) }
    }
    guard var main = (body.isEmpty ? row : body).max(by: { $0.energy < $1.energy }) else {
      return row
    }
    guard bars >= 2 * unit else {
      main.bars = bars
      return [main]
    }
    var rest = bars - 2 * unit
    var sections: [DraftSection] = []
    if rest >= 2, !brief.loop, var intro = row.first, SectionKind.isOpening(intro.name) {
      intro.bars = 2
      rest -= 2
      sections.append(intro)
    }
    var first = main
    first.bars = unit
    first.energy = max(0.2, main.energy - 0.18)
    main.bars = unit + rest
    return sections + [first, main]
  }
}
