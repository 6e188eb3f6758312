import Production
import ReferenceIndex

/// What two lines have in common, as the best local alignment tells.
struct Alignment: Sendable {
  /// Sixteenths of a bit.
  var score: Int
  /// The most that `Aligner.passage` notes of the work in a row tell, in sixteenths of a bit.
  var peak = 0
  /// Notes of the piece, from the first matched to behind the last.
  var piece: Range<Int>
  /// Notes of the work, likewise.
  var work: Range<Int>
  /// Notes of the work that come back.
  var notes: Int
  /// The most of them in a row without anything between and in even tempo.
  var longestExact: Int
  /// Notes of the piece between them.
  var ornaments: Int
  /// Notes of the work that were left out or changed.
  var changes: Int
}

/// Aligns a stretch of a piece with a work along a diagonal (Smith and Waterman, "Identification of
/// common molecular subsequences", 1981).
///
/// Cells are pairs of notes. A step leads from one matched pair to the next with the same interval
/// on both sides; the piece may have up to three short notes between (ornaments), the work one, or
/// both one that differs. A step earns what it is worth in the work (`Worth`), for its rhythm only
/// where time goes on as the alignment's tempo has it so far. Cost is that of the notes of the piece
/// times the width of the band.
struct Aligner {
  /// A step: how many notes further in piece and work, and what it costs in sixteenths of a bit.
  private struct Move {
    var piece: Int
    var work: Int
    var cost: Int
  }

  private static let moves = [
    Move(piece: 1, work: 1, cost: 0), Move(piece: 2, work: 1, cost: 40),
    Move(piece: 3, work: 1, cost: 48), Move(piece: 4, work: 1, cost: 56),
    Move(piece: 1, work: 2, cost: 64), Move(piece: 2, work: 2, cost: 80),
  ]
  /// What a step costs whose time is half to double what it should be, and beyond.
  private static let uneven = (some: 16, much: 56)
  /// How far an alignment may stray from its diagonal to either side.
  static let stray = 10
  private static let width = 2 * stray + 1
  /// As many notes of the work as a quotation is judged by, however long it goes on.
  static let passage = 16

  private struct Cell {
    var score: Int32 = 0
    /// The first pair of the alignment that ends here.
    var piece: Int32
    var work: Int32
    /// The move that led here, from 1; 0 at the first pair.
    var move: UInt8 = 0
    /// Whether its time was even.
    var isEven = false
  }

  let kind: Verdict.Line
  let piece: ReferenceLine
  let work: ReferenceLine
  let worth: Worth

  /// The best alignment of some notes of the piece with notes of the work about `diagonal` places
  /// further on; nil where none earns anything.
  func best(_ range: Range<Int>, diagonal: Int) -> Alignment? {
    let width = Self.width
    var cells = [Cell](
      repeating: Cell(piece: 0, work: 0), count: max(range.count, 0) * width)
    var best = (score: Int32(0), row: 0, column: 0)
    for row in 0..<range.count {
      let i = range.lowerBound + row
      let first = i + diagonal - Self.stray
      let columns = max(0, -first)..<max(max(0, -first), min(width, work.count - first))
      for column in columns {
        let j = first + column
        var cell = Cell(piece: Int32(i), work: Int32(j))
        for number in 0..<Self.moves.count {
          let move = Self.moves[number]
          // A diagonal step stays in its column of the band.
          let from = column + move.piece - move.work
          guard row >= move.piece, j >= move.work, from >= 0, from < width,
            isAlike(i, move.piece, j, move.work)
          else { continue }
          let before = cells[(row - move.piece) * width + from]
          guard let (earned, isEven) = earned(i, j, move, before) else { continue }
          let score = before.score + Int32(earned)
          if score > cell.score {
            cell = Cell(
              score: score, piece: before.piece, work: before.work, move: UInt8(number + 1),
              isEven: isEven)
          }
        }
        if cell.score > best.score { best = (cell.score, row, column) }
        cells[row * width + column] = cell
      }
    }
    guard best.score > 0 else { return nil }
    return trace(cells, best, range.lowerBound, diagonal)
  }

  @inline(__always)
  private func isAlike(_ i: Int, _ a: Int, _ j: Int, _ b: Int) -> Bool {
    switch kind {
    case .melody, .bass:
      return piece.values[i] - work.values[j] == piece.values[i - a] - work.values[j - b]
    case .chords:
      return a == 1 && b == 1
        && StepModel.change(piece.values[i], after: piece.values[i - 1])
          == StepModel.change(work.values[j], after: work.values[j - 1])
    case .rhythm: return a == 1 && b == 1
    }
  }

  /// What a step earns; nil where it cannot be.
  @inline(__always)
  private func earned(_ i: Int, _ j: Int, _ move: Move, _ before: Cell) -> (Int, Bool)? {
    let gain = Int(worth.intervals[j])
    if kind == .chords { return (gain, true) }
    let pieceTime = Int(piece.onsets[i] - piece.onsets[i - move.piece])
    let workTime = Int(work.onsets[j] - work.onsets[j - move.work])
    guard pieceTime > 0, workTime > 0 else { return nil }
    if move.piece > 1, !Figures.isOrnament(piece, from: i - move.piece, to: i) { return nil }
    let share = move.work == 1 ? gain : gain / 2
    guard before.move != 0 else {
      // The first step sets the tempo: up to four times slower or faster.
      guard pieceTime <= workTime * 4, workTime <= pieceTime * 4 else { return nil }
      return (share - move.cost, true)
    }
    let left = pieceTime * Int(work.onsets[j - move.work] - work.onsets[Int(before.work)])
    let right =
      workTime * Int(piece.onsets[i - move.piece] - piece.onsets[Int(before.piece)])
    if abs(left - right) * 10 <= right * 3 {
      return (share + (move.work == 1 ? Int(worth.relations[j]) : 0) - move.cost, true)
    }
    if kind == .rhythm { return nil }
    let isNear = left * 2 >= right && left <= right * 2
    return (share - move.cost - (isNear ? Self.uneven.some : Self.uneven.much), false)
  }

  private func trace(
    _ cells: [Cell], _ best: (score: Int32, row: Int, column: Int), _ firstPiece: Int,
    _ diagonal: Int
  ) -> Alignment {
    var (row, column) = (best.row, best.column)
    func workPlace() -> Int { firstPiece + row + diagonal - Self.stray + column }
    let ends = (piece: firstPiece + row + 1, work: workPlace() + 1)
    var found = Alignment(
      score: Int(best.score), piece: 0..<0, work: 0..<0, notes: 1, longestExact: 1, ornaments: 0,
      changes: 0)
    var exact = 1
    // Scores of the last notes seen, the latest first.
    var scores: [Int] = []
    while true {
      let cell = cells[row * Self.width + column]
      scores.append(Int(cell.score))
      let later = scores[max(0, scores.count - Self.passage)]
      found.peak = max(found.peak, later - Int(cell.score))
      guard cell.move > 0 else { break }
      let move = Self.moves[Int(cell.move) - 1]
      found.notes += 1
      if move.work == 1 { found.ornaments += move.piece - 1 } else { found.changes += 1 }
      exact = move.piece == 1 && move.work == 1 && cell.isEven ? exact + 1 : 1
      found.longestExact = max(found.longestExact, exact)
      row -= move.piece
      column += move.piece - move.work
    }
    found.piece = (firstPiece + row)..<ends.piece
    found.work = workPlace()..<ends.work
    return found
  }
}
