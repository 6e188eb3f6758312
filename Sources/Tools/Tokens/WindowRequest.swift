import Weights

/// Which labels a window shows.
///
/// What is not shown is neither input nor asked for.
public struct KnownLabels: Hashable, Sendable {
  /// What is said of the music and the bars.
  public var genre, tempo, key, chords, sections, roles: Bool
  /// What is said of a note beyond pitch and length.
  public var velocity, micro: Bool
  /// Which attributes of cells are shown.
  public var density, polyphony, register, intensity: Bool

  /// Makes labels that are all shown, or all hidden.
  public init(all isShown: Bool = true) {
    (genre, tempo, key, chords, sections, roles) =
      (isShown, isShown, isShown, isShown, isShown, isShown)
    (velocity, micro) = (isShown, isShown)
    (density, polyphony, register, intensity) = (isShown, isShown, isShown, isShown)
  }
}

/// What a window takes of a piece.
public struct WindowRequest: Hashable, Sendable {
  /// The bars of the piece.
  public var bars: Range<Int>
  /// The piece's parts in the order of the window's slots.
  public var parts: [Int]
  /// The cells whose notes are asked for.
  public var holes: Set<CellPlace>
  /// The attributes that the headers of holes show: those that are wished, and of holes not named
  /// here none.
  ///
  /// Nil shows those of the notes that stand there, as in training.
  public var asked: [CellPlace: CellControls]?
  /// Semitones that pitches, keys and chords are moved by.
  public var shift: Int
  /// The place of the first bar.
  public var place: Int
  /// Which labels are shown.
  public var known: KnownLabels

  /// Makes a request.
  public init(
    bars: Range<Int>, parts: [Int], holes: Set<CellPlace> = [],
    asked: [CellPlace: CellControls]? = [:], shift: Int = 0, place: Int = 0,
    known: KnownLabels = KnownLabels()
  ) {
    self.bars = bars
    self.parts = parts
    self.holes = holes
    self.asked = asked
    self.shift = shift
    self.place = place
    self.known = known
  }
}

/// Why a window of a piece cannot be made.
public enum WindowError: Error, Hashable, Sendable {
  /// There is no bar in the request.
  case noBars
  /// The request has bars that the piece has not.
  case noSuchBars(got: Range<Int>, bars: Int)
  /// More bars than a window has places for, counted from the first place.
  case tooManyBars(got: Int, most: Int)
  /// More parts than a window has slots for.
  case tooManyParts(got: Int, most: Int)
  /// A part that the piece has not, or that stands twice.
  case wrongPart(Int)
  /// A hole outside the bars or parts of the request.
  case strayHole(CellPlace)
  /// Notes that would leave the MIDI keys when moved.
  case shiftTooFar(semitones: Int, key: Int)
  /// What has to stand in the window has more events than the context.
  case tooLong(events: Int, context: Int)
}

extension WindowRequest {
  /// Whether a piece has what is asked for.
  func check(against piece: Piece) throws(WindowError) {
    guard !bars.isEmpty else { throw .noBars }
    guard bars.lowerBound >= 0, bars.upperBound <= piece.bars.count else {
      throw .noSuchBars(got: bars, bars: piece.bars.count)
    }
    guard place >= 0, place + bars.count <= Vocabulary.mostPlaces else {
      throw .tooManyBars(got: place + bars.count, most: Vocabulary.mostPlaces)
    }
    guard parts.count <= Vocabulary.mostSlots else {
      throw .tooManyParts(got: parts.count, most: Vocabulary.mostSlots)
    }
    var seen: Set<Int> = []
    for part in parts {
      guard piece.parts.indices.contains(part), seen.insert(part).inserted else {
        throw .wrongPart(part)
      }
    }
    for hole in holes.sorted() {
      guard bars.contains(hole.bar), seen.contains(hole.part) else { throw .strayHole(hole) }
    }
    guard shift != 0 else { return }
    for note in piece.notes where bars.contains(note.bar) && seen.contains(note.part) {
      guard note.isDrum || (0...127).contains(note.key + shift) else {
        throw .shiftTooFar(semitones: shift, key: note.key)
      }
    }
  }
}
