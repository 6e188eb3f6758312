import Production
package import ReferenceIndex
import Synchronization

/// Measures what works of an index borrow from one another: each of a sample is held against all
/// works of other tunes.
enum Borrowing {
  struct Measured {
    var baselines: [Verdict.Baseline]
    var alarm: Double
  }

  /// The least works that make a genre's baseline.
  private static let least = 20

  static func measure(
    _ index: ReferenceIndex, genres: [String], tunes: [Int], sample: Int,
    _ run: (Int, @Sendable (Int) -> Void) -> Void
  ) -> Measured {
    let chosen = chosen(genres, sample: sample)
    let rarities = Mutex([Double?](repeating: nil, count: chosen.count))
    guard let searcher = try? Searcher([Searcher.Source(name: "", index: index)]) else {
      return Measured(baselines: [], alarm: 0)
    }
    run(chosen.count) { place in
      let work = chosen[place]
      guard let melody = try? index.line(.melody, ofWork: work),
        let found = try? searcher.likenesses(of: melody, excluding: tunes[work])
      else { return }
      rarities.withLock { $0[place] = found.map(\.rarity).max() ?? 0 }
    }
    let found = rarities.withLock { $0 }
    var byGenre: [String: [Double]] = [:]
    for (place, work) in chosen.enumerated() {
      guard let rarity = found[place] else { continue }
      byGenre[genres[work], default: []].append(rarity)
    }
    let all = byGenre.values.flatMap { $0 }
    let baselines = ([("all", all)] + byGenre.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      .filter { $0.0 == "all" || $0.1.count >= least }
      .map { genre, values in
        let sorted = values.sorted()
        return Verdict.Baseline(
          genre: genre, works: values.count, median: quantile(sorted, 500),
          low: quantile(sorted, 25), high: quantile(sorted, 975))
      }
    return Measured(baselines: baselines, alarm: quantile(all.sorted(), 990) + 1.0 / 16)
  }

  /// Works of each genre, evenly over the index.
  private static func chosen(_ genres: [String], sample: Int) -> [Int] {
    var byGenre: [String: [Int]] = [:]
    for (work, genre) in genres.enumerated() { byGenre[genre, default: []].append(work) }
    return byGenre.values.flatMap { works in
      let count = min(sample, works.count)
      return (0..<count).map { works[$0 * works.count / count] }
    }.sorted()
  }

  /// The value that so many thousandths stay at or below; 0 without values.
  private static func quantile(_ sorted: [Double], _ thousandths: Int) -> Double {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, sorted.count * thousandths / 1000)]
  }
}

/// A stretch that a melody shares with a work of the first index.
package struct Likeness: Sendable {
  /// The number of the work, and of its tune.
  package let work: Int, tune: Int
  /// How many notes come back, and the most in a row without change.
  package let notes: Int, longestExact: Int
  /// In bits.
  package let rarity: Double
}

extension Searcher {
  /// All that a melody shares with works of the first index; works of one tune may be left out.
  package func likenesses(
    of melody: ReferenceLine, excluding tune: Int? = nil
  ) throws(ReferenceIndexError) -> [Likeness] {
    guard let (source, model) = sources.first else { return [] }
    let search = LineSearch(index: source.index, model: model, kind: .melody, excluded: tune)
    return try search.run(melody).filter { $0.alignment.notes >= Self.leastNotes }.map { found in
      Likeness(
        work: found.work, tune: found.tune, notes: found.alignment.notes,
        longestExact: found.alignment.longestExact,
        rarity: Double(found.rarity) / Double(Logarithm.unit))
    }
  }
}
