import Production
import ReferenceIndex

/// Looks for some notes of a line among the works of an index: chooses works by the figures that
/// they share, and aligns those.
struct BlockSearch {
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
  private static let least = 12 * Logarithm.unit

  private struct Candidate {
    var work: Int
    var place: Int
    var weight: Int
  }

  private let line: ReferenceLine
  private let block: Range<Int>
  private let kind: Verdict.Line
  private let figures: LineFigures
  private var aligner: Aligner
  /// The work that is looked at, what its steps are worth, and its figures that the line has, too.
  private var work = ReferenceLine()
  private var worth: Worth
  private var matches: [LineFigures.Match] = []

  init(_ line: ReferenceLine, _ block: Range<Int>, kind: Verdict.Line, model: StepModel) {
    self.line = line
    self.block = block
    self.kind = kind
    figures = LineFigures(line, block, kind)
    aligner = Aligner(line, kind: kind)
    worth = Worth(kind: kind, model: model)
  }

  /// The stretches found, each work's best apart from each other, in no order of rarity.
  mutating func run(
    _ index: ReferenceIndex, excluding excluded: Int?
  ) throws(ReferenceIndexError) -> [LineSearch.Found] {
    let candidates = try self.candidates(index)
    var found: [LineSearch.Found] = []
    // Works come up with several windows; each is decoded once.
    var place = 0
    while place < candidates.count {
      let number = candidates[place].work
      let first = place
      while place < candidates.count, candidates[place].work == number { place += 1 }
      let tune = try index.tune(ofWork: number)
      guard tune != excluded else { continue }
      try index.read(kind, ofWork: number, into: &work)
      worth.begin(count: work.count)
      figures.matches(in: work, &matches)
      var own: [LineSearch.Found] = []
      for candidate in candidates[first..<place] {
        let near = candidate.place
        if own.contains(where: { $0.alignment.piece.contains(near + 2) }) { continue }
        if let alignment = align(near: near) {
          own.append(
            LineSearch.Found(
              work: number, tune: tune, alignment: alignment,
              stretch: LineSearch.Stretch(work, alignment.work)))
        }
      }
      found += own
    }
    return found
  }

  /// Works with windows in which many of their figures stand, by work, then by place.
  private func candidates(_ index: ReferenceIndex) throws(ReferenceIndexError) -> [Candidate] {
    var found: [Candidate] = []
    try Hits(figures, index: index).forEachWork(weighing: Self.leastWeight) { work, places in
      var low = places.startIndex
      var sum = 0
      var best = Candidate(work: work, place: 0, weight: 0)
      for high in places.indices {
        sum += Int(places[high].weight)
        while Int(places[high].place - places[low].place) >= Self.window {
          sum -= Int(places[low].weight)
          low += 1
        }
        let first = Int(places[low].place)
        if best.weight > 0, first >= best.place + Self.window {
          if best.weight >= Self.leastWeight { found.append(best) }
          best.weight = 0
        }
        if sum > best.weight, high > low || kind != .melody {
          best = Candidate(work: work, place: first, weight: sum)
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
  private mutating func align(near place: Int) -> Alignment? {
    let near = max(block.lowerBound, place - 8)..<min(block.upperBound, place + Self.window + 8)
    let diagonals = self.diagonals(of: near)
    var reach = 20
    while true {
      let piece =
        max(block.lowerBound, place - reach)..<min(block.upperBound, place + Self.window + reach)
      var best: Alignment?
      for diagonal in diagonals {
        let (low, high) = (piece.lowerBound + diagonal, piece.upperBound + diagonal)
        worth.cover((low - Aligner.stray)..<(high + Aligner.stray), of: work)
        let bound = best?.score ?? Self.least - 1
        if let found = aligner.best(piece, of: work, worth, diagonal: diagonal, above: bound) {
          best = found
        }
      }
      guard let best else { return nil }
      let isCut =
        best.piece.lowerBound <= piece.lowerBound + 1 && piece.lowerBound > block.lowerBound
        || best.piece.upperBound >= piece.upperBound - 1 && piece.upperBound < block.upperBound
      guard isCut, reach < 400 else { return best }
      reach *= 3
    }
  }

  /// The diagonals on which most figures of some notes stand in the work: how many places further
  /// on, the fullest first.
  private func diagonals(of notes: Range<Int>) -> [Int] {
    var found: [Int] = []
    for match in matches {
      if let place = figures.last(match.number, in: notes) {
        found.append(Int(match.place) - place)
      }
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
}
