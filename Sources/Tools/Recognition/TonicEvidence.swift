import Music

/// What the chords say of the tonic.
struct TonicEvidence: Sendable {
  /// For each tonic, major then minor: shares of 0...1.
  private var hold = [Double](repeating: 0, count: 24)
  private var starts = [Double](repeating: 0, count: 24)
  private var cadences = [Double](repeating: 0, count: 24)
  private var first = [Double](repeating: 0, count: 24)
  private var last = [Double](repeating: 0, count: 24)

  init(_ chords: [Chord?], frames: HarmonyFrames, grid: BarGrid, bars: [Bool]) {
    let places = chords.indices.filter { chords[$0] != nil && bars[grid.frames[$0].bar] }
    guard let opening = places.first, let closing = places.last else { return }
    let firstBar = grid.frames[opening].bar
    var total = 0.0
    var startCount = 0.0
    var previous: Chord?
    var changes = 0.0
    for place in places {
      guard let chord = chords[place] else { continue }
      let frame = grid.frames[place]
      let length = frame.duration.value
      total += length
      Self.add(&hold, chord, length)
      if frame.level == .bar, (frame.bar - firstBar) % 4 == 0 {
        startCount += 1
        Self.add(&starts, chord, 1)
      }
      if let previous, previous.root != chord.root {
        changes += 1
        let step = (previous.root.pitchClass - chord.root.pitchClass + 12) % 12
        let isDominant = previous.third == 4 && previous.seventh != .major
        if step == 7, isDominant { Self.add(&cadences, chord, 1) }
        if step == 5 || step == 10 { Self.add(&cadences, chord, 0.3) }
      }
      previous = chord
    }
    for index in 0..<24 {
      hold[index] /= max(total, 1e-9)
      starts[index] /= max(startCount, 1)
      cadences[index] /= max(changes, 1)
    }
    if let chord = chords[opening] { Self.add(&first, chord, 1) }
    if let chord = chords[closing] { Self.add(&last, chord, 1) }
    for (place, weight) in [(opening, 0.35), (closing, 0.35)] {
      guard let low = frames.firstBass[place] else { continue }
      if place == opening { first[low] += weight; first[low + 12] += weight }
      if place == closing { last[low] += weight; last[low + 12] += weight }
    }
  }

  /// A chord speaks for its root as a tonic of its own third; without a third half for each.
  private static func add(_ shares: inout [Double], _ chord: Chord, _ weight: Double) {
    let root = chord.root.pitchClass
    guard chord.triad != .diminished, chord.triad != .augmented else { return }
    switch chord.third {
    case 4?:
      // A dominant seventh is a tonic only in blues.
      shares[root] += chord.seventh == .minor ? weight * 0.45 : weight
    case 3?: shares[root + 12] += weight
    default:
      shares[root] += weight / 2
      shares[root + 12] += weight / 2
    }
  }

  func score(tonic: Int, isMinor: Bool) -> Double {
    let index = tonic + (isMinor ? 12 : 0)
    return 0.7 * hold[index] + 0.5 * starts[index] + 0.6 * cadences[index] + 0.3 * first[index]
      + 0.42 * last[index]
  }
}
