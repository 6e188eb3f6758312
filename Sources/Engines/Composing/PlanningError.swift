public import Music
public import Production

/// A length of music that is consistent in itself: whole bars or bars with a last one cut.
public struct LengthAnswer: Hashable, Codable, Sendable {
  /// Bars, counting a begun bar as whole.
  public var bars: Int
  /// Quarter notes a minute.
  public var tempo: Double
  /// Seconds from the first downbeat to the last note-off.
  public var seconds: Double

  /// Makes an answer.
  public init(bars: Int, tempo: Double, seconds: Double) {
    self.bars = bars
    self.tempo = tempo
    self.seconds = seconds
  }
}

/// Why a brief cannot be planned.
public enum PlanningError: Error, Hashable, Sendable {
  /// The tempo is not a playable number of quarter notes a minute.
  case tempoOutOfRange(tempo: Double, allowed: ClosedRange<Double>)
  /// The number of bars of the piece or of a section is not allowed.
  case barsOutOfRange(bars: Int, allowed: ClosedRange<Int>)
  /// The length in seconds is not allowed.
  case durationOutOfRange(seconds: Double, allowed: ClosedRange<Double>)
  /// What was said of bars, tempo and seconds cannot hold together; the two nearest answers can.
  case contradictoryLength(
    bars: Int?, tempo: Double?, seconds: Double?, nearest: [LengthAnswer])
  /// The bars of the sections do not add up to the bars of the piece.
  case contradictoryForm(formBars: Int, bars: Int)
  /// There are more sections than bars.
  case formTooLong(sections: Int, bars: Int)
  /// A section has a name that neither the style nor the studio knows.
  case unknownSection(name: String, nearest: [String])
  /// An energy lies outside 0...1.
  case energyOutOfRange(energy: Double)
  /// A point of an energy curve lies before the beginning or behind the end.
  case energyBeyondEnd(energy: Double, at: Double, seconds: Double)
  /// The chord text of a bar (`index` counted from 0) cannot be read from `position` on.
  case unparsableChord(text: String, index: Int, position: Int)
  /// A wish names no instrument, family, role or part.
  case unknownInstrument(name: String, nearest: [String])
  /// The same instrument is both wanted and unwanted.
  case contradictoryInstrument(name: String)
  /// The wishes leave nobody to play.
  case noPartsLeft
  /// No octave of a part's register lies on its instrument.
  case registerOutsideInstrument(
    part: String, register: ClosedRange<Int>, instrument: Instrument)
  /// An event is asked for before the beginning or at or after the end.
  case eventBeyondEnd(what: String, at: Double, seconds: Double)
  /// An event falls where the stated form has nothing of its kind; `nearest` is when the form has
  /// it, in seconds, if it has.
  case eventOffForm(what: String, at: Double, nearest: Double?)
  /// A limit of notes leaves none: the lowest lies above the highest.
  case emptyRange(of: String?, low: Pitch, high: Pitch)
  /// A wanted part cannot sound a note within the limits.
  case rangeOutsideInstrument(part: String, instrument: Instrument, limits: NoteLimits)
  /// The number of voices is not allowed.
  case voicesOutOfRange(of: String?, voices: Int, allowed: ClosedRange<Int>)
  /// More parts must play than voices may sound at once, in any section.
  case tooFewVoices(voices: Int, parts: [String])
  /// A part that plays roots only cannot reach that of a bar (counted from 0).
  case rootOutOfReach(part: String, chord: Chord, bar: Int, range: ClosedRange<Int>)
  /// A chord track is silent from one time to the next, in quarter notes.
  case chordTrackGap(from: Beat, to: Beat)
  /// A chord of a chord track begins before the one before it ends, in quarter notes.
  case chordTrackOverlap(at: Beat, until: Beat)
  /// A chord track is not a whole number of bars long.
  case chordTrackLength(beats: Beat, meter: Meter)
  /// A wish for a part of the piece leaves nobody to play there.
  case passageLeavesNobody(text: String)
  /// A wish for a part of the piece names a bar, counted from 0, behind the last.
  case passageBeyondEnd(text: String, bar: Int, bars: Int)
  /// A wish for a part of the piece contradicts another wish.
  case contradictoryPassage(text: String, other: String)
  /// The style lacks what no song can do without, such as `forms`.
  case styleLacks(style: String, what: String)
}
