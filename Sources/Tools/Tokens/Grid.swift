import Music
import Weights

/// Arithmetic of the grid of 24ths of a quarter note.
enum Grid {
  /// Musical time in steps of `1/steps` quarter note, rounded to the nearest step, halves up.
  static func nearest(_ time: Beat, steps: Int) -> Int {
    let doubled = time * (2 * steps)
    return Beat(doubled.numerator + doubled.denominator, 2 * doubled.denominator).floor
  }

  /// Musical time in 24ths of a quarter note, rounded to the nearest, halves up.
  static func nearest(_ time: Beat) -> Int { nearest(time, steps: Vocabulary.ticksPerBeat) }

  /// The whole number of 24ths that a time fills, counting a begun one as whole.
  static func ceiling(_ time: Beat) -> Int { -(-(time * Vocabulary.ticksPerBeat)).floor }

  /// Whether a time is a whole number of 24ths.
  static func holds(_ time: Beat) -> Bool { Vocabulary.ticksPerBeat % time.denominator == 0 }

  /// The time of a number of 24ths.
  static func beat(_ ticks: Int) -> Beat { Beat(ticks, Vocabulary.ticksPerBeat) }
}

/// The number of elements of a sorted array that come before a boundary (a binary search).
func countBefore<Element>(
  _ elements: [Element], where isBefore: (Element) -> Bool
) -> Int {
  var (low, high) = (0, elements.count)
  while low < high {
    let middle = (low + high) / 2
    if isBefore(elements[middle]) { low = middle + 1 } else { high = middle }
  }
  return low
}
