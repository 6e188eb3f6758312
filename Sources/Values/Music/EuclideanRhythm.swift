/// Onsets spread as evenly as whole steps allow.
///
/// E. Bjorklund's algorithm for spacing pulses, which G. Toussaint found to give the time lines of
/// much of the world's music ("The Euclidean algorithm generates traditional musical rhythms",
/// BRIDGES 2005): E(3,8) is the tresillo `x..x..x.`, E(5,8) the cinquillo `x.xx.xx.`.
public struct EuclideanRhythm: Hashable, Sendable {
  /// How many steps a rhythm may have.
  public static let stepLimit = 64

  /// How many steps are struck, 0 to `steps`.
  public let onsets: Int
  /// How many steps there are, 1 to 64.
  public let steps: Int
  /// From which step of the necklace the rhythm is read, 0 to `steps` - 1.
  public let rotation: Int

  /// Makes a rhythm; nil when a number is out of its range.
  ///
  /// A rotation is counted round the necklace as often as it goes, negative ones backwards.
  public init?(onsets: Int, steps: Int, rotation: Int = 0) {
    guard (1...Self.stepLimit).contains(steps), (0...steps).contains(onsets),
      (-1_000...1_000).contains(rotation)
    else { return nil }
    self.onsets = onsets
    self.steps = steps
    self.rotation = (rotation % steps + steps) % steps
  }

  /// Which steps are struck, one entry a step.
  public var hits: [Bool] {
    var heads = [[Bool]](repeating: [true], count: onsets)
    var tails = [[Bool]](repeating: [false], count: steps - onsets)
    // The rests are dealt out to the strokes, and what is left over to the groups, until at most
    // one remainder stands alone.
    while !heads.isEmpty, !tails.isEmpty {
      let pairs = min(heads.count, tails.count)
      let joined = (0..<pairs).map { heads[$0] + tails[$0] }
      tails = Array(heads.count > pairs ? heads[pairs...] : tails[pairs...])
      heads = joined
      if tails.count <= 1 { break }
    }
    let necklace = (heads + tails).flatMap { $0 }
    return Array(necklace[rotation...] + necklace[..<rotation])
  }
}
