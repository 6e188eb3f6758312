public import Music
public import Signal

/// Balance and effects of a style.
public struct MixProfile: Hashable, Codable, Sendable {
  /// How one part sits.
  public struct Channel: Hashable, Codable, Sendable {
    /// Loudness relative to the loudest role.
    public var level: Decibels
    /// Position, -1 (left) to 1 (right).
    public var pan: Double
    /// High-pass corner; nil for none.
    public var highPass: Hertz?
    /// Low-pass corner; nil for none.
    public var lowPass: Hertz?
    /// Level into the reverb; nil for none.
    public var reverb: Decibels?
    /// Level into the delay; nil for none.
    public var delay: Decibels?
    /// Saturation, 0...1.
    public var drive: Double

    /// Makes a channel.
    public init(
      level: Decibels, pan: Double = 0, highPass: Hertz? = nil, lowPass: Hertz? = nil,
      reverb: Decibels? = nil, delay: Decibels? = nil, drive: Double = 0
    ) {
      self.level = level
      self.pan = pan
      self.highPass = highPass
      self.lowPass = lowPass
      self.reverb = reverb
      self.delay = delay
      self.drive = drive
    }
  }

  /// Channels by part id or role name; the part's own entry wins.
  public var channels: [String: Channel]
  /// Reverberation time in seconds.
  public var reverbTime: Double
  /// Delay time in beats.
  public var delayBeats: Beat
  /// Delay feedback, 0...0.9.
  public var delayFeedback: Double
  /// Ratio of the bus compressor, 1 for none.
  public var busRatio: Double
  /// Bus saturation, 0...1.
  public var busDrive: Double
  /// Low-pass on the whole mix; nil for none.
  public var busLowPass: Hertz?
  /// The genre in whose spectrum the whole shall lie, a name of the corridors of mastering; nil leaves the
  /// spectrum alone.
  public var genre: String?

  /// Makes a profile.
  public init(
    channels: [String: Channel], reverbTime: Double = 1.6, delayBeats: Beat = Beat(3, 4),
    delayFeedback: Double = 0.35, busRatio: Double = 2, busDrive: Double = 0,
    busLowPass: Hertz? = nil, genre: String? = nil
  ) {
    self.channels = channels
    self.reverbTime = reverbTime
    self.delayBeats = delayBeats
    self.delayFeedback = delayFeedback
    self.busRatio = busRatio
    self.busDrive = busDrive
    self.busLowPass = busLowPass
    self.genre = genre
  }
}
