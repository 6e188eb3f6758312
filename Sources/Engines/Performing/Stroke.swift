import Music

/// A note on its way from paper to sound: as on the grid, and as fully played.
struct Stroke {
  let note: Note
  let key: Int
  /// The bar of the onset, counted from 0.
  let bar: Int
  /// Seconds on the grid.
  let gridTime: Double, gridEnd: Double
  /// Seconds as played.
  var time: Double, end: Double
  /// Velocity as played.
  var velocity: Int
  /// Whether the release is the end of the piece, which nothing moves.
  let isLast: Bool
  /// The index of the next stroke on the same key.
  var nextOnKey: Int?

  /// The strokes of a part, ascending by onset and key, one a key and onset, cut at the restrike
  /// of their key and at the end of the piece.
  static func strokes(of part: Part, in frame: Frame) -> [Stroke] {
    var notes: [Note] = []
    for note in part.notes.sorted()
    where note.onset >= .zero && note.onset < frame.length && note.duration > .zero
      && (0...127).contains(note.pitch.number)
    {
      let twin = notes.indices.last
      guard let twin, notes[twin].onset == note.onset,
        notes[twin].pitch.number == note.pitch.number
      else {
        notes.append(note)
        continue
      }
      notes[twin].duration = max(notes[twin].duration, note.duration)
      notes[twin].velocity = max(notes[twin].velocity, note.velocity)
    }
    notes.sort { ($0.onset, $0.pitch.number) < ($1.onset, $1.pitch.number) }
    var strokes: [Stroke] = []
    strokes.reserveCapacity(notes.count)
    var latest = [Int?](repeating: nil, count: 128)
    var next = [Int?](repeating: nil, count: notes.count)
    for (index, note) in notes.enumerated() {
      if let before = latest[note.pitch.number] { next[before] = index }
      latest[note.pitch.number] = index
    }
    for (index, note) in notes.enumerated() {
      var cut = note
      if let restrike = next[index] {
        cut.duration = min(note.end, notes[restrike].onset) - note.onset
      }
      let isLast = cut.end >= frame.length
      if isLast { cut.duration = frame.length - cut.onset }
      let time = frame.tempo.seconds(at: cut.onset)
      let end = isLast ? frame.seconds : frame.tempo.seconds(at: cut.end)
      strokes.append(
        Stroke(
          note: cut, key: note.pitch.number, bar: frame.bar(at: note.onset), gridTime: time,
          gridEnd: end, time: time, end: end, velocity: note.velocity, isLast: isLast,
          nextOnKey: next[index]))
    }
    return strokes
  }

  /// Groups of indices of strokes that begin together, in order.
  static func onsets(_ strokes: [Stroke]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    while start < strokes.count {
      var end = start + 1
      while end < strokes.count, strokes[end].note.onset == strokes[start].note.onset { end += 1 }
      groups.append(start..<end)
      start = end
    }
    return groups
  }
}
