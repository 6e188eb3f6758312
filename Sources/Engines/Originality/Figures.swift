import Production
import ReferenceIndex

/// Short figures of lines as numbers of 32 bits, by which works are found.
///
/// A figure of a melody or bass is four intervals and whether each time is shorter than, like or
/// longer than the one before; of chords five changes; of rhythm nine relations of times. None
/// depends on key or tempo.
enum Figures {
  /// A figure, and the note of a line that it begins at.
  typealias Placed = (place: Int, figure: UInt32)

  /// How many steps a figure spans.
  static func span(_ kind: Verdict.Line) -> Int {
    switch kind {
    case .melody, .bass: 4
    case .chords: 5
    case .rhythm: 10
    }
  }

  /// The figures of a line with the notes they begin at.
  static func all(_ line: ReferenceLine, _ kind: Verdict.Line) -> [Placed] {
    let span = span(kind)
    guard line.count > span else { return [] }
    var found: [Placed] = []
    found.reserveCapacity(line.count)
    for start in 0..<(line.count - span) {
      if let figure = figure(line, kind, at: { start + $0 }) { found.append((start, figure)) }
    }
    return found
  }

  /// The figure of the notes at the places of its steps, from 0; nil where it says nothing.
  @inline(__always)
  static func figure(
    _ line: ReferenceLine, _ kind: Verdict.Line, at place: (Int) -> Int
  ) -> UInt32? {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ value: Int) {
      hash = (hash ^ UInt64(truncatingIfNeeded: value)) &* 0x0000_0100_0000_01B3
      hash ^= hash >> 31
    }
    let span = span(kind)
    switch kind {
    case .melody, .bass:
      var isMoving = false
      for step in 1...span {
        let interval = Int(line.values[place(step)]) - Int(line.values[place(step - 1)])
        if interval != 0 { isMoving = true }
        mix(min(max(interval, -13), 13))
      }
      guard isMoving else { return nil }
      for step in 2...span {
        mix(
          rough(
            line.onsets[place(step)] - line.onsets[place(step - 1)],
            after: line.onsets[place(step - 1)] - line.onsets[place(step - 2)]))
      }
    case .chords:
      for step in 1...span {
        mix(StepModel.change(line.values[place(step)], after: line.values[place(step - 1)]))
      }
    case .rhythm:
      var changes = 0
      for step in 2...span {
        let relation = StepModel.relation(
          line.onsets[place(step)] - line.onsets[place(step - 1)],
          after: line.onsets[place(step - 1)] - line.onsets[place(step - 2)])
        if relation != 4 { changes += 1 }
        mix(relation)
      }
      guard changes >= 4 else { return nil }
    }
    hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: hash >> 32)
  }

  /// Shorter by a quarter, alike, or longer by a third.
  private static func rough(_ time: Int32, after before: Int32) -> Int {
    if Int(time) * 4 < Int(before) * 3 { return 100 }
    return Int(time) * 3 > Int(before) * 4 ? 102 : 101
  }

  /// The figures that begin at a note when up to three notes between two others are taken for
  /// ornaments, the plain one first; with each its outline.
  static func variants(
    _ line: ReferenceLine, from start: Int, _ kind: Verdict.Line, _ visit: (UInt32, UInt64) -> Void
  ) {
    let span = span(kind)
    guard start + span < line.count else { return }
    if let figure = figure(line, kind, at: { start + $0 }) {
      visit(figure, outline(line, kind) { start + $0 })
    }
    guard kind == .melody || kind == .bass else { return }
    for step in 1...span {
      for skipped in 1...3 {
        guard start + span + skipped < line.count else { break }
        let before = start + step - 1
        guard isOrnament(line, from: before, to: before + skipped + 1) else { continue }
        func place(_ index: Int) -> Int { start + index + (index >= step ? skipped : 0) }
        if let figure = figure(line, kind, at: place) {
          visit(figure, outline(line, kind, at: place))
        }
      }
    }
  }

  /// The outline of an earlier note, moved on by the step that leads to a note.
  ///
  /// The outline of a figure is what its steps are in pitch (of rhythms, in time), one behind
  /// another in a word: one look at it tells most notes at which no figure of a line can begin.
  @inline(__always)
  static func outline(
    _ before: UInt64, _ kind: Verdict.Line, to note: Int, _ last: Int, _ other: Int,
    value: (Int) -> Int16, onset: (Int) -> Int32
  ) -> UInt64 {
    switch kind {
    case .melody, .bass:
      let interval = Int(value(note)) &- Int(value(last))
      let step = UInt64(truncatingIfNeeded: min(max(interval, -13), 13) &+ 13)
      return (before << 5 | step) & (1 << 20 - 1)
    case .chords:
      let change = StepModel.change(value(note), after: value(last))
      return (before << 6 | UInt64(truncatingIfNeeded: change)) & (1 << 30 - 1)
    case .rhythm:
      let relation = StepModel.relation(
        onset(note) &- onset(last), after: onset(last) &- onset(other))
      return (before << 4 | UInt64(truncatingIfNeeded: relation)) & (1 << 36 - 1)
    }
  }

  /// The first step that an outline has.
  static func firstOutlined(_ kind: Verdict.Line) -> Int { kind == .rhythm ? 2 : 1 }

  private static func outline(
    _ line: ReferenceLine, _ kind: Verdict.Line, at place: (Int) -> Int
  ) -> UInt64 {
    var outline: UInt64 = 0
    for step in firstOutlined(kind)...span(kind) {
      outline = self.outline(
        outline, kind, to: place(step), place(step - 1), place(max(0, step - 2)),
        value: { line.values[$0] }, onset: { line.onsets[$0] })
    }
    return outline
  }

  /// Whether the notes between two others are short enough to be ornaments: none lasts longer than
  /// half the time between the two.
  @inline(__always)
  static func isOrnament(_ line: ReferenceLine, from before: Int, to after: Int) -> Bool {
    let time = line.onsets[after] - line.onsets[before]
    for index in (before + 1)..<after
    where (line.onsets[index + 1] - line.onsets[index]) * 2 > time {
      return false
    }
    return true
  }
}
