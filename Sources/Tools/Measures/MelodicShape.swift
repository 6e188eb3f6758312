public import Music

/// What the line of a melody looks like in numbers.
public struct MelodicShape: Hashable, Codable, Sendable {
  /// The share of intervals of one or two semitones among those that move, 0...1.
  public var steps: Double
  /// Semitones from the lowest to the highest note.
  public var range: Int
  /// The share of time in which the melody rests, 0...1.
  public var rest: Double
  /// The share of notes on felt beats that belong to their chord, 0...1.
  public var chordTones: Double
  /// How much of the rhythm of a bar comes back in the bar after, 0...1.
  public var rhythmicReturn: Double

  /// Measures the upper line of a part of a score; nil with fewer than four notes.
  public init?(of notes: [Note], in score: Score) {
    let line = MelodicSimilarity.upperLine(of: notes)
    guard line.count >= 4, let first = line.first, let last = line.map(\.end).max() else {
      return nil
    }
    let moves = zip(line, line.dropFirst()).map { abs($1.pitch.number - $0.pitch.number) }
      .filter { $0 > 0 }
    steps = moves.isEmpty ? 0 : Double(moves.filter { $0 <= 2 }.count) / Double(moves.count)
    let numbers = line.map(\.pitch.number)
    range = (numbers.max() ?? 0) - (numbers.min() ?? 0)
    var sounding = 0.0
    for (index, note) in line.enumerated() {
      let end = index + 1 < line.count ? min(note.end, line[index + 1].onset) : note.end
      sounding += (end - note.onset).value
    }
    rest = max(0, 1 - sounding / (last - first.onset).value)
    (chordTones, rhythmicReturn) = Self.placed(line, in: score)
  }

  private static func placed(_ line: [Note], in score: Score) -> (Double, Double) {
    var (strong, fitting) = (0, 0)
    var bars: [Int: Set<Beat>] = [:]
    var span = 0
    for note in line {
      let bar = score.meters.bar(at: note.onset)
      let position = note.onset - score.meters.start(ofBar: bar)
      bars[bar, default: []].insert(position)
      while span < score.chords.count, score.chords[span].end <= note.onset { span += 1 }
      guard score.meters.meter(ofBar: bar).pulses.contains(position),
        span < score.chords.count
      else { continue }
      strong += 1
      if score.chords[span].chord.pitchClasses.contains(note.pitch.name.pitchClass) { fitting += 1 }
    }
    var (likeness, pairs) = (0.0, 0)
    for (bar, onsets) in bars.sorted(by: { $0.key < $1.key }) {
      guard let next = bars[bar + 1] else { continue }
      likeness +=
        Double(2 * onsets.intersection(next).count) / Double(onsets.count + next.count)
      pairs += 1
    }
    return (
      strong == 0 ? 1 : Double(fitting) / Double(strong),
      pairs == 0 ? 0 : likeness / Double(pairs)
    )
  }
}
