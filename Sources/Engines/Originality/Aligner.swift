package import Production
package import ReferenceIndex

/// Aligns a stretch of a piece with a work along a diagonal (Smith and Waterman, "Identification of
/// common molecular subsequences", 1981).
///
/// Cells are pairs of notes. A step leads from one matched pair to the next with the same interval
/// on both sides; the piece may have up to three short notes between (ornaments), the work one, or
/// both one that differs. A step earns what it is worth in the work (`Worth`), for its rhythm only
/// where time goes on as the alignment's tempo has it so far. `StepMasks` say at once which pairs of
/// a row a step can lead to, so that cost is that of the notes of the piece and of those pairs.
///
/// Memory is used again from one alignment to the next; used by one thread at a time.
package struct Aligner {
  /// A step: how many notes further in piece and work, and what it costs in sixteenths of a bit.
  struct Move {
    var piece: Int
    var work: Int
    var cost: Int
  }

  /// The moves, numbered from 1.
  @inline(__always)
  static func move(_ number: UInt8) -> Move {
    switch number {
    case 1: Move(piece: 1, work: 1, cost: 0)
    case 2: Move(piece: 2, work: 1, cost: 40)
    case 3: Move(piece: 3, work: 1, cost: 48)
    case 4: Move(piece: 4, work: 1, cost: 56)
    case 5: Move(piece: 1, work: 2, cost: 64)
    default: Move(piece: 2, work: 2, cost: 80)
    }
  }

  /// What a step costs whose time is half to double what it should be, and beyond.
  static let uneven = (some: Int32(16), much: Int32(56))
  /// How far an alignment may stray from its diagonal to either side.
  package static let stray = 10
  static let width = 2 * stray + 1
  /// As many notes of the work as a quotation is judged by, however long it goes on.
  package static let passage = 16

  let kind: Verdict.Line
  let piece: ReferenceLine
  /// Cells by row and column of the band; only those are set that `reached` tells of.
  private var cells: [Band.Cell] = []
  /// By row, a bit for each column that a step leads to.
  private var reached: [UInt32] = []
  private var masks = StepMasks()

  /// Prepares to align a piece's line.
  package init(_ piece: ReferenceLine, kind: Verdict.Line) {
    self.piece = piece
    self.kind = kind
  }

  /// The best alignment of some notes of the piece with notes of the work about `diagonal` places
  /// further on; nil where none tells more than `bound` sixteenths of a bit.
  package mutating func best(
    _ range: Range<Int>, of work: ReferenceLine, _ worth: Worth, diagonal: Int, above bound: Int = 0
  ) -> Alignment? {
    guard !range.isEmpty, work.count > 0, worth.intervals.count >= work.count else { return nil }
    if reached.count < range.count {
      reached = [UInt32](repeating: 0, count: range.count)
      cells = [Band.Cell](repeating: Band.Cell(), count: range.count * Self.width)
    }
    let best = fill(range, work, worth, diagonal)
    guard best.score > max(bound, 0) else { return nil }
    return trace(best, range.lowerBound, diagonal)
  }

  private mutating func fill(
    _ range: Range<Int>, _ work: ReferenceLine, _ worth: Worth, _ diagonal: Int
  ) -> Band.Best {
    // Arrays become pointers that live as long as the call.
    func filled(
      _ pieceValues: UnsafePointer<Int16>, _ pieceOnsets: UnsafePointer<Int32>,
      _ workValues: UnsafePointer<Int16>, _ workOnsets: UnsafePointer<Int32>,
      _ intervals: UnsafePointer<UInt8>, _ relations: UnsafePointer<UInt8>,
      _ cells: UnsafeMutablePointer<Band.Cell>, _ reached: UnsafeMutablePointer<UInt32>,
      _ masks: inout StepMasks
    ) -> Band.Best {
      let lines = Band.Lines(
        pieceValues: pieceValues, pieceOnsets: pieceOnsets, workValues: workValues,
        workOnsets: workOnsets, intervals: intervals, relations: relations)
      let band = Band(
        kind: kind, lines: lines, count: work.count, cells: cells, reached: reached)
      return band.fill(range, diagonal: diagonal, &masks)
    }
    return filled(
      piece.values, piece.onsets, work.values, work.onsets, worth.intervals, worth.relations,
      &cells, &reached, &masks)
  }

  private func trace(_ best: Band.Best, _ firstPiece: Int, _ diagonal: Int) -> Alignment {
    var (row, column) = (best.row, best.column)
    func workPlace() -> Int { firstPiece + row + diagonal - Self.stray + column }
    let ends = (piece: firstPiece + row + 1, work: workPlace() + 1)
    var found = Alignment(
      score: Int(best.score), piece: 0..<0, work: 0..<0, notes: 1, longestExact: 1, ornaments: 0,
      changes: 0)
    var exact = 1
    // Scores of the notes seen, the latest first.
    var scores: [Int] = []
    while true {
      let isReached = reached[row] >> UInt32(column) & 1 == 1
      let cell = isReached ? cells[row * Self.width + column] : Band.Cell()
      scores.append(Int(cell.score))
      let later = scores[max(0, scores.count - Self.passage)]
      found.peak = max(found.peak, later - Int(cell.score))
      guard cell.move > 0 else { break }
      let move = Self.move(cell.move)
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
