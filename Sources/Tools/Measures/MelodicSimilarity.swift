public import Music

/// How alike two melodies are, whatever their key and place in time.
///
/// A melody is reduced to its upper line (the highest note of each onset) and then to steps: the
/// interval in semitones and the relation of the time to the next onset with the time before
/// (shorter, equal, longer). Two numbers of 0...1 are averaged: Dice's coefficient of the multisets
/// of three steps in a row (Downie, "Evaluating a simple approach to music information retrieval",
/// 1999), and the share of steps that a global alignment can match (Needleman and Wunsch, 1970), a
/// step of equal rhythm and an interval that differs by at most two semitones counting half.
/// Cost is the product of the lengths, of which at most the first 256 steps are read.
public enum MelodicSimilarity {
  private struct Step: Hashable {
    var interval: Int
    var rhythm: Int
  }

  private static let most = 256

  /// The likeness of two melodies, 0 (nothing alike) to 1 (the same but for key and tempo).
  public static func of(_ first: [Note], _ second: [Note]) -> Double {
    let (a, b) = (steps(of: first), steps(of: second))
    guard !a.isEmpty, !b.isEmpty else { return a.isEmpty && b.isEmpty ? 1 : 0 }
    return (grams(a, b) + alignment(a, b)) / 2
  }

  /// The highest note of each onset, ascending.
  public static func upperLine(of notes: [Note]) -> [Note] {
    var line: [Note] = []
    for note in notes.sorted() {
      if let last = line.last, last.onset == note.onset {
        line[line.count - 1] = note
      } else {
        line.append(note)
      }
    }
    return line
  }

  private static func steps(of notes: [Note]) -> [Step] {
    let line = Array(upperLine(of: notes).prefix(most + 1))
    guard line.count > 1 else { return [] }
    var steps: [Step] = []
    var before: Beat?
    for (left, right) in zip(line, line.dropFirst()) {
      let time = right.onset - left.onset
      let rhythm = before.map { time < $0 ? -1 : time > $0 ? 1 : 0 } ?? 0
      steps.append(Step(interval: right.pitch.number - left.pitch.number, rhythm: rhythm))
      before = time
    }
    return steps
  }

  private static func grams(_ a: [Step], _ b: [Step]) -> Double {
    let size = min(3, a.count, b.count)
    func counts(_ steps: [Step]) -> [[Step]: Int] {
      var counts: [[Step]: Int] = [:]
      for start in 0...(steps.count - size) {
        counts[Array(steps[start..<(start + size)]), default: 0] += 1
      }
      return counts
    }
    let (left, right) = (counts(a), counts(b))
    let shared = left.reduce(0) { $0 + min($1.value, right[$1.key] ?? 0) }
    return Double(2 * shared) / Double(a.count + b.count - 2 * (size - 1))
  }

  /// Matches count 2, near matches 1, so that everything stays a whole number.
  private static func alignment(_ a: [Step], _ b: [Step]) -> Double {
    var row = Array(repeating: 0, count: b.count + 1)
    for left in a {
      var diagonal = 0
      for (index, right) in b.enumerated() {
        let above = row[index + 1]
        var match = 0
        if left == right {
          match = 2
        } else if left.rhythm == right.rhythm, abs(left.interval - right.interval) <= 2 {
          match = 1
        }
        row[index + 1] = max(diagonal + match, above, row[index])
        diagonal = above
      }
    }
    return Double(row[b.count]) / Double(2 * max(a.count, b.count))
  }
}
