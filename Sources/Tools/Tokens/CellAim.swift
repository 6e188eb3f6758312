import Weights

/// What asked attributes of a cell mean for its notes: how many, how many at once, how high.
///
/// An aim is followed as far as wishes leave room, and gives way where they leave none.
struct CellAim: Sendable {
  /// How many notes the cell has.
  let notes: ClosedRange<Int>
  /// How many of them sound at once at most, and do so where the first ones begin; nil for any number.
  let atOnce: Int?
  /// Where their mean lies, as MIDI keys; nil for anywhere.
  let mean: ClosedRange<Int>?

  init(_ controls: CellControls, barLength: Int, _ vocabulary: Vocabulary) {
    let most = 128
    var fitting: [Int] = []
    if controls.density > 1 {
      // The same arithmetic as that of `CellControls(of:barLength:_:)`.
      fitting = (1...most).filter { count in
        let halves = 2 * count * Vocabulary.ticksPerBeat
        return 2 + vocabulary[.density].bounds.count { halves >= $0 * barLength }
          == controls.density
      }
    }
    notes = fitting.first.flatMap { low in fitting.last.map { low...$0 } } ?? 0...most
    // Six stands for six or more.
    atOnce = (1...5).contains(controls.polyphony) ? controls.polyphony : nil
    let bounds = [0] + vocabulary[.register].bounds + [128]
    mean =
      (1..<bounds.count).contains(controls.register)
      ? bounds[controls.register - 1]...(bounds[controls.register] - 1) : nil
  }

  /// How far the mean of so many notes with such a sum of keys lies beside what can still be mended,
  /// times their number.
  ///
  /// Each note that is still owed can mend two semitones; the `rising` ones of a chord all lie higher.
  func distance(sum: Int, of count: Int, rising: Int) -> Int {
    guard let mean else { return 0 }
    let owed = min(3, max(rising, notes.lowerBound - count))
    let low = mean.lowerBound - 2 * owed - 2 * min(3, rising)
    let high = mean.upperBound + (rising > 0 ? 0 : 2 * owed)
    return max(0, low * count - sum, sum - (high + 1) * count + 1)
  }

  /// How many places in time the notes need that are still to come after `count` of them.
  func places(after count: Int) -> Int {
    let missing = max(0, notes.lowerBound - count)
    let each = atOnce ?? 1
    return (missing + each - 1) / each
  }
}
