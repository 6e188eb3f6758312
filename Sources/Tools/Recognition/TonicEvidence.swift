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
    addEnds(chords, frames: frames, grid: grid, opening: opening, closing: closing)
  }

  /// What begins and ends the piece: of the collection that prevails, or of the whole where both
  /// ends are one.
  private mutating func addEnds(
    _ chords: [Chord?], frames: HarmonyFrames, grid: BarGrid, opening: Int, closing: Int
  ) {
    var (opening, closing) = (opening, Self.struck(closing, frames: frames, grid: grid))
    let sounding = chords.indices.filter { chords[$0] != nil }
    if let start = sounding.first, let last = sounding.last {
      let end = Self.struck(last, frames: frames, grid: grid)
      if chords[start]?.root.pitchClass == chords[end]?.root.pitchClass {
        (opening, closing) = (start, end)
      }
    }
    // Who begins and ends on one dominant seventh is at home there, as in funk.
    let isRound = chords[opening]?.root.pitchClass == chords[closing]?.root.pitchClass
    if let chord = chords[opening] { Self.add(&first, chord, 1, seventh: isRound ? 1 : 0.45) }
    // A loop that goes round to the end stops anywhere.
    let share = Self.endsInLoop(chords, grid: grid, closing: closing) ? 0.25 : 1
    if let chord = chords[closing] { Self.add(&last, chord, share, seventh: isRound ? 1 : 0.6) }
    if let low = frames.firstBass[opening] {
      first[low] += 0.35
      first[low + 12] += 0.35
    }
    if let low = frames.firstBass[closing] {
      last[low] += 0.35 * share
      last[low + 12] += 0.35 * share
    }
  }

  /// Where the chord of a frame was struck: in the frame before within the bar, if all that sounds
  /// was heard there already.
  private static func struck(_ frame: Int, frames: HarmonyFrames, grid: BarGrid) -> Int {
    var frame = frame
    while frame > 0, grid.frames[frame - 1].bar == grid.frames[frame].bar {
      let before = frames.chroma[frame - 1]
      let isHeld = frames.chroma[frame].indices.allSatisfy {
        frames.chroma[frame][$0] == 0 || before[$0] > 0
      }
      guard isHeld else { break }
      frame -= 1
    }
    return frame
  }

  /// Whether the last four bars have the chords of the four before, and more than one.
  private static func endsInLoop(_ chords: [Chord?], grid: BarGrid, closing: Int) -> Bool {
    var roots: [Int: Int] = [:]
    for (index, frame) in grid.frames.enumerated() where frame.level == .bar {
      if let chord = chords[index] { roots[frame.bar] = chord.root.pitchClass }
    }
    let bar = grid.frames[closing].bar
    let last = (0..<4).map { roots[bar - $0] }
    let before = (4..<8).map { roots[bar - $0] }
    return last == before && Set(last).count > 1 && !last.contains(nil)
  }

  /// A chord speaks for its root as a tonic of its own third.
  ///
  /// Without a third it speaks nearly as much for each; `seventh` is what a dominant seventh counts,
  /// which is seldom a tonic.
  private static func add(
    _ shares: inout [Double], _ chord: Chord, _ weight: Double, seventh: Double = 0.45
  ) {
    let root = chord.root.pitchClass
    guard chord.triad != .diminished, chord.triad != .augmented else { return }
    switch chord.third {
    case 4?:
      shares[root] += chord.seventh == .minor ? weight * seventh : weight
    case 3?: shares[root + 12] += weight
    default:
      shares[root] += weight * 0.9
      shares[root + 12] += weight * 0.9
    }
  }

  func score(tonic: Int, isMinor: Bool) -> Double {
    let index = tonic + (isMinor ? 12 : 0)
    return 0.7 * hold[index] + 0.5 * starts[index] + 0.6 * cadences[index] + 0.3 * first[index]
      + 0.42 * last[index]
  }
}
