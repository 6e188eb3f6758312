public import Music

/// How easily a hook is remembered and sung, in numbers of 0...1.
///
/// Each number is 1 inside a usual range and falls off in a straight line outside; docs/melody.md
/// lists them. Rests are not judged. A rule of thumb to choose among ideas, no judgement of music.
/// Cost is linear in notes.
public struct Memorability: Hashable, Codable, Sendable {
  /// How much comes again: the mean of the rhythm's (few different times between notes) and of the
  /// line's (15-50 % of short figures, or of single notes in short hooks, were heard before).
  public var repetition: Double
  /// 5 to 12 semitones from the lowest to the highest note.
  public var range: Double
  /// The mean of five: 70-100 % of the moves are steps or thirds; leaps of a fifth or more turn back;
  /// no tritones, sevenths or leaps beyond the octave; turns in 15-50 % of the places; at most a
  /// quarter of the notes repeat the one before.
  public var singability: Double

  /// The whole: two fifths repetition, two fifths singability, one fifth range.
  public var overall: Double { 0.4 * repetition + 0.4 * singability + 0.2 * range }

  /// Measures the upper line of some notes; nil with fewer than three.
  public init?(of notes: [Note]) {
    let line = MelodicSimilarity.upperLine(of: notes)
    guard line.count >= 3 else { return nil }
    let numbers = line.map(\.pitch.number)
    let times = zip(line, line.dropFirst()).map { $1.onset - $0.onset }
    let moves = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    let kinds = Set(times).count
    let rhythm = 1 - Double(kinds - 1) / Double(max(2, min(times.count, 8)) - 1)
    repetition =
      (max(0, rhythm)
        + UsualRange.closeness(Self.heardBefore(numbers, moves, times), to: 0.15...0.5, slope: 2))
      / 2
    let width = (numbers.max() ?? 0) - (numbers.min() ?? 0)
    range = UsualRange.closeness(Double(width), to: 5...12, slope: 0.15)
    singability = Self.singability(moves)
  }

  /// The share of figures of two moves that were heard before; of single notes in hooks of fewer
  /// than eight notes, which have too few figures.
  private static func heardBefore(_ numbers: [Int], _ moves: [Int], _ times: [Beat]) -> Double {
    guard numbers.count >= 8 else {
      return 1 - Double(Set(numbers).count) / Double(numbers.count)
    }
    struct Figure: Hashable {
      var moves: [Int]
      var times: [Beat]
    }
    var heard: Set<Figure> = []
    var again = 0
    for index in 0..<(moves.count - 1) {
      let figure = Figure(
        moves: Array(moves[index...(index + 1)]), times: Array(times[index...(index + 1)]))
      if !heard.insert(figure).inserted { again += 1 }
    }
    return Double(again) / Double(moves.count - 1)
  }

  private static func singability(_ moves: [Int]) -> Double {
    let moving = moves.filter { $0 != 0 }
    guard !moving.isEmpty else { return 0 }
    let count = Double(moving.count)
    let near = Double(moving.filter { abs($0) <= 4 }.count) / count
    let awkward = Double(moving.filter { [6, 10, 11].contains(abs($0)) || abs($0) > 12 }.count)
    var (leaps, lost, turns) = (0, 0, 0)
    for (move, next) in zip(moves, moves.dropFirst()) {
      if abs(move) >= 7 {
        leaps += 1
        if move * next > 0 { lost += 1 }
      }
      if move * next < 0 { turns += 1 }
    }
    let turning = moves.count > 1 ? Double(turns) / Double(moves.count - 1) : 0
    let figures: [Double] = [
      UsualRange.closeness(near, to: 0.7...1, slope: 2),
      leaps == 0 ? 1 : 1 - Double(lost) / Double(leaps),
      max(0, 1 - 3 * awkward / count),
      UsualRange.closeness(turning, to: 0.15...0.5, slope: 2),
      UsualRange.closeness(1 - count / Double(moves.count), to: 0...0.25, slope: 2),
    ]
    return figures.reduce(0, +) / Double(figures.count)
  }
}
