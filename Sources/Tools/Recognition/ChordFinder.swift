public import Music

/// Recognises chords by bar and half bar.
///
/// Every frame is compared with each kind of chord on each root: what sounds inside the chord
/// speaks for it, what sounds outside and what is absent against it, the bass for its root. The
/// best path through all frames is found by dynamic programming (Viterbi), where changing within a
/// bar costs more than at a bar line.
public struct ChordFinder: Sendable {
  /// The key, in which chords are a little more probable and are spelled; nil when unknown.
  public var key: Key?

  /// Makes a finder.
  public init(key: Key? = nil) { self.key = key }

  /// The chord of each frame.
  public func chords(of frames: HarmonyFrames, grid: BarGrid) -> [Chord?] {
    let states = ChordTemplate.all.count * 12
    let count = grid.frames.count
    guard count > 0 else { return [] }
    let priors = self.priors
    var best = [Double](repeating: 0, count: states)
    var choices = [[Int16]]()
    choices.reserveCapacity(count)
    for index in 0..<count {
      let emission = emissions(frames, index, priors)
      var top = 0
      for state in 1..<states where best[state] > best[top] { top = state }
      let change = best[top] - Self.cost(of: grid.frames[index].level)
      var choice = [Int16](repeating: 0, count: states)
      for state in 0..<states {
        let stays = index == 0 || best[state] >= change
        choice[state] = Int16(stays ? state : top)
        best[state] = (stays ? best[state] : change) + emission[state]
      }
      choices.append(choice)
    }
    var state = 0
    for other in 1..<states where best[other] > best[state] { state = other }
    var path = [Int](repeating: 0, count: count)
    for index in stride(from: count - 1, through: 0, by: -1) {
      path[index] = state
      state = Int(choices[index][state])
    }
    return path.enumerated().map { index, state in
      frames.mass[index] > 0 ? chord(state, frames, index) : nil
    }
  }

  private static func cost(of level: BarGrid.Level) -> Double {
    switch level {
    case .bar: 0.1
    case .half: 0.3
    case .pulse: 0.42
    }
  }

  /// How probable each state is in the key before anything sounds.
  private var priors: [Double] {
    var priors: [Double] = []
    for root in 0..<12 {
      for template in ChordTemplate.all {
        var prior = 0.0
        if let key {
          let outside = template.members.count { !key.contains(pitchClass: root + $0.semitones) }
          // The leading note of minor belongs to the key's dominant chords.
          let isDominant =
            key.scale.isMinor && (root - key.tonic.pitchClass + 12) % 12 == 7
            && template.triad == .major
          prior = isDominant ? 0.02 : outside == 0 ? 0.05 : -0.03 * Double(min(outside, 3))
        }
        priors.append(prior - template.cost)
      }
    }
    return priors
  }

  private func emissions(
    _ frames: HarmonyFrames, _ index: Int, _ priors: [Double]
  ) -> [Double] {
    var scores = [Double](repeating: 0, count: priors.count)
    guard frames.mass[index] > 0 else { return scores }
    let chroma = frames.chroma[index]
    let bass = frames.bass[index]
    // A pitch class with a sixteenth of the weight or more is fully there.
    let absence = chroma.map { max(0, 1 - $0 / 0.0625) }
    for root in 0..<12 {
      var rooted = 0.3 * bass[root]
      if frames.firstBass[index] == root { rooted += 0.16 }
      for (kind, template) in ChordTemplate.all.enumerated() {
        var inside = 0.0
        var missing = 0.0
        var supported = bass[root]
        var inverted = 0.0
        for member in template.members {
          let pitchClass = (root + member.semitones) % 12
          inside += chroma[pitchClass]
          missing += absence[pitchClass] * member.need
          if member.semitones != 0 { supported += bass[pitchClass] * 0.5 }
          if member.semitones == 3 || member.semitones == 4 {
            // First inversions are common, and their bass is heard first too.
            inverted += 0.16 * bass[pitchClass]
            if frames.firstBass[index] == pitchClass { inverted += 0.06 }
          }
        }
        scores[root * ChordTemplate.all.count + kind] =
          1.6 * inside - missing + rooted + inverted + 0.12 * supported
          + priors[root * ChordTemplate.all.count + kind]
      }
    }
    return scores
  }

  private func chord(_ state: Int, _ frames: HarmonyFrames, _ index: Int) -> Chord {
    let root = state / ChordTemplate.all.count
    let template = ChordTemplate.all[state % ChordTemplate.all.count]
    let spelling = key ?? Key(PitchName(.c), .major)
    var chord = template.chord(on: spelling.name(ofPitchClass: root))
    // A member in the bass through most of the frame makes an inversion.
    let bass = frames.bass[index]
    if let low = bass.indices.max(by: { (bass[$0], -$0) < (bass[$1], -$1) }), low != root,
      bass[low] > 0.7, bass[root] < 0.2, frames.firstBass[index] == low
    {
      let member = chord.members.first { (root + $0.semitones) % 12 == low }
      chord.bass = member.map { chord.name(of: $0) } ?? spelling.name(ofPitchClass: low)
    }
    return chord
  }

  /// The frames' chords as spans that never cross a bar line, one or more a bar that sounds.
  public static func spans(_ chords: [Chord?], grid: BarGrid, end: Beat) -> [ChordSpan] {
    var spans: [ChordSpan] = []
    var lastBar = -1
    for (frame, chord) in zip(grid.frames, chords) {
      guard let chord, frame.onset < end else {
        lastBar = -1
        continue
      }
      let stop = min(frame.onset + frame.duration, end)
      if lastBar == frame.bar, let last = spans.last, last.chord == chord {
        spans[spans.count - 1].duration = stop - last.onset
      } else {
        spans.append(ChordSpan(onset: frame.onset, duration: stop - frame.onset, chord: chord))
      }
      lastBar = frame.bar
    }
    return spans
  }
}
