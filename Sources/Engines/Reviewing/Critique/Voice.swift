import Music

/// A part laid out for reading: by bar, by onset and as a line.
struct Voice: Sendable {
  /// Notes that begin together.
  struct Strike: Sendable {
    var onset: Beat
    var bar: Int
    /// Ascending by pitch.
    var notes: [Note]

    /// The numbers of the notes, ascending.
    var numbers: [Int] { notes.map(\.pitch.number) }
  }

  let part: Part
  /// The notes that begin together, ascending.
  let strikes: [Strike]
  /// The notes that begin in each bar.
  let bars: [[Note]]
  /// Whether something of the part sounds in a bar.
  let sounding: [Bool]

  init(_ part: Part, starts: [Beat]) {
    self.part = part
    let count = starts.count - 1
    var bars: [[Note]] = Array(repeating: [], count: count)
    var sounding = Array(repeating: false, count: count)
    var strikes: [Strike] = []
    var bar = 0
    for note in part.notes {
      while bar + 1 < count, starts[bar + 1] <= note.onset { bar += 1 }
      if count > 0 {
        bars[bar].append(note)
        var last = bar
        repeat {
          sounding[last] = true
          last += 1
        } while last < count && starts[last] < note.end && !part.instrument.isDrumKit
      }
      if strikes.last?.onset == note.onset {
        strikes[strikes.count - 1].notes.append(note)
      } else {
        strikes.append(Strike(onset: note.onset, bar: bar, notes: [note]))
      }
    }
    self.bars = bars
    self.sounding = sounding
    self.strikes = strikes
  }

  var id: String { part.id }
  var name: String { part.name }
  var isDrums: Bool { part.instrument.isDrumKit }

  /// The highest note of each onset.
  var line: [Note] { strikes.compactMap { $0.notes.last } }
}
