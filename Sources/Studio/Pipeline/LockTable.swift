import Production

/// Locks as the bars of each part that they cover, to take some of them away.
struct LockTable {
  let locks: [Lock]
  let parts: [String]
  let bars: Int

  /// The locks after the bars of a part (all bars when nil) are released.
  func released(part: String, bars released: Range<Int>?) -> [Lock] {
    let free = released ?? 0..<bars
    var result: [Lock] = []
    for lock in locks {
      let covered = lock.bars ?? 0..<bars
      guard lock.part == nil || lock.part == part, covered.overlaps(free) else {
        result.append(lock)
        continue
      }
      if lock.part == nil {
        result += parts.filter { $0 != part }.map { Lock(part: $0, bars: lock.bars) }
      }
      if covered.lowerBound < free.lowerBound {
        result.append(Lock(part: part, bars: covered.lowerBound..<free.lowerBound))
      }
      if free.upperBound < covered.upperBound {
        result.append(Lock(part: part, bars: free.upperBound..<covered.upperBound))
      }
    }
    return result
  }
}
