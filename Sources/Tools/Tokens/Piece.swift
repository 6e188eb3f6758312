public import Weights

/// A score on the grid of 24ths of a quarter note, with labels as vocabulary values.
///
/// Its notes are kept in cells: those of one part that begin in one bar.
public struct Piece: Hashable, Sendable {
  /// The genre's value; 0 for unknown.
  public var genre: Int
  /// The bars in order.
  public let bars: [GridBar]
  /// The parts in the order of the score.
  public let parts: [GridPart]
  /// The notes by bar, part, position, pitch and length.
  public let notes: [GridNote]
  /// The chords by time, no two at one time.
  public let chords: [GridChord]
  /// The tones of the chords by time.
  ///
  /// They know more than `chords`: kinds that have no name in the vocabulary, the bass, and where
  /// no chord sounds.
  public let tones: [GridTones]
  let cells: [CellPlace: Range<Int>]

  /// Makes a piece; notes and chords are sorted, and of chords at one time the last stands.
  public init(
    genre: Int = 0, bars: [GridBar], parts: [GridPart], notes: [GridNote],
    chords: [GridChord] = [], tones: [GridTones] = []
  ) {
    self.genre = genre
    self.bars = bars
    self.parts = parts
    self.notes = stablySorted(notes, by: GridNote.precedes)
    var kept: [GridChord] = []
    for chord in stablySorted(chords, by: { $0.time < $1.time }) {
      if kept.last?.time == chord.time { kept.removeLast() }
      kept.append(chord)
    }
    self.chords = kept
    self.tones = stablySorted(tones, by: { $0.time < $1.time })
    var cells: [CellPlace: Range<Int>] = [:]
    var first = 0
    for (index, note) in self.notes.enumerated() {
      let place = CellPlace(bar: note.bar, part: note.part)
      let next = index + 1 < self.notes.count ? self.notes[index + 1] : nil
      if next?.bar != note.bar || next?.part != note.part {
        cells[place] = first..<(index + 1)
        first = index + 1
      }
    }
    self.cells = cells
  }

  /// The notes of a part that begin in a bar.
  public func notes(in place: CellPlace) -> ArraySlice<GridNote> { notes[cells[place] ?? 0..<0] }

  /// The attributes of a part's notes in a bar; a rest has density 1 and nothing else.
  public func controls(in place: CellPlace, _ vocabulary: Vocabulary) -> CellControls {
    CellControls(of: notes(in: place), barLength: bars[place.bar].length, vocabulary)
  }

  /// The chord in force at a time in grid steps; all 0 before the first.
  public func chord(at time: Int) -> ChordValues {
    let count = countBefore(chords) { $0.time <= time }
    return count > 0 ? chords[count - 1].values : ChordValues()
  }

  /// The pitch classes of the chord that sounds at a time; empty where none does.
  public func tones(at time: Int) -> PitchClassSet {
    let count = countBefore(tones) { $0.time <= time }
    return count > 0 ? tones[count - 1].classes : PitchClassSet()
  }

  /// The chords that begin within a bar, after its start.
  func chordChanges(inBar bar: Int) -> ArraySlice<GridChord> {
    let low = countBefore(chords) { $0.time <= bars[bar].start }
    let high = countBefore(chords) { $0.time < bars[bar].end }
    return chords[low..<max(low, high)]
  }

  /// When a note begins, in grid steps from the beginning of the piece.
  public func onset(of note: GridNote) -> Int { bars[note.bar].start + note.position }

  /// The piece with other notes in some cells: what stood there is gone.
  public func replacing(_ places: Set<CellPlace>, with notes: [GridNote]) -> Piece {
    let kept = self.notes.filter { !places.contains($0.place) }
    return Piece(
      genre: genre, bars: bars, parts: parts, notes: kept + notes, chords: chords, tones: tones)
  }
}

/// Sorts and keeps the order of equal elements.
func stablySorted<Element>(
  _ elements: [Element], by precedes: (Element, Element) -> Bool
) -> [Element] {
  elements.enumerated().sorted { left, right in
    if precedes(left.element, right.element) { return true }
    return !precedes(right.element, left.element) && left.offset < right.offset
  }.map(\.element)
}
