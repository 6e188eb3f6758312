public import Music

/// What was found in a file, in the vocabulary of a plan.
public struct Analysis: Hashable, Codable, Sendable {
  /// A part as found.
  public struct FoundPart: Hashable, Codable, Sendable {
    /// The track's or channel's name.
    public var name: String
    /// What it seems to do.
    public var role: Role
    /// What plays it.
    public var instrument: Instrument
    /// How many notes.
    public var notes: Int
    /// The lowest and highest notes; nil for an empty part.
    public var range: ClosedRange<Int>?
    /// Notes a bar.
    public var density: Double
    /// The most notes at once.
    public var polyphony: Int

    /// Makes a found part.
    public init(
      name: String, role: Role, instrument: Instrument, notes: Int, range: ClosedRange<Int>?,
      density: Double, polyphony: Int
    ) {
      self.name = name
      self.role = role
      self.instrument = instrument
      self.notes = notes
      self.range = range
      self.density = density
      self.polyphony = polyphony
    }
  }

  /// The key and how sure it is, 0...1.
  public var key: Key, keyConfidence: Double
  /// The metre.
  public var meter: Meter
  /// Quarter notes a minute at the beginning.
  public var tempo: Double
  /// How many bars.
  public var bars: Int
  /// The length in seconds.
  public var duration: Double
  /// Chords, at least one a bar that sounds.
  public var chords: [ChordSpan]
  /// Sections.
  public var sections: [Section]
  /// Parts.
  public var parts: [FoundPart]
  /// What was doubtful or repaired.
  public var notices: [String]

  /// Makes an analysis.
  public init(
    key: Key, keyConfidence: Double, meter: Meter, tempo: Double, bars: Int, duration: Double,
    chords: [ChordSpan], sections: [Section], parts: [FoundPart], notices: [String]
  ) {
    self.key = key
    self.keyConfidence = keyConfidence
    self.meter = meter
    self.tempo = tempo
    self.bars = bars
    self.duration = duration
    self.chords = chords
    self.sections = sections
    self.parts = parts
    self.notices = notices
  }
}
