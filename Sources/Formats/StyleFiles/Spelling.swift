/// Finds the known words that are spelled most like a given one.
enum Spelling {
  /// The edits (insertions, deletions, replacements, swaps of neighbours) between two words
  /// (Damerau-Levenshtein distance, restricted form).
  static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first.lowercased().unicodeScalars)
    let b = Array(second.lowercased().unicodeScalars)
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for row in 1...a.count {
      var current = [row]
      for column in 1...b.count {
        let cost = a[row - 1] == b[column - 1] ? 0 : 1
        var best = min(current[column - 1] + 1, last[column] + 1, last[column - 1] + cost)
        if row > 1, column > 1, a[row - 1] == b[column - 2], a[row - 2] == b[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[b.count]
  }

  /// The known words nearest to a word, best first, that are near enough to be meant.
  static func nearest(to word: String, among known: [String], limit: Int = 3) -> [String] {
    let plain = word.lowercased()
    // Two slips in a short word leave nothing of it: they make "mood" of "foo".
    let reach = plain.count < 4 ? 1 : max(2, plain.count / 3)
    let ranked = known.compactMap { candidate -> (Int, String)? in
      let slips = distance(plain, candidate)
      if slips == 0 { return (0, candidate) }
      // Every word contains "a"; what is contained has to be a word of its own.
      let contains =
        min(plain.count, candidate.count) >= 3
        && (candidate.contains(plain) || plain.contains(candidate))
      if contains { return (1, candidate) }
      let isNear = slips <= reach && slips * 2 <= max(plain.count, candidate.count)
      return isNear ? (slips, candidate) : nil
    }
    return ranked.sorted { $0 < $1 }.prefix(limit).map(\.1)
  }
}
