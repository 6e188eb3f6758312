import Tokens
import Weights

/// What a musician would mark in a stretch that a model wrote: outer voices in parallel fifths or
/// octaves, and leading notes that go nowhere.
///
/// A measure to choose among answers with, as `Reviewing` measures whole songs.
struct LineFaults {
  let piece: Piece
  let isStrict: Bool

  /// How many there are in some bars, the step from the bar before counted.
  func count(in bars: ClosedRange<Int>, parts: Set<Int>) -> Int {
    let from = max(0, bars.lowerBound - 1)
    let notes = piece.notes.filter { !$0.isDrum && from <= $0.bar && $0.bar <= bars.upperBound }
    var faults = parts.reduce(0) { sum, part in sum + idle(notes.filter { $0.part == part }) }
    if isStrict { faults += parallels(notes) }
    return faults
  }

  private func onset(_ note: GridNote) -> Int { piece.onset(of: note) }

  // MARK: Outer voices

  private struct Moment {
    var low, high: GridNote
    var isStruck: Bool
  }

  private func parallels(_ notes: [GridNote]) -> Int {
    let moments = Set(notes.map(onset)).sorted().compactMap { time -> Moment? in
      let sounding = notes.filter { onset($0) <= time && time < onset($0) + $0.length }
      guard let low = sounding.min(by: { $0.key < $1.key }),
        let high = sounding.max(by: { $0.key < $1.key }), low.part != high.part
      else { return nil }
      return Moment(low: low, high: high, isStruck: onset(low) == time && onset(high) == time)
    }
    return zip(moments, moments.dropFirst()).count { before, after in
      let step = after.low.key - before.low.key
      let interval = after.high.key - after.low.key
      return after.isStruck && after.low.part == before.low.part
        && after.high.part == before.high.part && step % 12 != 0
        && after.high.key - before.high.key == step
        && (interval % 12 == 0 || interval % 12 == 7)
    }
  }

  // MARK: Leading notes

  private func idle(_ line: [GridNote]) -> Int {
    zip(line, line.dropFirst()).count { note, next in
      let bar = piece.bars[note.bar]
      guard bar.tonic > 0, note.length >= Vocabulary.ticksPerBeat / 2 else { return false }
      let tonic = bar.tonic - 1
      guard note.key % 12 == (tonic + 11) % 12, onset(next) > onset(note) else { return false }
      let root = piece.chord(at: onset(note)).root - 1
      let later = piece.chord(at: onset(next)).root - 1
      return [(tonic + 7) % 12, (tonic + 11) % 12].contains(root) && later == tonic
        && abs(next.key - note.key) > 2 && next.key % 12 != tonic
    }
  }
}
