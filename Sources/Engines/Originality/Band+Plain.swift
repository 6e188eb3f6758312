extension Band {
  /// Chords change one by one, whatever their time.
  func fillChords(_ row: Row, _ masks: StepMasks.View) {
    guard row.number >= 1 else { return }
    let change = StepModel.change(
      lines.pieceValues[row.note], after: lines.pieceValues[row.note &- 1])
    var ways = row.behindOne & masks.notes(from: row.first, behind: 1, by: change)
    let own = cells + row.number &* Aligner.width
    let earlier = own - Aligner.width
    while ways != 0 {
      let column = ways.trailingZeroBitCount
      ways &= ways &- 1
      let work = row.first &+ column
      let isOn = reached[row.number &- 1] &>> UInt32(truncatingIfNeeded: column) & 1 == 1
      var cell =
        isOn
        ? earlier[column]
        : Cell(
          piece: Int32(truncatingIfNeeded: row.note &- 1),
          work: Int32(truncatingIfNeeded: work &- 1))
      cell.score &+= Int32(lines.intervals[work])
      (cell.move, cell.isEven) = (1, true)
      guard cell.score > 0 else { continue }
      own[column] = cell
      reached[row.number] |= 1 &<< UInt32(truncatingIfNeeded: column)
    }
  }

  /// Rhythms go on step by step in even time.
  func fillRhythm(_ row: Row) {
    guard row.number >= 1 else { return }
    let from = row.note &- 1
    let time = Int(lines.pieceOnsets[row.note]) &- Int(lines.pieceOnsets[from])
    guard time > 0 else { return }
    let own = cells + row.number &* Aligner.width
    let earlier = own - Aligner.width
    let earlierReached = reached[row.number &- 1]
    var ways = row.behindOne
    var found: UInt32 = 0
    while ways != 0 {
      let column = ways.trailingZeroBitCount
      ways &= ways &- 1
      let work = row.first &+ column
      let workTime = Int(lines.workOnsets[work]) &- Int(lines.workOnsets[work &- 1])
      guard workTime > 0 else { continue }
      if earlierReached &>> UInt32(truncatingIfNeeded: column) & 1 == 1 {
        // What is no longer even ends there.
        var cell = earlier[column]
        let (left, right) = times(cell, (from, work &- 1), time, workTime)
        guard abs(left &- right) &* 10 <= right &* 3 else { continue }
        cell.score &+= Int32(lines.relations[work])
        own[column] = cell
      } else {
        // The first step sets the tempo and tells nothing yet.
        guard time <= workTime &* 4, workTime <= time &* 4 else { continue }
        own[column] = Cell(
          piece: Int32(truncatingIfNeeded: from), work: Int32(truncatingIfNeeded: work &- 1),
          move: 1, isEven: true)
      }
      found |= 1 &<< UInt32(truncatingIfNeeded: column)
    }
    reached[row.number] = found
  }
}
