/// What changed when a score was put on the grid.
public struct GridReport: Hashable, Sendable {
  /// How many notes the score has.
  public var notes = 0
  /// Notes that begin beside the grid of 24ths; each moved by at most 1/48 of a quarter note.
  public var moved = 0
  /// Notes of 128 quarter notes or more, cut to 127 23/24.
  public var shortened = 0
  /// Notes that are shorter than the grid can hold, and last one step.
  public var lengthened = 0
  /// Chords whose kind the vocabulary does not name.
  public var unnamedChords = 0
  /// Bars whose metre the vocabulary does not name.
  public var unnamedMetres = 0

  /// Makes an empty report.
  public init() {}

  /// The share of notes that begin beside the grid, 0...1.
  public var movedShare: Double { notes == 0 ? 0 : Double(moved) / Double(notes) }
}

/// Why a score cannot be put on the grid.
public enum TokenError: Error, Hashable, Sendable {
  /// A bar of more than 32 quarter notes.
  case barTooLong(bar: Int, metre: String)
  /// More bars than can be held.
  case tooManyBars(got: Int, most: Int)
  /// A note begins before the piece does.
  case noteBeforeStart(part: String, onset: String)
  /// A note without a length.
  case noteWithoutLength(part: String, onset: String)
  /// A note that no MIDI key has.
  case keyOutOfRange(part: String, key: Int)
  /// A genre that the vocabulary does not name.
  case unknownGenre(String)
}
