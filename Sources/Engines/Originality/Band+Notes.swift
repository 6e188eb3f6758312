/// A move by its number, known when the program is built, so that each has code of its own.
protocol KnownMove {
  static var number: UInt8 { get }
}

/// The moves of melodies and basses.
enum KnownMoves {
  enum Plain: KnownMove { static var number: UInt8 { 1 } }
  enum OneOrnament: KnownMove { static var number: UInt8 { 2 } }
  enum TwoOrnaments: KnownMove { static var number: UInt8 { 3 } }
  enum ThreeOrnaments: KnownMove { static var number: UInt8 { 4 } }
  enum LeftOut: KnownMove { static var number: UInt8 { 5 } }
  enum Changed: KnownMove { static var number: UInt8 { 6 } }
}

extension Band {
  /// Makes all steps that lead to a row of a melody or a bass.
  func fillNotes(_ row: Row, _ masks: StepMasks.View) {
    step(row, masks, KnownMoves.Plain.self)
    step(row, masks, KnownMoves.OneOrnament.self)
    step(row, masks, KnownMoves.TwoOrnaments.self)
    step(row, masks, KnownMoves.ThreeOrnaments.self)
    step(row, masks, KnownMoves.LeftOut.self)
    step(row, masks, KnownMoves.Changed.self)
  }

  /// Makes all steps of one move that lead to a row.
  private func step<Known: KnownMove>(
    _ row: Row, _ masks: StepMasks.View, _: Known.Type
  ) {
    let number = Known.number
    let move = Aligner.move(number)
    let note = row.note
    guard row.number >= move.piece else { return }
    let interval =
      Int(lines.pieceValues[note]) &- Int(lines.pieceValues[note &- move.piece])
    // A diagonal step stays in its column of the band.
    let shift = move.piece &- move.work
    let earlierReached = reached[row.number &- move.piece]
    let going =
      shift >= 0
      ? earlierReached &>> UInt32(truncatingIfNeeded: shift)
      : earlierReached &<< UInt32(truncatingIfNeeded: -shift)
    var ways =
      (move.work == 1 ? row.behindOne : row.behindTwo)
      & (shift >= 0
        ? Self.all &>> UInt32(truncatingIfNeeded: shift)
        : Self.all &<< UInt32(truncatingIfNeeded: -shift))
      & masks.notes(from: row.first, behind: move.work, by: interval)
      & (going | masks.starts(from: row.first, isPlain: number == 1))
    guard ways != 0 else { return }
    let time = Int(lines.pieceOnsets[note]) &- Int(lines.pieceOnsets[note &- move.piece])
    guard time > 0, move.piece == 1 || isOrnament(from: note &- move.piece, to: note) else {
      return
    }
    let own = cells + row.number &* Aligner.width
    let earlier = own + (shift &- move.piece &* Aligner.width)
    var found = reached[row.number]
    while ways != 0 {
      let column = ways.trailingZeroBitCount
      ways &= ways &- 1
      let bit = UInt32(1) &<< UInt32(truncatingIfNeeded: column)
      let isOn = going & bit != 0
      let end = (piece: note, work: row.first &+ column)
      guard
        let cell = cell(
          end, move, number, time: time, interval: interval, behind: isOn ? earlier[column] : nil),
        cell.score > (found & bit != 0 ? own[column].score : 0)
      else { continue }
      own[column] = cell
      found |= bit
    }
    reached[row.number] = found
  }

  /// Where a step leads to; nil where it cannot be or earns nothing.
  @inline(__always)
  private func cell(
    _ end: (piece: Int, work: Int), _ move: Aligner.Move, _ number: UInt8, time: Int,
    interval: Int, behind before: Cell?
  ) -> Cell? {
    let from = (piece: end.piece &- move.piece, work: end.work &- move.work)
    let workTime = Int(lines.workOnsets[end.work]) &- Int(lines.workOnsets[from.work])
    // Masks tell the lower bits of intervals only.
    guard workTime > 0,
      Int(lines.workValues[end.work]) &- Int(lines.workValues[from.work]) == interval
    else { return nil }
    let gain = Int32(lines.intervals[end.work])
    let share = (move.work == 1 ? gain : gain / 2) &- Int32(move.cost)
    guard let before else {
      // The first step sets the tempo: up to four times slower or faster.
      guard share > 0, time <= workTime &* 4, workTime <= time &* 4 else { return nil }
      return Cell(
        score: share, piece: Int32(truncatingIfNeeded: from.piece),
        work: Int32(truncatingIfNeeded: from.work), move: number, isEven: true)
    }
    var cell = before
    cell.move = number
    let (left, right) = times(before, from, time, workTime)
    cell.isEven = abs(left &- right) &* 10 <= right &* 3
    if cell.isEven {
      cell.score &+= share &+ (move.work == 1 ? Int32(lines.relations[end.work]) : 0)
    } else {
      let isNear = left &* 2 >= right && left <= right &* 2
      cell.score &+= share &- (isNear ? Aligner.uneven.some : Aligner.uneven.much)
    }
    return cell
  }

  /// The time of a step in the piece and in the work, as parts of the whole time before it.
  @inline(__always)
  func times(
    _ before: Cell, _ from: (piece: Int, work: Int), _ time: Int, _ workTime: Int
  ) -> (Int, Int) {
    let work = Int(lines.workOnsets[from.work]) &- Int(lines.workOnsets[Int(before.work)])
    let piece = Int(lines.pieceOnsets[from.piece]) &- Int(lines.pieceOnsets[Int(before.piece)])
    return (time &* work, workTime &* piece)
  }

  /// Whether the notes between two of the piece are short enough to be ornaments.
  @inline(__always)
  private func isOrnament(from before: Int, to after: Int) -> Bool {
    let time = Int(lines.pieceOnsets[after]) &- Int(lines.pieceOnsets[before])
    for note in (before &+ 1)..<after
    where (Int(lines.pieceOnsets[note &+ 1]) &- Int(lines.pieceOnsets[note])) &* 2 > time {
      return false
    }
    return true
  }
}
