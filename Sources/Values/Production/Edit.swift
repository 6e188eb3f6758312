public import Music

/// A change that a person makes to a song.
public enum Edit: Hashable, Codable, Sendable {
  /// Puts a chord on a bar (counted from 0) from a position in it to the bar's end.
  case setChord(bar: Int, position: Beat, chord: Chord)
  /// Moves parts (all pitched ones when empty) by semitones, in bars or everywhere when nil.
  case transpose(semitones: Int, parts: [String], bars: Range<Int>?)
  /// Gives a part another instrument.
  case swapInstrument(part: String, instrument: Instrument)
  /// Lets a pitched part break chords as told, the settings laid over those it has; nil lets it
  /// play as its style says.
  case setArpeggiator(part: String, settings: ArpeggiatorSettings?)
  /// Sets the energy of a section, 0...1.
  case setEnergy(section: String, energy: Double)
  /// Moves a section so that it becomes the one at an index.
  case moveSection(section: String, index: Int)
  /// Repeats a section right after itself.
  case duplicateSection(section: String)
  /// Removes a section.
  case deleteSection(section: String)
  /// Gives a section another length in bars.
  case resizeSection(section: String, bars: Int)
  /// Adds a note to a part.
  case addNote(part: String, note: Note)
  /// Replaces the note of a part that begins at a time on a pitch.
  case setNote(part: String, onset: Beat, pitch: Pitch, note: Note)
  /// Removes the notes of a part that begin within bars (counted from 0), on a pitch or on any.
  case removeNotes(part: String, bars: Range<Int>, pitch: Pitch?)
  /// Takes notes away from a part, exactly as they stand there, and puts others in, as one change.
  case replaceNotes(part: String, removing: [Note], adding: [Note])
  /// Turns what is not nil on the player of a part, which then plays its unlocked bars anew; with
  /// `resets` everything that was turned before is put back first.
  case setControls(part: String, controls: PlayerControls, resets: Bool)
  /// Writes the rows of a grid over bars (counted from 0) of a part, again and again where there
  /// are more bars than one; what the grid does not name stays.
  case setGrid(part: String, bars: Range<Int>, grid: PatternGrid)
}

/// Bars that must not change.
public struct Lock: Hashable, Codable, Sendable {
  /// The part; nil for all parts.
  public var part: String?
  /// The bars, counted from 0; nil for all bars.
  public var bars: Range<Int>?

  /// Makes a lock.
  public init(part: String?, bars: Range<Int>?) {
    self.part = part
    self.bars = bars
  }

  /// Whether the lock covers a bar of a part.
  public func covers(part: String, bar: Int) -> Bool {
    (self.part == nil || self.part == part) && (bars?.contains(bar) ?? true)
  }
}
