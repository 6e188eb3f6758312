public import Music

/// Why an edit cannot be made.
public enum ArrangingError: Error, Hashable, Sendable {
  /// There is no part with this id.
  case unknownPart(String)
  /// There is no section with this id; the ids that there are.
  case unknownSection(String, known: [String])
  /// The bars, counted from 0, do not lie in the piece.
  case barsOutOfRange(bars: Range<Int>, count: Int)
  /// The position lies outside its bar.
  case positionOutOfBar(bar: Int, position: Beat)
  /// The edit would change a locked bar (counted from 0); `part` is nil when all parts are meant.
  case locked(part: String?, bar: Int)
  /// A note would lie outside the instrument's range in every octave.
  case outOfRange(part: String, pitch: Pitch, range: ClosedRange<Int>)
  /// A note would begin before the piece, end after it, or have no length or velocity.
  case unplayable(part: String, note: Note)
  /// A note would overlap one that is there.
  case overlap(part: String, note: Note, with: Note)
  /// More notes would sound at once in a bar (counted from 0) than the part may play.
  case tooManyNotes(part: String, bar: Int, count: Int, allowed: Int)
  /// No note begins there on that pitch.
  case noSuchNote(part: String, onset: Beat, pitch: Pitch)
  /// An instrument of drums was asked to play pitches or the other way round.
  case unsuitableInstrument(part: String, instrument: Instrument)
  /// A part that breaks no chords was to stop breaking them.
  case noArpeggiator(part: String)
  /// A part of drums was asked to break chords.
  case noPitches(part: String)
  /// The energy lies outside 0...1.
  case energyOutOfRange(Double)
  /// The place for the section does not exist.
  case indexOutOfRange(index: Int, count: Int)
  /// A section or the piece would have too few or too many bars.
  case lengthOutOfRange(bars: Int, allowed: ClosedRange<Int>)
  /// The only section cannot be removed.
  case lastSection(String)
  /// A control that the part's player does not have, and why.
  case controlDoesNotApply(part: String, control: String, reason: String)
  /// A number of a control outside 0...1, or of swing outside 0.5...0.75.
  case controlOutOfRange(control: String, got: Double, allowed: ClosedRange<Double>)
  /// A grid that is not as long as the bar (counted from 0) that it is written on.
  case gridLength(bar: Int, length: Beat, expected: Beat)
  /// A row of a grid that the part's instrument does not have.
  case gridRow(part: String, row: String)
}
