public import Music
public import Signal

/// What will be composed: form, keys, chords, energy and who plays, before any note.
public struct Plan: Hashable, Codable, Sendable {
  /// A planned section.
  public struct PlannedSection: Hashable, Codable, Sendable, Identifiable {
    /// A name that is unique in the plan, such as `verse-2`.
    public var id: String
    /// The kind, such as `verse`.
    public var name: String
    /// The first bar, counted from 0.
    public var startBar: Int
    /// How many bars.
    public var bars: Int
    /// How intense, 0...1.
    public var energy: Double
    /// The length of a phrase in bars; its last bar differs.
    public var phrase: Int
    /// How often this kind stood before in the piece, from 0.
    public var occurrence: Int
    /// How it hands over to the next section.
    public var transition: Transition
    /// How much each part plays, 0...1 by part id; a part that is absent rests.
    public var layers: [String: Double]

    /// Makes a section.
    public init(
      id: String, name: String, startBar: Int, bars: Int, energy: Double, phrase: Int,
      occurrence: Int, transition: Transition, layers: [String: Double]
    ) {
      self.id = id
      self.name = name
      self.startBar = startBar
      self.bars = bars
      self.energy = energy
      self.phrase = phrase
      self.occurrence = occurrence
      self.transition = transition
      self.layers = layers
    }

    /// The bars covered, counted from 0.
    public var barRange: Range<Int> { startBar..<(startBar + bars) }
  }

  /// How a section hands over to the next.
  public enum Transition: String, Codable, CaseIterable, Sendable {
    /// Nothing special.
    case none
    /// A fill in the last bar.
    case fill
    /// A growing roll over the last bars.
    case build
    /// The rhythm stops for the last beats.
    case dropOut = "drop-out"
    /// The end of the piece.
    case ending
  }

  /// A part of the band.
  public struct PlannedPart: Hashable, Codable, Sendable, Identifiable {
    /// The part's id, which names the part of the style it is made from.
    public var id: String
    /// The name for people.
    public var name: String
    /// What it does.
    public var role: Role
    /// What plays it.
    public var instrument: Instrument
    /// The lowest and highest notes it may use, as sounding MIDI numbers.
    public var register: ClosedRange<Int>
    /// How busy and varied the playing is, 0...1.
    public var complexity: Double
    /// What a person has turned on its player.
    public var controls: PlayerControls

    /// Makes a part.
    public init(
      id: String, name: String, role: Role, instrument: Instrument, register: ClosedRange<Int>,
      complexity: Double, controls: PlayerControls = PlayerControls()
    ) {
      self.id = id
      self.name = name
      self.role = role
      self.instrument = instrument
      self.register = register
      self.complexity = complexity
      self.controls = controls
    }

    /// Reads a part; one that was written before parts had controls has none turned.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        id: try values.decode(String.self, forKey: .id),
        name: try values.decode(String.self, forKey: .name),
        role: try values.decode(Role.self, forKey: .role),
        instrument: try values.decode(Instrument.self, forKey: .instrument),
        register: try values.decode(ClosedRange<Int>.self, forKey: .register),
        complexity: try values.decode(Double.self, forKey: .complexity),
        controls: try values.decodeIfPresent(PlayerControls.self, forKey: .controls)
          ?? PlayerControls())
    }
  }

  /// Which part and bar has been asked for again, and how often.
  public struct Take: Hashable, Codable, Sendable {
    /// The part.
    public var part: String
    /// The bars, counted from 0.
    public var bars: Range<Int>
    /// How often, from 1.
    public var number: Int

    /// Makes a take.
    public init(part: String, bars: Range<Int>, number: Int) {
      self.part = part
      self.bars = bars
      self.number = number
    }
  }

  /// The title.
  public var title: String
  /// The seed that every random stream starts from.
  public var seed: UInt64
  /// The version of the program that made the plan.
  public var engine: String
  /// The styles and their shares.
  public var styles: [Brief.StyleWeight]
  /// The key of the beginning and its changes by bar.
  public var keys: [KeyChange]
  /// Metres by bar.
  public var meters: MeterMap
  /// Tempo by time.
  public var tempo: TempoMap
  /// The sections, covering all bars in order.
  public var sections: [PlannedSection]
  /// The chords, covering the whole length in order.
  public var chords: [ChordSpan]
  /// The band, in the order of the score.
  public var parts: [PlannedPart]
  /// Where the last note ends; may lie inside the last bar.
  public var length: Beat
  /// How it ends.
  public var ending: Style.Ending
  /// Whether it loops without a seam; then `length` is whole bars and there is no ending.
  public var loop: Bool
  /// The loudness of the master.
  public var loudness: LUFS
  /// What the user should know about choices made.
  public var notices: [String]

  /// Makes a plan.
  public init(
    title: String, seed: UInt64, engine: String, styles: [Brief.StyleWeight], keys: [KeyChange],
    meters: MeterMap, tempo: TempoMap, sections: [PlannedSection], chords: [ChordSpan],
    parts: [PlannedPart], length: Beat, ending: Style.Ending, loop: Bool, loudness: LUFS,
    notices: [String]
  ) {
    self.title = title
    self.seed = seed
    self.engine = engine
    self.styles = styles
    self.keys = keys
    self.meters = meters
    self.tempo = tempo
    self.sections = sections
    self.chords = chords
    self.parts = parts
    self.length = length
    self.ending = ending
    self.loop = loop
    self.loudness = loudness
    self.notices = notices
  }

  /// How many bars the sections cover.
  public var bars: Int { sections.last.map { $0.startBar + $0.bars } ?? 0 }

  /// The key of a bar, counted from 0.
  public func key(ofBar bar: Int) -> Key {
    keys.last { $0.bar <= bar }?.key ?? keys.first?.key ?? Key(PitchName(.c), .major)
  }

  /// The section that holds a bar, counted from 0.
  public func section(ofBar bar: Int) -> PlannedSection? {
    sections.first { $0.barRange.contains(bar) }
  }

  /// The chord that sounds at a time.
  public func chord(at beat: Beat) -> ChordSpan? {
    chords.last { $0.onset <= beat && beat < $0.end }
  }
}
