import Weights

/// The chords by which a piece comes to rest in a key: one that leads, then the key's own.
///
/// Authentic (V), plagal (IV) and, where the seventh degree is low, modal (flat VII) cadences; a
/// dominant has its major third in minor keys too (Aldwell and Schachter, Harmony and Voice Leading).
/// Roots and basses are values of an event, moved as the window is.
struct Cadence {
  private let tonic: Int
  private let isMinor: Bool
  private let hasLowSeventh: Bool
  private let vocabulary: Vocabulary

  /// The cadence of a bar's key in a window moved by `shift` semitones; nil where the bar names no key.
  init?(in bar: GridBar, shift: Int, _ vocabulary: Vocabulary) {
    guard let scale = vocabulary.scale(of: bar) else { return nil }
    tonic = pitchClass(bar.tonic - 1 + shift)
    let degrees = Set((0..<12).filter { scale.contains(bar.tonic - 1 + $0) })
    isMinor = degrees.contains(3) && !degrees.contains(4)
    hasLowSeventh = degrees.contains(10) && !degrees.contains(11)
    self.vocabulary = vocabulary
  }

  /// The roots that a chord may have, `left` bars before the end with its own; nil for all.
  func roots(left: Int) -> [Int]? {
    switch left {
    case 1: [tonic + 1]
    case 2: ([7, 5] + (hasLowSeventh ? [10] : [])).map { pitchClass(tonic + $0) + 1 }.sorted()
    default: nil
    }
  }

  /// The kinds of a chord on a root that was chosen among these.
  func kinds(root: Int, left: Int) -> [Int]? {
    guard roots(left: left) != nil else { return nil }
    let third = isMinor ? 3 : 4
    return switch pitchClass(root - 1 - tonic) {
    case 0: kinds(having: [0, third, 7], among: [0, 2, third, 7, 9])
    case 5: kinds(having: [0, third, 7], among: [0, 2, third, 7, 9])
    case 10: kinds(having: [0, 4, 7], among: [0, 2, 4, 7, 9])
    default: kinds(having: [0, 7], among: [0, 2, 4, 5, 7, 9, 10]).filter(isDominant)
    }
  }

  private func isDominant(_ kind: Int) -> Bool {
    let tones = vocabulary.chordSemitones[kind]
    return tones.contains(4) || tones.contains(5)
  }

  private func kinds(having core: Set<Int>, among allowed: Set<Int>) -> [Int] {
    (1..<vocabulary[.kind].names.count).filter { kind in
      let tones = Set(vocabulary.chordSemitones[kind].map(pitchClass))
      return tones.isSuperset(of: core) && tones.isSubset(of: allowed)
    }
  }
}

extension CellWishes {
  /// In the bar that a piece rests on nothing begins late, and all is of the chord.
  mutating func rest(isBass: Bool, barLength: Int) {
    harmony = isBass ? .bass : .chord
    let early = (positions ?? Set(0..<barLength)).filter { $0 < max(1, barLength / 2) }
    positions = early.isEmpty ? [0] : early
  }
}
