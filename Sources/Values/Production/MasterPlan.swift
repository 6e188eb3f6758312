public import Signal

/// Every stage of a mastering with its numbers and its reason, readable and editable.
///
/// The same plan and the same input give the same master. A stage that is nil does nothing. Stages work in
/// the order of their declaration; `limiter` comes last and sets loudness and ceiling.
public struct MasterPlan: Hashable, Codable, Sendable {
  /// What the plan was made for.
  public var intent: MasterIntent
  /// The gain before all stages, which brings every input to the level that the stages are made for.
  public var gain: Decibels
  /// The equalizer.
  public var tone: Tone?
  /// The compressors of four bands.
  public var multiband: Multiband?
  /// The stereo width.
  public var width: Width?
  /// The saturation.
  public var saturation: Saturation?
  /// Loudness and ceiling.
  public var limiter: Limiter
  /// What the ear of the planner noticed, and what it left alone, in sentences.
  public var notes: [String]

  /// Makes a plan.
  public init(
    intent: MasterIntent, gain: Decibels, tone: Tone? = nil, multiband: Multiband? = nil,
    width: Width? = nil, saturation: Saturation? = nil, limiter: Limiter, notes: [String] = []
  ) {
    self.intent = intent
    self.gain = gain
    self.tone = tone
    self.multiband = multiband
    self.width = width
    self.saturation = saturation
    self.limiter = limiter
    self.notes = notes
  }
}

extension MasterPlan {
  /// An equalizer of third octaves for the middle and the side of the stereo field.
  public struct Tone: Hashable, Codable, Sendable {
    /// How the equalizer turns phases.
    public enum Phase: String, CaseIterable, Codable, Sendable {
      /// Every frequency comes equally late: the shape of waves is kept, soft echoes precede attacks.
      case linear
      /// The least delay that the curve allows: nothing precedes attacks, as in an analogue equalizer.
      case minimum
    }

    /// The gains of one third octave.
    public struct Band: Hashable, Codable, Sendable {
      /// The centre, IEC 61260-1 base ten.
      public var frequency: Hertz
      /// The gain of the middle (L + R) / 2.
      public var mid: Decibels
      /// The gain of the side (L - R) / 2.
      public var side: Decibels

      /// Makes a band.
      public init(frequency: Hertz, mid: Decibels, side: Decibels) {
        self.frequency = frequency
        self.mid = mid
        self.side = side
      }
    }

    /// The phase response.
    public var phase: Phase
    /// The bands by rising frequency; between two centres the gain is interpolated, beyond the last it is held.
    public var bands: [Band]
    /// Why, with numbers.
    public var reason: String

    /// Makes an equalizer.
    public init(phase: Phase, bands: [Band], reason: String) {
      self.phase = phase
      self.bands = bands
      self.reason = reason
    }
  }

  /// Compressors of bands that together pass everything.
  public struct Multiband: Hashable, Codable, Sendable {
    /// The compressor of one band.
    public struct Band: Hashable, Codable, Sendable {
      /// The level above which it compresses, in dB of full scale.
      public var threshold: Decibels
      /// The input change in dB for 1 dB at the output, at least 1.
      public var ratio: Double
      /// Seconds until the gain has fallen.
      public var attack: Double
      /// Seconds until the gain has come back.
      public var release: Double
      /// The gain behind it.
      public var makeUp: Decibels

      /// Makes a band.
      public init(
        threshold: Decibels, ratio: Double, attack: Double, release: Double, makeUp: Decibels
      ) {
        self.threshold = threshold
        self.ratio = ratio
        self.attack = attack
        self.release = release
        self.makeUp = makeUp
      }
    }

    /// Where the bands meet, rising; one fewer than bands.
    public var crossovers: [Hertz]
    /// The bands from low to high.
    public var bands: [Band]
    /// Why, with numbers.
    public var reason: String

    /// Makes a multiband compressor.
    public init(crossovers: [Hertz], bands: [Band], reason: String) {
      self.crossovers = crossovers
      self.bands = bands
      self.reason = reason
    }
  }

  /// The stereo width.
  public struct Width: Hashable, Codable, Sendable {
    /// The gain of the side, 0 (mono) to 2.
    public var amount: Double
    /// Below this the side is cut with 12 dB an octave; nil for nowhere.
    public var monoBelow: Hertz?
    /// Why, with numbers.
    public var reason: String

    /// Makes a width.
    public init(amount: Double, monoBelow: Hertz?, reason: String) {
      self.amount = amount
      self.monoBelow = monoBelow
      self.reason = reason
    }
  }

  /// The saturation.
  public struct Saturation: Hashable, Codable, Sendable {
    /// From 0 (none) to 1 (heavy).
    public var amount: Double
    /// Why, with numbers.
    public var reason: String

    /// Makes a saturation.
    public init(amount: Double, reason: String) {
      self.amount = amount
      self.reason = reason
    }
  }

  /// Loudness and ceiling.
  public struct Limiter: Hashable, Codable, Sendable {
    /// The integrated loudness of the master.
    public var loudness: LUFS
    /// The highest true peak of the master in dBTP.
    public var ceiling: Decibels
    /// The most that the limiter may take away; what would need more stays softer than `loudness`.
    public var mostReduction: Decibels
    /// Why, with numbers.
    public var reason: String

    /// Makes a limiter.
    public init(loudness: LUFS, ceiling: Decibels, mostReduction: Decibels, reason: String) {
      self.loudness = loudness
      self.ceiling = ceiling
      self.mostReduction = mostReduction
      self.reason = reason
    }
  }
}
