public import Production

/// Bars that are to follow a song's last.
public struct ContinueRequest: Hashable, Codable, Sendable {
  /// How many bars, 1...``mostBars``.
  public var bars: Int
  /// The parts that go on, by id; empty for all.
  public var parts: [String]
  /// The style that the music goes on in, whose band joins; nil for the way it was.
  public var style: String?
  /// Words for parts that join in the new bars; nil for the usual band of a named style.
  public var joining: [String]?
  /// What tells answers apart; nil for the number of the operation.
  public var seed: UInt64?

  /// The most bars of one request.
  public static let mostBars = 256

  /// Makes a request.
  public init(
    bars: Int, parts: [String] = [], style: String? = nil, joining: [String]? = nil,
    seed: UInt64? = nil
  ) {
    self.bars = bars
    self.parts = parts
    self.style = style
    self.joining = joining
    self.seed = seed
  }
}

/// Parts that are to join a song.
public struct AccompanyRequest: Hashable, Codable, Sendable {
  /// Words for the parts: roles, instruments or parts of the style; empty for the style's usual band
  /// in the roles that are free.
  public var parts: [String]
  /// The bars, counted from 0; nil for all.
  public var bars: Range<Int>?
  /// The style whose players join; nil for the song's.
  public var style: String?
  /// Who writes the notes.
  public var composer: ComposerChoice

  /// Makes a request.
  public init(
    parts: [String] = [], bars: Range<Int>? = nil, style: String? = nil,
    composer: ComposerChoice = .auto
  ) {
    self.parts = parts
    self.bars = bars
    self.style = style
    self.composer = composer
  }
}

/// A melody that is to be harmonised.
public struct HarmonizeRequest: Hashable, Codable, Sendable {
  /// The melody's part by id; nil for the lead.
  public var melody: String?
  /// The style in which it is harmonised; nil for `chorale`.
  public var style: String?
  /// Who writes the voices.
  public var composer: ComposerChoice

  /// Makes a request.
  public init(melody: String? = nil, style: String? = nil, composer: ComposerChoice = .auto) {
    self.melody = melody
    self.style = style
    self.composer = composer
  }
}
