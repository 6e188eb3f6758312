import Music
import Production

/// Makes new progressions of a style's own: the first half of one goes on as another ends.
///
/// Every change of chord in a mixed progression, its return to the beginning too, is one that some
/// progression of the style has.
struct ProgressionMixer {
  /// How often a progression is mixed.
  static let share = 0.7
  /// Progressions of other lengths have a form of their own, such as twelve bars of blues.
  static let lengths: Set<Int> = [4, 8, 16]

  let all: [Harmony.Progression]
  private let changes: Set<[String]>

  init(all: [Harmony.Progression], isMinor: Bool) {
    self.all = all
    changes = Set(
      all.filter { $0.isMinor == isMinor }.flatMap { progression -> [[String]] in
        let bars = progression.bars
        return bars.indices.map { Self.change(from: bars[$0], to: bars[($0 + 1) % bars.count]) }
      })
  }

  /// The last chord of a bar and the first of the next.
  private static func change(from bar: String, to next: String) -> [String] {
    let (from, to) = (bar.split(separator: " "), next.split(separator: " "))
    return [String(from.last ?? ""), String(to.first ?? "")]
  }

  /// The bars of a progression, mixed with another of its length among the candidates or as it is.
  func mixed(_ index: Int, among candidates: [Int], _ stream: inout RandomStream) -> [String] {
    let bars = all[index].bars
    guard Self.lengths.contains(bars.count), stream.chance(Self.share) else { return bars }
    let half = bars.count / 2
    let partners = candidates.filter { candidate in
      let other = all[candidate].bars
      guard other.count == bars.count, other[half...] != bars[half...] else { return false }
      // Two halves on one chord are no progression.
      guard Set(bars[..<half] + other[half...]).count > 2 || Set(bars).count <= 2 else {
        return false
      }
      return changes.contains(Self.change(from: bars[half - 1], to: other[half]))
        && changes.contains(Self.change(from: other[bars.count - 1], to: bars[0]))
    }
    guard let choice = stream.weightedIndex(partners.map { max(all[$0].weight, 0) }) else {
      return bars
    }
    return Array(bars[..<half] + all[partners[choice]].bars[half...])
  }
}
