import Production
import ReferenceIndex

/// Looks for one line of a piece among the works of one index.
struct LineSearch {
  /// A stretch of the line that stands in a work too.
  struct Found {
    var work: Int
    var tune: Int
    var alignment: Alignment
    /// How many other tunes share most of it.
    var others = 0
    /// What its rarest passage tells beyond being common property, in sixteenths of a bit.
    var rarity = 0
  }

  /// How many notes are looked at together, and by how many these overlap.
  private static let block = (length: 2048, overlap: 64)
  /// Places of figures that are counted together.
  private static let window = 16
  /// The least that figures in a window must tell together.
  private static let leastWeight = 14 * Logarithm.unit
  /// The most works that are aligned for each eight notes, and for a block.
  private static let mostCandidates = (each: 14, all: 240)
  /// How far apart figures on one diagonal may lie, and how many diagonals of a work are tried.
  private static let spread = 6
  private static let mostDiagonals = 3
  /// The least that an alignment must tell.
  static let least = 12 * Logarithm.unit
  /// What each doubling of the tunes that share a stretch takes from its rarity.
  private static let commonness = 6

  let index: ReferenceIndex
  let model: StepModel
  let kind: Verdict.Line
  /// The tune that does not count, as when a work is held against its own index.
  var excluded: Int?

  private struct Candidate {
    var work: Int
    var place: Int
    var weight: Int
  }

  /// The stretches found, each work's best apart from each other.
  func run(_ line: ReferenceLine) throws(ReferenceIndexError) -> [Found] {
    var found: [Found] = []
    var start = 0
    while start < line.count {
      let end = min(line.count, start + Self.block.length)
      found += try run(line, start..<end)
      guard end < line.count else { break }
      start = end - Self.block.overlap
    }
    return found
  }

  private func run(
    _ line: ReferenceLine, _ block: Range<Int>
  ) throws(ReferenceIndexError) -> [Found] {
    let candidates = try self.candidates(line, block)
    var found: [Found] = []
    // Works come up with several windows; each is decoded once.
    var place = 0
    while place < candidates.count {
      let number = candidates[place].work
      let tune = try index.tune(ofWork: number)
      let work = try index.line(kind, ofWork: number)
      let worth = Worth(work, kind: kind, model: model)
      let figures = Figures.all(work, kind)
      var own: [Found] = []
      while place < candidates.count, candidates[place].work == number {
        defer { place += 1 }
        guard tune != excluded else { continue }
        let near = candidates[place].place
        if own.contains(where: { $0.alignment.piece.contains(near + 2) }) { continue }
        if let alignment = align(line, near, work, figures, worth, within: block) {
          own.append(Found(work: number, tune: tune, alignment: alignment))
        }
      }
      found += own
    }
    return ranked(found)
  }

  /// Works with windows in which many of their figures stand, by work, then by place.
  private func candidates(
    _ line: ReferenceLine, _ block: Range<Int>
  ) throws(ReferenceIndexError) -> [Candidate] {
    let hits = try Hits(line, block, index: index, kind: kind)
    var found: [Candidate] = []
    hits.forEachWork { work, places in
      var low = 0
      var sum = 0
      var best = Candidate(work: work, place: 0, weight: 0)
      for high in places.indices {
        sum += places[high].weight
        while places[high].place - places[low].place >= Self.window {
          sum -= places[low].weight
          low += 1
        }
        if best.weight > 0, places[low].place >= best.place + Self.window {
          if best.weight >= Self.leastWeight { found.append(best) }
          best.weight = 0
        }
        if sum > best.weight, high > low || kind != .melody {
          best = Candidate(work: work, place: places[low].place, weight: sum)
        }
      }
      if best.weight >= Self.leastWeight { found.append(best) }
    }
    found.sort { ($1.weight, $0.work, $0.place) < ($0.weight, $1.work, $1.place) }
    var quota = [Int](repeating: 0, count: block.count / 8 + 1)
    var kept: [Candidate] = []
    for candidate in found where kept.count < Self.mostCandidates.all {
      let eighth = (candidate.place - block.lowerBound) / 8
      guard quota[eighth] < Self.mostCandidates.each else { continue }
      quota[eighth] += 1
      kept.append(candidate)
    }
    return kept.sorted { ($0.work, $0.place) < ($1.work, $1.place) }
  }

  /// The best alignment near a place with any stretch of the work that has figures of it.
  private func align(
    _ line: ReferenceLine, _ place: Int, _ work: ReferenceLine, _ own: [Figures.Placed],
    _ worth: Worth, within block: Range<Int>
  ) -> Alignment? {
    let aligner = Aligner(kind: kind, piece: line, work: work, worth: worth)
    var reach = 20
    let near = max(block.lowerBound, place - 8)..<min(block.upperBound, place + Self.window + 8)
    let diagonals = self.diagonals(line, near, own)
    while true {
      let piece =
        max(block.lowerBound, place - reach)..<min(block.upperBound, place + Self.window + reach)
      var best: Alignment?
      for diagonal in diagonals {
        let found = aligner.best(piece, diagonal: diagonal)
        if let found, found.score > best?.score ?? Self.least - 1 { best = found }
      }
      guard let best else { return nil }
      let isCut =
        best.piece.lowerBound <= piece.lowerBound + 1 && piece.lowerBound > block.lowerBound
        || best.piece.upperBound >= piece.upperBound - 1 && piece.upperBound < block.upperBound
      guard isCut, reach < 400 else { return best }
      reach *= 3
    }
  }

  /// The diagonals on which most figures of some notes of a piece stand in a work: how many places
  /// further on, the fullest first.
  private func diagonals(
    _ line: ReferenceLine, _ piece: Range<Int>, _ own: [Figures.Placed]
  ) -> [Int] {
    var places = [Int16](repeating: -1, count: 1024)
    for start in piece {
      Figures.variants(line, from: start, kind) { figure in
        places[Int(figure & 1023)] = Int16(start - piece.lowerBound)
      }
    }
    var found: [Int] = []
    for (place, figure) in own where places[Int(figure & 1023)] >= 0 {
      found.append(place - piece.lowerBound - Int(places[Int(figure & 1023)]))
    }
    found.sort()
    var groups: [(count: Int, diagonal: Int)] = []
    var start = 0
    while start < found.count {
      var end = start + 1
      while end < found.count, found[end] - found[start] <= Self.spread { end += 1 }
      groups.append((end - start, found[start + (end - start) / 2]))
      start = end
    }
    groups.sort { ($1.count, $0.diagonal) < ($0.count, $1.diagonal) }
    return groups.prefix(Self.mostDiagonals).map(\.diagonal)
  }

  /// Counts how many other tunes share each stretch, and orders by rarity.
  private func ranked(_ found: [Found]) -> [Found] {
    var ranked = found
    for index in ranked.indices {
      let own = ranked[index]
      let length = own.alignment.piece.count
      var tunes: Set<Int> = []
      for other in found
      where other.tune != own.tune && other.alignment.score * 4 >= own.alignment.score * 3 {
        let shared = other.alignment.piece.clamped(to: own.alignment.piece).count
        if shared * 4 >= length * 3 { tunes.insert(other.tune) }
      }
      ranked[index].others = tunes.count
      let loss = Self.commonness * Logarithm.sixteenths(1 + tunes.count)
      ranked[index].rarity = max(0, own.alignment.peak - loss)
    }
    return ranked.sorted {
      ($1.rarity, $0.work, $0.alignment.piece.lowerBound)
        < ($0.rarity, $1.work, $1.alignment.piece.lowerBound)
    }
  }
}
