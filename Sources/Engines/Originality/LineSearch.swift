import Production
import ReferenceIndex

/// Looks for one line of a piece among the works of one index.
struct LineSearch {
  /// Some notes of a line: their first value, and the onsets of the first and the last.
  struct Stretch {
    var value: Int
    var start: Int
    var end: Int

    init(_ line: ReferenceLine, _ notes: Range<Int>) {
      value = Int(line.values[notes.lowerBound])
      start = Int(line.onsets[notes.lowerBound])
      end = Int(line.onsets[notes.upperBound - 1])
    }
  }

  /// A stretch of the line that stands in a work too.
  struct Found {
    var work: Int
    var tune: Int
    var alignment: Alignment
    /// The work's notes.
    var stretch: Stretch
    /// How many other tunes share most of it.
    var others = 0
    /// What its rarest passage tells beyond being common property, in sixteenths of a bit.
    var rarity = 0
  }

  /// How many notes are looked at together, and by how many these overlap.
  private static let block = (length: 2048, overlap: 64)
  /// What each doubling of the tunes that share a stretch takes from its rarity.
  private static let commonness = 6

  let index: ReferenceIndex
  let model: StepModel
  let kind: Verdict.Line
  /// The tune that does not count, as when a work is held against its own index.
  var excluded: Int?

  /// The stretches found, each work's best apart from each other.
  func run(_ line: ReferenceLine) throws(ReferenceIndexError) -> [Found] {
    var found: [Found] = []
    var start = 0
    while start < line.count {
      let end = min(line.count, start + Self.block.length)
      var block = BlockSearch(line, start..<end, kind: kind, model: model)
      found += ranked(try block.run(index, excluding: excluded))
      guard end < line.count else { break }
      start = end - Self.block.overlap
    }
    return found
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
