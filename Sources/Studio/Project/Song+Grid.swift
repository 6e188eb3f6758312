import Music
public import Production

extension Song {
  /// The bars of a part (all when nil, counted from 0) as grids.
  ///
  /// Throws `StudioError` for an unknown part and bars beyond the end.
  public func grids(
    part name: String, bars: Range<Int>?
  ) throws(StudioError) -> [(bar: Int, grid: PatternGrid)] {
    guard let part = score.parts.first(where: { $0.id == name }) else {
      throw .unknownName(kind: "part", name: name, known: score.parts.map(\.id))
    }
    let wanted = bars ?? 0..<score.bars
    guard wanted.upperBound <= score.bars else {
      throw .barsBeyondEnd(
        first: wanted.lowerBound + 1, last: wanted.upperBound, bars: score.bars)
    }
    return wanted.map { ($0, PatternGrid(part: part, bar: $0, meters: score.meters)) }
  }
}
