import Music

/// What of a drum part is a fill.
enum DrumFill {
  /// Strokes in the last two beats of a bar that make a fill.
  static let least = 5

  /// How many strokes on toms and snare a kit has in the last two beats of a bar, ghost notes and
  /// strokes that are struck together counting once; toms weigh double.
  static func strokes(of kit: Voice, bar: Int, in piece: Piece) -> Int {
    let end = piece.starts[bar + 1]
    let from = max(piece.starts[bar], end - Beat(2))
    var (steps, toms): (Set<Int>, Set<Int>) = ([], [])
    for note in kit.bars[bar] where note.onset >= from && note.velocity > 45 {
      guard let drum = DrumKey(rawValue: note.pitch.number) else { continue }
      if drum.isTom { toms.insert(Piece.step(note.onset)) }
      if drum == .snare || drum == .electricSnare { steps.insert(Piece.step(note.onset)) }
    }
    return steps.union(toms).count + toms.count
  }
}

extension DrumFill {
  /// What a kit strikes in the last two beats of a bar: steps before the bar's end, and drums.
  static func pattern(of kit: Voice, bar: Int, in piece: Piece) -> Set<[Int]> {
    let end = piece.starts[bar + 1]
    return Set(
      kit.bars[bar].filter { $0.onset >= end - Beat(2) }.map {
        [Piece.step(end - $0.onset), $0.pitch.number]
      })
  }
}

extension Piece {
  /// The drum kits, without parts of percussion.
  var kits: [Voice] { drums.filter { $0.part.role == .drums } }
}

extension Voice.Strike {
  /// The drums that are struck.
  var drums: [DrumKey] { notes.compactMap { DrumKey(rawValue: $0.pitch.number) } }
}
