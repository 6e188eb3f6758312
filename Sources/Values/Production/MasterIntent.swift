public import Signal

/// What a master shall be: the wishes from which a plan is made.
public struct MasterIntent: Hashable, Codable, Sendable {
  /// The general sound.
  public enum Character: String, CaseIterable, Codable, Sendable {
    /// More body, softer top, some saturation.
    case warm
    /// Neither.
    case balanced
    /// More air and width, no saturation.
    case open
  }

  /// Whether a stage is found by measurement, left out, or set by hand.
  public enum Stage: Hashable, Codable, Sendable {
    /// By measurement.
    case automatic
    /// Not at all.
    case off
    /// With this amount.
    case amount(Double)
  }

  /// The name of the delivery target; nil for numbers alone.
  public var target: String?
  /// The integrated loudness.
  public var loudness: LUFS
  /// Whether a person named the loudness as a number: then it is reached whatever it costs.
  public var isLoudnessNamed: Bool
  /// The highest true peak in dBTP.
  public var ceiling: Decibels
  /// How much may be changed, 0...100; 0 is gain and ceiling only.
  public var intensity: Double
  /// The general sound.
  public var character: Character
  /// The genre whose corridor is aimed at; nil for that of most recorded music.
  public var genre: String?
  /// The paths of references with their weights.
  public var references: [Reference]
  /// The equalizer, automatic or off.
  public var equalizer: Stage
  /// The multiband compressor, automatic or off.
  public var multiband: Stage
  /// The width: automatic, off, or 0...2.
  public var width: Stage
  /// The saturation: automatic, off, or 0...1.
  public var saturation: Stage
  /// The phase of the equalizer; nil chooses linear for references and minimum otherwise.
  public var phase: MasterPlan.Tone.Phase?

  /// A recording to come near to.
  public struct Reference: Hashable, Codable, Sendable {
    /// Where it lies.
    public var path: String
    /// Its weight among the references, more than 0.
    public var weight: Double

    /// Names a reference.
    public init(path: String, weight: Double = 1) {
      self.path = path
      self.weight = weight
    }
  }

  /// Makes an intent; the defaults are -14 LUFS under -1 dBTP with half the intensity.
  public init(
    target: String? = nil, loudness: LUFS = -14, isLoudnessNamed: Bool = false,
    ceiling: Decibels = -1, intensity: Double = 50, character: Character = .balanced,
    genre: String? = nil, references: [Reference] = [], equalizer: Stage = .automatic,
    multiband: Stage = .automatic, width: Stage = .automatic, saturation: Stage = .automatic,
    phase: MasterPlan.Tone.Phase? = nil
  ) {
    self.target = target
    self.loudness = loudness
    self.isLoudnessNamed = isLoudnessNamed
    self.ceiling = ceiling
    self.intensity = intensity
    self.character = character
    self.genre = genre
    self.references = references
    self.equalizer = equalizer
    self.multiband = multiband
    self.width = width
    self.saturation = saturation
    self.phase = phase
  }
}

extension MasterIntent.Stage {
  /// Reads `"auto"`, `"off"` or a number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .amount(number)
      return
    }
    switch try container.decode(String.self) {
    case "auto": self = .automatic
    case "off": self = .off
    case let word:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a stage is auto, off or a number, not \(word)")
    }
  }

  /// Writes `"auto"`, `"off"` or a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .automatic: try container.encode("auto")
    case .off: try container.encode("off")
    case .amount(let amount): try container.encode(amount)
    }
  }
}
