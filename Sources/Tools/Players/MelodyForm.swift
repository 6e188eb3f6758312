import Music
import Production

/// The clauses of a melody in a section: questions and answers, each made of cells that carry the
/// motif.
struct MelodyForm {
  /// One note to be found.
  struct Slot {
    var stroke: Stroke
    /// The scale degree that the pattern asks for, 1 to 7.
    var degree: Int?
    /// The number of its cell in the clause.
    var cell = 0
    /// The note's number in its cell.
    var indexInCell = 0
  }

  /// A question or an answer.
  struct Clause {
    let number: Int
    let bars: [SectionFrame.Bar]
    /// Whether it closes on the first or third degree.
    let isClosed: Bool
    /// Whether it is the last of the section.
    let isLast: Bool
    /// Whether it contrasts: the third of four.
    let isContrast: Bool
    var slots: [Slot] = []

    /// The number of its cells.
    var cells: Int { (slots.map(\.cell).max() ?? 0) + 1 }
  }

  private(set) var clauses: [Clause] = []
  /// The section's motif.
  let motif: Motif
  private let cue: Cue
  private let frame: SectionFrame
  private let cell: MelodyCell

  /// Plans the clauses.
  init(_ cue: Cue, frame: SectionFrame, judge: Melodist.Judge?) {
    self.cue = cue
    self.frame = frame
    let raw = MelodyCell.read(cue, frame: frame)
    (motif, cell) = MotifMaker(cue: cue, judge: judge).motif(frame: frame)
    let groups = MelodyForm.groups(frame)
    for (number, bars) in groups.enumerated() {
      let isLast = number == groups.count - 1
      var clause = Clause(
        number: number, bars: bars, isClosed: number % 2 == 1 || isLast, isLast: isLast,
        isContrast: number % 4 == 2 && groups.count >= 4)
      clause.slots = slots(of: clause, raw: raw.cell, written: raw.written)
      clauses.append(clause)
    }
  }

  /// How a part's melody is written: its style's profile, or a plain one.
  static func profile(of cue: Cue) -> MelodyProfile {
    cue.style.melody
      ?? MelodyProfile(
        notesPerBar: 4, syncopation: 0.3, steps: 0.68, chromaticism: 0.05, ornament: 0.2, rest: 1)
  }

  /// Whether a kind of section opens up: higher, with longer notes.
  static func isOpen(_ name: String) -> Bool {
    ["chorus", "hook", "drop", "refrain"].contains(name)
  }

  /// Bars in clauses of two to four (or the bars that there are).
  static func groups(_ frame: SectionFrame) -> [[SectionFrame.Bar]] {
    var groups: [[SectionFrame.Bar]] = []
    var phrases: [[SectionFrame.Bar]] = []
    for bar in frame.bars {
      if bar.indexInPhrase == 0 || phrases.isEmpty { phrases.append([]) }
      phrases[phrases.count - 1].append(bar)
    }
    for phrase in phrases {
      let count = phrase.count
      let size: Int
      switch count {
      case ...3: size = count
      case 4: size = phrases.count == 1 ? 2 : 4
      case 6: size = 3
      default: size = 4
      }
      for start in stride(from: 0, to: count, by: max(1, size)) {
        groups.append(Array(phrase[start..<min(count, start + size)]))
      }
    }
    return groups
  }

  /// The strokes and degrees of the part's patterns through a section, and the bars after which
  /// the pattern comes again.
  static func written(_ cue: Cue, frame: SectionFrame) -> (slots: [Slot], cycle: Int)? {
    let book = PatternBook(cue, frame: frame, voices: ["rhythm"])
    guard let main = book.main else { return nil }
    let degrees = main.steps(of: "degrees").map(\.wholeNumberValue)
    // Written degrees belong to the main pattern's onsets, one each.
    let steps =
      degrees.isEmpty
      ? book.steps(of: "rhythm") : book.steps(of: "rhythm") { _ in main }
    let strokes = book.strokes(of: steps)
    let slots = strokes.enumerated().map { index, stroke in
      Slot(
        stroke: stroke, degree: degrees.isEmpty ? nil : degrees[index % degrees.count])
    }
    let home = PatternBook.home(of: main, playedIn: frame.bars.first?.meter ?? .common)
    let cycle = (Beat(main.steps(of: "rhythm").count, main.stepsPerBeat) / home.barLength).floor
    return (slots, max(1, cycle))
  }

  // MARK: The strokes of a clause

  private func slots(of clause: Clause, raw: MelodyCell, written: [Slot]?) -> [Slot] {
    guard !clause.bars.isEmpty else { return [] }
    var slots = clause.bars.enumerated().flatMap { index, bar -> [Slot] in
      guard let written else { return made(in: bar, place: index, of: clause) }
      let own = written.filter { $0.stroke.onset >= bar.start && $0.stroke.onset < bar.end }
      let isCell =
        bar.meter.barLength == cell.barLength
        && raw.agrees(with: own.map { $0.stroke.onset - bar.start }, bar: index)
      return isCell ? carried(in: bar, place: index) : own
    }
    for index in slots.indices.dropLast() {
      slots[index].stroke.end = min(slots[index].stroke.end, slots[index + 1].stroke.onset)
    }
    slots = MelodyEntries(cue: cue, frame: frame).entered(slots, clause: clause)
    slots = recalled(thinned(slots), clause: clause)
    slots = MelodyBreath(cue: cue).breathing(slots, clause: clause)
    return numbered(slots, clause: clause)
  }

  /// The cell's strokes in one bar of a clause.
  private func carried(in bar: SectionFrame.Bar, place: Int) -> [Slot] {
    let start = cell.barLength * (place % cell.bars)
    return cell.places.filter { $0.onset >= start && $0.onset < start + cell.barLength }
      .map { place in
        let onset = bar.start + (place.onset - start)
        return Slot(
          stroke: Stroke(
            onset: onset, end: min(onset + place.duration, frame.end), symbol: place.symbol,
            bar: bar.index), degree: place.degree)
      }
  }

  /// A bar without written pattern: the motif, a contrast in the third of four, the cadence.
  private func made(in bar: SectionFrame.Bar, place: Int, of clause: Clause) -> [Slot] {
    let isCadence = place == clause.bars.count - 1 && clause.bars.count > 1
    if !isCadence, bar.meter.barLength == cell.barLength, !(place == 2 && clause.isClosed) {
      return carried(in: bar, place: place)
    }
    return MelodyRhythm(cue).strokes(in: bar, kind: isCadence ? .cadence : .contrast)
      .map { Slot(stroke: $0) }
  }

  /// An introduction or an ending only recalls how the theme begins.
  private func recalled(_ slots: [Slot], clause: Clause) -> [Slot] {
    guard ThemePlan(cue).source(of: cue.section.name) == .echo, clause.bars.count > cell.bars,
      let first = clause.bars.first
    else { return slots }
    let end = first.start + cell.length
    return slots.filter { $0.stroke.onset < end }
  }

  private func thinned(_ slots: [Slot]) -> [Slot] {
    guard cue.intensity < 0.6 else { return slots }
    let kept = slots.filter {
      let strength = frame.strength(at: $0.stroke.onset)
      return cue.intensity < 0.35
        ? strength >= 0.25 || $0.stroke.symbol == "X"
        : strength >= 0.2 || $0.stroke.symbol != "o"
    }
    return kept.isEmpty ? Array(slots.prefix(1)) : kept
  }

  private func numbered(_ slots: [Slot], clause: Clause) -> [Slot] {
    var slots = slots
    let first = clause.bars.first?.index ?? 0
    var count = 0
    for index in slots.indices {
      let cell = max(0, slots[index].stroke.bar - first) / self.cell.bars
      if index == 0 || cell != slots[index - 1].cell { count = 0 }
      slots[index].cell = cell
      slots[index].indexInCell = count
      count += 1
    }
    return slots
  }
}
