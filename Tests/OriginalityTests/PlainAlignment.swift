import Originality
import Production
import ReferenceIndex

/// The best alignment as its definition says it: every pair of the band, every move, in order.
///
/// What `Aligner` finds by shorter ways must be the same, to the last sixteenth of a bit.
struct PlainAlignment {
  private struct Cell {
    var score = 0
    var start = (piece: 0, work: 0)
    var from: (row: Int, column: Int)?
    var move = 0
    var isEven = false
  }

  private static let moves = [
    (1, 1, 0), (2, 1, 40), (3, 1, 48), (4, 1, 56), (1, 2, 64), (2, 2, 80),
  ]

  let kind: Verdict.Line
  let piece: ReferenceLine
  let work: ReferenceLine
  let intervals: [UInt8]
  let relations: [UInt8]

  func best(_ range: Range<Int>, diagonal: Int) -> Alignment? {
    let stray = Aligner.stray
    var rows: [[Cell]] = []
    var best = (score: 0, row: 0, column: 0)
    for (row, i) in range.enumerated() {
      rows.append([])
      for column in 0...(2 * stray) {
        let j = i + diagonal - stray + column
        var cell = Cell(start: (i, j))
        if work.values.indices.contains(j) {
          for (number, move) in Self.moves.enumerated() {
            let from = (row: row - move.0, column: column + move.0 - move.1)
            guard from.row >= 0, j >= move.1, (0...(2 * stray)).contains(from.column) else {
              continue
            }
            let before = rows[from.row][from.column]
            guard let (score, isEven) = score(i, j, move, before) else { continue }
            let isBetter =
              score > cell.score || kind == .rhythm && score == 0 && cell.move == 0
            if isBetter {
              cell = Cell(
                score: score, start: before.start, from: from, move: number + 1, isEven: isEven)
            }
          }
        }
        if cell.score > best.score { best = (cell.score, row, column) }
        rows[row].append(cell)
      }
    }
    return best.score > 0 ? trace(rows, best, range.lowerBound, diagonal) : nil
  }

  private func isAlike(_ i: Int, _ j: Int, _ move: (Int, Int, Int)) -> Bool {
    let (own, other) = (piece.values, work.values)
    switch kind {
    case .melody, .bass:
      return Int(own[i]) - Int(own[i - move.0]) == Int(other[j]) - Int(other[j - move.1])
    case .chords:
      guard move == (1, 1, 0) else { return false }
      // Roots move alike, and the new chord is of the same kind.
      func change(_ values: [Int16], _ place: Int) -> Int {
        ((Int(values[place]) - Int(values[place - 1])) % 12 + 12) % 12 * 4
          + Int(values[place]) / 12
      }
      return change(own, i) == change(other, j)
    case .rhythm: return move == (1, 1, 0)
    }
  }

  private func score(
    _ i: Int, _ j: Int, _ move: (Int, Int, Int), _ before: Cell
  ) -> (Int, Bool)? {
    guard isAlike(i, j, move) else { return nil }
    let gain = Int(intervals[j])
    if kind == .chords { return (before.score + gain, true) }
    func time(_ line: ReferenceLine, _ from: Int, _ to: Int) -> Int {
      Int(line.onsets[to]) - Int(line.onsets[from])
    }
    let own = time(piece, i - move.0, i)
    let other = time(work, j - move.1, j)
    guard own > 0, other > 0 else { return nil }
    for note in (i - move.0 + 1)..<max(i, i - move.0 + 1)
    where time(piece, note, note + 1) * 2 > own {
      return nil
    }
    let share = (move.1 == 1 ? gain : gain / 2) - move.2
    guard before.move > 0 else {
      let isNear = own <= other * 4 && other <= own * 4
      return isNear ? (share, true) : nil
    }
    let left = own * time(work, before.start.work, j - move.1)
    let right = other * time(piece, before.start.piece, i - move.0)
    if abs(left - right) * 10 <= right * 3 {
      return (before.score + share + (move.1 == 1 ? Int(relations[j]) : 0), true)
    }
    if kind == .rhythm { return nil }
    let isNear = left * 2 >= right && left <= right * 2
    return (before.score + share - (isNear ? 16 : 56), false)
  }

  private func trace(
    _ rows: [[Cell]], _ best: (score: Int, row: Int, column: Int), _ first: Int, _ diagonal: Int
  ) -> Alignment {
    var place = (row: best.row, column: best.column)
    func pair() -> (piece: Int, work: Int) {
      let i = first + place.row
      return (i, i + diagonal - Aligner.stray + place.column)
    }
    let end = pair()
    var found = Alignment(
      score: best.score, piece: 0..<0, work: 0..<0, notes: 1, longestExact: 1, ornaments: 0,
      changes: 0)
    var scores: [Int] = []
    var exact = 1
    while true {
      let cell = rows[place.row][place.column]
      scores.append(cell.score)
      let later = scores[max(0, scores.count - Aligner.passage)]
      found.peak = max(found.peak, later - cell.score)
      guard cell.move > 0, let from = cell.from else { break }
      let move = Self.moves[cell.move - 1]
      found.notes += 1
      if move.1 == 1 { found.ornaments += move.0 - 1 } else { found.changes += 1 }
      exact = cell.move == 1 && cell.isEven ? exact + 1 : 1
      found.longestExact = max(found.longestExact, exact)
      place = from
    }
    let start = pair()
    found.piece = start.piece..<(end.piece + 1)
    found.work = start.work..<(end.work + 1)
    return found
  }
}
