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
    var places = [Int](repeating: 0, count: span + 1)
    for start in 0..<(line.count - span) {
      for step in 0...span { places[step] = start + step }
      if let figure = figure(line, at: places, kind) { found.append((start, figure)) }
    }
    return found
  }

  /// The figure of the notes at some places; nil where it says nothing.
  static func figure(_ line: ReferenceLine, at places: [Int], _ kind: Verdict.Line) -> UInt32? {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ value: Int) {
      hash = (hash ^ UInt64(truncatingIfNeeded: value)) &* 0x0000_0100_0000_01B3
      hash ^= hash >> 31
    }
    switch kind {
    case .melody, .bass:
      var isMoving = false
      for step in 1..<places.count {
        let interval = Int(line.values[places[step]]) - Int(line.values[places[step - 1]])
        if interval != 0 { isMoving = true }
        mix(min(max(interval, -13), 13))
      }
      guard isMoving else { return nil }
      for step in 2..<places.count {
        mix(
          rough(
            line.onsets[places[step]] - line.onsets[places[step - 1]],
            after: line.onsets[places[step - 1]] - line.onsets[places[step - 2]]))
      }
    case .chords:
      for step in 1..<places.count {
        mix(StepModel.change(line.values[places[step]], after: line.values[places[step - 1]]))
      }
    case .rhythm:
      var changes = 0
      for step in 2..<places.count {
        let relation = StepModel.relation(
          line.onsets[places[step]] - line.onsets[places[step - 1]],
          after: line.onsets[places[step - 1]] - line.onsets[places[step - 2]])
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
  /// ornaments, the plain one first.
  static func variants(
    _ line: ReferenceLine, from start: Int, _ kind: Verdict.Line, _ visit: (UInt32) -> Void
  ) {
    let span = span(kind)
    guard start + span < line.count else { return }
    var places = Array(start...(start + span))
    if let figure = figure(line, at: places, kind) { visit(figure) }
    guard kind == .melody || kind == .bass else { return }
    for step in 1...span {
      for skipped in 1...3 {
        guard start + span + skipped < line.count else { break }
        let before = start + step - 1
        guard isOrnament(line, from: before, to: before + skipped + 1) else { continue }
        for index in 0...span { places[index] = start + index + (index >= step ? skipped : 0) }
        if let figure = figure(line, at: places, kind) { visit(figure) }
      }
    }
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
