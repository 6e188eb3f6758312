public import Production

/// Bars of parts that are to be composed anew.
public struct RegenerateRequest: Hashable, Codable, Sendable {
  /// The bars, counted from 0; nil for all.
  public var bars: Range<Int>?
  /// The parts by id; empty for all.
  public var parts: [String]
  /// What is turned on the players for these bars.
  public var controls: PlayerControls
  /// A MIDI file of one bar that is given to the players as their idea.
  public var idea: String?
  /// How the pitched parts break chords in these bars; nil as planned.
  public var arpeggiator: ArpeggiatorSettings?
  /// Who writes the notes.
  public var composer: ComposerChoice

  /// Makes a request.
  public init(
    bars: Range<Int>? = nil, parts: [String] = [], controls: PlayerControls = PlayerControls(),
    idea: String? = nil, arpeggiator: ArpeggiatorSettings? = nil,
    composer: ComposerChoice = .auto
  ) {
    self.bars = bars
    self.parts = parts
    self.controls = controls
    self.idea = idea
    self.arpeggiator = arpeggiator
    self.composer = composer
  }
}

/// A song or parts of it that are to be varied.
public struct VaryRequest: Hashable, Codable, Sendable {
  /// How much changes, 0...1.
  public var amount: Double
  /// The bars, counted from 0; nil for all.
  public var bars: Range<Int>?
  /// The parts by id; empty for all.
  public var parts: [String]
  /// Who writes the notes.
  public var composer: ComposerChoice

  /// Makes a request.
  public init(
    amount: Double, bars: Range<Int>? = nil, parts: [String] = [],
    composer: ComposerChoice = .auto
  ) {
    self.amount = amount
    self.bars = bars
    self.parts = parts
    self.composer = composer
  }
}

/// Bars of parts that are to be locked or released.
public struct LockRequest: Hashable, Codable, Sendable {
  /// The bars, counted from 0; nil for all.
  public var bars: Range<Int>?
  /// The parts by id; empty for all.
  public var parts: [String]
  /// Whether the locks that touch these bars and parts are taken away.
  public var releases: Bool

  /// Makes a request.
  public init(bars: Range<Int>? = nil, parts: [String] = [], releases: Bool = false) {
    self.bars = bars
    self.parts = parts
    self.releases = releases
  }
}

/// Files to be written beside a project.
public struct RenderRequest: Hashable, Codable, Sendable {
  /// What to write.
  public var formats: [OutputFormat]
  /// Whether a new balance is made.
  public var remix: Bool
  /// The loudness of the master in LUFS; nil as planned.
  public var loudness: Double?
  /// The SoundFont; nil for the configured or the system's.
  public var soundFont: String?

  /// Makes a request.
  public init(
    formats: [OutputFormat], remix: Bool = false, loudness: Double? = nil, soundFont: String? = nil
  ) {
    self.formats = formats
    self.remix = remix
    self.loudness = loudness
    self.soundFont = soundFont
  }
}

/// Files to be written to another folder.
public struct ExportRequest: Hashable, Codable, Sendable {
  /// What to write.
  public var formats: [OutputFormat]
  /// The folder.
  public var output: String
  /// Whether files that stand there are replaced.
  public var replacing: Bool
  /// The SoundFont; nil for the configured or the system's.
  public var soundFont: String?
  /// An earlier state of the song to write instead of the current one.
  public var state: Int64?

  /// Makes a request.
  public init(
    formats: [OutputFormat], output: String, replacing: Bool = false, soundFont: String? = nil,
    state: Int64? = nil
  ) {
    self.formats = formats
    self.output = output
    self.replacing = replacing
    self.soundFont = soundFont
    self.state = state
  }
}
