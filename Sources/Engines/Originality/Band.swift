import Production

/// The cells about one diagonal, filled row by row.
///
/// Holds no memory of its own: what it points to lives as long as the call that made it.
struct Band {
  /// The cell in which the best alignment ends; score 0 where there is none.
  struct Best {
    var score: Int32 = 0
    var row = 0, column = 0
  }

  /// A pair of notes that a step leads to.
  struct Cell {
    var score: Int32 = 0
    /// The first pair of the alignment that ends here.
    var piece: Int32 = 0
    var work: Int32 = 0
    /// The move that led here, from 1; 0 at the first pair.
    var move: UInt8 = 0
    /// Whether its time was even.
    var isEven = false
  }

  /// The two lines and what steps of the work are worth, where they stand in memory.
  struct Lines {
    let pieceValues: UnsafePointer<Int16>
    let pieceOnsets: UnsafePointer<Int32>
    let workValues: UnsafePointer<Int16>
    let workOnsets: UnsafePointer<Int32>
    let intervals: UnsafePointer<UInt8>
    let relations: UnsafePointer<UInt8>
  }

  @inline(__always)
  static var all: UInt32 { (1 << UInt32(Aligner.width)) - 1 }

  let kind: Verdict.Line
  let lines: Lines
  /// Notes of the work.
  let count: Int
  /// Cells by row and column; only those are set that `reached` tells of.
  let cells: UnsafeMutablePointer<Cell>
  /// By row, a bit for each column that a step leads to.
  let reached: UnsafeMutablePointer<UInt32>

  /// A row: its number, its note of the piece, the work's note in its first column, and the columns
  /// that there are.
  struct Row {
    var number: Int
    var note: Int
    var first: Int
    var columns: UInt32
    /// The columns whose notes have another before them, and two.
    var behindOne: UInt32, behindTwo: UInt32
  }

  /// Fills rows for some notes of the piece and the work's about `diagonal` places further on.
  func fill(_ range: Range<Int>, diagonal: Int, _ masks: inout StepMasks) -> Best {
    var best = Best()
    masks.forget()
    for number in 0..<range.count {
      let note = range.lowerBound + number
      let first = note + diagonal - Aligner.stray
      let row = Row(
        number: number, note: note, first: first, columns: columns(from: first, after: 0),
        behindOne: columns(from: first, after: 1), behindTwo: columns(from: first, after: 2))
      reached[number] = 0
      guard row.columns != 0 else { continue }
      switch kind {
      case .rhythm: fillRhythm(row)
      case .chords, .melody, .bass:
        if !masks.reach(first) {
          masks.take(from: first, of: lines.workValues, lines.intervals, count, kind)
        }
        masks.withView { view in
          if kind == .chords { fillChords(row, view) } else { fillNotes(row, view) }
        }
      }
      remember(row, &best)
    }
    return best
  }

  /// The columns whose notes stand in the work and have so many others before them.
  @inline(__always)
  private func columns(from first: Int, after before: Int) -> UInt32 {
    let low = max(0, before - first)
    let high = min(Aligner.width, count - first)
    return low < high ? (UInt32(1) << UInt32(high)) &- (UInt32(1) << UInt32(low)) : 0
  }

  /// Remembers the best cell of a row, the first of equals.
  @inline(__always)
  private func remember(_ row: Row, _ best: inout Best) {
    var rest = reached[row.number]
    let own = cells + row.number &* Aligner.width
    while rest != 0 {
      let column = rest.trailingZeroBitCount
      rest &= rest &- 1
      if own[column].score > best.score {
        best = Best(score: own[column].score, row: row.number, column: column)
      }
    }
  }
}
