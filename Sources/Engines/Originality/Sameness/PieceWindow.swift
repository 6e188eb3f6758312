import Music

/// The stretch of a piece that is compared: at most so many bars from the first note on, cut into bars.
struct PieceWindow {
  /// The most bars that are read.
  static let most = 64
  /// Steps in a quarter note to which onsets are taken: sixteenths and triplets.
  static let steps = 12

  /// A note with its place on the grid.
  struct Stroke {
    /// The bar of the window, from 0.
    var bar: Int
    /// Steps from the bar line.
    var step: Int
    var key: Int
  }

  let score: Score
  /// The first bar of the piece that is read, counted from 0.
  let first: Int
  /// How many bars are read.
  let bars: Int
  /// The beginnings of the bars and, last, the end, in quarter notes.
  private let lines: [Beat]

  init(_ score: Score) {
    let onsets = score.parts.compactMap { $0.notes.first?.onset }
    let start = max(.zero, onsets.min() ?? .zero)
    first = score.meters.bar(at: start)
    let last = score.parts.compactMap { $0.notes.last?.onset }.max() ?? .zero
    let end = max(score.meters.bar(at: max(last, .zero)) + 1, first)
    bars = min(end - first, Self.most)
    let begin = first
    lines = (0...bars).map { score.meters.start(ofBar: begin + $0) }
    self.score = score
  }

  /// The time that is read.
  var span: Range<Beat> { lines[0]..<lines[bars] }

  /// The notes of some roles that begin in the window, ascending.
  func notes(_ roles: Set<Role>) -> [Note] {
    score.parts.filter { roles.contains($0.role) }.flatMap { notes(of: $0) }.sorted()
  }

  /// The notes of a part that begin in the window.
  func notes(of part: Part) -> [Note] { part.notes.filter { span.contains($0.onset) } }

  /// The bar of the window that holds a time within it, from 0.
  func bar(at beat: Beat) -> Int {
    var (low, high) = (0, max(0, bars - 1))
    while low < high {
      let middle = (low + high + 1) / 2
      if lines[middle] <= beat { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The length of a bar of the window in steps.
  func length(ofBar bar: Int) -> Int { ((lines[bar + 1] - lines[bar]) * Self.steps).floor }

  /// A note on the grid of its bar; one that is played a little before a bar line belongs behind it.
  func stroke(_ note: Note) -> Stroke {
    var bar = bar(at: note.onset)
    var step = ((note.onset - lines[bar]) * Self.steps + Beat(1, 2)).floor
    if step >= length(ofBar: bar), bar + 1 < bars { (bar, step) = (bar + 1, 0) }
    return Stroke(bar: bar, step: step, key: note.pitch.number)
  }

  /// The chords of the window with their degree in the key, each another than the one before.
  var degrees: [Degree] {
    var found: [Degree] = []
    for chord in score.chords where chord.onset < span.upperBound && chord.end > span.lowerBound {
      let onset = max(chord.onset, span.lowerBound)
      let bar = bar(at: onset)
      let key = score.key(ofBar: first + bar)
      let length = (min(chord.end, span.upperBound) - onset).value
      let degree = Degree(chord.chord, in: key, bar: bar, length: length)
      if let last = found.last, last.number == degree.number {
        found[found.count - 1].length += length
      } else {
        found.append(degree)
      }
    }
    return found
  }

  /// A chord as seen from the key.
  struct Degree {
    /// Root above the tonic and kind of third, as one number.
    var number: Int
    /// The bar of the window in which it begins, from 0.
    var bar: Int
    /// How long it holds, in quarter notes.
    var length: Double

    init(_ chord: Chord, in key: Key, bar: Int, length: Double) {
      let root = (chord.root.pitchClass - key.tonic.pitchClass + 12) % 12
      let kind =
        switch chord.third {
        case 4: 0
        case 3: chord.triad == .diminished ? 3 : 1
        default: 2
        }
      number = root * 4 + kind
      self.bar = bar
      self.length = length
    }
  }
}
