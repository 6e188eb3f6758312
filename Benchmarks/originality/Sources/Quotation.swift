import Music
import ReferenceIndex

/// A stretch of a work that is hidden in another piece.
struct Quotation {
  /// The tune that it is of.
  var tune: Int
  /// Its notes.
  var line: ReferenceLine

  /// Cuts a stretch of so many notes out of a work: no single interval, no long pause, and found in
  /// this tune alone.
  static func cut(
    _ lengths: ClosedRange<Int>, from index: ReferenceIndex, _ melodies: [ReferenceLine],
    _ random: inout RandomStream
  ) throws -> Quotation {
    while true {
      let work = random.index(index.count)
      let melody = melodies[work]
      let count = lengths.lowerBound + random.index(lengths.count)
      guard melody.count > count + 10 else { continue }
      let start = random.index(melody.count - count)
      let line = ReferenceLine(
        values: Array(melody.values[start..<start + count]),
        onsets: Array(melody.onsets[start..<start + count]))
      let gaps = zip(line.onsets.dropFirst(), line.onsets).map { $0 - $1 }
      guard Set(line.steps).count >= 3, gaps.allSatisfy({ $0 <= 24 * 8 }) else { continue }
      let tune = try index.tune(ofWork: work)
      guard try stands(line, inTuneAlone: tune, index, melodies) else { continue }
      return Quotation(tune: tune, line: line)
    }
  }

  private static func stands(
    _ line: ReferenceLine, inTuneAlone tune: Int, _ index: ReferenceIndex,
    _ melodies: [ReferenceLine]
  ) throws -> Bool {
    let steps = line.steps
    for (work, melody) in melodies.enumerated() where melody.count > steps.count {
      for start in 0..<(melody.count - steps.count) {
        var place = 0
        while place < steps.count,
          melody.values[start + place + 1] - melody.values[start + place] == steps[place]
        {
          place += 1
        }
        if place == steps.count, try index.tune(ofWork: work) != tune { return false }
      }
    }
    return true
  }

  /// The stretch in another key and at another tempo, and one note in ten ornamented.
  func varied(isOrnamented: Bool, _ random: inout RandomStream) -> ReferenceLine {
    let shift = Int16(random.index(11) - 5)
    let (more, less) = [(1, 1), (2, 1), (1, 2), (3, 2)][random.index(4)]
    let gaps = zip(line.onsets.dropFirst(), line.onsets).map { $0 - $1 }
    var lengths = gaps.map { max(2, $0 * Int32(more) / Int32(less)) }
    lengths.append(max(12, lengths.first ?? 12))
    var ornamented: Set<Int> = []
    if isOrnamented {
      ornamented = Set(line.values.indices.filter { _ in random.chance(0.1) })
      if ornamented.isEmpty { ornamented = [random.index(line.count)] }
    }
    var varied = ReferenceLine()
    var onset: Int32 = 0
    for (place, value) in line.values.enumerated() {
      let next = place + 1 < line.count ? line.values[place + 1] : value
      let notes =
        ornamented.contains(place) && lengths[place] >= 6
        ? Self.ornament(value + shift, lengths[place], isFalling: next < value, &random)
        : [(value + shift, lengths[place])]
      for (value, length) in notes {
        varied.values.append(value)
        varied.onsets.append(onset)
        onset += length
      }
    }
    return varied
  }

  /// A short note before, a mordent, a passing note, or a turn.
  private static func ornament(
    _ value: Int16, _ length: Int32, isFalling: Bool, _ random: inout RandomStream
  ) -> [(Int16, Int32)] {
    switch random.index(4) {
    case 0: return [(value + 2, max(1, length / 8)), (value, length - max(1, length / 8))]
    case 1:
      let part = max(1, length / 4)
      return [(value, part), (value + 2, part), (value, length - 2 * part)]
    case 2: return [(value, length / 2), (value + (isFalling ? -1 : 1), length - length / 2)]
    default:
      let part = max(1, length / 6)
      return [(value, length - 3 * part), (value + 2, part), (value, part), (value - 1, part)]
    }
  }
}

extension ReferenceLine {
  /// The intervals from each note to the next, in semitones.
  var steps: [Int16] { zip(values.dropFirst(), values).map { $0 - $1 } }

  /// The line with another put into its middle.
  func hiding(_ other: ReferenceLine) -> ReferenceLine {
    let middle = count / 2
    var line = ReferenceLine(
      values: Array(values[..<middle]), onsets: Array(onsets[..<middle]))
    let start = (line.onsets.last ?? 0) + 24
    line.values += other.values
    line.onsets += other.onsets.map { $0 + start }
    let behind = (line.onsets.last ?? 0) + 24 - onsets[middle]
    line.values += values[middle...]
    line.onsets += onsets[middle...].map { $0 + behind }
    return line
  }
}
