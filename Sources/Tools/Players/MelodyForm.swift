import Music
import Production

/// The clauses of a melody in a section: questions and answers, each with its rhythm.
struct MelodyForm {
  /// One note to be found.
  struct Slot {
    var stroke: Stroke
    /// The scale degree that the pattern asks for, 1 to 7.
    var degree: Int?
    /// The note's number in its bar.
    var indexInBar: Int
  }

  /// A question or an answer.
  struct Clause {
    let number: Int
    let bars: [SectionFrame.Bar]
    /// Whether it closes on the first or third degree.
    let isClosed: Bool
    /// Whether it is the last of the section.
    let isLast: Bool
    var slots: [Slot] = []
  }

  private(set) var clauses: [Clause] = []
  private let cue: Cue
  private let frame: SectionFrame

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = MelodyForm.themed(cue)
    self.frame = frame
    let groups = MelodyForm.groups(frame)
    let strokes = written()
    for (number, bars) in groups.enumerated() {
      let isLast = number == groups.count - 1
      var clause = Clause(
        number: number, bars: bars, isClosed: number % 2 == 1 || isLast, isLast: isLast)
      clause.slots = slots(of: clause, written: strokes)
      clauses.append(clause)
    }
  }

  /// An introduction states the hook: it takes its theme from the section that the song is about.
  static func themed(_ cue: Cue) -> Cue {
    guard ["intro", "outro"].contains(cue.section.name) else { return cue }
    let hooks = ["chorus", "hook", "drop", "refrain", "theme", "verse", "a"]
    guard
      let hook = hooks.first(where: { hook in cue.plan.sections.contains { $0.name == hook } })
    else { return cue }
    var themed = cue
    themed.section.name = hook
    return themed
  }

  /// Bars in clauses of two to four (or the bars that there are).
  private static func groups(_ frame: SectionFrame) -> [[SectionFrame.Bar]] {
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

  /// The strokes and degrees of the part's patterns.
  private func written() -> [Slot]? {
    let book = PatternBook(cue, frame: frame, voices: ["rhythm"])
    guard let main = book.main else { return nil }
    let degrees = main.steps(of: "degrees").map(\.wholeNumberValue)
    // Written degrees belong to the main pattern's onsets, one each.
    let steps =
      degrees.isEmpty
      ? book.steps(of: "rhythm") : book.steps(of: "rhythm") { _ in main }
    let strokes = book.strokes(of: steps)
    return strokes.enumerated().map { index, stroke in
      Slot(
        stroke: stroke, degree: degrees.isEmpty ? nil : degrees[index % degrees.count],
        indexInBar: 0)
    }
  }

  private func slots(of clause: Clause, written: [Slot]?) -> [Slot] {
    guard let first = clause.bars.first, let last = clause.bars.last else { return [] }
    var slots: [Slot]
    if let written {
      slots = written.filter { $0.stroke.onset >= first.start && $0.stroke.onset < last.end }
    } else {
      let rhythm = MelodyRhythm(cue)
      slots = clause.bars.enumerated().flatMap { index, bar in
        rhythm.strokes(in: bar, place: index, of: clause.bars.count, isClosed: clause.isClosed)
          .map { Slot(stroke: $0, degree: nil, indexInBar: 0) }
      }
    }
    slots = vary(slots, clause: clause)
    slots = thinned(slots)
    slots = cadenced(slots, clause: clause)
    slots = breathing(slots, clause: clause)
    return numbered(slots)
  }

  /// The rhythm's small changes: answers may begin after the beat; later occurrences of a section
  /// lose or gain a weak note.
  private func vary(_ slots: [Slot], clause: Clause) -> [Slot] {
    var slots = slots
    guard slots.count > 4, let first = clause.bars.first else { return slots }
    var theme = cue.theme("entry", bar: clause.number % 4)
    if clause.number % 2 == 1, theme.chance(0.65) {
      if slots[0].stroke.onset == first.start {
        slots.removeFirst()
      } else if slots[0].stroke.onset - first.start >= Beat(1, 2) {
        var entry = slots[0]
        entry.stroke.end = min(entry.stroke.onset, first.start + 1)
        entry.stroke.onset = first.start
        entry.degree = nil
        slots.insert(entry, at: 0)
      }
    }
    var own = cue.stream("rhythm", bar: first.number)
    let changes = cue.section.occurrence > 0 || clause.number >= 2
    if changes, own.chance(0.5 + 0.4 * cue.part.complexity) {
      let weak = slots.indices.dropFirst().filter {
        frame.strength(at: slots[$0].stroke.onset) < 0.5
      }
      let long = slots.indices.filter { slots[$0].stroke.duration >= 1 }
      if let index = own.element(of: Array(long)), own.chance(0.5) {
        // A long note is struck again in its second half.
        var half = slots[index]
        let middle = half.stroke.onset + half.stroke.duration / 2
        slots[index].stroke.end = middle
        half.stroke.onset = middle
        half.stroke.symbol = "o"
        half.degree = nil
        slots.insert(half, at: index + 1)
      } else if let index = own.element(of: Array(weak)) {
        slots[index - 1].stroke.end = max(
          slots[index - 1].stroke.end, min(slots[index].stroke.end, slots[index].stroke.onset))
        slots.remove(at: index)
      }
    }
    return slots
  }

  private func thinned(_ slots: [Slot]) -> [Slot] {
    guard cue.intensity < 0.6 else { return slots }
    let kept = slots.filter {
      let strength = frame.strength(at: $0.stroke.onset)
      return cue.intensity < 0.35 ? strength >= 0.35 : strength >= 0.2 || $0.stroke.symbol != "o"
    }
    return kept.isEmpty ? Array(slots.prefix(1)) : kept
  }

  /// The last bar comes to rest: nothing begins after its middle, the last note is held, and at
  /// least a beat is left to breathe.
  private func cadenced(_ slots: [Slot], clause: Clause) -> [Slot] {
    guard let bar = clause.bars.last else { return slots }
    let breath = min(Beat(1), (bar.end - bar.start) / 2)
    let limit = bar.end - breath
    var slots = slots.filter { $0.stroke.onset <= bar.middle && $0.stroke.onset < limit }
    if slots.last.map({ $0.stroke.onset < bar.start }) ?? true {
      slots.append(
        Slot(
          stroke: Stroke(onset: bar.start, end: limit, symbol: "x", bar: bar.index), degree: nil,
          indexInBar: 0))
    }
    for index in slots.indices.dropLast() {
      slots[index].stroke.end = min(slots[index].stroke.end, slots[index + 1].stroke.onset)
    }
    if let index = slots.indices.last {
      let onset = slots[index].stroke.onset
      slots[index].stroke.end = max(
        min(limit, onset + 3), min(limit, slots[index].stroke.end))
    }
    return slots
  }

  /// Leaves as much rest in every two bars as the profile asks.
  private func breathing(_ slots: [Slot], clause: Clause) -> [Slot] {
    let wanted = cue.style.melody?.rest ?? 1
    var slots = slots
    for start in stride(from: 0, to: clause.bars.count, by: 2) {
      let pair = clause.bars[start..<min(start + 2, clause.bars.count)]
      guard let first = pair.first, let last = pair.last else { continue }
      let length = (last.end - first.start).value
      let share = min(0.6, wanted / 8)
      for _ in 0..<8 {
        let inside = slots.indices.filter {
          slots[$0].stroke.onset >= first.start && slots[$0].stroke.onset < last.end
        }
        let sounding = inside.reduce(0.0) { $0 + slots[$1].stroke.duration.value }
        guard length - sounding < share * length - 0.01, let index = inside.last else { break }
        let stroke = slots[index].stroke
        if stroke.duration > 1 {
          slots[index].stroke.end = max(stroke.onset + 1, stroke.end - 1)
        } else if inside.count > 2, index != slots.count - 1 {
          slots.remove(at: index)
        } else {
          break
        }
      }
    }
    return slots
  }

  private func numbered(_ slots: [Slot]) -> [Slot] {
    var slots = slots
    var bar = -1
    var count = 0
    for index in slots.indices {
      if slots[index].stroke.bar != bar { (bar, count) = (slots[index].stroke.bar, 0) }
      slots[index].indexInBar = count
      count += 1
    }
    return slots
  }
}
