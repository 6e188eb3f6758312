public import Music

/// Finds the key of a piece.
///
/// Pitch-class weights choose the collection of notes (see `KeyProfiles`); what tells a key from its
/// relative and parallel keys is where music begins, rests and ends: the first and last chords and
/// basses, the chords that begin phrases, how long the tonic chord holds, and cadences.
public enum KeyFinder {
  /// A key and how sure it is.
  public struct Finding: Sendable {
    /// The key of most of the piece.
    public var key: Key
    /// How sure, 0...1; 0 when nothing pitched sounds.
    public var confidence: Double
    /// The keys that came next, best first.
    public var alternatives: [Key]
  }

  /// Finds the key from notes and the chords of frames.
  ///
  /// A stated key is weighed as evidence, not believed.
  public static func find(
    _ material: NoteMaterial, roles: [Role], grid: BarGrid, frames: HarmonyFrames,
    chords: [Chord?], stated: Key? = nil
  ) -> Finding {
    let home = homeBars(frames, grid: grid)
    let weights = weights(material, roles: roles, grid: grid, bars: home)
    guard weights.contains(where: { $0 > 0 }) else {
      return Finding(
        key: stated ?? Key(PitchName(.c), .major), confidence: 0, alternatives: [])
    }
    let evidence = TonicEvidence(chords, frames: frames, grid: grid, bars: home)
    var scored: [(tonic: Int, scale: Scale, score: Double)] = []
    for tonic in 0..<12 {
      let modes = [false, true].map { refined($0, weights: weights, tonic: tonic) }
      for scale in KeyProfiles.scales {
        var score = 1.4 * KeyProfiles.correlation(weights, tonic: tonic, scale)
        score += evidence.score(tonic: tonic, isMinor: scale.isMinor)
        // A tonic whose degrees make it a rare mode is rare, whatever profile it is compared with.
        score -= max(rarity(scale), rarity(modes[scale.isMinor ? 1 : 0]))
        if let stated, stated.tonic.pitchClass == tonic, stated.scale.isMinor == scale.isMinor {
          score += 0.35
        }
        scored.append((tonic, scale, score))
      }
    }
    scored.sort { ($0.score, -$0.tonic) > ($1.score, -$1.tonic) }
    let best = scored[0]
    let scale = refined(best.scale.isMinor, weights: weights, tonic: best.tonic)
    let key = spelled(best.tonic, scale)
    let rivals = scored.filter { $0.tonic != best.tonic || $0.scale.isMinor != best.scale.isMinor }
    let margin = max(0, best.score - (rivals.first?.score ?? 0))
    var alternatives: [Key] = []
    for rival in rivals {
      let other = spelled(rival.tonic, rival.scale)
      if alternatives.count < 3, !alternatives.contains(where: { $0.tonic == other.tonic }) {
        alternatives.append(other)
      }
    }
    return Finding(key: key, confidence: margin / (margin + 0.2), alternatives: alternatives)
  }

  /// How much rarer a mode is than major and minor.
  private static func rarity(_ scale: Scale) -> Double {
    switch scale {
    case .major, .minor, .harmonicMinor: 0
    case .dorian, .mixolydian: 0.16
    default: 0.6
    }
  }

  /// The mode by the degrees that decide it, over a tonic with a major or minor third.
  private static func refined(_ isMinor: Bool, weights: [Double], tonic: Int) -> Scale {
    func weight(_ degree: Int) -> Double { weights[(tonic + degree) % 12] }
    let least = 0.025 * weights.reduce(0, +)
    func prevails(_ degree: Int, over other: Int, _ ratio: Double) -> Bool {
      weight(degree) > least && weight(degree) > ratio * weight(other)
    }
    if isMinor {
      // A borrowed chord on the lowered second is no mode: the natural second has to be all but
      // absent, or the lowered one to sound much of the time.
      if weight(1) > 0.5 * least, weight(1) > 3 * weight(2),
        weight(2) < least || weight(1) > 4 * least
      {
        return .phrygian
      }
      if prevails(11, over: 10, 5), !prevails(9, over: 8, 2) { return .harmonicMinor }
      // A leading note raises the sixth with it, unless the natural sixth is never heard.
      let isMelodic = weight(11) > 0.5 * weight(10) && weight(8) > 0.15 * weight(9)
      return prevails(9, over: 8, 2.5) && !isMelodic ? .dorian : .minor
    }
    if prevails(6, over: 5, 3) { return .lydian }
    // Blue thirds make blue sevenths of lowered ones, where a leading note is heard, too.
    let isBlue = weight(3) > 0.25 * weight(4) && weight(11) > weight(10) / 8
    let isLowered = weight(10) > 0.6 * least && weight(10) > 3 * weight(11)
    return isLowered && !isBlue ? .mixolydian : .major
  }

  /// The key with the plainer signature; of six sharps and six flats the flats in major.
  static func spelled(_ tonic: Int, _ scale: Scale) -> Key {
    let sharp = Key(PitchName(pitchClass: tonic), scale)
    let flat = Key(PitchName(pitchClass: tonic, preferFlats: true), scale)
    if abs(sharp.signature) == abs(flat.signature) { return scale.isMinor ? sharp : flat }
    return abs(sharp.signature) < abs(flat.signature) ? sharp : flat
  }

  /// Duration-weighted pitch classes of the named bars; melodies count, long notes up to a bar.
  private static func weights(
    _ material: NoteMaterial, roles: [Role], grid: BarGrid, bars: [Bool]
  ) -> [Double] {
    var weights = [Double](repeating: 0, count: 12)
    for event in material.pitched {
      guard let bar = grid.bar(at: event.onset), bars[bar] else { continue }
      let role = roles.indices.contains(event.part) ? roles[event.part] : .chords
      let share = role == .effects || role == .percussion ? 0.05 : role == .bass ? 1.3 : 1
      weights[event.pitchClass] += share * min(max(event.duration, 0.25), 4)
    }
    return weights
  }

  /// The bars of the collection of notes that prevails.
  ///
  /// So a lift near the end or an excursion does not blur the key. Collections are followed by dynamic programming over the bars.
  private static func homeBars(_ frames: HarmonyFrames, grid: BarGrid) -> [Bool] {
    let count = grid.barCount
    guard count > 0 else { return [] }
    var chroma = [[Double]](repeating: [Double](repeating: 0, count: 12), count: count)
    for (index, frame) in grid.frames.enumerated() {
      for pitchClass in 0..<12 {
        chroma[frame.bar][pitchClass] +=
          frames.chroma[index][pitchClass] * frame.duration.value / 4
      }
    }
    let collection = Scale.major.semitones
    let switching = 3.2
    var best = [Double](repeating: 0, count: 12)
    var choices: [[Int]] = []
    for bar in 0..<count {
      let top = best.indices.max { (best[$0], -$0) < (best[$1], -$1) } ?? 0
      var next = best
      var choice = Array(0..<12)
      for tonic in 0..<12 {
        if bar > 0, best[top] - switching > best[tonic] {
          next[tonic] = best[top] - switching
          choice[tonic] = top
        }
        for degree in collection { next[tonic] += chroma[bar][(tonic + degree) % 12] }
      }
      best = next
      choices.append(choice)
    }
    var state = best.indices.max { (best[$0], -$0) < (best[$1], -$1) } ?? 0
    var path = [Int](repeating: 0, count: count)
    for bar in stride(from: count - 1, through: 0, by: -1) {
      path[bar] = state
      state = choices[bar][state]
    }
    var extents = [Int](repeating: 0, count: 12)
    for (bar, tonic) in path.enumerated() where chroma[bar].contains(where: { $0 > 0 }) {
      extents[tonic] += 1
    }
    // The beginning is home unless it is short.
    let first = extents[path[0]]
    let longest = extents.max() ?? 0
    let home = first * 2 >= longest ? path[0] : extents.firstIndex(of: longest) ?? path[0]
    return path.map { $0 == home }
  }
}
