/// The table of an index that tells in which works figures of one kind of line stand.
///
/// Used by the thread that asked for it.
public struct FigureTable {
  /// Keeps the bytes.
  let index: ReferenceIndex
  let section: SectionReader
  /// How many bits of a figure choose its bucket.
  let bits: Int

  /// In how many works a figure stands; their numbers, ascending, are appended to `works`, but for
  /// those of common figures.
  ///
  /// What was appended before an error is not said.
  public func read(
    _ figure: UInt32, into works: inout [Int32]
  ) throws(ReferenceIndexError) -> Int {
    let bucket = bits == 0 ? 0 : Int(figure >> UInt32(32 - bits))
    let check = UInt8(truncatingIfNeeded: figure >> UInt32(24 - bits))
    let range = try section.entry(bucket, of: 1 << bits, tableAt: 4)
    var reader = SectionReader(section.bytes, section.section, range)
    while !reader.isAtEnd {
      let key = try reader.byte()
      let entry = try reader.number()
      let value = entry >> 2
      let isWanted = key == check
      switch entry & 3 {
      case 0:
        if isWanted {
          guard value < index.count else { throw reader.malformed("a work's number") }
          works.append(Int32(value))
          return 1
        }
      case 1:
        guard value <= index.count else { throw reader.malformed("a count of works") }
        var work = 0
        for _ in 0..<value {
          work += try reader.number()
          guard work < index.count else { throw reader.malformed("a work's number") }
          if isWanted { works.append(Int32(work)) }
        }
        if isWanted { return value }
      default:
        if isWanted { return min(value, index.count) }
      }
      // Entries stand by ascending keys.
      if key > check { return 0 }
    }
    return 0
  }
}
