import Music
import Production

extension PassagePlanner {
  /// The sections of a form by name, with the bars at which they begin.
  struct Form {
    private let sections: [(name: String, start: Int, bars: Int)]

    init(_ sections: [(name: String, bars: Int)]) {
      var start = 0
      self.sections = sections.map { section in
        defer { start += section.bars }
        return (section.name, start, section.bars)
      }
    }

    /// How many bars the form has.
    var bars: Int { sections.last.map { $0.start + $0.bars } ?? 0 }

    /// The sections that a moment names, by index: those of its kind, or the one that holds it.
    func sections(of moment: Brief.Moment, frame: MarkedFrame) -> [Int] {
      if let name = moment.section {
        let all = indices(named: SectionKind.canonical(name))
        guard let number = moment.number else { return all }
        if number < 0 { return Array(all.suffix(1)) }
        return all.indices.contains(number - 1) ? [all[number - 1]] : []
      }
      guard let bar = bar(of: moment, frame: frame, prefersLast: false) else { return [] }
      let inside = min(bar, bars - 1)
      return sections.indices.filter {
        (sections[$0].start..<(sections[$0].start + sections[$0].bars)).contains(inside)
      }
    }

    /// Sections of a kind; of an arrival of another kind, or of the close, where there is none.
    private func indices(named name: String) -> [Int] {
      let own = sections.indices.filter { sections[$0].name == name }
      if !own.isEmpty { return own }
      if SectionKind.isArrival(name) {
        return sections.indices.filter { SectionKind.isArrival(sections[$0].name) }
      }
      if SectionKind.isClosing(name) { return sections.indices.suffix(1).map { $0 } }
      return SectionKind.isOpening(name) ? sections.indices.prefix(1).map { $0 } : []
    }

    /// The bar of a moment; of several sections of a kind the first or the last.
    func bar(of moment: Brief.Moment, frame: MarkedFrame, prefersLast: Bool) -> Int? {
      if moment.section != nil {
        let found = sections(of: moment, frame: frame)
        return (prefersLast ? found.last : found.first).map { sections[$0].start }
      }
      if let bar = moment.bar { return min(max(0, bar < 0 ? bars + bar : bar), bars) }
      if let share = moment.share { return min(bars, Int((share * Double(bars)).rounded())) }
      guard let seconds = moment.seconds else { return nil }
      return (0...bars).first { frame.seconds(ofBar: $0) >= seconds - MarkPlanner.tolerance }
        ?? bars
    }

    /// The bars of a section.
    func range(_ index: Int) -> Range<Int> {
      sections[index].start..<(sections[index].start + sections[index].bars)
    }

    /// The bars in which a wish holds, ascending; empty where its places do not exist.
    func bars(of passage: Brief.Passage, frame: MarkedFrame) -> Set<Int> {
      if let during = passage.during {
        return Set(sections(of: during, frame: frame).flatMap { Array(range($0)) })
      }
      let from = passage.from.map { bar(of: $0, frame: frame, prefersLast: false) } ?? 0
      let until = passage.until.map { bar(of: $0, frame: frame, prefersLast: false) } ?? bars
      guard let from, let until, from < until else { return [] }
      return Set(from..<until)
    }
  }
}
