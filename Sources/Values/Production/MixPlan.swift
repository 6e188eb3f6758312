public import Music
public import Signal

/// Every setting of a mix, readable and editable; the same plan and stems give the same master.
public struct MixPlan: Hashable, Codable, Sendable {
  /// The strip of one part.
  public struct Channel: Hashable, Codable, Sendable, Identifiable {
    /// The part's id.
    public var id: String
    /// What the part does.
    public var role: Role
    /// Gain.
    public var gain: Decibels
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
    /// Whether the channel is silent.
    public var muted: Bool
    /// What the sound is, where a mixer tells more apart than a score's roles; nil means the role's usual.
    public var kind: StemKind?
    /// Why these settings, with numbers.
    public var reason: String

    /// Makes a strip.
    public init(
      id: String, role: Role, gain: Decibels, pan: Double, highPass: Hertz?, lowPass: Hertz?,
      reverb: Decibels?, delay: Decibels?, drive: Double, muted: Bool = false,
      kind: StemKind? = nil, reason: String
    ) {
      self.id = id
      self.role = role
      self.gain = gain
      self.pan = pan
      self.highPass = highPass
      self.lowPass = lowPass
      self.reverb = reverb
      self.delay = delay
      self.drive = drive
      self.muted = muted
      self.kind = kind
      self.reason = reason
    }
  }

  /// The mix bus.
  public struct Bus: Hashable, Codable, Sendable {
    /// The compressor's ratio, 1 for none.
    public var ratio: Double
    /// The compressor's threshold.
    public var threshold: Decibels
    /// Saturation, 0...1.
    public var drive: Double
    /// Low-pass corner; nil for none.
    public var lowPass: Hertz?
    /// Below this the side is cut with 12 dB an octave, so that the bass stands in the middle; 0 for nowhere.
    public var monoBelow: Hertz
    /// The usual `monoBelow`, which plans of earlier versions had without saying so.
    public static let usualMonoBelow = Hertz(120)

    /// Makes a bus.
    public init(
      ratio: Double, threshold: Decibels, drive: Double, lowPass: Hertz?,
      monoBelow: Hertz = usualMonoBelow
    ) {
      self.ratio = ratio
      self.threshold = threshold
      self.drive = drive
      self.lowPass = lowPass
      self.monoBelow = monoBelow
    }

    /// Reads a bus; those of earlier versions do not say where the bass stands.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        ratio: try values.decode(Double.self, forKey: .ratio),
        threshold: try values.decode(Decibels.self, forKey: .threshold),
        drive: try values.decode(Double.self, forKey: .drive),
        lowPass: try values.decodeIfPresent(Hertz.self, forKey: .lowPass),
        monoBelow: try values.decodeIfPresent(Hertz.self, forKey: .monoBelow)
          ?? MixPlan.Bus.usualMonoBelow)
    }
  }

  /// The strips, in the order of the score.
  public var channels: [Channel]
  /// What was decided on top of the strips, in the order in which it is done; see `settings(of:)`.
  public var moves: [Move]
  /// Reverberation time in seconds.
  public var reverbTime: Double
  /// Delay time in seconds.
  public var delayTime: Double
  /// Delay feedback, 0...0.9.
  public var delayFeedback: Double
  /// The bus.
  public var bus: Bus
  /// The loudness of the master.
  public var loudness: LUFS
  /// The highest true peak of the master, in dBTP.
  public var ceiling: Decibels
  /// Seconds over which the end fades; 0 for none.
  public var fade: Double
  /// Where the fade ends, in seconds.
  public var fadeEnd: Double
  /// The corridor in which the spectrum of the whole shall lie; nil leaves it alone.
  public var corridor: GenreCorridor?
  /// The equalizer of the whole; nil lets the first mix find it, if there is a corridor.
  public var tone: MasterPlan.Tone?
  /// The saturation of the whole, which rounds peaks before the limiter; found with the equalizer.
  public var saturation: MasterPlan.Saturation?
  /// The ride of the whole; found with the equalizer.
  public var ride: Ride?

  /// Makes a mix plan.
  public init(
    channels: [Channel], moves: [Move] = [], reverbTime: Double, delayTime: Double,
    delayFeedback: Double, bus: Bus, loudness: LUFS, ceiling: Decibels, fade: Double,
    fadeEnd: Double, corridor: GenreCorridor? = nil, tone: MasterPlan.Tone? = nil,
    saturation: MasterPlan.Saturation? = nil, ride: Ride? = nil
  ) {
    self.channels = channels
    self.moves = moves
    self.reverbTime = reverbTime
    self.delayTime = delayTime
    self.delayFeedback = delayFeedback
    self.bus = bus
    self.loudness = loudness
    self.ceiling = ceiling
    self.fade = fade
    self.fadeEnd = fadeEnd
    self.corridor = corridor
    self.tone = tone
    self.saturation = saturation
    self.ride = ride
  }
}

extension MixPlan {
  /// Reads a plan; plans of earlier versions have no moves, corridor, equalizer or ride.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      channels: try values.decode([Channel].self, forKey: .channels),
      moves: try values.decodeIfPresent([Move].self, forKey: .moves) ?? [],
      reverbTime: try values.decode(Double.self, forKey: .reverbTime),
      delayTime: try values.decode(Double.self, forKey: .delayTime),
      delayFeedback: try values.decode(Double.self, forKey: .delayFeedback),
      bus: try values.decode(Bus.self, forKey: .bus),
      loudness: try values.decode(LUFS.self, forKey: .loudness),
      ceiling: try values.decode(Decibels.self, forKey: .ceiling),
      fade: try values.decode(Double.self, forKey: .fade),
      fadeEnd: try values.decode(Double.self, forKey: .fadeEnd),
      corridor: try values.decodeIfPresent(GenreCorridor.self, forKey: .corridor),
      tone: try values.decodeIfPresent(MasterPlan.Tone.self, forKey: .tone),
      saturation: try values.decodeIfPresent(MasterPlan.Saturation.self, forKey: .saturation),
      ride: try values.decodeIfPresent(Ride.self, forKey: .ride))
  }
}

/// What was measured of a finished master.
public struct MasterReport: Hashable, Codable, Sendable {
  /// The loudness that was asked for.
  public var target: LUFS
  /// Integrated loudness; nil for silence.
  public var loudness: LUFS?
  /// Loudness range in LU; nil when too short.
  public var range: Double?
  /// The highest true peak, in dBTP; nil for silence.
  public var truePeak: Decibels?
  /// The most that the limiter took away.
  public var limiting: Decibels
  /// Whether the target was given up because it needed too much limiting.
  public var stoppedByLimiting: Bool
  /// The length in frames and frames a second.
  public var frames: Int, sampleRate: Int
  /// The equalizer of the whole; nil where there was none.
  public var tone: MasterPlan.Tone?
  /// The saturation of the whole; nil where there was none.
  public var saturation: MasterPlan.Saturation?
  /// The ride of the whole; nil where there was none.
  public var ride: MixPlan.Ride?

  /// Makes a report.
  public init(
    target: LUFS, loudness: LUFS?, range: Double?, truePeak: Decibels?, limiting: Decibels,
    stoppedByLimiting: Bool, frames: Int, sampleRate: Int, tone: MasterPlan.Tone? = nil
  ) {
    self.target = target
    self.loudness = loudness
    self.range = range
    self.truePeak = truePeak
    self.limiting = limiting
    self.stoppedByLimiting = stoppedByLimiting
    self.frames = frames
    self.sampleRate = sampleRate
    self.tone = tone
  }
}
